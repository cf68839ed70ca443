"""Does a system of linear equations over single answers determine one of them?

Each equation is the sum of some answers (their numbers); the right-hand side does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

PRIME = (1 << 61) - 1  # counting modulo a prime is exact enough: a rank can only come out smaller
Row = dict[int, int]  # unknown -> coefficient


def determined(equations: Iterable[AbstractSet[int]], unknowns: int) -> set[int]:
    """The unknowns that have one value only, whatever the sums are.

    The system is brought into reduced form; a row with one coefficient says "x = number".
    Errors: ValueError for an equation about something else than the unknowns.
    """
    rows: dict[int, Row] = {}  # pivot -> reduced row
    where: dict[int, set[int]] = defaultdict(set)  # unknown -> pivots of the rows that hold it
    for equation in equations:
        if equation and not (min(equation) >= 0 and max(equation) < unknowns):
            raise ValueError("an equation is about the unknowns")
        fresh = _reduced(dict.fromkeys(equation, 1), rows)
        if not fresh:
            continue
        pivot = min(fresh)
        scale = pow(fresh[pivot], -1, PRIME)
        fresh = {place: value * scale % PRIME for place, value in fresh.items()}
        for other in [*where[pivot]]:
            before = rows[other]
            rows[other] = _without(before, before[pivot], fresh)
            for place in before.keys() | fresh.keys():
                (where[place].add if place in rows[other] else where[place].discard)(other)
        rows[pivot] = fresh
        for place in fresh:
            where[place].add(pivot)
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _reduced(row: Row, rows: dict[int, Row]) -> Row:
    """Rows in reduced form hold no pivot of another, so one pass is enough."""
    for pivot in [place for place in row if place in rows]:
        row = _without(row, row[pivot], rows[pivot])
    return row


def _without(row: Row, times: int, other: Row) -> Row:
    """`row - times * other`, modulo the prime, without its zeros."""
    found = dict(row)
    for place, value in other.items():
        left = (found.get(place, 0) - times * value) % PRIME
        if left:
            found[place] = left
        else:
            found.pop(place, None)
    return found
