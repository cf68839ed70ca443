"""A unit of a file before it is stored, and what is said of its place in the tree."""

from dataclasses import dataclass

from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.unit_row import UnitRow
from kinerja.people.unit import Unit


@dataclass
class UnitDraft:
    """One row on its way into the tree."""

    row: UnitRow
    unit: Unit | None = None  # stored already
    parent: "UnitDraft | Unit | None" = None
    main: "UnitDraft | None" = None  # the row that stands for this one
    level: str = ""
    rename: bool = False  # a person chose the name of the file over the stored one
    move: bool = False  # … the parent of the file

    @property
    def storable(self) -> bool:
        return self.row.report.outcome.stored

    def doubt_parent(
        self, code: str, message: str, suggestions: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """A person must look at which unit stands above it."""
        row = self.row
        row.say(
            Outcome.REVIEW,
            code,
            message,
            row.parent_field,
            found=row.parent_said,
            suggestions=suggestions,
        )


def code_and_name(one: UnitDraft | Unit) -> tuple[str, str]:
    """Of a unit of the file, or of one that is stored."""
    if isinstance(one, Unit):
        return one.code, one.name
    return one.row.code, one.row.name
