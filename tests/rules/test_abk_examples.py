"""Published workload analyses, row by row, with the errors that they were printed with.

Each row: norm in minutes, volume a year, divisor as printed, need that the row says.
"""

from decimal import Decimal

import pytest

from kinerja.rules.workload import Task, WorkPeriod, staff_needed

# Lahat, about 2019: minutes were divided by hours, so every need is 60 times too large.
LAHAT = [
    (60, 10, 1250, "0.48"),
    (60, 20, 1250, "0.96"),
    (10, 12, 1250, "0.096"),
    (30, 15, 1250, "0.36"),
    (60, 5, 1250, "0.24"),
    (30, 5, 1250, "0.12"),
]
# About 2018: four of six rows divide by 7,200 where the others take 72,000 minutes.
PLANNER = [
    (240, 2, 7200, "0.0667"),
    (240, 2, 7200, "0.0667"),
    (240, 2, 7200, "0.0667"),
    (240, 3, 72000, "0.01"),
    (180, 3, 7200, "0.075"),
    (180, 1, 72000, "0.0025"),
]
# A madrasah, about 2019: 1,322 hours a year.
MADRASAH = [
    (75, 10, 1322, "0.0095"),
    (105, 10, 1322, "0.0132"),
    (135, 10, 1322, "0.017"),
    (135, 10, 1322, "0.017"),
    (135, 10, 1322, "0.017"),
    (330, 25, 1322, "0.104"),
    (270, 10, 1322, "0.034"),
    (75, 20, 1322, "0.0189"),
    (330, 20, 1322, "0.0832"),
]


def needed(norm: int, volume: int, effective_minutes: int) -> Decimal:
    task = Task(Decimal(volume), WorkPeriod.YEAR, Decimal(norm))
    return staff_needed([task], Decimal(effective_minutes))


@pytest.mark.parametrize(("norm", "volume", "hours", "said"), MADRASAH)
def test_rows_in_hours_agree(norm: int, volume: int, hours: int, said: str) -> None:
    assert needed(norm, volume, hours * 60).quantize(Decimal("0.0001")) == Decimal(said)


@pytest.mark.parametrize(("norm", "volume", "minutes", "said"), PLANNER)
def test_rows_in_minutes_agree_with_the_divisor_as_printed(
    norm: int, volume: int, minutes: int, said: str
) -> None:
    assert needed(norm, volume, minutes).quantize(Decimal("0.0001")) == Decimal(said)


@pytest.mark.parametrize(("norm", "volume", "hours", "said"), LAHAT)
def test_minutes_over_hours_were_sixty_times_too_large(
    norm: int, volume: int, hours: int, said: str
) -> None:
    assert needed(norm, volume, hours * 60) * 60 == Decimal(said)
