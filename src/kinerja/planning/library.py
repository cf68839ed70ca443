"""The library of ready indicators: common services with definition, formula and real figures."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.rules.achievement import Polarity

FIGURE_KINDS = {"baseline": "kondisi awal", "target": "target", "realisation": "realisasi"}


@dataclass(frozen=True)
class Figure:
    """A published figure, with where it was printed. It informs; it is no target of anybody."""

    place: str
    year: int
    value: Decimal
    kind: str  # baseline, target, realisation
    source: str

    @property
    def kind_label(self) -> str:
        return FIGURE_KINDS[self.kind]


@dataclass(frozen=True)
class Entry:
    """One ready indicator."""

    code: str
    field: str  # Kesehatan, Pendidikan
    name: str
    definition: str
    formula: str
    unit_of_measure: str
    polarity: str
    data_source: str
    period: str
    level: str  # of the goal that it suits
    source: str  # of the definition
    figures: tuple[Figure, ...] = ()

    @property
    def polarity_label(self) -> str:
        return Polarity(self.polarity).label

    @property
    def period_label(self) -> str:
        return KeyIndicator.Period(self.period).label

    @property
    def level_label(self) -> str:
        return Goal.Level(self.level).label

    @property
    def words(self) -> str:
        """What a search looks through."""
        return " ".join((self.name, self.definition, self.field, self.data_source)).lower()


@cache
def library() -> Mapping[str, Entry]:
    """All entries by code, in the order of the file."""
    file = resources.files("kinerja.planning").joinpath("data/library.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["indicator"]
    return {row["code"]: _entry(row) for row in rows}


def library_entry(code: str) -> Entry | None:
    """The entry of that code, if there is one."""
    return library().get(code)


def search_library(words: str = "", field: str = "") -> list[Entry]:
    """Entries in which all the words occur, of one field or of all."""
    wanted = words.lower().split()
    return [
        entry
        for entry in library().values()
        if (not field or entry.field == field) and all(word in entry.words for word in wanted)
    ]


def library_fields() -> list[str]:
    """The fields in the order of the file."""
    return list(dict.fromkeys(entry.field for entry in library().values()))


def _entry(row: dict[str, object]) -> Entry:
    figures = row.pop("figures", [])
    if not isinstance(figures, list):
        raise TypeError("figures are a list")
    read = (one | {"value": Decimal(one["value"])} for one in figures)
    return Entry(**row, figures=tuple(Figure(**one) for one in read))  # type: ignore[arg-type]
