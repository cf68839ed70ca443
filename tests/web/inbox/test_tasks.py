"""Lines of the inbox for tasks: a meeting, a reopening, a reuse, a reported appreciation."""

from datetime import date

import pytest
from django.utils import timezone
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, rated, signed
from tests.people.make import a_person, a_role

from kinerja.evaluation.calibration import close_calibration, join_calibration, open_calibration
from kinerja.evaluation.reopening import decide_reopening, propose_reopening
from kinerja.evaluation.reuse import Reuse
from kinerja.feedback.appreciation import Appreciation, judge_report, report_appreciation
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.web.inbox.pending import pending_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(clock) -> Quarter:
    return a_quarter()


def titles(person: Person, on: date = IN_WINDOW) -> dict[str, int]:
    return {one.title: one.number for one in pending_of(person, on)}


def an_official(name: str, role: str, unit: Unit | None = None) -> Person:
    person = a_person(name)
    a_role(person, role, unit)
    return person


def test_a_running_meeting_waits_for_its_members(quarter: Quarter):
    town = quarter.town
    kiki = an_official("Kiki", "calibration_member", town.health)
    nina = an_official("Nina", "calibration_member")
    elsewhere = town.dewi.assignments.get().position.unit
    other = an_official("Otto", "calibration_member", elsewhere)
    rated(quarter.sari)
    meeting = open_calibration(period=quarter.period, unit=town.centre, by=kiki, on=IN_WINDOW)

    line = {"Rapat kalibrasi berjalan": 1}
    assert [titles(one) for one in (kiki, nina, other)] == [line, line, {}]
    assert "Rapat kalibrasi berjalan" not in titles(town.budi)

    join_calibration(calibration=meeting, by=nina, on=IN_WINDOW)
    close_calibration(calibration=meeting, minutes="Sepakat.", by=nina, on=IN_WINDOW)
    assert titles(kiki) == {}


def test_a_reopening_waits_for_the_official_of_the_unit(quarter: Quarter):
    town = quarter.town
    surya = an_official("Surya", "authorised_official", town.health)
    both = an_official("Tuti", "authorised_official")
    a_role(both, "personnel_admin")
    elsewhere = town.dewi.assignments.get().position.unit
    other = an_official("Otto", "authorised_official", elsewhere)
    review = signed(quarter.sari)
    proposal = propose_reopening(review=review, reason="Keliru.", by=both, on=IN_WINDOW)

    line = {"Usulan membuka kembali hasil menunggu keputusan Anda": 1}
    assert [titles(one) for one in (surya, both, other)] == [line, {}, {}]

    decide_reopening(reopening=proposal, approve=False, reason="x", by=surya, on=IN_WINDOW)
    assert titles(surya) == {}


def test_a_reuse_waits_for_the_other_side(quarter: Quarter):
    town = quarter.town
    source = signed(quarter.tono)
    reuse = Reuse.objects.create(
        review=quarter.sari, source=source, proposed_by=town.sari, proposed_on=IN_WINDOW
    )
    theirs, own = "Usulan pegawai memakai hasil unit lama", "Usulan memakai hasil unit lama"
    assert titles(town.budi)[theirs] == 1
    assert not {theirs, own} & titles(town.sari).keys()

    Reuse.objects.update(proposed_by=town.budi)
    assert titles(town.sari)[own] == 1
    assert not {theirs, own} & titles(town.budi).keys()

    Reuse.objects.filter(pk=reuse.pk).update(agreed_on=IN_WINDOW)
    assert not {theirs, own} & (titles(town.sari).keys() | titles(town.budi).keys())


def test_a_reported_appreciation_waits_for_the_office_but_not_for_who_is_in_it(quarter: Quarter):
    town, now = quarter.town, timezone.now()
    wise = an_official("Wisnu", "personnel_admin")
    given = Appreciation.objects.create(
        giver=wise, receiver=town.sari, text="Terima kasih.", work="Arsip", given_at=now
    )
    report_appreciation(appreciation=given, reason="Tidak pantas.", by=town.sari, at=now)

    line = {"Apresiasi yang dilaporkan": 1}
    assert [titles(one) for one in (quarter.wati, wise)] == [line, {}]
    assert "Apresiasi yang dilaporkan" not in titles(town.budi)

    judge_report(appreciation=given, hide=False, reason="Wajar.", by=quarter.wati, at=now)
    assert titles(quarter.wati) == {}
