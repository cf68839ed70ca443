"""The models of this room."""

from kinerja.people.account import Account
from kinerja.people.agency import Agency, Holiday
from kinerja.people.imports.batch import ImportBatch, ImportFile, ImportRow
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, UnitName

__all__ = [
    "Account",
    "Agency",
    "Assignment",
    "Holiday",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "Person",
    "Position",
    "Role",
    "Unit",
    "UnitName",
]
