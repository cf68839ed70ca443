"""One's own plan, and the page of any plan that one may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.amendment import may_amend
from kinerja.planning.matrix_role import open_roles
from kinerja.planning.offer import may_negotiate
from kinerja.planning.plan import Plan, PlanQuerySet, may_edit, may_set, plans, start_plan
from kinerja.planning.plan_check import PlanCheck, check_plan
from kinerja.planning.plan_draft import copy_plan
from kinerja.planning.setter import allowed_setters, may_agree, may_return
from kinerja.planning.strategy import has_workblocks
from kinerja.planning.template import PreparedPlan, reach_of
from kinerja.planning.terms import PlanTerm
from kinerja.planning.work_result import WorkResult, leader_of
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.plan import PlanApproach
from kinerja.rules.refusal import Refusal
from kinerja.rules.year import skp_deadline
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Phase
from kinerja.web.planning.beside import put_beside
from kinerja.web.planning.choices import PostField, offer
from kinerja.web.planning.hindered import put_factors
from kinerja.web.planning.history import plan_history
from kinerja.web.planning.situation import offers_by_indicator, situation_of

STATE_LOOK = {  # tone and icon of the badge
    Plan.State.DRAFT: ("", "pencil"),
    Plan.State.SUBMITTED: ("info", "hourglass"),
    Plan.State.SET: ("good", "circle-check"),
    Plan.State.SUPERSEDED: ("", "archive"),
    Plan.State.CLOSED: ("", "archive"),
}


def visible_plans(person: Person) -> PlanQuerySet:
    """Plans that this person may open, with all that their page names."""
    return _with_names(Plan.objects.visible_to(person))


def own_plans(person: Person) -> PlanQuerySet:
    """One's own plans, in any state: who may open them needs no question."""
    return _with_names(Plan.objects.filter(person=person))


def _with_names(plans: PlanQuerySet) -> PlanQuerySet:
    return plans.select_related(
        "person", "appraiser", "assignment__position__unit", "amends", "opened_by"
    )


def own_plan(person: Person, plan_id: int) -> Plan:
    """A plan of one's own, in any state, or 404."""
    return get_object_or_404(own_plans(person), pk=plan_id)


@page
def my_plan(request: PageRequest) -> HttpResponse:
    """The plan that counts today; without one, how to begin."""
    person, today = request.person, timezone.localdate()
    mine = list(own_plans(person).of_person(person, today.year))
    post = _posts(person, today.year).on(today).first()
    current = next((plan for plan in mine if post and plan.assignment_id == post.pk), None)
    if current is None and post is None:
        current = mine[0] if mine else None
    if current is not None:
        return show(request, current, at_home=True)
    context = {
        "year": today.year,
        "post": post,
        "plans": plans(person),
        "others": _others(person, None),
        "waiting": Plan.objects.waiting_for(person, today).count(),
        "phase": _phase(today.year, today),
    }
    return render(request, "planning/plan/none.html", context)


@page
def show_plan(request: PageRequest, plan_id: int) -> HttpResponse:
    """Any plan that this person may see."""
    return show(request, get_object_or_404(visible_plans(request.person), pk=plan_id))


def show(
    request: PageRequest,
    plan: Plan,
    *,
    at_home: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of a plan; `refusal` says why an act on it was not done (status 409)."""
    person, today = request.person, timezone.localdate()
    editable = may_edit(person, plan)
    results = list(
        plan.results.order_by("number")
        .select_related("parent__plan__person", "goal")
        .prefetch_related("indicators__key_indicator", "goal__need_links__need")
    )
    put_beside(plan, results, today)
    put_factors(plan, results, person)
    leader = leader_of(plan, today)
    appraiser = appraiser_of(plan.person, today)
    now = situation_of(plan, appraiser, person, today)
    answers = plan.state in EXPECTING and may_set(person, plan, today)
    answerable = plan.state == Plan.State.SUBMITTED and may_return(person, plan, today)
    silent = now.silent_until is not None and plan.dialogue_by_id == person.pk
    offers = offers_by_indicator(plan)
    negotiable = may_negotiate(person, plan, today)
    for result in results:
        for indicator in result.indicators.all():
            vars(indicator)["exchange"] = offers.get(indicator.line, [])
    versions = list(Plan.objects.versions_of(plan))
    check = check_plan(plan, appraiser=leader, on=today) if editable else PlanCheck()
    context: dict[str, Any] = {
        "plan": plan,
        "results": results,
        "leader": leader,
        "leaders_results": _leaders_results(plan, leader, results) if editable else None,
        "editable": editable,
        "owner": plan.person_id == person.pk,
        "answerable": answerable,
        "settable": answerable and may_agree(person, plan, today),
        "allowed_setters": [one.label for one in allowed_setters(plan)] if answerable else [],
        "silent": silent,
        "silence_over": silent and now.silent_until is not None and today >= now.silent_until,
        "now": now,
        "appraiser": appraiser,
        "negotiable": negotiable,
        "may_step": may_amend(person, plan, today) and plan.state == Plan.State.SET,
        "may_agree_anew": now.anew and appraiser == person,
        "may_expect": answers,
        "check": check,
        "ready": editable and leader is not None and not check.errors,
        "tone": STATE_LOOK[Plan.State(plan.state)],
        "values": _values(plan),
        "terms": _terms(plan),
        "history": plan_history(plan, versions),
        "versions": len(versions),
        "amendment": _amendment(person, plan, versions),
        "amendable": _amendable(person, plan, versions, today),
        "cancellable": plan.is_change and person.pk in (plan.person_id, plan.opened_by_id),
        "others": _others(person, plan) if plan.person_id == person.pk else [],
        "source": _source(plan) if editable and not results else None,
        "workblocks": has_workblocks(plan),
        "prepared": PreparedPlan.objects.filter(plan=plan)
        .select_related("use__version__template", "use__by")
        .first(),
        "to_template": plan.state in Plan.AGREED and bool(reach_of(person, today)),
        "matrix_roles": open_roles(person, plan.year) if editable else [],
        "waiting": Plan.objects.waiting_for(person, today).count() if at_home else 0,
        "phase": _phase(plan.year, today),
        "at_home": at_home,
        "refusal": refusal,
    }
    return render(request, "planning/plan/show.html", context, status=409 if refusal else 200)


EXPECTING = (Plan.State.SUBMITTED, Plan.State.SET)


class StartForm(Form):
    """For which post, in which form."""

    assignment = PostField(label="Jabatan", queryset=Assignment.objects.none(), empty_label=None)
    approach = forms.ChoiceField(
        label="Pendekatan",
        choices=PlanApproach.choices(),
        initial=PlanApproach.QUANTITATIVE.value,
        widget=forms.RadioSelect,
        help_text="Kuantitatif: indikator dan target terpisah, dengan satuan. Kualitatif: ukuran"
        " dan target dalam satu uraian.",
    )

    def __init__(self, *args: Any, posts: QuerySet[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assignment", posts)


@page
def start(request: PageRequest, year: int) -> HttpResponse:
    """Choose the post and the form of the plan, then open the draft."""
    posts = _posts(request.person, year)
    form = StartForm(request.POST or None, posts=posts, initial={"assignment": posts.first()})
    plan = made(
        form,
        lambda: start_plan(
            year=year, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    )
    if plan is not None:
        messages.success(request, "Konsep rencana dibuka. Isi hasil kerja Anda satu per satu.")
        return redirect("plan_show", plan.pk)
    context = {"form": form, "year": year, "posts": posts}
    return render(request, "planning/plan/start.html", context, status=status(form))


@page
@require_POST
def copy(request: PageRequest, plan_id: int) -> HttpResponse:
    """Take over everything from the last plan before this one."""
    plan = own_plan(request.person, plan_id)
    source = get_object_or_404(_earlier(plan))
    if refusal := refusal_of(lambda: copy_plan(source=source, plan=plan, by=request.person)):
        return show(request, plan, refusal=refusal)
    messages.success(
        request, f"Isi SKP {source.year} disalin. Sesuaikan target, lalu hubungkan dengan atasan."
    )
    return redirect("plan_show", plan.pk)


def _posts(person: Person, year: int) -> Any:
    """The definitive posts that the person holds in that year, the latest first."""
    return (
        Assignment.objects.main()
        .filter(person=person, starts_on__lte=date(year, 12, 31))
        .ending_from(date(year, 1, 1))
        .select_related("position__unit")
    )


def _others(person: Person, plan: Plan | None) -> list[Plan]:
    """The person's other plans, newest first."""
    others = own_plans(person)
    return list(others.exclude(pk=plan.pk) if plan else others)


def _earlier(plan: Plan) -> QuerySet[Plan]:
    """One's plans before this one, of which the last can be copied."""
    earlier = Plan.objects.filter(person=plan.person, starts_on__lt=plan.starts_on)
    return earlier.exclude(pk=plan.pk).order_by("-starts_on", "-version")[:1]


def _source(plan: Plan) -> Plan | None:
    return _earlier(plan).first()


def _leaders_results(
    plan: Plan, leader: Person | None, results: Sequence[WorkResult]
) -> list[dict[str, Any]]:
    """What the leader promised, and which of mine serves it already."""
    offered = WorkResult.objects.of_leader(leader, plan.year).order_by("plan_id", "number")
    served = {result.parent_id for result in results}
    return [
        {"result": result, "served": result.pk in served}
        for result in offered.prefetch_related("indicators")
    ]


def _values(plan: Plan) -> list[dict[str, Any]]:
    """The seven core values with the leader's special expectations."""
    expected = dict(plan.expectations.values_list("value", "text"))
    return [{"value": value, "text": expected.get(value.value, "")} for value in CoreValue]


def _terms(plan: Plan) -> list[dict[str, Any]]:
    """The lines of the attachment by kind, as the form prints them."""
    rows = list(plan.terms.all())
    return [
        {"kind": kind, "lines": lines}
        for kind in PlanTerm.Kind
        if (lines := [term for term in rows if term.kind == kind])
    ]


def _amendment(person: Person, plan: Plan, versions: Sequence[Plan]) -> Plan | None:
    """The change of this plan that is being prepared, if the viewer may see it."""
    prepared = [one.pk for one in versions if one.amends_id == plan.pk and one.state in Plan.UNSET]
    if not prepared:
        return None
    return Plan.objects.visible_to(person).filter(pk__in=prepared).first()


def _amendable(person: Person, plan: Plan, versions: Sequence[Plan], today: date) -> bool:
    in_force = plan.state == Plan.State.SET and plan.starts_on <= today <= plan.ends_on
    changed = any(one.amends_id == plan.pk for one in versions)
    return in_force and not changed and may_amend(person, plan, today)


def _phase(year: int, today: date) -> Phase:
    """Planning has a last day; afterwards the year runs."""
    deadline = skp_deadline(year)
    if today <= deadline:
        return Phase(f"perencanaan SKP {year}", closes_on=deadline)
    return Phase(f"pelaksanaan SKP {year}", closes_on=date(year, 12, 31))
