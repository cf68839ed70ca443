"""Findings: one sentence with its evidence, once for one key."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people.make import a_head, a_member, a_person, a_role, a_unit, an_agency

from kinerja.needs.finding import Finding, Proof, note_finding, withdraw_finding
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.role import Role
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
SLOW = "Waktu pelayanan dinilai lambat"
PROOF = Proof(
    "Unsur U3 bernilai 2,41 dari 4 menurut 120 responden.",
    page="/survei/1/hasil/",
    value=Decimal("2.41"),
    cases=120,
    measured_on=date(2026, 8, 31),
)


def an_officer() -> Person:
    an_agency()
    susi = a_person("Susi")
    a_role(susi, Role.Name.SURVEY_OFFICER)
    return susi


def slow(by: Person, key: str = "survey:1:U3") -> Finding:
    return note_finding(
        source=Finding.Source.SURVEY, statement=SLOW, proofs=[PROOF], by=by, on=TODAY, key=key
    )


def test_a_finding_keeps_its_evidence_and_leaves_an_event() -> None:
    finding = slow(an_officer())

    (proof,) = finding.evidence.all()
    assert (finding.statement, finding.found_on) == (SLOW, TODAY)
    assert (proof.value, proof.cases, proof.page) == (Decimal("2.41"), 120, "/survei/1/hasil/")
    event = Event.objects.about(finding).get()
    assert event.data == {"source": "survey", "statement": SLOW, "evidence": 1}


def test_the_same_key_is_one_finding_until_it_is_taken_back() -> None:
    susi = an_officer()
    first = slow(susi)
    assert slow(susi) == first

    withdraw_finding(finding=first, reason="Salah hitung.", by=susi, on=TODAY)

    assert slow(susi) != first
    assert Event.objects.named("finding.withdrawn").get().reason == "Salah hitung."


def test_without_evidence_or_by_somebody_without_the_task_nothing_is_written() -> None:
    susi, sari = an_officer(), a_member("Sari", a_unit())

    with pytest.raises(InvalidInput, match="sedikitnya satu bukti"):
        note_finding(source="survey", statement=SLOW, proofs=[], by=susi, on=TODAY)
    with pytest.raises(NotAllowed):
        slow(sari)

    assert not Finding.objects.exists()


def test_a_head_notes_findings_of_the_own_unit_only() -> None:
    budi = a_head("Budi", a_unit("Puskesmas"))
    other = a_unit("Dinas Lain")
    mine = budi.assignments.get().position.unit

    found = note_finding(
        source="complaint", statement="Antre lama", proofs=[PROOF], by=budi, on=TODAY, unit=mine
    )

    assert found.unit == mine
    for unit in (other, None):
        with pytest.raises(NotAllowed):
            note_finding(
                source="complaint", statement="Lain", proofs=[PROOF], by=budi, on=TODAY, unit=unit
            )
