"""What an agency may tell about its people in numbers, and how old such numbers may be."""

from collections.abc import Mapping
from datetime import date, timedelta

from kinerja.rules.label import Labelled

SMALLEST_CELL = 5  # people; a setting (U)
FRESH_DAYS = 7  # of a month that still runs; a setting (U)


class Freshness(Labelled):
    """How far numbers of a month can be relied on."""

    FRESH = "fresh", "Mutakhir"
    STALE = "stale", "Usang"
    MISSING = "missing", "Belum mengirim"


def shown_count(count: int, of: int, smallest: int = SMALLEST_CELL) -> int | None:
    """The number of people to tell, or None where it would point at few of them.

    Hidden is a part that is small, and one whose rest is small: the rest could be counted back.
    None and all of a group that is large enough point at nobody in particular and are told.

    Units: people.
    Errors: ValueError if the part is negative or larger than the whole.
    Source: none; practice of official statistics (smallest cell 5).
    Confidence: U.

    >>> shown_count(12, 40), shown_count(3, 40), shown_count(38, 40), shown_count(0, 40)
    (12, None, None, 0)
    >>> shown_count(3, 3) is None
    True
    """
    if not 0 <= count <= of:
        raise ValueError("a part is between nothing and the whole")
    if 0 < of < smallest or 0 < count < smallest or 0 < of - count < smallest:
        return None
    return count


def shown_cells(counts: Mapping[str, int], smallest: int = SMALLEST_CELL) -> dict[str, int | None]:
    """The cells of one distribution to tell, together with their total; None where they are hidden.

    A small cell is hidden. So that it cannot be counted back from the total and the rest, the next
    smallest cells are hidden with it until at least two are hidden and they hold enough people
    together. A distribution of few people is hidden as a whole, and its total with it.

    Units: people.
    Errors: ValueError if a cell is negative.
    Source: none; practice of official statistics (complementary suppression).
    Confidence: U.

    >>> shown_cells({"a": 40, "b": 12, "c": 3, "d": 0})
    {'a': 40, 'b': None, 'c': None, 'd': 0}
    >>> shown_cells({"a": 40, "b": 12, "c": 3, "d": 4})
    {'a': 40, 'b': 12, 'c': None, 'd': None}
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a cell is a number of people")
    if sum(counts.values()) < smallest:
        return dict.fromkeys(counts)
    by_size = sorted((count, name) for name, count in counts.items() if count)
    hidden = {name for count, name in by_size if count < smallest}
    for _, name in by_size[len(hidden) :]:
        held = sum(counts[one] for one in hidden)
        if not hidden or (len(hidden) >= 2 and held >= smallest):
            break
        hidden.add(name)
    if hidden == {name for _, name in by_size}:
        return dict.fromkeys(counts)  # zeros beside it would tell where the people are not
    return {name: None if name in hidden else count for name, count in counts.items()}


def shown_units(
    parents: Mapping[int, int | None], own: Mapping[int, int], smallest: int = SMALLEST_CELL
) -> frozenset[int]:
    """Units of a tree whose people, with all below them, may be told of as one group.

    `own` are the people of each unit without those below it. A unit of few people is not told. Nor
    is a unit whose superior unit would give away a few people once all that is told below is taken
    off: then the smallest ones below are silent too, until what is left over is nobody or enough.
    Larger units come before smaller ones: a unit is never silent for the sake of one below it.

    Units: people.
    Errors: ValueError for a negative number, a superior that is no unit, or units in a circle.
    Source: none; complementary suppression, practice of official statistics.
    Confidence: U.

    >>> sorted(shown_units({1: None, 2: 1, 3: 1, 4: 1}, {2: 9, 3: 7, 4: 3}))
    [1, 2]
    >>> sorted(shown_units({1: None, 2: 1, 3: 1}, {2: 9, 3: 7}))
    [1, 2, 3]
    """
    if any(count < 0 for count in own.values()):
        raise ValueError("a unit has no negative number of people")
    total = {unit: own.get(unit, 0) for unit in parents}
    told: dict[int, set[int]] = {}  # for each unit told, those told next below it
    below: dict[int, set[int]] = {unit: set() for unit in parents}  # told, waiting for one above
    for unit in _from_below(parents):
        parent = parents[unit]
        if total[unit] >= smallest:
            left = total[unit] - sum(total[one] for one in below[unit])
            while 0 < left < smallest:
                silent = min(below[unit], key=lambda one: (total[one], one))
                below[unit].remove(silent)
                deeper = told.pop(silent)
                below[unit] |= deeper
                left += total[silent] - sum(total[one] for one in deeper)
            told[unit] = below[unit]
            next_told = {unit}
        else:
            next_told = below[unit]
        if parent is not None:
            total[parent] += total[unit]
            below[parent] |= next_told
    return frozenset(told)


def _from_below(parents: Mapping[int, int | None]) -> list[int]:
    """All units, each after those below it."""
    depths: dict[int, int] = {}
    for unit in parents:
        way: list[int] = []
        here: int | None = unit
        while here is not None and here not in depths:
            if here not in parents or len(way) > len(parents):
                raise ValueError("every superior is a unit, and none is above itself")
            way.append(here)
            here = parents[here]
        above = -1 if here is None else depths[here]
        for number, one in enumerate(reversed(way), start=1):
            depths[one] = above + number
    return sorted(depths, key=lambda unit: (-depths[unit], unit))


def freshness(
    month_end: date, made_on: date | None, today: date, fresh_days: int = FRESH_DAYS
) -> Freshness:
    """Whether the numbers of a month can stand beside those of others.

    Those of a month that is over are fresh if they were counted after its last day; of a month
    that runs, if they are at most `fresh_days` old.

    Units: days.
    Errors: none.
    Source: none; design.
    Confidence: U.

    >>> end = date(2026, 9, 30)
    >>> freshness(end, date(2026, 10, 1), date(2026, 10, 12)).label
    'Mutakhir'
    >>> freshness(end, date(2026, 9, 30), date(2026, 10, 12)).label
    'Usang'
    >>> freshness(end, None, date(2026, 10, 12)).label
    'Belum mengirim'
    """
    if made_on is None:
        return Freshness.MISSING
    if today > month_end:
        return Freshness.FRESH if made_on > month_end else Freshness.STALE
    return Freshness.FRESH if today - made_on <= timedelta(days=fresh_days) else Freshness.STALE
