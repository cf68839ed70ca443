"""What citizens may know of the agency: goals, indicators, and predicates as a distribution.

No person, no unit smaller than the agency, no cell that points at few (`rules.aggregate`). What the
agency does not measure yet is named, never invented.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from kinerja.evaluation.distribution import newest_told_period
from kinerja.evaluation.review import Review
from kinerja.needs.complaint.figures import PublishedComplaints, published_complaints
from kinerja.needs.survey.published import PublishedIndex, published_satisfaction
from kinerja.planning.comparison import range_words
from kinerja.planning.goal import Goal
from kinerja.planning.goal_progress import Progress, assess
from kinerja.planning.goal_tree import Node, goal_tree
from kinerja.rules.aggregate import SMALLEST_CELL, shown_cells
from kinerja.rules.predicate import Predicate

MOST_GOALS = 60
MOST_SERVICES = 60


@dataclass(frozen=True)
class PublicIndicator:
    """One indicator with its newest value."""

    name: str
    unit: str
    target: str
    value: Decimal | None
    measured_on: date | None


@dataclass(frozen=True)
class PublicGoal:
    """One goal and how far it has come; None: nothing was measured this year."""

    title: str
    level: str
    depth: int
    percent: Decimal | None
    newest: date | None
    indicators: tuple[PublicIndicator, ...]


@dataclass(frozen=True)
class PublicPredicates:
    """The signed results of one finished period."""

    period: str
    closed_on: date
    total: int | None  # None: so few that even the number would point at people
    cells: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class PublicFigures:
    """All that the page says, and when it was counted."""

    year: int
    counted_at: datetime
    goals: tuple[PublicGoal, ...]
    left_out: int  # goals beyond those that the page shows
    predicates: PublicPredicates | None
    complaints: PublishedComplaints | None = None
    satisfaction: tuple[PublishedIndex, ...] = ()


def public_figures(at: datetime) -> PublicFigures:
    """Count everything anew; `at` in the zone of the agency. A constant number of queries."""
    year, today = at.year, at.date()
    tops = goal_tree(Goal.objects.all(), year)
    progress = assess(tops, year, today)
    goals = [_goal(node, depth, progress) for top in tops for node, depth in _walk(top, 0)]
    return PublicFigures(
        year=year,
        counted_at=at,
        goals=tuple(goals[:MOST_GOALS]),
        left_out=max(len(goals) - MOST_GOALS, 0),
        predicates=_predicates(today),
        satisfaction=tuple(published_satisfaction(most=MOST_SERVICES)),
        complaints=published_complaints(date(year, 1, 1), today, smallest=SMALLEST_CELL),
    )


def _walk(node: Node, depth: int) -> list[tuple[Node, int]]:
    return [(node, depth), *(pair for one in node.children for pair in _walk(one, depth + 1))]


def _goal(node: Node, depth: int, progress: dict[int, Progress]) -> PublicGoal:
    its = progress[node.goal.pk]
    return PublicGoal(
        title=node.goal.title,
        level=Goal.Level(node.goal.level).label,
        depth=depth,
        percent=its.percent,
        newest=its.newest,
        indicators=tuple(
            PublicIndicator(
                name=one.measured.indicator.name,
                unit=one.measured.indicator.unit_of_measure,
                target=_target(one.measured.target),
                value=one.measured.last.value if one.measured.last else None,
                measured_on=one.measured.last.measured_on if one.measured.last else None,
            )
            for one in its.standings
        ),
    )


def _target(target: object) -> str:
    low, high = getattr(target, "target_min", None), getattr(target, "target_max", None)
    return range_words(low, high, "", "")


def _predicates(today: date) -> PublicPredicates | None:
    """Of the newest finished period."""
    period = newest_told_period(today)
    if period is None:
        return None
    signed = Review.objects.released().filter(period=period)
    rows = signed.order_by().values_list("predicate").annotate(Count("pk"))
    counts = dict.fromkeys(Predicate, 0) | {Predicate(code): number for code, number in rows}
    cells = shown_cells({one.value: number for one, number in counts.items()})
    hidden = all(cell is None for cell in cells.values())
    return PublicPredicates(
        period=period.label,
        closed_on=period.last_day,
        total=None if hidden else sum(counts.values()),
        cells=tuple((one.label, cells[one.value]) for one in Predicate),
    )
