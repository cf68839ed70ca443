"""Signing: the appraiser's act, or the close of a period; what is signed stays as it is."""

from datetime import date
from uuid import uuid4

import pytest
from tests.evaluation.make import (
    ABOVE,
    IN_WINDOW,
    a_judgement,
    a_quarter,
    an_accepted_report,
    rated,
    signed,
)
from tests.people.make import a_head, a_member, a_unit, an_agency
from tests.unchanged import everything, refused
from tests.work.make import NOW, a_result, a_set_plan

from kinerja.evaluation import closing
from kinerja.evaluation.closing import close_period, sign_rated, sign_review
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.refusals import NotYours, WindowShut, WrongState
from kinerja.evaluation.review import Review
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.work.correction import correct_report
from kinerja.work.filing import file_report
from kinerja.work.refusals import PeriodFrozen
from kinerja.work.refusals import WrongState as ReportWrongState
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

LATER = date(2026, 10, 15)  # the last day of the window


def test_the_appraiser_signs_and_the_employee_is_told():
    quarter = a_quarter()
    Notice.objects.all().delete()
    review = rated(quarter.sari, ABOVE)

    done = sign_review(review=review, by=quarter.town.budi, on=IN_WINDOW, revision=review.revision)

    assert (done.state, done.signed_on, done.predicate) == ("signed", IN_WINDOW, "baik")
    assert list(Notice.objects.values_list("person__name", "text", "url")) == [
        (
            "Sari",
            "Hasil penilaian Triwulan III 2026 Anda sudah dapat dibaca.",
            f"/hasil/{review.pk}/",
        )
    ]
    event = Event.objects.named("review.signed").get()
    assert (event.by, event.on_behalf_of, event.person) == (
        quarter.town.budi,
        None,
        quarter.town.sari,
    )


@pytest.mark.parametrize("who", ["sari", "rina", "tono"])
def test_nobody_else_signs(who: str):
    quarter = a_quarter()
    review = rated(quarter.sari)

    with refused(NotYours):
        sign_review(review=review, by=getattr(quarter.town, who), on=IN_WINDOW)


def test_what_is_not_rated_is_not_signed():
    quarter = a_quarter()

    with refused(WrongState):
        sign_review(review=quarter.sari, by=quarter.town.budi, on=IN_WINDOW)


def test_what_is_signed_is_not_signed_again():
    quarter = a_quarter()
    review = signed(quarter.sari)

    with refused(WrongState):
        sign_review(review=review, by=quarter.town.budi, on=IN_WINDOW)


def test_after_the_window_the_appraiser_does_not_sign():
    quarter = a_quarter()
    review = rated(quarter.sari)

    with refused(WindowShut):
        sign_review(review=review, by=quarter.town.budi, on=date(2026, 10, 16))


def test_one_signs_what_one_has_seen():
    quarter = a_quarter()
    review = rated(quarter.sari)
    rated(quarter.sari, ABOVE)

    with refused(ChangedMeanwhile):
        sign_review(review=review, by=quarter.town.budi, on=IN_WINDOW, revision=review.revision)


def test_accepted_reports_are_locked_with_the_document():
    quarter = a_quarter()
    town = quarter.town
    report = an_accepted_report(town.sari, town.budi, town.checks, quantity=12)
    signed(quarter.sari)

    assert Report.objects.get(pk=report.pk).state == "frozen"
    with pytest.raises(ReportWrongState):
        correct_report(
            report=report, version=report.version, text="Lain", by=town.sari, at=NOW, result=None
        )
    with pytest.raises(PeriodFrozen):
        file_report(
            text="Tambahan",
            key=uuid4(),
            by=town.sari,
            at=NOW,
            done_on=date(2026, 9, 30),
            result=town.checks,
        )
    assert Report.objects.count() == 1


def test_closing_signs_what_is_rated_and_names_the_rest():
    quarter = a_quarter()
    rated(quarter.sari, ABOVE)

    done = close_period(period=quarter.period, by=quarter.wati, on=LATER)

    assert (done.signed, done.signed_before) == (1, 0)
    assert [(one.person, one.cause) for one in done.missing if one.unit == "Puskesmas Pauh"] == [
        ("Budi", "no_plan"),
        ("Tono", "not_rated"),
    ]
    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.state, review.signed_on) == ("signed", LATER)
    event = Event.objects.named("review.signed").get()
    assert (event.by, event.on_behalf_of) == (quarter.wati, quarter.town.budi)
    closed = Event.objects.named("period.closed").get()
    assert (closed.by, closed.data) == (quarter.wati, {"signed": 1})


def test_closing_twice_changes_nothing():
    quarter = a_quarter()
    rated(quarter.sari)
    close_period(period=quarter.period, by=None, on=LATER)
    before = everything()

    again = close_period(period=quarter.period, by=None, on=LATER)

    assert (again.signed, again.signed_before) == (0, 1)
    assert everything() == before


def test_after_the_window_closing_signs_for_nobody_and_hands_on():
    quarter = a_quarter()
    rated(quarter.sari)

    done = close_period(period=quarter.period, by=quarter.wati, on=date(2026, 10, 16))

    assert (done.signed, done.signed_before) == (0, 0)
    assert sign_rated(period=quarter.period, by=quarter.wati, on=date(2026, 10, 16)) == 0
    assert set(
        Review.objects.values_list("state", "appraiser__name", "silent_appraiser__name")
    ) == {("open", "Rina", "Budi")}


def test_closing_one_by_one_and_all_at_once_freeze_the_same():
    snapshots = []
    for together in (False, True):
        quarter = a_quarter()
        rated(quarter.sari, ABOVE)
        if together:
            close_period(period=quarter.period, by=None, on=IN_WINDOW)
        else:
            sign_review(review=quarter.sari, by=quarter.town.budi, on=IN_WINDOW)
        snapshot = Review.objects.get(pk=quarter.sari.pk).snapshot
        assert snapshot is not None
        snapshot.pop("signed")
        snapshots.append(_without_ids(snapshot))
    assert snapshots[0] == snapshots[1]


def _without_ids(value: object) -> object:
    match value:
        case dict():
            return {
                key: _without_ids(part)
                for key, part in value.items()
                if key not in {"id", "position"}
            }
        case list():
            return [_without_ids(part) for part in value]
        case _:
            return value


def test_closing_goes_batch_by_batch(monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 1)
    quarter = a_quarter()
    rated(quarter.sari)
    rated(quarter.tono)

    assert close_period(period=quarter.period, by=None, on=LATER).signed == 2


def test_a_part_of_the_work_at_a_time():
    quarter = a_quarter()
    rated(quarter.sari)
    rated(quarter.tono)

    assert [
        sign_rated(period=quarter.period, by=quarter.wati, on=LATER, most=1) for _ in range(3)
    ] == [1, 1, 0]


def test_only_the_personnel_admin_closes():
    quarter = a_quarter()
    rated(quarter.sari)

    with refused(NotAllowed):
        close_period(period=quarter.period, by=quarter.town.budi, on=LATER)


def test_a_semester_of_the_agency_is_signed_and_marked():
    quarter = a_quarter()
    semester = open_period(code="2026-S2", by=quarter.wati)
    in_december = date(2026, 12, 20)
    open_reviews(period=semester, on=in_december, by=quarter.wati)
    review = Review.objects.get(person=quarter.town.sari, period=semester)

    rate_review(review=review, judgement=a_judgement(review), by=quarter.town.budi, on=in_december)

    assert close_period(period=semester, by=None, on=in_december).signed == 1
    snapshot = Review.objects.get(pk=review.pk).snapshot
    assert snapshot is not None
    assert snapshot["period"]["legal"] is False


def test_the_queries_do_not_grow_with_the_people(django_assert_num_queries):
    an_agency()
    centre = a_unit("Puskesmas Pauh")
    a_head("Budi", centre)
    period = open_period(code="2026-Q3", by=None)
    for size in (2, 12):
        for number in range(size):
            a_result(a_set_plan(a_member(f"Pegawai {number}", centre)), 1, "Arsip tertata")
        open_reviews(period=period, on=IN_WINDOW, by=None)
        for review in Review.objects.filter(period=period, state="open"):
            rated(review)
        with django_assert_num_queries(23):
            assert sign_rated(period=period, by=None, on=LATER) == size
