"""Made-up raters, some of them with a known fault: what the detector is measured against.

The parameters stand here, apart from the detector, and were fixed before it. An effect of 1 is one
standard deviation of single scores, sqrt(PERSON^2 + PAIR^2 + ITEM^2) points of a scale from 1 to 5.

- lenient, severe: every score of the rater is moved by the effect;
- halo: what the items of one person differ by is drawn together by half of the effect (1: half of
  it is left, 2: nothing);
- no spread: what people differ by in each item is drawn together likewise;
- reciprocal: circles of four give each other more by the effect, in both directions.

Two shapes of who rates whom: under one superior everybody has one rater; among colleagues everybody
is rated by several, and circles of four rate each other, honest ones too.
"""

from collections.abc import Iterator
from math import sqrt
from random import Random

from kinerja.rules.rater_statistics import Mark, Signal

MIDDLE = 3.2  # of a scale from 1 to 5
PERSON = 0.5  # how people differ, points
PAIR = 0.15  # how a rater sees one person differently from others
ITEM = 0.7  # how the items of one person differ, with what is noise
RATER = 0.08  # how ordinary raters differ
ITEMS = 7
SINGLE = sqrt(PERSON**2 + PAIR**2 + ITEM**2)
RATERS = 160
PLANTED = 16  # of them, of one kind
CIRCLE = 4


def planted(
    signal: Signal, effect: float, each: int, random: Random
) -> tuple[list[Mark], set[int]]:
    """Marks of all raters, `each` about that many people; and who has the fault."""
    bad = set(range(PLANTED))
    rates = _colleagues(each) if signal is Signal.RECIPROCAL else _teams(each)
    people: dict[int, float] = {}
    marks = []
    own = {rater: random.gauss(0, RATER) for rater in range(RATERS)}
    for rater in range(RATERS):
        rows = []
        for rated in rates[rater]:
            person = people.setdefault(rated, random.gauss(0, PERSON))
            base = MIDDLE + own[rater] + person + random.gauss(0, PAIR)
            rows.append([base + random.gauss(0, ITEM) for _ in range(ITEMS)])
        if rater in bad:
            rows = _with_fault(rows, signal, effect, rater, rates[rater], bad)
        marks += [
            Mark(rater, rated, tuple(_on_scale(score) for score in row))
            for rated, row in zip(rates[rater], rows, strict=True)
        ]
    return marks, bad


def _teams(each: int) -> dict[int, list[int]]:
    """Everybody has one superior."""
    return {
        rater: [RATERS + rater * each + place for place in range(each)] for rater in range(RATERS)
    }


def _colleagues(each: int) -> dict[int, list[int]]:
    """The three others of the circle, and people further on who do not rate back."""
    found = {}
    for rater in range(RATERS):
        circle = range(rater - rater % CIRCLE, rater - rater % CIRCLE + CIRCLE)
        near = [other for other in circle if other != rater]
        far = [(rater + CIRCLE * (place + 1)) % RATERS for place in range(each - len(near))]
        found[rater] = [*near, *far]
    return found


def _with_fault(
    rows: list[list[float]],
    signal: Signal,
    effect: float,
    rater: int,
    rated: list[int],
    bad: set[int],
) -> list[list[float]]:
    move, left = effect * SINGLE, 1 - effect / 2
    if signal in (Signal.LENIENT, Signal.SEVERE):
        sign = 1 if signal is Signal.LENIENT else -1
        return [[score + sign * move for score in row] for row in rows]
    if signal is Signal.HALO:
        return [_drawn_together(row, left) for row in rows]
    if signal is Signal.NO_SPREAD:
        columns = [_drawn_together(list(column), left) for column in zip(*rows, strict=True)]
        return [list(row) for row in zip(*columns, strict=True)]
    circle = {other for other in bad if other // CIRCLE == rater // CIRCLE}
    return [
        [score + move * (person in circle) for score in row]
        for person, row in zip(rated, rows, strict=True)
    ]


def _drawn_together(scores: list[float], left: float) -> list[float]:
    mean = sum(scores) / len(scores)
    return [mean + left * (score - mean) for score in scores]


def _on_scale(score: float) -> int:
    return min(5, max(1, round(score)))


def seeds(first: int, count: int) -> Iterator[Random]:
    """Those that nobody tuned anything with begin at 5000."""
    for number in range(first, first + count):
        yield Random(number)
