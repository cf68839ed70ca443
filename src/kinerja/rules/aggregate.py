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
