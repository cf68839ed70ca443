"""What a person has decided about one row: values to use, doubts confirmed, or to leave it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RowId = tuple[str, int]  # sheet, row number

# Doubts that a person may confirm: the row then is stored as the report shows it.
CONFIRMABLE = frozenset(
    {
        *("nip_age", "name_doubtful", "birth_date_conflict", "start_date_conflict"),
        *("sex_conflict", "position_since_future", "start_date_future", "person_has_left"),
        *("duplicate_conflict", "two_heads", "name_twice"),
        *("db_name", "db_front_title", "db_back_title", "db_birth_date", "db_start_date"),
        *("db_grade", "db_education", "db_status", "db_position", "db_unit", "db_supervisor"),
        *("db_parent", "db_shift", "db_attendance", "attendance_on_leave"),
    }
)


@dataclass(frozen=True)
class Correction:
    """The decisions about one row. A value of "-" leaves the field as it is stored, or empty."""

    values: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()  # codes of reasons
    skip: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Correction":
        """From the JSON of a stored row."""
        return cls(
            values=dict(said.get("values", {})),
            confirmed=CONFIRMABLE & frozenset(said.get("confirmed", ())),
            skip=bool(said.get("skip", False)),
        )

    def json(self) -> dict[str, Any]:
        return {
            "values": dict(self.values),
            "confirmed": sorted(self.confirmed),
            "skip": self.skip,
        }

    def __bool__(self) -> bool:
        return bool(self.values or self.confirmed or self.skip)


NOTHING = Correction()
