"""What a cell was read as, and what has to be said about it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from kinerja.people.imports.outcome import Outcome

T = TypeVar("T")


@dataclass(frozen=True)
class Reading(Generic[T]):
    """One value. `value` is what would be stored; `code` is empty when it was read as it stands."""

    value: T | None = None
    outcome: Outcome = Outcome.ACCEPT
    code: str = ""
    message: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()

    @property
    def usable(self) -> bool:
        """The value is certain enough to be stored."""
        return self.outcome in (Outcome.ACCEPT, Outcome.FIX)


def fixed(value: T, code: str, message: str) -> Reading[T]:
    return Reading(value, Outcome.FIX, code, message)


def doubtful(
    code: str,
    message: str,
    value: T | None = None,
    suggestions: tuple[tuple[str, str], ...] = (),
) -> Reading[T]:
    return Reading(value, Outcome.REVIEW, code, message, suggestions)


def refused(code: str, message: str) -> Reading[str]:
    return Reading(None, Outcome.REFUSE, code, message)
