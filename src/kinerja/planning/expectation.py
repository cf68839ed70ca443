"""What indicators should have reached by a day, and which are behind; a few queries for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from kinerja.planning.indicator import Indicator
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget, KeyValue
from kinerja.planning.trajectory import Trajectory
from kinerja.rules.achievement import Polarity
from kinerja.rules.trajectory import MONTHS, due_by, is_behind, straight_line


@dataclass(frozen=True)
class Path:
    """The way to the target of a year, month by month."""

    year: int
    polarity: Polarity
    points: tuple[Decimal | None, ...]
    agreed: bool  # False: a straight line that nobody agreed on

    def on(self, day: date) -> Decimal | None:
        """What the last month that is over asks for; None: nothing is due yet."""
        return due_by(self.points, months_over(self.year, day))

    def is_behind(self, value: Decimal, day: date) -> bool | None:
        """Whether a value of that day falls short; None: nothing is due yet."""
        expected = self.on(day)
        return None if expected is None else is_behind(self.polarity, expected, value)


@dataclass(frozen=True)
class Expected:
    """What should be reached by a day."""

    value: Decimal
    agreed: bool  # False: by the straight line


@dataclass(frozen=True)
class Lag:
    """An indicator that is behind its trajectory."""

    expected: Expected
    value: Decimal
    measured_on: date

    @property
    def gap(self) -> Decimal:
        """How much is missing, in the unit of the indicator; always above zero."""
        return abs(self.expected.value - self.value)


@dataclass(frozen=True)
class Reached:
    """A value and the day that it holds for."""

    value: Decimal
    measured_on: date


def months_over(year: int, day: date) -> int:
    """How many months of the year are over at the end of that day.

    >>> months_over(2026, date(2026, 6, 29)), months_over(2026, date(2026, 6, 30))
    (5, 6)
    """
    if day.year != year:
        return 0 if day.year < year else MONTHS
    return day.month if (day + timedelta(days=1)).month != day.month else day.month - 1


def expected_by(
    indicators: Sequence[KeyIndicator] | Sequence[Indicator], on: date
) -> dict[int, Expected]:
    """What each indicator should have reached by that day, by its id.

    Left out: those without a numeric target or a starting value, and where nothing is due yet.
    """
    found = {}
    for pk, path in _paths(indicators, on.year).items():
        value = path.on(on)
        if value is not None:
            found[pk] = Expected(value, path.agreed)
    return found


def behind(
    indicators: Sequence[KeyIndicator] | Sequence[Indicator],
    on: date,
    reached: Mapping[int, Reached] | None = None,
) -> dict[int, Lag]:
    """Which of these indicators have not come as far as they should, by id.

    Each value is held against what was due on its own day: an old value is not behind a later
    month, it is only old. Values of key indicators are read; those of plans come with `reached`.
    """
    paths = _paths(indicators, on.year)
    if reached is None:
        reached = _values_of_year(paths, on)
    found = {}
    for pk, path in paths.items():
        last = reached.get(pk)
        expected = path.on(last.measured_on) if last else None
        if last and expected is not None and path.is_behind(last.value, last.measured_on):
            found[pk] = Lag(Expected(expected, path.agreed), last.value, last.measured_on)
    return found


def key_paths(indicators: Iterable[KeyIndicator], year: int) -> dict[int, Path]:
    """The ways of key indicators through a year; three queries for all.

    The straight line begins at the last value before the year, else at a baseline in it.
    """
    known = {one.pk: one for one in indicators}
    rows = Trajectory.objects.filter(key_indicator__in=known, year=year)
    agreed = {row.key_indicator_id: row for row in rows}
    targets = {
        row.indicator_id: row for row in KeyTarget.objects.filter(indicator__in=known, year=year)
    }
    starts = _starting_values(targets, year)
    found = {}
    for pk, indicator in known.items():
        polarity, target = Polarity(indicator.polarity), targets.get(pk)
        if pk in agreed:
            found[pk] = Path(year, polarity, tuple(agreed[pk].points), agreed=True)
        elif target and pk in starts:
            end = _end(polarity, target.target_min, target.target_max)
            found[pk] = Path(year, polarity, straight_line(starts[pk], end, polarity), agreed=False)
    return found


def plan_paths(indicators: Iterable[Indicator]) -> dict[int, Path]:
    """The ways of measures of plans through the months of their plan; two queries for all.

    The straight line begins at the baseline; at zero where quantities of reports are counted.
    """
    known = {one.pk: one for one in indicators}
    agreed = {row.indicator_id: row for row in Trajectory.objects.filter(indicator__in=known)}
    plans = Indicator.objects.filter(pk__in=known).values_list(
        "pk", "result__plan__year", "result__plan__starts_on", "result__plan__ends_on"
    )
    found = {}
    for pk, year, starts_on, ends_on in plans:
        one = known[pk]
        polarity = Polarity(one.polarity)
        start = Decimal(0) if one.counts_reports else one.baseline
        if pk in agreed:
            found[pk] = Path(year, polarity, tuple(agreed[pk].points), agreed=True)
        elif start is not None and one.target_min is not None and one.target_max is not None:
            end = _end(polarity, one.target_min, one.target_max)
            line = straight_line(start, end, polarity, starts_on.month, ends_on.month)
            found[pk] = Path(year, polarity, line, agreed=False)
    return found


def _paths(indicators: Sequence[KeyIndicator] | Sequence[Indicator], year: int) -> dict[int, Path]:
    keys = [one for one in indicators if isinstance(one, KeyIndicator)]
    mine = [one for one in indicators if isinstance(one, Indicator)]
    if keys and mine:
        raise TypeError("either key indicators or measures of plans: their ids would mix")
    return key_paths(keys, year) if keys else plan_paths(mine)


def _end(polarity: Polarity, low: Decimal, high: Decimal) -> Decimal:
    """Where a line may end: at the nearer end of a range."""
    return low if polarity is Polarity.MAXIMISE else high


def _starting_values(ids: Iterable[int], year: int) -> dict[int, Decimal]:
    first = date(year, 1, 1)
    before = Q(measured_on__lt=first)
    baseline = Q(kind=KeyValue.Kind.BASELINE, measured_on__year=year)
    rows = KeyValue.objects.filter(before | baseline, indicator__in=list(ids))
    last = rows.order_by("indicator_id", "-measured_on", "-pk").distinct("indicator_id")
    return dict(last.values_list("indicator_id", "value"))


def _values_of_year(ids: Iterable[int], on: date) -> dict[int, Reached]:
    """The last realisation of the year up to that day."""
    rows = KeyValue.objects.filter(
        indicator__in=list(ids),
        kind=KeyValue.Kind.REALISATION,
        measured_on__range=(date(on.year, 1, 1), on),
    )
    last = rows.order_by("indicator_id", "-measured_on", "-pk").distinct("indicator_id")
    return {row.indicator_id: Reached(row.value, row.measured_on) for row in last}
