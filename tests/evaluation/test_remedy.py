"""The control room's verbs: counts by cause, remedies in bulk, and undoing them."""

from datetime import date, datetime, timedelta

import pytest
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, an_accepted_report, rated, signed
from tests.people.make import a_head, a_member, a_position, a_unit, an_assignment
from tests.unchanged import refused
from tests.work.make import WIB, a_result, a_set_plan

from kinerja.evaluation import remedying
from kinerja.evaluation.concern import Concern, count_concerns, reviews_with
from kinerja.evaluation.concern_reminder import remind_concerned
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.pace import pace_of
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.prolonging import prolong_period
from kinerja.evaluation.refusals import ReasonMissing, WindowShut, WrongDates, WrongState
from kinerja.evaluation.remedy import Remedy
from kinerja.evaluation.remedy_undo import BuiltUpon, UndoTooLate, undo_remedy
from kinerja.evaluation.remedying import carry_on, start_remedy
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.people.assignment import Assignment
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.people.refusals import NotAllowed
from kinerja.people.supervision import appraiser_of
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
NOW = datetime.now(WIB)  # events carry the moment at which they are written
REASON = "Penilai cuti sampai akhir bulan."


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


def _do(quarter: Quarter, concern: Concern, kind: str, **fields: object) -> Remedy:
    asked = {"reason": REASON, "by": quarter.wati, "at": NOW, "on": IN_WINDOW} | fields
    remedy = start_remedy(period=quarter.period, concern=concern, kind=kind, **asked)
    while carry_on(remedy=remedy, at=NOW):
        pass
    return Remedy.objects.get(pk=remedy.pk)


def _budi_on_leave(quarter: Quarter) -> None:
    leave = NewLeave(quarter.town.budi, "annual", IN_WINDOW, IN_WINDOW + timedelta(days=20))
    note_leaves(leaves=[leave], by=None, on=IN_WINDOW)


def _appraisers() -> list[str]:
    rows = Review.objects.filter(period__code="2026-Q3").order_by("person__name")
    return list(rows.values_list("appraiser__name", flat=True))


def _alone(quarter: Quarter) -> None:
    Review.objects.filter(pk=quarter.tono.pk).update(appraiser=None)


def test_reviews_are_counted_by_cause(quarter, django_assert_num_queries):
    assert count_concerns(quarter.period, IN_WINDOW) == {
        Concern.NOT_STARTED: 2,
        Concern.NO_SELF_REPORT: 2,
    }
    _alone(quarter)
    signed(quarter.sari)

    with django_assert_num_queries(1):
        counts = count_concerns(quarter.period, IN_WINDOW)

    assert counts == {
        Concern.NO_APPRAISER: 1,
        Concern.NO_SELF_REPORT: 1,
        Concern.NOT_DELIVERED: 1,
    }


def test_leave_moves_and_the_last_days_are_seen(quarter):
    _budi_on_leave(quarter)
    assert count_concerns(quarter.period, IN_WINDOW)[Concern.ON_LEAVE] == 2
    assert Concern.LATE not in count_concerns(quarter.period, IN_WINDOW)
    assert count_concerns(quarter.period, date(2026, 10, 12))[Concern.LATE] == 2

    left = date(2026, 9, 30)
    Assignment.objects.filter(person=quarter.town.tono).update(ends_on=left)
    assert Concern.MOVED not in count_concerns(quarter.period, IN_WINDOW)  # not posted anew
    other = a_member("Umi", a_unit("Dinas Pasar"), starts_on=date(2026, 10, 1))
    Assignment.objects.filter(person=other).update(person=quarter.town.tono)
    assert list(reviews_with(quarter.period, Concern.MOVED, IN_WINDOW)) == [quarter.tono]
    Assignment.objects.filter(person=quarter.town.budi).update(ends_on=left)
    assert count_concerns(quarter.period, IN_WINDOW)[Concern.MOVED] == 2


def test_rated_ones_wait_for_the_signature(quarter):
    rated(quarter.sari)

    assert list(reviews_with(quarter.period, Concern.NOT_SIGNED, IN_WINDOW)) == [quarter.sari]


def test_who_is_on_leave_hands_over_to_the_superior(quarter):
    _budi_on_leave(quarter)
    before = Notice.objects.count()

    remedy = _do(quarter, Concern.ON_LEAVE, "hand_over")

    assert (_appraisers(), remedy.total, remedy.changed) == (["Rina", "Rina"], 2, 2)
    assert remedy.finished_at == NOW
    assert Event.objects.named("review.appraiser_changed").count() == 2
    (notice,) = Notice.objects.order_by("pk")[before:]
    assert (notice.person, notice.text) == (
        quarter.town.rina,
        "Triwulan III 2026: 2 penilaian sekarang menjadi tugas Anda.",
    )


def test_the_register_or_the_office_names_an_appraiser(quarter):
    _alone(quarter)
    _do(quarter, Concern.NO_APPRAISER, "register")
    assert _appraisers() == ["Budi", "Budi"]

    _alone(quarter)
    umi = a_head("Umi", a_unit("Dinas Pasar"))
    _do(quarter, Concern.NO_APPRAISER, "named", appraiser=umi)
    assert _appraisers() == ["Budi", "Umi"]
    event = Event.objects.named("review.appraiser_changed").latest("pk")
    assert (event.person, event.reason) == (quarter.town.tono, REASON)
    Assignment.objects.filter(person=umi).update(ends_on=date(2026, 9, 30))
    assert Concern.MOVED not in count_concerns(quarter.period, IN_WINDOW)  # by word of the office


def test_who_moved_inside_the_window_still_evaluates_the_old_unit(quarter):
    """6/2022 annex p. 91: the remedy asks the same rule as the opening does."""
    town, left = quarter.town, date(2026, 9, 20)
    Assignment.objects.filter(person=town.budi).update(ends_on=left)
    after = date(2026, 9, 21)
    an_assignment(town.budi, a_position(a_unit("Dinas Pasar"), leads=True), starts_on=after)
    new = a_head("Umi", town.centre, starts_on=after)
    assert {appraiser_of(town.tono, IN_WINDOW), appraiser_of(town.sari, IN_WINDOW)} == {new}
    _alone(quarter)

    _do(quarter, Concern.NO_APPRAISER, "register")

    assert _appraisers() == ["Budi", "Budi"]


def test_nobody_becomes_the_appraiser_of_oneself(quarter):
    _alone(quarter)

    remedy = _do(quarter, Concern.NO_APPRAISER, "named", appraiser=quarter.town.tono)

    assert (remedy.total, remedy.changed) == (1, 0)
    assert _appraisers() == ["Budi", None]


def test_a_realisation_is_opened_again_and_signing_has_to_wait(quarter):
    rated(quarter.sari)

    remedy = _do(quarter, Concern.NOT_SIGNED, "reopen")

    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.state, review.predicate, review.work_result_rating) == (
        "self_reported",
        "",
        "meets",
    )
    undo_remedy(remedy=remedy, by=quarter.wati, at=NOW)
    review.refresh_from_db()
    assert (review.state, review.predicate) == ("rated", "baik")


def test_large_groups_are_done_in_steps(quarter, monkeypatch):
    monkeypatch.setattr(remedying, "BATCH", 1)
    _budi_on_leave(quarter)
    asked = {"reason": REASON, "by": quarter.wati, "at": NOW, "on": IN_WINDOW}
    this = {"period": quarter.period, "concern": Concern.ON_LEAVE, "kind": "hand_over"}

    remedy = start_remedy(**this, **asked)
    assert start_remedy(**this, **asked) == remedy  # pressed twice
    assert carry_on(remedy=remedy, at=NOW) is True
    remedy.refresh_from_db()
    assert (remedy.done, remedy.is_busy) == (1, True)
    with refused(WrongState, match="masih dikerjakan"):
        undo_remedy(remedy=remedy, by=quarter.wati, at=NOW)
    assert carry_on(remedy=remedy, at=NOW) is False
    assert carry_on(remedy=remedy, at=NOW) is False  # the worker was killed after it
    assert _appraisers() == ["Rina", "Rina"]


def test_what_changed_meanwhile_is_left_alone(quarter):
    _budi_on_leave(quarter)
    asked = {"reason": REASON, "by": quarter.wati, "at": NOW, "on": IN_WINDOW}
    remedy = start_remedy(
        period=quarter.period, concern=Concern.ON_LEAVE, kind="hand_over", **asked
    )
    rated(quarter.sari)

    carry_on(remedy=remedy, at=NOW)

    assert _appraisers() == ["Budi", "Rina"]


def test_it_is_undone_exactly(quarter):
    _budi_on_leave(quarter)
    remedy = _do(quarter, Concern.ON_LEAVE, "hand_over")

    undone = undo_remedy(remedy=remedy, by=quarter.wati, at=NOW + timedelta(minutes=15))

    assert _appraisers() == ["Budi", "Budi"]
    assert (undone.undone_by, Event.objects.named("remedy.undone").count()) == (quarter.wati, 1)
    assert undo_remedy(remedy=remedy, by=quarter.wati, at=NOW) == undone
    assert Event.objects.named("remedy.undone").count() == 1
    assert Event.objects.named("review.remedy_undone").count() == 2


def test_after_a_quarter_of_an_hour_it_stands(quarter):
    _budi_on_leave(quarter)
    remedy = _do(quarter, Concern.ON_LEAVE, "hand_over")

    with refused(UndoTooLate):
        undo_remedy(remedy=remedy, by=quarter.wati, at=NOW + timedelta(minutes=15, seconds=1))


def test_what_somebody_built_on_is_not_undone(quarter):
    _budi_on_leave(quarter)
    remedy = _do(quarter, Concern.ON_LEAVE, "hand_over")
    words = {quarter.tonos.pk: "Arsip tertata."}
    report_realisation(review=quarter.tono, realisations=words, by=quarter.town.tono, on=IN_WINDOW)

    with refused(BuiltUpon, match="1 penilaian sudah dikerjakan"):
        undo_remedy(remedy=remedy, by=quarter.wati, at=NOW)


def test_what_does_not_help_is_refused(quarter):
    def start(concern: Concern, kind: str, **fields: object) -> None:
        _do(quarter, concern, kind, **fields)

    with refused(WrongState, match="tidak diselesaikan"):
        start(Concern.NO_SELF_REPORT, "reopen")
    with refused(WrongState, match="Tidak ada lagi"):
        start(Concern.NO_APPRAISER, "register")
    _alone(quarter)
    with refused(ReasonMissing):
        start(Concern.NO_APPRAISER, "register", reason="  ")
    with refused(NotAllowed):
        start(Concern.NO_APPRAISER, "named", appraiser=quarter.wati)
    with refused(NotAllowed):
        start(Concern.NO_APPRAISER, "register", by=quarter.town.budi)
    with refused(WindowShut):
        start(Concern.NO_APPRAISER, "register", on=date(2026, 10, 16))


def test_nobody_remedies_the_own_review(quarter):
    wati = quarter.wati
    an_assignment(wati, a_position(quarter.town.centre))
    a_result(a_set_plan(wati, appraiser=None), 1, "Data tertib")
    mine = Review.objects.create(
        person=wati, plan=wati.plans.get(), period=quarter.period, appraiser=None
    )

    with refused(WrongState, match="Tidak ada lagi"):
        _do(quarter, Concern.NO_APPRAISER, "register")
    assert Review.objects.get(pk=mine.pk).appraiser is None


def test_the_window_is_prolonged_for_everybody(quarter):
    before = set(Notice.objects.values_list("pk", flat=True))
    until = date(2026, 10, 22)
    at = datetime(2026, 10, 5, 9, tzinfo=WIB)
    this = {"period": quarter.period, "by": quarter.wati, "at": at, "on": IN_WINDOW}

    remedy = prolong_period(closes_on=until, reason="Banjir di dua kecamatan.", **this)

    told = Notice.objects.exclude(pk__in=before).order_by("person__name")
    assert [(one.person.name, one.text) for one in told] == [
        (name, "Penilaian Triwulan III 2026 diperpanjang sampai 22 Oktober 2026.")
        for name in ("Budi", "Sari", "Tono")
    ]
    assert Period.objects.get(pk=quarter.period.pk).last_day == until
    assert prolong_period(closes_on=until, reason="Banjir di dua kecamatan.", **this) == remedy
    event = Event.objects.named("period.prolonged").get()
    assert (event.reason, event.data) == (
        "Banjir di dua kecamatan.",
        {"closes": ["2026-10-15", "2026-10-22"]},
    )
    for wrong in (date(2026, 10, 22) - timedelta(days=1), until + timedelta(days=32)):
        with refused(WrongDates):
            prolong_period(closes_on=wrong, reason="Lagi.", **this)
    undo_remedy(remedy=remedy, by=quarter.wati, at=at)
    assert Period.objects.get(pk=quarter.period.pk).last_day == date(2026, 10, 15)
    assert Notice.objects.filter(text__contains="dibatalkan: penilaian ditutup").count() == 3


def test_a_window_in_whose_added_days_somebody_worked_stays_long(quarter):
    this = {"period": quarter.period, "by": quarter.wati, "on": IN_WINDOW, "reason": REASON}
    late = datetime(2026, 10, 16, 9, tzinfo=WIB)
    remedy = prolong_period(closes_on=date(2026, 10, 22), at=late, **this)
    Remedy.objects.update(started_at=NOW)
    rated(quarter.sari)

    with refused(BuiltUpon):
        undo_remedy(remedy=remedy, by=quarter.wati, at=late)


def test_the_year_is_not_prolonged(quarter):
    year = open_period(code="2026", by=None)

    with refused(WrongState, match="31 Januari"):
        prolong_period(
            period=year,
            closes_on=date(2027, 2, 10),
            reason=REASON,
            by=quarter.wati,
            at=NOW,
            on=date(2027, 1, 5),
        )


def test_who_can_act_is_reminded_once_a_day(quarter):
    def remind(concern: Concern) -> list[str]:
        before = set(Notice.objects.values_list("pk", flat=True))
        told = remind_concerned(
            period=quarter.period, concern=concern, by=quarter.wati, on=IN_WINDOW
        )
        new = Notice.objects.exclude(pk__in=before).order_by("person__name")
        assert told == len(new)
        return [one.person.name for one in new]

    assert remind(Concern.NOT_STARTED) == ["Budi"]
    assert remind(Concern.NO_SELF_REPORT) == ["Sari", "Tono"]
    with refused(WrongState, match="sudah dikirim hari ini"):
        remind(Concern.NOT_STARTED)
    with refused(WrongState, match="tidak diselesaikan"):
        remind(Concern.MOVED)
    with refused(WrongState, match="Tidak ada yang perlu"):
        remind(Concern.OBJECTION_OPEN)


def test_the_pace_is_counted_hour_by_hour(quarter):
    an_accepted_report(quarter.town.sari, quarter.town.budi, quarter.town.checks, quantity=3)
    signed(quarter.sari)
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)

    hours = pace_of(quarter.period, datetime.now(WIB), WIB)

    assert len(hours) == 24
    assert (hours[-1].rated, hours[-1].signed) == (1, 1)
    assert sum(hour.rated + hour.signed for hour in hours[:-1]) == 0
