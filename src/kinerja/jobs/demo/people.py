"""Synthetic people for the seats: names of the region, valid NIPs that no real person has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from kinerja.jobs.demo.city import City, name_parts
from kinerja.jobs.demo.seats import Seat
from kinerja.people.assignment import Assignment, NewAssignment, assign_many
from kinerja.people.person import Person, add_people
from kinerja.people.position import Position, add_positions
from kinerja.people.unit import NewUnit, Unit, add_units

FIRST_SEQUENCE = 900  # NIPs of real people stay below
LEVEL_WORDS = {
    "terampil": "Terampil",
    "mahir": "Mahir",
    "ahli_pertama": "Ahli Pertama",
    "ahli_muda": "Ahli Muda",
}
GRADES = {  # usual grade by level
    "jpt_pratama": "IV/b",
    "administrator": "III/d",
    "pengawas": "III/c",
    "pelaksana": "II/c",
    "terampil": "II/d",
    "mahir": "III/b",
    "ahli_pertama": "III/b",
    "ahli_muda": "III/d",
    "ahli_madya": "IV/a",
}
PPPK_GRADES = {"terampil": "VII", "ahli_pertama": "IX"}


@dataclass(frozen=True)
class Member:
    """One person of the example agency at his or her post."""

    person: Person
    assignment: Assignment
    seat: Seat


def add_organisation(city: City) -> dict[str, Unit]:
    """The whole tree of units of the city, by code."""
    rows = [
        NewUnit(row["code"], row["name"], row["level"], row["parent"] or None) for row in city.units
    ]
    return {unit.code: unit for unit in add_units(units=rows, by=None)}


def add_members(
    city: City,
    seats: Sequence[Seat],
    units: Mapping[str, Unit],
    posts: Mapping[str, Mapping[str, Any]],
    *,
    random: Random,
    today: date,
) -> list[Member]:
    """People, posts and definitive assignments for all seats, in the order of the seats."""
    names = _names(city, random)
    taken: set[str] = set()
    filled = list(_filled(seats, units, posts, random))
    wanted = {(one.seat.unit, one.title): one for one in filled}
    positions = add_positions(
        positions=[one.position(units, posts) for one in wanted.values()], by=None
    )
    position_of = dict(zip(wanted, positions, strict=True))
    people = add_people(
        people=[_person(one, posts[one.seat.post], names, random, today, taken) for one in filled],
        by=None,
    )
    assignments = assign_many(
        assignments=[
            NewAssignment(
                person,
                position_of[one.seat.unit, one.title],
                Assignment.Kind.DEFINITIVE,
                _appointed(person, random, today),
            )
            for person, one in zip(people, filled, strict=True)
        ],
        by=None,
    )
    return [
        Member(person, assignment, one.seat)
        for person, assignment, one in zip(people, assignments, filled, strict=True)
    ]


@dataclass(frozen=True)
class _Filled:
    """A seat with the level and title that its holder has."""

    seat: Seat
    level: str
    title: str

    def position(self, units: Mapping[str, Unit], posts: Mapping[str, Any]) -> Position:
        return Position(
            unit=units[self.seat.unit],
            title=self.title,
            kind=posts[self.seat.post]["kind"],
            level=self.level,
            leads=self.seat.leads,
        )


def _filled(
    seats: Sequence[Seat], units: Mapping[str, Unit], posts: Mapping[str, Any], random: Random
) -> Iterator[_Filled]:
    for seat in seats:
        post = posts[seat.post]
        level = post.get("level") or random.choice(post["levels"])
        unit = units[seat.unit].name
        title = post["title"].format(
            unit=unit, name=unit.split(" ", 1)[-1], level=LEVEL_WORDS.get(level, "")
        )
        yield _Filled(seat, level, HEAD_WORDS.get(title, title) if seat.leads else title)


HEAD_WORDS = {
    "Kepala Inspektorat": "Inspektur Daerah",
    "Kepala Sekretariat DPRD": "Sekretaris DPRD",
    "Kepala Sekretariat Dinas Kesehatan": "Sekretaris Dinas Kesehatan",
}


def _names(city: City, random: Random) -> dict[str, Iterator[str]]:
    """Endless different names, by sex."""
    parts = name_parts()
    second = [
        part
        for region in city.regions
        for kind in ("suku", "clan", "family_like")
        for part in parts.get((region, kind, "any"), [])
    ]
    found: dict[str, Iterator[str]] = {}
    for sex, letter in (("male", "M"), ("female", "F")):
        given = [part for region in city.regions for part in parts[region, "given", letter]]
        pairs = [f"{one} {other}" for one, other in product(given, second)]
        triples = [f"{a} {b} {c}" for a, b, c in product(given, given[:6], second) if a != b]
        random.shuffle(pairs)
        random.shuffle(triples)
        found[sex] = iter(pairs + triples)
    return found


def _person(
    one: _Filled,
    post: Mapping[str, Any],
    names: dict[str, Iterator[str]],
    random: Random,
    today: date,
    taken: set[str],
) -> Person:
    sex = post.get("sex") or random.choice(["male", "female"])
    front, back = post.get("titles", ["", ""])
    person = Person(name=next(names[sex]), sex=sex, front_title=front, back_title=back)
    if post["kind"] == "official":
        person.kind = Person.Kind.OFFICIAL
        return person
    senior = one.seat.leads
    age = random.randint(44, 56) if senior else random.randint(24, 54)
    person.birth_date = date(today.year - age, random.randint(1, 12), random.randint(1, 28))
    pppk = not senior and one.level in PPPK_GRADES and random.random() < 0.35
    longest = min(age - 22, 30) if senior else min(age - 22, 25)
    served = random.randint(1, 3) if pppk else random.randint(max(2, longest // 2), max(2, longest))
    start = date(today.year - served, random.choice([1, 3, 4, 12]), 1)
    person.start_date = min(start, date(today.year - 1, 3, 1))
    person.kind = Person.Kind.PPPK if pppk else Person.Kind.PNS
    person.grade = PPPK_GRADES[one.level] if pppk else post.get("grade", GRADES[one.level])
    month = "21" if pppk else f"{person.start_date:%m}"
    digit = 1 if sex == "male" else 2
    stem = f"{person.birth_date:%Y%m%d}{person.start_date:%Y}{month}{digit}"
    person.nip = next(
        nip for number in range(FIRST_SEQUENCE, 1000) if (nip := f"{stem}{number}") not in taken
    )
    taken.add(person.nip)
    return person


def _appointed(person: Person, random: Random, today: date) -> date:
    """Since when the post is held: before everything that the example shows."""
    latest = date(today.year - 2, 12, 31)
    if person.start_date and person.start_date > latest:
        return person.start_date
    return latest - timedelta(days=random.randint(0, 900))
