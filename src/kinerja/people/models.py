"""The models of this room."""

from kinerja.people.account import Account
from kinerja.people.agency import Agency, Holiday
from kinerja.people.attendance import Attendance, AttendancePin
from kinerja.people.imports.batch import ImportBatch, ImportFile, ImportRow
from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role
from kinerja.people.shift import Shift
from kinerja.people.tenure import Assignment
from kinerja.people.token import AccessToken
from kinerja.people.unit import Unit, UnitName
from kinerja.people.unit_pattern import UnitPattern

__all__ = [
    "AccessToken",
    "Account",
    "Agency",
    "Assignment",
    "Attendance",
    "AttendancePin",
    "Holiday",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "Leave",
    "Person",
    "Position",
    "Role",
    "Shift",
    "Unit",
    "UnitName",
    "UnitPattern",
]
