"""What stands beside results on the page of a plan: review, steps, workblocks, sheets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kinerja.planning.criteria import to_mend
from kinerja.planning.plan import Plan
from kinerja.planning.sheet import IndicatorSheet, ScaleReading
from kinerja.planning.strategy import Step, Strategy, has_workblocks
from kinerja.planning.work_result import WorkResult


@dataclass
class Beside:
    """For one result."""

    steps: list[Step] = field(default_factory=list)
    strategies: list[Strategy] = field(default_factory=list)
    to_mend: int | None = None  # None: not reviewed
    late: int = 0

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_on is not None for step in self.steps)


def put_beside(plan: Plan, results: Sequence[WorkResult], today: date) -> None:
    """Give each result its `beside`, each indicator its `now` and `has_sheet`: five queries."""
    found = {result.line: Beside() for result in results}
    for step in Step.objects.of(results):
        beside = found[step.result_id]
        beside.steps.append(step)
        beside.late += step.done_on is None and step.due_on is not None and step.due_on < today
    if has_workblocks(plan):
        for strategy in Strategy.objects.filter(result__in=found):
            found[strategy.result_id].strategies.append(strategy)
    reviewed = to_mend(plan)
    lines = [one.line for result in results for one in result.indicators.all()]
    sheets = set(
        IndicatorSheet.objects.filter(indicator__in=lines).values_list("indicator", flat=True)
    )
    readings = ScaleReading.objects.filter(indicator__in=lines).order_by("measured_on", "pk")
    now = {reading.indicator_id: reading for reading in readings}
    for result in results:
        beside = found[result.line]
        beside.to_mend = reviewed.get(result.pk)
        result.beside = beside  # type: ignore[attr-defined]
        for one in result.indicators.all():
            one.has_sheet = one.line in sheets  # type: ignore[attr-defined]
            one.now = now.get(one.line)  # type: ignore[attr-defined]
