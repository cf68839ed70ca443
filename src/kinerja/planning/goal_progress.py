"""How far goals have come: each from its own indicators, else from what serves it by weight.

A value counts for the year in which it was measured; an older one is shown and counts for nothing.
Nothing here decides a rating: it informs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kinerja.planning.expectation import Expected, Lag, Path, key_paths
from kinerja.planning.goal_tree import Measured, Node
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.rules.achievement import Polarity, UndefinedAchievement, indicator_achievement
from kinerja.rules.label import Labelled
from kinerja.rules.rollup import Part, RollUp, roll_up

GRACE = timedelta(days=31)  # for reporting, after the period is over
PERIOD = {
    KeyIndicator.Period.MONTH: timedelta(days=31),
    KeyIndicator.Period.QUARTER: timedelta(days=92),
    KeyIndicator.Period.HALF_YEAR: timedelta(days=184),
    KeyIndicator.Period.YEAR: timedelta(days=366),
}


class Unknown(Labelled):
    """Why an indicator has no achievement."""

    NO_TARGET = "no_target", "belum ada target"
    NO_VALUE = "no_value", "belum ada nilai tahun ini"
    NO_RATIO = "no_ratio", "target nol tidak dapat dibandingkan"


class Warning(Labelled):
    """What needs somebody's attention at a goal."""

    BEHIND = "behind", "Tertinggal"
    WEIGHTS = "weights", "Bobot belum pas"
    NO_VALUE = "no_value", "Belum ada nilai"
    OLD = "old", "Nilai sudah lama"


@dataclass(frozen=True)
class Standing:
    """One indicator in its year: how much of the target is reached, and whether in time."""

    measured: Measured
    percent: Decimal | None  # may be more than 100
    unknown: Unknown | None
    path: Path | None
    lag: Lag | None
    old: bool  # the next value is overdue

    @property
    def gap(self) -> Decimal | None:
        """How much is missing to the target, in the unit of the indicator; 0: reached.

        None: there is no target, or no value of the year.
        """
        target, last = self.measured.target, self.measured.last
        if target is None or last is None or self.unknown is Unknown.NO_VALUE:
            return None
        if Polarity(self.measured.indicator.polarity) is Polarity.MAXIMISE:
            return max(target.target_min - last.value, Decimal(0))
        return max(last.value - target.target_max, Decimal(0))


@dataclass
class Progress:
    """How far a goal has come, from what, and what stands in the way of knowing."""

    own: RollUp  # of its indicators, all alike
    below: RollUp  # of what serves it
    standings: list[Standing]
    newest: date | None  # the last day of which anything is known, at any depth
    warnings: list[Warning] = field(default_factory=list)

    @property
    def from_indicators(self) -> bool:
        """Whether the figure is measured at the goal itself; else it comes from below."""
        return self.own.percent is not None

    @property
    def basis(self) -> RollUp:
        """What the figure was computed from; of a goal without anything known, what is missing."""
        if self.own.percent is not None or not self.below.parts:
            return self.own
        return self.below

    @property
    def percent(self) -> Decimal | None:
        return self.basis.percent


def assess(tops: Sequence[Node], year: int, on: date) -> dict[int, Progress]:
    """The progress of every goal of the trees, by id; the number of queries does not grow.

    A goal with several parents is counted at each of them with its share there (`rules.rollup`).
    """
    nodes = [node for top in tops for node in top.walk()]
    measured = [one for node in nodes for one in node.measures]
    paths = key_paths([one.indicator for one in measured], year)
    found: dict[int, Progress] = {}
    for node in _children_first(nodes):
        standings = [standing(one, paths, year, on) for one in node.measures]
        found[node.goal.pk] = _progress(node, standings, found, year)
    return found


def standing(measured: Measured, paths: Mapping[int, Path], year: int, on: date) -> Standing:
    """How an indicator stands in its year."""
    target, last, path = measured.target, measured.last, paths.get(measured.indicator.pk)
    current = last is not None and last.measured_on.year == year
    percent, unknown, lag = None, None, None
    if target is None:
        unknown = Unknown.NO_TARGET
    elif last is None or not current:
        unknown = Unknown.NO_VALUE
    else:
        polarity = Polarity(measured.indicator.polarity)
        try:
            percent = indicator_achievement(
                polarity, target.target_min, target.target_max, last.value
            )
        except UndefinedAchievement:
            unknown = Unknown.NO_RATIO
    if last and current and path and path.is_behind(last.value, last.measured_on):
        due = path.on(last.measured_on) or Decimal(0)
        lag = Lag(Expected(due, path.agreed), last.value, last.measured_on)
    period = PERIOD[KeyIndicator.Period(measured.indicator.period)]
    old = last is not None and last.measured_on + period + GRACE < min(on, date(year, 12, 31))
    return Standing(measured, percent, unknown, path, lag, old)


def _progress(
    node: Node, standings: list[Standing], found: Mapping[int, Progress], year: int
) -> Progress:
    own = roll_up([Part(one.measured.indicator.name, one.percent) for one in standings])
    parts = [(part, weight, found[part.goal.pk]) for part, weight in node.parts]
    below = roll_up([Part(part.goal.title, its.percent, weight) for part, weight, its in parts])
    days = [
        one.measured.last.measured_on
        for one in standings
        if one.measured.last and one.measured.last.measured_on.year == year
    ]
    days += [its.newest for _, _, its in parts if its.newest]
    progress = Progress(own, below, standings, max(days, default=None))
    for warning, applies in (
        (Warning.BEHIND, any(one.lag for one in standings)),
        (Warning.WEIGHTS, below.fault is not None),
        (Warning.NO_VALUE, progress.percent is None),
        (Warning.OLD, any(one.old for one in standings)),
    ):
        if applies:
            progress.warnings.append(warning)
    if Warning.NO_VALUE in progress.warnings and Warning.OLD in progress.warnings:
        progress.warnings.remove(Warning.OLD)  # said already
    return progress


def _children_first(nodes: Iterable[Node]) -> list[Node]:
    """Every node after all that serve it; without recursion, so that depth does not matter."""
    ordered: list[Node] = []
    done: set[int] = set()
    for start in nodes:
        stack = [(start, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                ordered.append(node)
            elif node.goal.pk not in done:
                done.add(node.goal.pk)
                stack.append((node, True))
                stack += [(part, False) for part, _ in node.parts if part.goal.pk not in done]
    return ordered
