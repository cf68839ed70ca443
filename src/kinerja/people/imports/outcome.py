"""What becomes of one row, and why: the same words on the page, in the command and in the batch."""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from kinerja.people.imports.text import hidden, masked, shielded


class Outcome(models.TextChoices):
    """The six ends of a row, in the order in which reports count them."""

    ACCEPT = "accept", "Diterima"
    FIX = "fix", "Dirapikan"
    MERGE = "merge", "Sudah ada"
    REVIEW = "review", "Perlu diperiksa"
    REFUSE = "refuse", "Ditolak"
    IGNORE = "ignore", "Dilewati"

    @property
    def stored(self) -> bool:
        """Whether such a row is written by itself."""
        return self in (Outcome.ACCEPT, Outcome.FIX)


IDENTIFIERS = {"nip", "nip_and_name", "supervisor_nip", "supervisor"}

# When several things are true of one row the heaviest one decides.
WEIGHT = {
    Outcome.ACCEPT: 0,
    Outcome.FIX: 1,
    Outcome.MERGE: 2,
    Outcome.REVIEW: 3,
    Outcome.REFUSE: 4,
    Outcome.IGNORE: 5,
}


@dataclass(frozen=True)
class Reason:
    """One thing to know about a row. `outcome` is what it alone would make of the row.

    `suggestions` are values from which a person may choose; they are shown in `message` too.
    """

    outcome: Outcome
    code: str
    message: str
    field: str = ""  # our name of the value, for example birth_date
    column: str = ""  # the heading in the file
    found: str = ""
    stored: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()  # value to enter, words to show

    def public(self, hide: bool) -> dict[str, str]:
        """As the report prints it; identifiers hidden where the row is refused."""
        cover = masked if hide else shielded
        own = hidden if hide and self.field in IDENTIFIERS else cover
        return {
            "code": self.code,
            "column": self.column,
            "found": own(self.found),
            "stored": own(self.stored),
            "message": cover(self.message),
        }


@dataclass
class RowReport:
    """One row of a sheet, and what becomes of it. `row` counts from 1 as the sheet does."""

    sheet: str
    row: int
    reasons: list[Reason] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    base: Outcome = Outcome.ACCEPT

    @property
    def outcome(self) -> Outcome:
        outcome = self.base
        for reason in self.reasons:
            if WEIGHT[reason.outcome] > WEIGHT[outcome]:
                outcome = reason.outcome
        return outcome

    def add(self, reason: Reason, confirmed: Set[str] = frozenset()) -> None:
        """Say one thing more; a doubt that a person has confirmed no longer stops the row."""
        if reason.outcome is Outcome.REVIEW and reason.code in confirmed:
            reason = replace(reason, outcome=Outcome.FIX)
        self.reasons.append(reason)

    def skip(self) -> None:
        """A person leaves the row out."""
        words = "Dilewati atas keputusan petugas kepegawaian."
        self.add(Reason(Outcome.IGNORE, "skipped", words))

    def public(self) -> dict[str, Any]:
        """As JSON prints it: plain values, dates ISO, identifiers of refused rows hidden."""
        outcome = self.outcome
        hide = outcome is Outcome.REFUSE
        return {
            "sheet": self.sheet,
            "row": self.row,
            "outcome": outcome.value,
            "reasons": [reason.public(hide) for reason in self.reasons],
            "values": public_values(self.values, hide),
        }


def public_values(values: dict[str, Any], hide: bool) -> dict[str, Any]:
    """The values of a row as they may leave the house."""
    cover = masked if hide else shielded
    return {
        name: value
        if not isinstance(value, str)
        else hidden(value)
        if hide and name in IDENTIFIERS
        else cover(value)
        for name, value in values.items()
    }


def summary(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many rows ended in each way, all six named."""
    counted = Counter(outcomes)
    return {outcome.value: counted[outcome] for outcome in Outcome}
