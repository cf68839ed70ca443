"""The plan item (hasil kerja) that a report serves: which may be chosen, which is likely."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from kinerja.people.person import Person
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult

OFFERED_AFTERWARDS = timedelta(days=92)  # a quarter: late entries for a plan that has ended


@dataclass(frozen=True)
class Choice:
    """A result that a form offers; `unit` is that of the quantity (empty: it counts nothing)."""

    result: WorkResult
    unit: str


def choices_on(person: Person, on: date) -> list[Choice]:
    """What a form offers on a day, main results first; also of plans that ended a short while ago.

    One query.
    """
    agreed = Plan.objects.agreed().filter(person=person, starts_on__lte=on)
    near = agreed.filter(ends_on__gte=on - OFFERED_AFTERWARDS)
    # Of a plan that was changed, the version in force; results that ended before are left out.
    later = agreed.filter(amends=OuterRef("plan"))
    ended = Q(state__in=WorkResult.ENDED, state_since__lt=on)
    counted = Indicator.objects.filter(result=OuterRef("pk"), counts_reports=True)
    rows = (
        WorkResult.objects.filter(~Exists(later), ~ended, plan__in=near)
        .select_related("plan")
        .annotate(unit=Subquery(counted.values("unit_of_measure")[:1]))
        .order_by("-plan__starts_on", "plan", "-kind", "number")
    )
    return [Choice(result, vars(result)["unit"] or "") for result in rows]


def choice_of(result: WorkResult) -> Choice:
    """The same for one result that was chosen before."""
    indicator = counted_indicator(result)
    return Choice(result, indicator.unit_of_measure if indicator else "")


def results_by_id(ids: Iterable[int]) -> dict[int, WorkResult]:
    """Results with their plan and indicators, by id; no query without ids."""
    wanted = set(ids)
    if not wanted:
        return {}
    return WorkResult.objects.select_related("plan").prefetch_related("indicators").in_bulk(wanted)


def serves(result: WorkResult, person: Person, on: date) -> bool:
    """May the person's work of that day count for this result? It comes with its plan."""
    plan = result.plan
    in_force = plan.state in Plan.AGREED and plan.starts_on <= on <= plan.ends_on
    return in_force and plan.person_id == person.pk and result.runs_on(on)


def version_on(result: WorkResult, person: Person, on: date) -> WorkResult | None:
    """The result in the version of its plan that was in force on that day; None: there is none that
    work of that day may count for. `result` comes with its plan."""
    if serves(result, person, on):
        return result
    found = (
        WorkResult.objects.filter(
            line=result.line, plan__in=Plan.objects.filter(person=person).current(on)
        )
        .select_related("plan")
        .prefetch_related("indicators")
        .first()
    )
    return found if found and serves(found, person, on) else None


def counted_indicator(result: WorkResult | None) -> Indicator | None:
    """The indicator of a result to which quantities of reports add up."""
    if result is None:
        return None
    return next((one for one in result.indicators.all() if one.counts_reports), None)


def likely_result(
    choices: Sequence[Choice], used: Iterable[int | None], on: date
) -> WorkResult | None:
    """The result that the next report most likely serves: the one used most of late.

    `used` holds the results of recent reports, newest first: among equals the newest counts.
    Without any history: the first choice. A plan that has ended on that day is left out.
    """
    offered = [choice.result for choice in choices if choice.result.plan.ends_on >= on]
    # After a change of the plan the last reports still name the version before.
    by_id = {pk: one for one in offered for pk in (one.pk, one.continues_id) if pk}
    often = Counter(by_id[pk] for pk in used if pk in by_id)
    for result, _ in often.most_common(1):  # equal counts keep the order of first appearance
        return result
    return next(iter(offered), None)
