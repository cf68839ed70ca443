"""A small town for tests: a mayor, the health office, one health centre with its staff."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.people.assignment import Assignment, assign
from kinerja.people.person import Person, add_person
from kinerja.people.position import Position, add_position
from kinerja.people.role import Role, grant_role
from kinerja.people.unit import Unit, add_unit
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.indicator import add_indicator
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.work_result import WorkResult, add_result

YEAR = 2026
NEW_YEAR = date(2026, 1, 1)
JANUARY = date(2026, 1, 12)  # a day on which plans are made


@dataclass
class Town:
    """Who is who: Rina leads Budi, Budi leads Sari and Tono; Wati keeps the goals."""

    city: Unit
    health: Unit
    centre: Unit
    mayor: Person
    rina: Person  # head of the health office, JPT
    budi: Person  # head of the health centre, pengawas
    sari: Person  # midwife
    tono: Person  # clerk
    wati: Person  # personnel admin, works elsewhere in the city


def a_town() -> Town:
    """Everybody holds a post since 2024."""
    city = add_unit(code="K", name="Kota Contoh", level="agency", parent=None, by=None)
    health = add_unit(code="K.1", name="Dinas Kesehatan", level="device", parent=city, by=None)
    centre = add_unit(code="K.1.1", name="Puskesmas Pauh", level="service", parent=health, by=None)
    office = add_unit(code="K.2", name="BKPSDM", level="device", parent=city, by=None)
    mayor = add_person(name="Hasan Wali", kind="official", by=None)
    seat(mayor, city, "Wali Kota", "official", "regional_head", leads=True)
    rina = a_person("Rina Marlina", "197003121995032901")
    seat(rina, health, "Kepala Dinas Kesehatan", "jpt", "jpt_pratama", leads=True)
    budi = a_person("Budi Santoso", "198001052005011902")
    seat(budi, centre, "Kepala Puskesmas Pauh", "ja", "pengawas", leads=True)
    sari = a_person("Sari Dewi", "199004122015032903")
    seat(sari, centre, "Bidan Terampil", "jf", "terampil")
    tono = a_person("Tono Wijaya", "199207212019031904")
    seat(tono, centre, "Pengadministrasi", "ja", "pelaksana")
    wati = a_person("Wati Lestari", "198506172010012905")
    seat(wati, office, "Analis SDM", "jf", "ahli_muda")
    grant_role(person=wati, name=Role.Name.PERSONNEL_ADMIN, by=None, on=date(2024, 1, 1))
    return Town(city, health, centre, mayor, rina, budi, sari, tono, wati)


def a_person(name: str, nip: str) -> Person:
    return add_person(name=name, kind="pns", nip=nip, by=None)


def seat(
    person: Person,
    unit: Unit,
    title: str,
    kind: str,
    level: str,
    *,
    leads: bool = False,
    since: date = date(2024, 1, 1),
) -> Assignment:
    """Make the post and put the person on it."""
    position: Position = add_position(
        unit=unit, title=title, kind=kind, level=level, leads=leads, by=None
    )
    return assign(person=person, position=position, kind="definitive", starts_on=since, by=None)


def post_of(person: Person) -> Assignment:
    """The definitive post of a person who has one."""
    return Assignment.objects.get(person=person, kind="definitive", ends_on=None)


def a_draft(person: Person) -> Plan:
    """The person's draft for the year."""
    return start_plan(assignment=post_of(person), year=YEAR, by=person, on=JANUARY)


def a_result(plan: Plan, title: str = "Ibu hamil terlayani", **more: Any) -> WorkResult:
    """One main result with a measure of 90 percent."""
    result = add_result(plan=plan, title=title, by=plan.person, on=JANUARY, **more)
    add_indicator(
        result=result,
        text="Cakupan pelayanan",
        target_min=Decimal(90),
        unit_of_measure="%",
        perspective="budget" if plan.like_jpt else "",
        by=plan.person,
    )
    return result


def a_submitted(person: Person, title: str = "Ibu hamil terlayani") -> Plan:
    """A plan with one result, handed in."""
    plan = a_draft(person)
    a_result(plan, title)
    submit_plan(plan=plan, by=person, on=JANUARY)
    return plan


def a_set_plan(person: Person, title: str = "Ibu hamil terlayani") -> Plan:
    """A plan with one result, agreed on."""
    plan = a_submitted(person, title)
    assert plan.appraiser is not None
    set_plan(plan=plan, by=plan.appraiser, on=JANUARY)
    return plan
