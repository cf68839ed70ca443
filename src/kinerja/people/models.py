"""The models of this room."""

from kinerja.people.account import Account
from kinerja.people.agency import Agency, Holiday
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role
from kinerja.people.unit import Unit, UnitName

__all__ = [
    "Account",
    "Agency",
    "Assignment",
    "Holiday",
    "Person",
    "Position",
    "Role",
    "Unit",
    "UnitName",
]
