"""The plan item (hasil kerja) that a report serves: which may be chosen, which is likely."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kinerja.people.person import Person
from kinerja.planning.plan import Plan, PlanQuerySet
from kinerja.planning.work_result import Indicator, WorkResult, WorkResultQuerySet

OFFERED_AFTERWARDS = timedelta(days=92)  # a quarter: late entries for a plan that has ended


def results_on(person: Person, on: date) -> WorkResultQuerySet:
    """The results of the person's plans in force on a day, main ones first."""
    return _in_order(Plan.objects.filter(person=person).current(on))


def results_to_choose(person: Person, on: date) -> WorkResultQuerySet:
    """Those that a form offers on a day: also of plans that ended a short while ago."""
    set_plans = Plan.objects.filter(person=person, state=Plan.State.SET, starts_on__lte=on)
    return _in_order(set_plans.filter(ends_on__gte=on - OFFERED_AFTERWARDS))


def _in_order(plans: PlanQuerySet) -> WorkResultQuerySet:
    return (
        WorkResult.objects.filter(plan__in=plans)
        .select_related("plan")
        .prefetch_related("indicators")
        .order_by("-plan__starts_on", "plan", "-kind", "number")
    )


def results_by_id(ids: Iterable[int]) -> dict[int, WorkResult]:
    """Results with their plan and indicators, by id; no query without ids."""
    wanted = set(ids)
    if not wanted:
        return {}
    return WorkResult.objects.select_related("plan").prefetch_related("indicators").in_bulk(wanted)


def serves(result: WorkResult, person: Person, on: date) -> bool:
    """May the person's work of that day count for this result? As `results_on`, for one row."""
    plan = result.plan
    in_force = plan.state == Plan.State.SET and plan.starts_on <= on <= plan.ends_on
    return in_force and plan.person_id == person.pk


def counted_indicator(result: WorkResult | None) -> Indicator | None:
    """The indicator of a result to which quantities of reports add up."""
    if result is None:
        return None
    return next((one for one in result.indicators.all() if one.counts_reports), None)


def likely_result(results: Sequence[WorkResult], used: Iterable[int | None]) -> WorkResult | None:
    """The result that the next report most likely serves: the one used most of late.

    `results` are those that may be chosen; `used` holds the results of recent reports, newest
    first: among equals the newest counts. Without any history: the first that may be chosen.
    """
    by_id = {result.pk: result for result in results}
    often = Counter(pk for pk in used if pk in by_id)
    for pk, _ in often.most_common(1):  # equal counts keep the order of their first appearance
        return by_id[pk]
    return next(iter(results), None)
