"""Many links in one act, and a reminder to the leader."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.leader_reminder import remind_leader
from kinerja.planning.linking import Link, link_results, to_link
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.attempt import made, status
from kinerja.web.edit_form import EditForm
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.choices import ParentField
from kinerja.web.planning.plan import own_plan, show
from kinerja.web.planning.ways import ways


class LinkForm(EditForm):
    """Two fields for each result: the leader's result and the way it follows."""

    def __init__(
        self, *args: Any, results: list[WorkResult], leader: Person | None, year: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.results = results
        offered = WorkResult.objects.of_leader(leader, year).order_by("plan_id", "number")
        for one in results:
            self.fields[f"parent_{one.pk}"] = ParentField(
                label="Mendukung hasil kerja atasan",
                queryset=offered,
                required=False,
                empty_label="Belum dihubungkan",
            )
            self.fields[f"way_{one.pk}"] = forms.ChoiceField(
                label="Cara menurunkan", choices=ways(), required=False
            )

    def rows(self) -> list[tuple[WorkResult, Any, Any]]:
        return [(one, self[f"parent_{one.pk}"], self[f"way_{one.pk}"]) for one in self.results]

    def links(self) -> list[Link]:
        given = self.cleaned_data
        return [
            Link(one, cast("WorkResult | None", given[f"parent_{one.pk}"]), given[f"way_{one.pk}"])
            for one in self.results
        ]


@page
def link(request: PageRequest, plan_id: int) -> HttpResponse:
    """One's unlinked results and those of the leader, in one form."""
    plan, today = own_plan(request.person, plan_id), timezone.localdate()
    leader = appraiser_of(plan.person, today)
    alive = plan.state in (*Plan.UNSET, Plan.State.SET)
    results = to_link(plan) if alive else []
    offered = WorkResult.objects.of_leader(leader, plan.year).prefetch_related("indicators")
    form = LinkForm(
        request.POST or None,
        results=results,
        leader=leader,
        year=plan.year,
        initial={"revision": plan.revision},
    )
    number = made(
        form,
        lambda: link_results(
            plan=plan,
            links=form.links(),
            by=request.person,
            on=today,
            revision=form.cleaned_data["revision"],
        ),
    )
    if number is not None:
        messages.success(request, f"{number} hasil kerja dihubungkan.")
        return redirect("plan_show", plan.pk)
    context = {"plan": plan, "form": form, "leader": leader, "offered": offered.order_by("number")}
    return render(request, "planning/plan/link.html", context, status=status(form))


@page
@require_POST
def remind(request: PageRequest, plan_id: int) -> HttpResponse:
    plan = own_plan(request.person, plan_id)
    try:
        leader = remind_leader(plan=plan, by=request.person, on=timezone.localdate())
    except Forbidden:
        raise
    except Refusal as refusal:
        return show(request, plan, refusal=refusal)
    messages.success(request, f"{leader.name} mendapat pengingat.")
    return redirect("plan_show", plan.pk)
