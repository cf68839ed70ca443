"""An officer and findings for tests of needs."""

from datetime import date
from decimal import Decimal

from tests.people.make import a_person, a_role, an_agency

from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.need import Need, note_need
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.unit import Unit

TODAY = date(2026, 9, 1)
NEXT_YEAR = date(2027, 9, 1)


def an_officer(name: str = "Susi") -> Person:
    """Analyses for the whole agency."""
    an_agency()
    person = a_person(name)
    a_role(person, Role.Name.SURVEY_OFFICER, starts_on=date(2024, 1, 1))
    return person


def a_finding(
    by: Person,
    statement: str = "Waktu tunggu lama",
    *,
    value: str = "90",
    key: str = "",
    on: date = TODAY,
    unit: Unit | None = None,
) -> Finding:
    proof = Proof("Rata-rata di loket.", value=Decimal(value), unit_of_measure="menit", cases=40)
    return note_finding(
        source="survey", statement=statement, proofs=[proof], by=by, on=on, key=key, unit=unit
    )


def a_need(by: Person, *findings: Finding, statement: str = "Antrean pendek") -> Need:
    return note_need(
        statement=statement,
        findings=findings or [a_finding(by)],
        review_on=NEXT_YEAR,
        by=by,
        on=TODAY,
    )
