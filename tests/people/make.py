"""Rows for tests, in one line each. They are stored as they are: no verb runs, no event is written.

sari = a_person("Sari")
dinas = a_unit("Dinas Kesehatan")
budi = a_head("Budi", dinas)  # the person; the post and its definitive assignment come with it
a_member("Sari", dinas)  # the same for a post that does not lead
"""

from datetime import date, timedelta
from itertools import count
from typing import Any

from kinerja.people.account import Account
from kinerja.people.agency import Agency
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role
from kinerja.people.unit import Unit, new_unit_ids

START = date(2026, 1, 1)  # when assignments and roles begin unless a test says otherwise

PASSWORD = "kata-sandi-uji-1"

_numbers = count(1)


def an_agency(**fields: Any) -> Agency:
    """The one row; the same one when it is there."""
    return Agency.objects.get_or_create(pk=1, defaults={"name": "Kota Uji", **fields})[0]


def a_nip(number: int, *, pppk: bool = False) -> str:
    """A valid NIP for each number from 0 to 36,499; sequences of 900 and above are nobody's."""
    born = date(1980, 1, 1) + timedelta(days=number % 3650)
    start = "202121" if pppk else "201001"
    return f"{born:%Y%m%d}{start}1{900 + number // 3650:03}"


def a_person(name: str = "Sari", **fields: Any) -> Person:
    """A PNS with a NIP of his or her own, unless the fields say otherwise."""
    fields.setdefault("kind", Person.Kind.PNS)
    if fields["kind"] in (Person.Kind.PNS, Person.Kind.PPPK):
        fields.setdefault("nip", a_nip(next(_numbers), pppk=fields["kind"] == Person.Kind.PPPK))
    return Person.objects.create(name=name, **fields)


def a_unit(name: str = "Dinas Contoh", parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit under `parent`; without one, a top unit."""
    (pk,) = new_unit_ids(1)
    fields.setdefault("code", f"U{pk}")
    fields.setdefault("level", Unit.Level.DIVISION if parent else Unit.Level.AGENCY)
    path = f"{parent.path if parent else '/'}{pk}/"
    return Unit.objects.create(pk=pk, name=name, parent=parent, path=path, **fields)


def a_position(
    unit: Unit | None = None, title: str = "", leads: bool = False, **fields: Any
) -> Position:
    """A post: a head (administrator) with `leads`, else an ordinary one (pelaksana)."""
    unit = unit or a_unit()
    fields.setdefault("kind", Position.Kind.JA)
    fields.setdefault("level", Position.Level.ADMINISTRATOR if leads else Position.Level.PELAKSANA)
    title = title or (f"Kepala {unit.name}" if leads else f"Pelaksana {next(_numbers)}")
    return Position.objects.create(unit=unit, title=title, leads=leads, **fields)


def an_assignment(
    person: Person,
    position: Position,
    kind: str = Assignment.Kind.DEFINITIVE,
    starts_on: date = START,
    ends_on: date | None = None,
    **fields: Any,
) -> Assignment:
    return Assignment.objects.create(
        person=person,
        position=position,
        leads=position.leads,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        **fields,
    )


def head_post(unit: Unit) -> Position:
    """The post that leads the unit; made when there is none."""
    return unit.positions.filter(leads=True).first() or a_position(unit, leads=True)


def a_head(name: str, unit: Unit, **fields: Any) -> Person:
    """A new person who leads the unit; `fields` are those of the assignment."""
    person = a_person(name)
    an_assignment(person, head_post(unit), **fields)
    return person


def a_member(name: str, unit: Unit, **fields: Any) -> Person:
    """A new person with an ordinary post in the unit; `fields` are those of the assignment."""
    person = a_person(name)
    an_assignment(person, a_position(unit), **fields)
    return person


def a_role(person: Person, name: str, unit: Unit | None = None, **fields: Any) -> Role:
    fields.setdefault("starts_on", START)
    return Role.objects.create(person=person, name=name, unit=unit, **fields)


def an_admin(name: str = "Ani Admin", **fields: Any) -> Person:
    """A new person who manages people."""
    person = a_person(name, kind=Person.Kind.OTHER)
    a_role(person, Role.Name.PERSONNEL_ADMIN, **fields)
    return person


def an_account(person: Person, password: str = PASSWORD, **fields: Any) -> Account:
    """A login whose first password is spent."""
    fields.setdefault("login", person.nip or person.name.lower().replace(" ", "-"))
    fields.setdefault("must_change_password", False)
    account = Account(person=person, **fields)
    account.set_password(password)
    account.save()
    return account
