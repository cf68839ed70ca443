"""Employee of the period: figures from results, a person decides, nobody about himself."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.evaluation.make import ABOVE, IN_WINDOW, Quarter, a_quarter, an_accepted_report, signed
from tests.people.make import a_member, a_person, a_role
from tests.work.make import WIB, a_result, a_set_plan

from kinerja.documents.certificate import certificate_pdf
from kinerja.evaluation.delivery import receive_result
from kinerja.evaluation.objection import file_objection
from kinerja.evaluation.opening import open_reviews
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.recognition import honour as rounds
from kinerja.recognition.badge import Badge, award_badges
from kinerja.recognition.honour import (
    AlreadyDecided,
    Conflict,
    Honour,
    NoCandidates,
    NoReason,
    TooMany,
    WrongSpan,
    conflicts_with,
    decide_honour,
    open_honour,
    span_of,
)
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 5, 9, tzinfo=WIB)


@pytest.fixture
def quarter() -> Quarter:
    """Sari's result is above with all its evidence, Tono's is as expected."""
    quarter = a_quarter()
    for result in (quarter.town.checks, quarter.town.classes):
        an_accepted_report(quarter.town.sari, quarter.town.budi, result)
    signed(quarter.sari, ABOVE, ABOVE)
    signed(quarter.tono)
    award_badges(period=quarter.period, on=IN_WINDOW)
    return quarter


def _official(name: str = "Surya") -> Person:
    person = a_person(name)
    a_role(person, Role.Name.AUTHORISED_OFFICIAL)
    return person


def _open(quarter: Quarter, code: str = "2026-09", **fields: object) -> Honour:
    return open_honour(code=code, **({"by": quarter.wati, "at": AT, "on": IN_WINDOW} | fields))


def _refused(refusal: type[Refusal], act: object) -> None:
    before = list(Honour.objects.values()), Event.objects.count(), Notice.objects.count()
    with pytest.raises(refusal):
        act()
    assert (list(Honour.objects.values()), Event.objects.count(), Notice.objects.count()) == before


def test_candidates_have_their_figures_and_their_place(quarter):
    honour = _open(quarter)

    assert [
        (one.place, one.person.name, one.predicate, one.badges)
        for one in honour.candidates.select_related("person")
    ] == [(1, "Sari", "sangat_baik", ["quality"]), (2, "Tono", "baik", [])]
    assert _open(quarter) == honour
    assert (honour.label, str(honour)) == ("September 2026", "Pegawai terbaik September 2026")
    assert Event.objects.named("honour.opened").get().data == {"candidates": 2}


def test_the_same_figures_stand_at_the_same_place(quarter):
    Badge.objects.all().delete()
    town = quarter.town
    umi = a_member("Umi", town.centre)
    a_result(a_set_plan(umi, appraiser=town.budi), 1, "Posyandu")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
    signed(umi.reviews.get(), ABOVE, ABOVE)

    assert [one.place for one in _open(quarter).candidates.all()] == [1, 1, 3]


def test_nobody_is_cut_off_by_the_letter_of_the_name(quarter, monkeypatch):
    monkeypatch.setattr(rounds, "ENOUGH", 1)
    assert [one.person.name for one in _open(quarter).candidates.all()] == ["Sari"]

    Honour.objects.all().delete()
    monkeypatch.setattr(rounds, "MOST", 0)
    _refused(TooMany, lambda: _open(quarter))


def test_who_argues_about_the_result_is_no_candidate(quarter):
    review = quarter.town.sari.reviews.get()
    receive_result(review=review, by=quarter.town.sari, on=IN_WINDOW)
    file_objection(review=review, reason="Laporan Mei.", by=quarter.town.sari, on=IN_WINDOW)

    assert [one.person.name for one in _open(quarter).candidates.all()] == ["Tono"]


def test_what_cannot_be_opened(quarter):
    _refused(NotAllowed, lambda: _open(quarter, by=quarter.town.budi))
    _refused(WrongSpan, lambda: _open(quarter, "2026-10"))  # not over
    for code in ("2026", "2026-13", "x", "1999-S1"):
        _refused(WrongSpan, lambda code=code: _open(quarter, code))
    _refused(NoCandidates, lambda: _open(quarter, "2026-08"))  # results end in September
    assert (span_of("2026-S2").last, span_of("2026-02").last) == (
        date(2026, 12, 31),
        date(2026, 2, 28),
    )


def test_a_person_decides_and_everybody_is_told(quarter):
    honour, surya, town = _open(quarter), _official(), quarter.town
    said = {"honour": honour, "winner": town.tono, "by": surya, "at": AT, "on": IN_WINDOW}
    before = Notice.objects.count()

    decided = decide_honour(reason=" Arsip sebelas tahun tertata. ", **said)
    again = decide_honour(reason="Arsip sebelas tahun tertata.", **said)

    assert (decided.winner, decided.reason) == (town.tono, "Arsip sebelas tahun tertata.")
    assert again == decided
    assert Notice.objects.count() - before == Person.objects.active().count()
    event = Event.objects.named("honour.decided").get()
    assert (event.person, event.by) == (town.tono, surya)
    _refused(AlreadyDecided, lambda: decide_honour(reason="Lain.", **said))


def test_nobody_decides_about_oneself_or_the_own_line(quarter):
    honour, town = _open(quarter), quarter.town
    said = {"honour": honour, "reason": "Baik.", "at": AT, "on": IN_WINDOW}
    _refused(NotAllowed, lambda: decide_honour(winner=town.sari, by=quarter.wati, **said))
    for person in (town.sari, town.budi):
        a_role(person, Role.Name.AUTHORISED_OFFICIAL)

    _refused(Conflict, lambda: decide_honour(winner=town.sari, by=town.sari, **said))
    _refused(Conflict, lambda: decide_honour(winner=town.tono, by=town.budi, **said))  # leads him
    surya = _official()
    _refused(NotAllowed, lambda: decide_honour(winner=town.dewi, by=surya, **said))
    _refused(
        NoReason, lambda: decide_honour(winner=town.sari, by=surya, **(said | {"reason": " "}))
    )


def test_conflicts_of_all_candidates_are_asked_at_once(quarter, django_assert_max_num_queries):
    town = quarter.town
    with CaptureQueriesContext(connection) as one:
        conflicts_with([town.sari], town.budi, IN_WINDOW)

    with django_assert_max_num_queries(len(one)):
        found = conflicts_with([town.sari, town.tono, town.rina, town.dewi], town.budi, IN_WINDOW)

    assert found == {
        town.sari.pk: "Sari bawahan langsung Anda. Minta pejabat lain memutuskan.",
        town.tono.pk: "Tono bawahan langsung Anda. Minta pejabat lain memutuskan.",
        town.rina.pk: "Rina atasan Anda. Minta pejabat lain memutuskan.",
    }


def test_open_rounds_are_for_who_prepares_and_decides(quarter):
    honour, surya = _open(quarter), _official()

    def seen(person: Person) -> bool:
        return Honour.objects.visible_to(person, IN_WINDOW).exists()

    assert [seen(one) for one in (quarter.wati, surya, quarter.town.sari)] == [True, True, False]
    decide_honour(
        honour=honour, winner=quarter.town.sari, reason="Baik.", by=surya, at=AT, on=IN_WINDOW
    )
    assert seen(quarter.town.dewi)


def test_the_certificate_follows_the_decision(quarter):
    honour = _open(quarter)
    with pytest.raises(ValueError, match="follows a decision"):
        certificate_pdf(honour, agency="Kota Uji", unit="Puskesmas Pauh", at=AT)
    decided = decide_honour(
        honour=honour,
        winner=quarter.town.sari,
        reason="Antrean tertib.",
        by=_official(),
        at=AT,
        on=IN_WINDOW,
    )

    assert certificate_pdf(decided, agency="Kota Uji", unit="Puskesmas", at=AT)[:5] == b"%PDF-"
