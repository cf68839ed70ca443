"""How many of a unit's indicators are on their way: a few numbers for whoever answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kinerja.people.unit import Unit
from kinerja.planning.expectation import key_paths
from kinerja.planning.goal import Goal
from kinerja.planning.goal_progress import Standing, standing
from kinerja.planning.goal_tree import measures
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.sharing.counting import OwnShare, goals_of, shared_words, shares_of

# What a head answers for; activities are followed by those who carry them out.
ANSWERED_FOR = (Goal.Level.VISION, Goal.Level.GOAL, Goal.Level.OBJECTIVE, Goal.Level.PROGRAMME)


@dataclass(frozen=True)
class Tally:
    """The indicators of one subtree in one year, each once; `shared`: its share of those goals that
    others reach with it."""

    standings: Sequence[Standing]
    shared: Sequence[OwnShare] = ()

    @property
    def shared_words(self) -> str:
        """ "0,3 dari 1 hasil bersama"; empty: nothing is shared with units outside."""
        return shared_words(self.shared)

    @property
    def behind(self) -> int:
        """Behind their way to the target, on the day of their last value."""
        return sum(one.lag is not None for one in self.standings)

    @property
    def without_value(self) -> int:
        """Nobody can tell: no target, or no value of this year."""
        return sum(one.unknown is not None for one in self.standings)


def tally_under(unit: Unit, on: date) -> Tally:
    """The indicators of goals that belong to the unit or below it, or of which it has a share; a
    constant number of queries.

    Goals of the agency as a whole belong to its top unit.
    """
    goals = Goal.objects.in_year(on.year).filter(goals_of(unit, on), level__in=ANSWERED_FOR)
    known = list(KeyIndicator.objects.filter(goal__in=goals))
    paths = key_paths(known, on.year)
    standings = [standing(one, paths, on.year, on) for one in measures(known, on.year)]
    shares = shares_of(unit, {one.goal_id for one in known}, on)
    return Tally(standings, list(shares.values()))
