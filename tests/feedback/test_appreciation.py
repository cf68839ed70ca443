"""Thanks for work: by name, within a quota, tied to what is on record, kept from gaming."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.people.make import an_admin
from tests.work.make import NOW, Centre, a_centre, a_report

from kinerja.feedback.appreciation import (
    Appreciation,
    NotStanding,
    QuotaUsed,
    give_appreciation,
    judge_report,
    left_this_month,
    may_read,
    mutual_pairs,
    report_appreciation,
    show_appreciation,
    tie_appreciation,
    withdraw_appreciation,
)
from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong

pytestmark = pytest.mark.django_db
KEY = UUID("33333333-3333-4333-8333-333333333333")


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def _thanks(giver: Person, receiver: Person, **fields: object) -> Appreciation:
    said = {"work": "Posyandu 12 Oktober", "text": "Antrean tertib sekali.", "at": NOW} | fields
    return give_appreciation(receiver=receiver, by=giver, **said)


def _refused(refusal: type[Refusal], act: object) -> None:
    """The act is refused, and nothing changed."""

    def rows() -> list[object]:
        return [list(Appreciation.objects.values()), Event.objects.count(), Notice.objects.count()]

    before = rows()
    with pytest.raises(refusal):
        act()
    assert rows() == before


def test_a_peer_thanks_for_a_piece_of_work(centre):
    one = _thanks(centre.tono, centre.sari)

    assert (one.giver, one.receiver, one.is_tied, one.public) == (
        centre.tono,
        centre.sari,
        False,
        False,
    )
    event = Event.objects.named("appreciation.given").get()
    assert (event.person, event.by, event.data) == (centre.sari, centre.tono, {"tied": False})
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (centre.sari, f"/apresiasi/{one.pk}/")


def test_the_same_key_gives_it_once(centre):
    first = _thanks(centre.tono, centre.sari, key=KEY)

    assert _thanks(centre.tono, centre.sari, key=KEY, text="Lagi.") == first
    assert Appreciation.objects.get().text == "Antrean tertib sekali."
    _refused(NotYours, lambda: _thanks(centre.budi, centre.sari, key=KEY))


def test_nobody_thanks_oneself_or_for_the_work_of_somebody_else(centre):
    foreign = a_report(centre.tono)

    _refused(NotYours, lambda: _thanks(centre.sari, centre.sari))
    _refused(NotYours, lambda: _thanks(centre.budi, centre.sari, report=foreign))
    _refused(NoteMissing, lambda: _thanks(centre.budi, centre.sari, text="  "))
    _refused(NoteMissing, lambda: _thanks(centre.budi, centre.sari, work=" "))
    _refused(TextTooLong, lambda: _thanks(centre.budi, centre.sari, text="a" * 601))
    both = {"report": a_report(centre.sari), "result": centre.checks}
    _refused(NotYours, lambda: _thanks(centre.budi, centre.sari, **both))
    Person.objects.filter(pk=centre.sari.pk).update(status=Person.Status.LEFT)
    centre.sari.refresh_from_db()
    _refused(NotYours, lambda: _thanks(centre.budi, centre.sari))


def test_the_quota_counts_by_the_month_of_the_agency_also_what_was_withdrawn(centre):
    Agency.objects.update(thanks_a_month=2)
    last_minute = datetime(2026, 9, 30, 16, 59, tzinfo=UTC)  # 23.59 in Jakarta
    _thanks(centre.tono, centre.sari, at=last_minute)
    assert left_this_month(centre.tono, NOW) == 2

    one = _thanks(centre.tono, centre.sari)
    withdraw_appreciation(appreciation=one, by=centre.tono, at=NOW)
    _thanks(centre.tono, centre.budi)

    assert left_this_month(centre.tono, NOW) == 0
    _refused(QuotaUsed, lambda: _thanks(centre.tono, centre.dewi))
    assert left_this_month(centre.tono, NOW + timedelta(days=31)) == 2


def test_the_receiver_ties_it_to_own_work(centre):
    one, mine, foreign = (
        _thanks(centre.tono, centre.sari),
        a_report(centre.sari),
        a_report(centre.tono),
    )

    tied = tie_appreciation(appreciation=one, report=mine, by=centre.sari)

    assert (tied.report, tied.is_tied) == (mine, True)
    assert tie_appreciation(appreciation=one, result=centre.checks, by=centre.sari).report is None
    for who, what in ((centre.tono, mine), (centre.sari, foreign)):
        _refused(NotYours, lambda w=who, r=what: tie_appreciation(appreciation=one, report=r, by=w))
    _refused(NoteMissing, lambda: tie_appreciation(appreciation=one, by=centre.sari))


def test_the_receiver_decides_who_reads_the_words(centre):
    one = _thanks(centre.tono, centre.sari)
    assert may_read(centre.sari, one)
    assert may_read(centre.tono, one)
    assert may_read(centre.budi, one, {centre.sari.pk})  # sees Sari anyway
    assert not may_read(centre.dewi, one)

    _refused(NotYours, lambda: show_appreciation(appreciation=one, public=True, by=centre.tono))
    shown = show_appreciation(appreciation=one, public=True, by=centre.sari)
    show_appreciation(appreciation=one, public=True, by=centre.sari)

    assert may_read(centre.dewi, shown)
    assert Event.objects.named("appreciation.shown").count() == 1


def test_the_giver_takes_it_back(centre):
    one = _thanks(centre.tono, centre.sari)
    _refused(NotYours, lambda: withdraw_appreciation(appreciation=one, by=centre.sari, at=NOW))

    withdraw_appreciation(appreciation=one, by=centre.tono, at=NOW)
    withdraw_appreciation(appreciation=one, by=centre.tono, at=NOW)

    assert Event.objects.named("appreciation.withdrawn").count() == 1
    assert not Appreciation.objects.standing().exists()
    assert not Appreciation.objects.visible_to(centre.dewi).exists()
    assert Appreciation.objects.visible_to(centre.sari).exists()
    _refused(
        NotStanding,
        lambda: show_appreciation(appreciation=one, public=True, by=centre.sari),
    )


def test_the_office_hides_what_was_reported_with_a_reason(centre):
    wati, one = an_admin("Wati"), _thanks(centre.tono, centre.sari)
    reported = report_appreciation(
        appreciation=one, reason="Tidak pernah terjadi.", by=centre.dewi, at=NOW
    )
    report_appreciation(appreciation=one, reason="Sama.", by=centre.budi, at=NOW)
    assert (reported.reported_by, Appreciation.objects.get().report_reason) == (
        centre.dewi,
        "Tidak pernah terjadi.",
    )
    assert Event.objects.named("appreciation.reported").get().person == centre.dewi
    judged = {"appreciation": one, "at": NOW, "reason": "Kejadiannya tidak ada."}
    _refused(NotAllowed, lambda: judge_report(hide=True, by=centre.budi, **judged))
    _refused(NoteMissing, lambda: judge_report(hide=True, by=wati, **(judged | {"reason": ""})))

    hidden = judge_report(hide=True, by=wati, **judged)

    assert (hidden.hidden_by, hidden.hidden_reason) == (wati, "Kejadiannya tidak ada.")
    assert not Appreciation.objects.visible_to(centre.dewi).exists()
    assert Notice.objects.filter(text__contains="disembunyikan").count() == 2


def test_the_office_may_let_it_stand_but_not_judge_its_own(centre):
    wati = an_admin("Wati")
    one, own = _thanks(centre.tono, centre.sari), _thanks(centre.tono, wati)
    report_appreciation(appreciation=one, reason="Aneh.", by=centre.dewi, at=NOW)

    kept = judge_report(appreciation=one, hide=False, reason="Wajar.", by=wati, at=NOW)

    assert (kept.stands, kept.reported_at) == (True, None)
    _refused(
        NotYours,
        lambda: judge_report(appreciation=own, hide=True, reason="Saya.", by=wati, at=NOW),
    )


def test_unusual_reciprocity_is_a_question_for_the_office(centre, django_assert_num_queries):
    for giver, receiver, times in (
        (centre.sari, centre.tono, 4),
        (centre.tono, centre.sari, 3),
        (centre.budi, centre.sari, 4),
        (centre.sari, centre.budi, 1),
    ):
        for _ in range(times):
            Appreciation.objects.create(
                giver=giver, receiver=receiver, work="Kerja", text="Baik.", given_at=NOW
            )

    with django_assert_num_queries(3):
        pairs = mutual_pairs(NOW)

    assert [({one.one, one.other}, {one.there, one.back}) for one in pairs] == [
        ({centre.sari, centre.tono}, {4, 3})
    ]
    assert mutual_pairs(NOW + timedelta(days=200)) == []
