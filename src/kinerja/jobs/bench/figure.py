"""One measured figure, what it is held against, and how a run is printed."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Figure:
    """`limit` is measured in the same run, in the same unit; `bar` is the most that `ratio` may be.

    Without a limit the bar is the most that `value` may be (the least, for a rate: unit "/s").
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    bar: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the limit; for a rate, how many times slower."""
        if not self.limit or not self.value:
            return None
        return self.limit / self.value if self.unit == "/s" else self.value / self.limit

    @property
    def verdict(self) -> str:
        """ok, over, or empty where there is nothing to hold it against."""
        if self.bar is None:
            return ""
        if self.ratio is not None:
            return "ok" if self.ratio <= self.bar else "over"
        within = self.value >= self.bar if self.unit == "/s" else self.value <= self.bar
        return "ok" if within else "over"

    def as_json(self) -> dict[str, Any]:
        """The keys that other programs read: name, value, unit, limit, ratio, bar."""
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "limit": _rounded(self.limit),
            "ratio": _rounded(self.ratio),
            "bar": self.bar,
        }


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was before."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "load": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": version,
    }


def _cpu() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table(figures: Iterable[Figure]) -> str:
    """The figures for people, one line each."""
    head = ("name", "value", "unit", "limit", "ratio", "bar", "")
    lines: list[Sequence[str]] = [head]
    lines += [
        (
            *(one.name, _text(one.value), one.unit, _text(one.limit)),
            *(_text(one.ratio), _text(one.bar), one.verdict),
        )
        for one in figures
    ]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if at in (0, 2, 6) else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _text(value: float | None) -> str:
    return "–" if value is None else f"{_rounded(value):g}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1 if abs(value) >= 100 else 2)
