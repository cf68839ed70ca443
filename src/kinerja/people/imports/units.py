"""Which unit a file means: by code, by name, by a confirmed other name; else suggestions."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kinerja.people.imports.abbreviations import expanded, initials
from kinerja.people.imports.text import key
from kinerja.people.unit import Unit, UnitName

MOST_SUGGESTIONS = 3
MOST_COMPARED = 2_000  # unknown names; a file with more of them is no list of this agency
NEAR = 0.42  # share of common letter triples from which a name is worth suggesting

Suggestions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UnitMatch:
    """What was found. `unit` is set when it is certain; `alias` when another name led to it."""

    unit: Unit | None
    alias: bool = False
    problem: str = ""  # unknown, ambiguous, outside, closed, alias
    suggestions: Suggestions = ()


@dataclass
class UnitBook:
    """All units with their names, ready to be looked up without asking the database again."""

    units: dict[int, Unit]
    by_code: dict[str, Unit] = field(default_factory=dict)
    by_name: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    by_alias: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    by_guess: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    cache: dict[tuple[str, tuple[str, ...]], UnitMatch] = field(default_factory=dict)
    compared: int = 0  # texts that were compared with all names

    @classmethod
    def load(cls) -> "UnitBook":
        """Two queries: the units, and their other names."""
        return cls.of(Unit.objects.all(), UnitName.objects.all())

    @classmethod
    def of(cls, units: Iterable[Unit], names: Iterable[UnitName]) -> "UnitBook":
        book = cls({unit.pk: unit for unit in units})
        for unit in book.units.values():
            book.by_code[unit.code.casefold()] = unit
            book.by_name[key(unit.name)].append(unit)
            for guess in {initials(unit.name), key(unit.code.rpartition("-")[2])}:
                if len(guess) > 2 and not guess.isdigit():
                    book.by_guess[guess].append(unit)
            book.by_guess[expanded(key(unit.name))].append(unit)
        for name in names:
            (book.by_alias if name.confirmed else book.by_guess)[key(name.name)].append(
                book.units[name.unit_id]
            )
        return book

    def knows(self, text: str) -> bool:
        """Whether a unit has that name, or another that was confirmed."""
        return bool(self.by_name.get(key(text)) or self.by_alias.get(key(text)))

    def match(self, text: str, within: tuple[str, ...] = ()) -> UnitMatch:
        """The unit of a text; `within` are paths of units below which it must stand."""
        asked = (text, within)
        if asked not in self.cache:
            self.cache[asked] = self._match(text, within)
        return self.cache[asked]

    def _match(self, text: str, within: tuple[str, ...]) -> UnitMatch:
        words = key(text)
        by_code = self.by_code.get(text.strip().casefold())
        if by_code is not None:
            return self._judged([by_code], within)
        for found, alias in ((self.by_name.get(words), False), (self.by_alias.get(words), True)):
            if found:
                return self._judged(found, within, alias)
        if chain := self._chain(text):
            return self._judged([chain], within)
        return UnitMatch(None, problem="unknown", suggestions=self.suggest(text, within))

    def _judged(self, found: list[Unit], within: tuple[str, ...], alias: bool = False) -> UnitMatch:
        open_ones = [unit for unit in found if not unit.closed_on]
        if not open_ones:
            return UnitMatch(None, problem="closed", suggestions=self._heirs(found))
        fitting = [unit for unit in open_ones if _stands_in(unit, within)]
        if len(fitting) == 1:
            return UnitMatch(fitting[0], alias)
        if fitting:
            return UnitMatch(None, problem="ambiguous", suggestions=self._words(fitting))
        return UnitMatch(None, problem="outside", suggestions=self._words(open_ones))

    def _heirs(self, closed: list[Unit]) -> Suggestions:
        """Open units beside the closed ones, the nearest by name first."""
        return self.suggest(closed[0].name, ())

    def _chain(self, text: str) -> Unit | None:
        """ "Bidang X, Dinas Y" or "Bidang X Dinas Y": the narrow one, when all parts agree."""
        parts = [part for part in re.split(r"\s*(?:,|/|–|\s-\s|\bpada\b)\s*", text) if key(part)]
        if len(parts) > 1:
            units = [self._one(part) for part in parts]
            if all(units):
                narrow = max((unit for unit in units if unit), key=lambda unit: len(unit.path))
                if all(unit and narrow.path.startswith(unit.path) for unit in units):
                    return narrow
        words = key(text).split()
        for cut in range(len(words) - 1, 0, -1):
            broad = self.by_name.get(" ".join(words[cut:]), [])
            narrow_ones = self.by_name.get(" ".join(words[:cut]), [])
            pairs = [n for n in narrow_ones for b in broad if n != b and n.path.startswith(b.path)]
            if len(pairs) == 1:
                return pairs[0]
        return None

    def _one(self, text: str) -> Unit | None:
        found = self.by_name.get(key(text), [])
        return found[0] if len(found) == 1 else None

    def suggest(self, text: str, within: tuple[str, ...]) -> Suggestions:
        """The likeliest units for a text that names none for certain."""
        words = key(text)
        long = expanded(words)
        likely = dict.fromkeys(
            [
                *self.by_guess.get(words, ()),
                *self.by_name.get(long, ()),
                *self.by_guess.get(long, ()),
                *self.by_alias.get(long, ()),
            ]
        )
        likely = {unit: None for unit in likely if not unit.closed_on}
        if len(likely) < MOST_SUGGESTIONS:
            likely |= dict.fromkeys(self._alike(long))
        ordered = sorted(likely, key=lambda unit: not _stands_in(unit, within))
        return self._words(ordered[:MOST_SUGGESTIONS])

    def _alike(self, words: str) -> list[Unit]:
        if self.compared >= MOST_COMPARED:
            return []
        self.compared += 1
        wanted = triples(words)
        scored = [
            (share, unit)
            for unit in self.units.values()
            if not unit.closed_on
            and (share := _common(wanted, triples(expanded(key(unit.name))))) >= NEAR
        ]
        scored.sort(key=lambda pair: -pair[0])
        return [unit for _, unit in scored[:MOST_SUGGESTIONS]]

    def _words(self, units: Iterable[Unit]) -> Suggestions:
        return tuple((unit.code, self.place(unit)) for unit in units)

    def place(self, unit: Unit) -> str:
        """The name with the unit above it, so that equal names can be told apart."""
        above = self.units.get(unit.parent_id or 0)
        return f"{unit.name} ({above.name})" if above and above.parent_id else unit.name


def _stands_in(unit: Unit, within: tuple[str, ...]) -> bool:
    return all(unit.path.startswith(path) for path in within)


@lru_cache(maxsize=65_536)
def triples(words: str) -> frozenset[str]:
    """The letter triples of a text, for likeness."""
    padded = f"  {words} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
