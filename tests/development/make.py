"""Rows for tests of competencies: a health service with a standard, in one line each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.people.make import a_head, a_member, a_person, a_role, a_unit, an_agency

from kinerja.development.assessment import CompetencyAssessment
from kinerja.development.competency import Competency
from kinerja.development.standard import CompetencyStandard
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.unit import Unit

TODAY = date(2026, 10, 5)


@dataclass(frozen=True)
class Service:
    """Budi leads Sari and Tono; Rina leads the service; Lala looks after trainings everywhere."""

    top: Unit
    unit: Unit
    rina: Person
    budi: Person
    sari: Person
    tono: Person
    lala: Person


def a_service() -> Service:
    """Pelaksana need cooperation 3 and communication 2."""
    an_agency()
    top = a_unit("Dinas Kesehatan")
    unit = a_unit("Bidang Gizi", top)
    lala = a_person("Lala")
    a_role(lala, Role.Name.TRAINING_OFFICER)
    service = Service(
        top,
        unit,
        a_head("Rina", top),
        a_head("Budi", unit),
        a_member("Sari", unit),
        a_member("Tono", unit),
        lala,
    )
    for code, required in (("KJS", 3), ("KOM", 2)):
        CompetencyStandard.objects.create(
            level="pelaksana",
            competency=the_competency(code),
            required=required,
            source="SK 12/2026",
            starts_on=date(2026, 1, 1),
        )
    return service


def the_competency(code: str) -> Competency:
    return Competency.objects.get(code=code)


def a_level(person: Person, code: str, level: int, **fields: Any) -> CompetencyAssessment:
    """What somebody was found to have, stored as it is."""
    fields = {
        "method": "test",
        "assessed_on": date(2026, 3, 1),
        "source": "Laporan 1/2026",
    } | fields
    return CompetencyAssessment.objects.create(
        person=person, competency=the_competency(code), level=level, **fields
    )
