"""Trajectory targets: what should be reached by the end of each month of a year."""

from collections.abc import Sequence
from decimal import Decimal

from kinerja.rules.achievement import Polarity
from kinerja.rules.label import Labelled

MONTHS = 12


class Shape(Labelled):
    """What the target of a month says."""

    LEVEL = "level", "Keadaan pada akhir bulan"
    CUMULATIVE = "cumulative", "Jumlah sejak awal tahun"


def straight_line(
    start: Decimal, target: Decimal, polarity: Polarity, first: int = 1, last: int = MONTHS
) -> tuple[Decimal | None, ...]:
    """Twelve targets in equal steps from the state before month `first` to `target` in `last`.

    Whoever begins at or beyond the target only has to keep it: the line then lies at the target.
    Months before `first` have none, months after `last` keep the target.

    Units: start and target in the unit of the indicator; months 1 to 12.
    Errors: ValueError if the months do not lie in the year, in their order.
    Source: none; a convention of this product where no trajectory was agreed (6/2022 annex p. 92-93
    knows agreed trajectory targets only).
    Confidence: U; shown as a straight line, never as an agreement.

    >>> line = straight_line(Decimal(60), Decimal(90), Polarity.MAXIMISE)
    >>> line[0], line[5], line[11]
    (Decimal('62.5'), Decimal('75'), Decimal('90'))
    """
    if not 1 <= first <= last <= MONTHS:
        raise ValueError("the months must lie in the year, the first before the last")
    if (target <= start) if polarity is Polarity.MAXIMISE else (target >= start):
        start = target
    steps = last - first + 1
    return tuple(
        None if month < first else start + (target - start) * min(month - first + 1, steps) / steps
        for month in range(1, MONTHS + 1)
    )


def due_by(points: Sequence[Decimal | None], month: int) -> Decimal | None:
    """The target that counts at the end of a month: its own, else the last one before it.

    Units: points in the unit of the indicator, one for each month; month 0 to 12 (0: none is over).
    Errors: ValueError if the month lies outside.
    Source: PermenPANRB 6/2022 annex p. 92-93 (periodic achievement against trajectory targets).
    Confidence: T; that a target stays until the next one is inferred (U).

    >>> quarters = [None, None, Decimal(15), None, None, Decimal(55)]
    >>> due_by(quarters, 2), due_by(quarters, 5), due_by(quarters, 6)
    (None, Decimal('15'), Decimal('55'))
    """
    if not 0 <= month <= MONTHS:
        raise ValueError("a month lies between 0 and 12")
    return next((point for point in reversed(points[:month]) if point is not None), None)


def is_behind(polarity: Polarity, expected: Decimal, value: Decimal) -> bool:
    """Whether a value has not come as far as expected; the expected value itself is in time.

    Units: both in the unit of the indicator.
    Errors: none.
    Source: PermenPANRB 8/2021 annex p. 91 (direction of an indicator).
    Confidence: T.

    >>> is_behind(Polarity.MINIMISE, Decimal(14), Decimal("14.6"))
    True
    """
    return value < expected if polarity is Polarity.MAXIMISE else value > expected


def faults(
    shape: Shape, points: Sequence[Decimal | None], target_min: Decimal, target_max: Decimal
) -> list[str]:
    """What does not fit in the targets of the months, in words; empty: nothing.

    A sum since the beginning of the year never falls. The last target is that of the year: for a
    range it lies inside.

    Units: all in the unit of the indicator.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 93 (the targets of the quarters make up that of the year).
    Confidence: T for the end; the sum that never falls follows from what a sum is.

    >>> faults(Shape.LEVEL, [Decimal(60), Decimal(80)], Decimal(90), Decimal(90))
    ['target terakhir belum sama dengan target setahun']
    """
    known = [point for point in points if point is not None]
    found = []
    if shape is Shape.CUMULATIVE and known != sorted(known):
        found.append(FALLING)
    if known and not target_min <= known[-1] <= target_max:
        found.append(OTHER_END)
    return found


FALLING = "jumlah sejak awal tahun tidak mungkin turun"
OTHER_END = "target terakhir belum sama dengan target setahun"
