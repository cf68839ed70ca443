"""A short anonymous survey of an agency about its own system: what may be told of the answers."""

from collections.abc import Sequence

from kinerja.rules.aggregate import SMALLEST_CELL, shown_cells
from kinerja.rules.label import Labelled

MOST_QUESTIONS = 5
LOWEST_THRESHOLD = 5  # answers; a setting may ask for more, never for fewer (U)


class Mood(Labelled):
    """How far somebody agrees, from no to yes."""

    STRONG_NO = "strong_no", "Sangat tidak setuju"
    NO = "no", "Tidak setuju"
    MIDDLE = "middle", "Biasa saja"
    YES = "yes", "Setuju"
    STRONG_YES = "strong_yes", "Sangat setuju"

    @property
    def place(self) -> int:
        """From 0 to 4."""
        return list(Mood).index(self)


class Side(Labelled):
    """What is told: three groups, so that few people stand in none of them."""

    YES = "yes", "Setuju"
    MIDDLE = "middle", "Biasa saja"
    NO = "no", "Tidak setuju"


def told_sides(
    counts: Sequence[int], threshold: int, smallest: int = SMALLEST_CELL
) -> dict[str, int | None] | None:
    """How many agree, stand between, disagree; None in place of a number that would point at few.

    The five answers are never told one by one: together with the sums they would give a small one
    away. Below the threshold nothing is told at all.

    Units: answers, in the order of `Mood`.
    Errors: ValueError unless there are five counts, none negative, and the threshold is allowed.
    Source: none; complementary suppression, practice of official statistics.
    Confidence: U.

    >>> told_sides([0, 6, 10, 20, 4], 10)
    {'yes': 24, 'middle': 10, 'no': 6}
    >>> told_sides([1, 2, 10, 20, 7], 10)
    {'yes': 27, 'middle': None, 'no': None}
    >>> told_sides([1, 1, 1, 1, 0], 5) is None
    True
    """
    if len(counts) != len(Mood) or any(count < 0 for count in counts):
        raise ValueError("one count for each answer, none of them negative")
    if threshold < LOWEST_THRESHOLD:
        raise ValueError("fewer than five answers hide nobody")
    if sum(counts) < threshold:
        return None
    strong_no, no, middle, yes, strong_yes = counts
    sides = {Side.YES: yes + strong_yes, Side.MIDDLE: middle, Side.NO: no + strong_no}
    told = shown_cells({side.value: count for side, count in sides.items()}, smallest)
    return dict(told)


def agree_percent(yes: int | None, answers: int) -> int | None:
    """Those who agree, in whole per cent of all answers; None where their number is not told.

    Units: answers in, per cent out, rounded down.
    Errors: ValueError if more agree than have answered.
    Source: none; design.
    Confidence: U.

    >>> agree_percent(24, 40), agree_percent(None, 40)
    (60, None)
    """
    if yes is None or not answers:
        return None
    if not 0 <= yes <= answers:
        raise ValueError("a part is between nothing and the whole")
    return 100 * yes // answers
