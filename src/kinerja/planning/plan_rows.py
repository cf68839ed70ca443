"""New plans with all their rows, built in memory and stored in a few statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kinerja.people.person import Person
from kinerja.planning.indicator import Indicator, indicator_data
from kinerja.planning.plan import Plan
from kinerja.planning.terms import PlanTerm, term_data
from kinerja.planning.work_result import WorkResult, in_print_order, result_data
from kinerja.records.event import Happening

BATCH = 2_000  # rows in one statement


@dataclass(eq=False)
class Built:
    """A plan with its rows before they are stored; results in the order of the draft."""

    plan: Plan
    results: list[tuple[WorkResult, list[Indicator]]]
    terms: list[PlanTerm]
    asked: Person | None = None  # to whom it was handed in; `plan.appraiser` set it

    def number(self, after: int = 0) -> None:
        ordered = in_print_order([result for result, _ in self.results])
        for number, result in enumerate(ordered, start=after + 1):
            result.number = number

    def happenings(self, by: Person | None) -> Iterator[Happening]:
        """The events of the content; the rows have their ids by now."""
        person = self.plan.person
        for result, indicators in self.results:
            yield Happening("result.added", result, by, person=person, data=result_data(result))
            for one in indicators:
                yield Happening("indicator.added", one, by, person=person, data=indicator_data(one))
        for term in self.terms:
            yield Happening("term.added", term, by, person=person, data=term_data(term))

    @property
    def size(self) -> int:
        """How many rows the content has: each lets the revision of the plan grow by one."""
        indicators = sum(len(indicators) for _, indicators in self.results)
        return len(self.results) + indicators + len(self.terms)


def store_plans(built: Sequence[Built]) -> None:
    """The plans with their content."""
    Plan.objects.bulk_create([one.plan for one in built], batch_size=BATCH)
    store_content(built)


def store_content(built: Sequence[Built]) -> None:
    """Results level by level, since a result needs the id of its parent; then the rest."""
    waiting = [result for one in built for result, _ in one.results]
    while waiting:
        ready = [result for result in waiting if result.parent is None or result.parent.pk]
        WorkResult.objects.bulk_create(ready, batch_size=BATCH)
        waiting = [result for result in waiting if not result.pk]
    Indicator.objects.bulk_create(
        [indicator for one in built for _, indicators in one.results for indicator in indicators],
        batch_size=BATCH,
    )
    PlanTerm.objects.bulk_create([term for one in built for term in one.terms], batch_size=BATCH)
