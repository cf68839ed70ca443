"""A city in which three departments bring about one festival."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.planning.town import a_person, seat

from kinerja.people.person import Person, add_person
from kinerja.people.role import Role, grant_role
from kinerja.people.unit import Unit, add_unit
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    add_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.sharing.agreement import ShareAgreement
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.proposing import NewPart, propose_shares

MARCH = date(2026, 3, 2)  # when it is proposed, a Monday
ANSWER_BY = date(2026, 3, 13)
ROLES = ("Promosi dan tamu", "Pasar dan kuliner", "Panggung dan sanggar")


@dataclass
class Festival:
    """Tia leads tourism and owns the goal, Dani leads trade, Bayu leads culture."""

    city: Unit
    tourism: Unit
    trade: Unit
    culture: Unit
    mayor: Person
    tia: Person
    dani: Person
    bayu: Person
    nia: Person  # of the staff of tourism
    wati: Person  # plans for the whole city
    goal: Goal
    visitors: KeyIndicator

    @property
    def departments(self) -> tuple[Unit, Unit, Unit]:
        return self.tourism, self.trade, self.culture

    @property
    def heads(self) -> tuple[Person, Person, Person]:
        return self.tia, self.dani, self.bayu


def a_festival() -> Festival:
    """12,000 visitors are the target of the year; nothing is shared yet."""
    city = add_unit(code="11.72", name="Kota Contoh", level="agency", parent=None, by=None)
    mayor = add_person(name="Hasan Wali", kind="official", by=None)
    seat(mayor, city, "Wali Kota", "official", "regional_head", leads=True)
    units, heads = [], []
    for number, (name, head) in enumerate(
        (
            ("Dinas Pariwisata", "Tia Rahayu"),
            ("Dinas Perdagangan", "Dani Putra"),
            ("Dinas Kebudayaan", "Bayu Aji"),
        ),
        start=1,
    ):
        unit = add_unit(code=f"K.{number}", name=name, level="device", parent=city, by=None)
        person = a_person(head, f"19700312199503290{number}")
        seat(person, unit, f"Kepala {name}", "jpt", "jpt_pratama", leads=True)
        units.append(unit)
        heads.append(person)
    nia = a_person("Nia Kurnia", "199004122015032909")
    seat(nia, units[0], "Adyatama Kepariwisataan", "jf", "ahli_pertama")
    wati = a_person("Wati Lestari", "198506172010012905")
    grant_role(person=wati, name=Role.Name.PERSONNEL_ADMIN, by=None, on=date(2024, 1, 1))
    goal = add_goal(
        title="Festival menarik wisatawan",
        level="objective",
        years=(2026, 2027),
        unit=units[0],
        by=None,
        on=MARCH,
    )
    visitors = add_key_indicator(
        goal=goal,
        name="Wisatawan festival",
        unit_of_measure="orang",
        polarity="maximise",
        by=None,
        on=MARCH,
    )
    set_key_target(
        indicator=visitors,
        year=2026,
        target_min=Decimal(12_000),
        target_max=Decimal(12_000),
        by=None,
        on=MARCH,
    )
    return Festival(city, *units, mayor, *heads, nia, wati, goal, visitors)


def three(town: Festival, *shares: str) -> list[NewPart]:
    """The parts of the three departments."""
    return [
        NewPart(Decimal(share), role, unit)
        for share, role, unit in zip(
            shares or ("50", "30", "20"), ROLES, town.departments, strict=True
        )
    ]


def proposed(town: Festival, *shares: str, **more: Any) -> ShareAgreement:
    """Tia has proposed the shares."""
    given = {"starts_on": MARCH, "answer_by": ANSWER_BY, "by": town.tia, "on": MARCH} | more
    return propose_shares(goal=town.goal, parts=three(town, *shares), **given)


def agreed(town: Festival, *shares: str, on: date = MARCH, **more: Any) -> ShareAgreement:
    """All three have said yes."""
    agreement = proposed(town, *shares, on=on, **more)
    for head in (town.dani, town.bayu):
        part = agreement.parts.to_answer(head, on).get()
        answer_part(part=part, accept=True, by=head, on=on)
    agreement.refresh_from_db()
    return agreement


def measured(town: Festival, value: str, day: date) -> None:
    """So many visitors were counted up to that day."""
    record_key_value(
        indicator=town.visitors,
        kind="realisation",
        measured_on=day,
        value=Decimal(value),
        source="Hitungan gerbang",
        by=None,
        on=day,
    )
