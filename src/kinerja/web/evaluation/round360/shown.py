"""A result of a 360 round as pages show it: on its own, and beside a rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kinerja.evaluation.period import span_of
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency, Group


@dataclass(frozen=True)
class Column:
    """What one group, or one person by name, said."""

    label: str
    words: Mapping[CoreValue, Frequency | None]
    comments: Sequence[str]
    note: str  # of how many answers, or who


@dataclass(frozen=True)
class Line:
    """One value with the words of all columns."""

    value: CoreValue
    words: Sequence[tuple[str, Frequency | None]]


@dataclass(frozen=True)
class Shown360:
    """A result as pages show it, live or out of a frozen document."""

    columns: Sequence[Column]
    threshold: int
    has_groups: bool

    @property
    def lines(self) -> list[Line]:
        return [
            Line(value, [(one.label, one.words.get(value)) for one in self.columns])
            for value in CoreValue
        ]

    @property
    def with_comments(self) -> list[Column]:
        return [one for one in self.columns if one.comments]


def shown360(told: Mapping[str, Any]) -> Shown360:
    """Groups first, then those who spoke by name."""
    groups = [
        Column(
            one["label"], _words(one["values"]), one["comments"], f"{one['people']} jawaban, anonim"
        )
        for one in told["groups"]
    ]
    named = [
        Column(
            kind.label,
            _words(said["scores"]),
            [said["comment"]] if said["comment"] else [],
            said["name"],
        )
        for kind in (Group.SUPERIOR, Group.SELF)
        if (said := told["named"].get(kind.value))
    ]
    return Shown360([*groups, *named], told["threshold"], bool(groups))


def _words(said: Mapping[str, str | None]) -> dict[CoreValue, Frequency | None]:
    return {CoreValue(value): Frequency(word) if word else None for value, word in said.items()}


@dataclass(frozen=True)
class Beside360:
    """A result beside a rating, with the semester it is of."""

    period: str
    shown: Shown360


def beside(said: Mapping[str, Any] | None) -> Beside360 | None:
    """What an evidence or a snapshot holds of a round; None where there is none."""
    return Beside360(span_of(said["period"]).label, shown360(said["told"])) if said else None
