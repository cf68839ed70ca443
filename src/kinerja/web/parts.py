"""Plain values that components show: a tab, a phase, a line of history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Tab:
    """One view of the same page: `{% tabs tabs %}`."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Phase:
    """Where a cycle stands: `{% phase_line phase %}` on every page of that cycle."""

    name: str  # Penilaian semester I
    closes_on: date | None = None
    done: int | None = None
    total: int | None = None
    unit: str = "selesai"  # 12 dari 40 selesai


class Sayer(Protocol):
    """Somebody with a name."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Happened:
    """One line of a history: `{% history lines %}`, newest first."""

    at: datetime
    what: str  # Laporan diterima
    by: Sayer | None = None  # None: the system
    reason: str = ""
