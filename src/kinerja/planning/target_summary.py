"""How the targets of a unit stand at a glance: how many are reached, late, or not measured."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kinerja.people.unit import Unit
from kinerja.planning.expectation import key_paths
from kinerja.planning.goal import Goal
from kinerja.planning.goal_progress import Standing, standing
from kinerja.planning.goal_tree import measures
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.sharing.counting import OwnShare, goals_of, shared_words, shares_of

NAMED = 3  # of those that are behind, and of those that are fed, how many are named
WHOLE = Decimal(100)


@dataclass(frozen=True)
class TargetSummary:
    """Indicators with a target of the year, by how they stand; each counts once."""

    year: int
    reached: int
    behind: int  # of the path to the target
    running: int  # measured, in time, not there yet
    unmeasured: int  # no value of the year: named, never a zero
    worst: tuple[Standing, ...]  # the furthest behind first
    fed: tuple[Standing, ...] = ()  # others that data measure; those of the unit itself first
    shared: tuple[OwnShare, ...] = ()  # of goals that units outside this one reach with it

    @property
    def shared_words(self) -> str:
        """What the unit has of them: "0,3 dari 1 hasil bersama"; empty: nothing is shared."""
        return shared_words(self.shared)

    @property
    def total(self) -> int:
        return self.reached + self.behind + self.running + self.unmeasured


def target_summary(unit: Unit, year: int, on: date) -> TargetSummary:
    """The targets of the goals that the unit and those below it own or have a share of, each once;
    of the agency: all.

    A constant number of queries.
    """
    indicators = KeyIndicator.objects.filter(
        targets__year=year, goal__year_from__lte=year, goal__year_to__gte=year
    ).select_related("goal", "feed")
    if unit.parent_id is not None:
        indicators = indicators.filter(goal__in=Goal.objects.filter(goals_of(unit, on)))
    rows = list(indicators)
    paths = key_paths(rows, year)
    standings = [standing(one, paths, year, on) for one in measures(rows, year)]
    known = [one for one in standings if one.percent is not None]
    reached = [one for one in known if _is_reached(one)]
    late = sorted(
        (one for one in known if one.lag and not _is_reached(one)),
        key=lambda one: (one.percent or Decimal(0), one.measured.indicator.pk),
    )
    worst = late[:NAMED]
    fed = sorted(
        (one for one in known if _is_fed(one) and one not in worst),
        key=lambda one: (one.measured.indicator.goal.unit_id != unit.pk, one.measured.indicator.pk),
    )
    return TargetSummary(
        year=year,
        reached=len(reached),
        behind=len(late),
        running=len(known) - len(reached) - len(late),
        unmeasured=len(standings) - len(known),
        worst=tuple(worst),
        fed=tuple(fed[:NAMED]),
        shared=tuple(shares_of(unit, {one.goal_id for one in rows}, on).values()),
    )


def _is_fed(one: Standing) -> bool:
    """Surveys, complaints, data of a service or accepted reports bring its values."""
    feed = getattr(one.measured.indicator, "feed", None)
    return feed is not None and feed.stopped_on is None


def _is_reached(one: Standing) -> bool:
    return one.percent is not None and one.percent >= WHOLE
