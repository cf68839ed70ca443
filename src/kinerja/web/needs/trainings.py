"""Trainings that answer a need, told by the room of development where it knows of any."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kinerja.needs.need import Need


@dataclass(frozen=True)
class TrainingLine:
    """One training as the thread of a need shows it."""

    title: str
    url: str
    meta: str = ""


@dataclass
class Known:
    """Who tells of trainings; `register` is called once, when the site starts."""

    tell: list[Callable[[Need], Sequence[TrainingLine]]] = field(default_factory=list)


_known = Known()


def register(tell: Callable[[Need], Sequence[TrainingLine]]) -> None:
    """Let a part of the site tell which trainings answer a need."""
    _known.tell.append(tell)


def trainings_of(need: Need) -> list[TrainingLine]:
    """All trainings that answer the need."""
    return [line for tell in _known.tell for line in tell(need)]
