"""Whole plans at once: many agreed plans in a few statements, and a copy of an earlier plan.

Rows, events and notices are those of the single verbs, one after the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.supervision import appraisers_of
from kinerja.planning.dialogue import NO_APPRAISER, agreed_data, set_notice, submitted_notice
from kinerja.planning.goal import Goal
from kinerja.planning.indicator import COUNTS_ONCE, Indicator, Measure, new_indicator
from kinerja.planning.plan import Plan, hold_to_edit, new_plan, started_data
from kinerja.planning.plan_check import check_contents
from kinerja.planning.plan_rows import BATCH, Built, store_content, store_plans
from kinerja.planning.refusals import (
    IncompletePlan,
    NoAppraiser,
    NotYours,
    PlanExists,
    UnknownParent,
)
from kinerja.planning.revision import grow
from kinerja.planning.setter import check_rank
from kinerja.planning.terms import new_term
from kinerja.planning.work_result import WorkResult, in_print_order, new_result
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal


@dataclass(frozen=True, eq=False)
class IndicatorDraft:
    """A measure with its target: a number, a range or a text, as `add_indicator` takes it."""

    text: str
    target_min: Decimal | None = None
    target_max: Decimal | None = None
    target_text: str = ""
    measure: Measure = field(default_factory=Measure)


@dataclass(frozen=True, eq=False)
class ResultDraft:
    """A result with its measures; `parent` is stored, or belongs to an earlier draft."""

    title: str
    indicators: Sequence[IndicatorDraft]
    kind: str = "main"
    parent: "WorkResult | ResultDraft | None" = None
    goal: Goal | None = None
    quality: str = ""
    assigned_by: str = ""
    alignment: str = ""


@dataclass(frozen=True, eq=False)
class PlanDraft:
    """A complete plan with the days on which it was handed in and set.

    `terms` are lines of form A.1.8 as (kind, text).
    """

    assignment: Assignment
    year: int
    results: Sequence[ResultDraft]
    submitted_on: date
    set_on: date
    approach: str = "quantitative"
    terms: Sequence[tuple[str, str]] = ()


@transaction.atomic
def make_plans_many(drafts: Sequence[PlanDraft]) -> list[Plan]:
    """Make plans that are set: started, filled, submitted and set by the appraiser of that day.

    A leader's plan stands before those of the staff that hang under it.
    Errors: those of the single verbs, with the name of the person; nothing is stored then.
    """
    held = _held_assignments(drafts)
    known: dict[ResultDraft, WorkResult] = {}
    appraisers = _appraisers(drafts, held)
    built: list[Built] = []
    for draft in drafts:
        assignment = held[draft.assignment.pk]
        asked = appraisers[draft.submitted_on].get(assignment.person_id)
        setter = appraisers[draft.set_on].get(assignment.person_id)
        try:
            built.append(_build(draft, assignment, asked, setter, known))
        except Refusal as refusal:
            raise type(refusal)(f"{assignment.person}: {refusal}") from refusal
    store_plans(built)
    record_many(happening for one in built for happening in _agreement(one))
    Notice.objects.bulk_create(
        (notice for one in built for notice in _notices(one)), batch_size=BATCH
    )
    return [one.plan for one in built]


@transaction.atomic
def copy_plan(*, source: Plan, plan: Plan, by: Person) -> None:
    """Add the results, measures and terms of one's earlier plan to a draft.

    Links to the leader's results are not copied, they belong to another year; nor are goals that
    do not reach the new year. Errors: NotYours, WrongState, InvalidInput (nothing to copy).
    """
    hold_to_edit(plan, by)
    if source.person_id != by.pk or source.pk == plan.pk:
        raise NotYours("Anda hanya dapat menyalin rencana Anda sendiri dari masa sebelumnya.")
    copied = Built(plan, [], [new_term(plan, term.kind, term.text) for term in source.terms.all()])
    for old in source.results.select_related("goal").prefetch_related("indicators__key_indicator"):
        goal = old.goal if old.goal and plan.year in old.goal.years else None
        result = new_result(plan, old.title, old.kind, None, goal, old.quality, old.assigned_by)
        copied.results.append((result, [_copied(one, result) for one in old.indicators.all()]))
    if not copied.size:
        raise InvalidInput("Rencana itu masih kosong, jadi tidak ada yang dapat disalin.")
    existing = list(plan.results.order_by("number"))
    copied.number(after=len(existing))
    store_content([copied])
    ordered = in_print_order([*existing, *(result for result, _ in copied.results)])
    for number, result in enumerate(ordered, start=1):
        result.number = number
    WorkResult.objects.bulk_update(ordered, ["number"])
    plan.revision += copied.size - 1
    grow(plan)
    record("plan.copied", about=plan, person=plan.person, by=by, data={"from": source.pk})
    record_many(copied.happenings(by))


def _copied(old: Indicator, result: WorkResult) -> Indicator:
    return new_indicator(
        result,
        old.text,
        old.target_min,
        old.target_max,
        old.target_text,
        aspect=old.aspect,
        perspective=old.perspective,
        unit_of_measure=old.unit_of_measure,
        polarity=old.polarity,
        baseline=old.baseline,
        scale=old.scale,
        counts_reports=old.counts_reports,
        key_indicator=old.key_indicator,
    )


def _held_assignments(drafts: Sequence[PlanDraft]) -> Mapping[int, Assignment]:
    """The assignments, held; refused when one of them has a plan for that year."""
    rows = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("person", "position")
        .filter(pk__in={draft.assignment.pk for draft in drafts})
        .order_by("pk")
    )
    held = {assignment.pk: assignment for assignment in rows}
    taken = set(
        Plan.objects.filter(assignment__in=held).values_list("assignment_id", "year").distinct()
    )
    for draft in drafts:
        if (draft.assignment.pk, draft.year) in taken:
            name = held[draft.assignment.pk].person
            raise PlanExists(f"{name}: rencana {draft.year} untuk jabatan itu sudah ada.")
        taken.add((draft.assignment.pk, draft.year))
    return held


def _appraisers(
    drafts: Sequence[PlanDraft], held: Mapping[int, Assignment]
) -> dict[date, dict[int, Person | None]]:
    """The appraiser of each person on the days of submission and of setting."""
    by_day: dict[date, list[Person]] = {}
    for draft in drafts:
        for day in (draft.submitted_on, draft.set_on):
            by_day.setdefault(day, []).append(held[draft.assignment.pk].person)
    return {
        day: {pk: line.appraiser for pk, line in appraisers_of(people, day).items()}
        for day, people in by_day.items()
    }


def _build(
    draft: PlanDraft,
    assignment: Assignment,
    asked: Person | None,
    setter: Person | None,
    known: dict[ResultDraft, WorkResult],
) -> Built:
    person = assignment.person
    plan = new_plan(assignment, draft.year, person, draft.approach)
    plan.appraiser, plan.state = setter, Plan.State.SET
    plan.submitted_on, plan.set_on = draft.submitted_on, draft.set_on
    built = Built(plan, [], [new_term(plan, kind, text) for kind, text in draft.terms])
    for one in draft.results:
        parent = _parent(one, draft.year, known)
        result = new_result(
            plan, one.title, one.kind, parent, one.goal, one.quality, one.assigned_by
        )
        result.alignment = one.alignment if parent else ""
        known[one] = result
        indicators = [
            new_indicator(
                result,
                drawn.text,
                drawn.target_min,
                drawn.target_max,
                drawn.target_text,
                **drawn.measure,
            )
            for drawn in one.indicators
        ]
        if sum(indicator.counts_reports for indicator in indicators) > 1:
            raise InvalidInput(COUNTS_ONCE)
        built.results.append((result, indicators))
    built.number()
    plan.revision += built.size + 2  # and submitted, and set
    check = check_contents(plan, built.results, appraiser=asked, on=draft.submitted_on)
    if check.errors:
        raise IncompletePlan("Lengkapi dulu: " + "; ".join(check.errors) + ".")
    if asked is None or setter is None:
        raise NoAppraiser(NO_APPRAISER)
    check_rank(setter, plan, draft.set_on)
    built.asked = asked
    return built


def _parent(
    one: ResultDraft, year: int, known: Mapping[ResultDraft, WorkResult]
) -> WorkResult | None:
    parent = known.get(one.parent) if isinstance(one.parent, ResultDraft) else one.parent
    if one.parent is None:
        return None
    if (
        parent is None
        or parent.plan.year != year
        or parent.plan.state not in (Plan.State.SUBMITTED, Plan.State.SET)
    ):
        raise UnknownParent(f"“{one.title}”: hasil kerja atasan belum diajukan untuk tahun {year}.")
    return parent


def _agreement(built: Built) -> Iterator[Happening]:
    """All events of one plan, in the order in which single verbs write them."""
    plan = built.plan
    person, appraiser = plan.person, plan.appraiser
    yield Happening("plan.started", plan, person, person=person, data=started_data(plan))
    yield from built.happenings(person)
    before = agreed_data(plan, plan.revision - 1)
    yield Happening("plan.submitted", plan, person, person=person, data=before)
    after = agreed_data(plan, plan.revision)
    yield Happening("plan.set", plan, appraiser, person=person, data=after)


def _notices(built: Built) -> Iterator[Notice]:
    """What the appraiser was told when the plan came in, and the owner when it was set."""
    text, url = submitted_notice(built.plan)
    yield Notice(person=built.asked, text=text, url=url)
    text, url = set_notice(built.plan)
    yield Notice(person=built.plan.person, text=text, url=url)
