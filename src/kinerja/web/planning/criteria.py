"""Review against written criteria: of a result by the appraiser, of a goal by its keepers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.planning.criteria import (
    CriterionJudgement,
    Point,
    points_of,
    points_of_goal,
    review_goal,
    review_result,
)
from kinerja.planning.goal import Goal, may_manage_goals
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.work_result import WorkResult
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page

NOT_NOW = [("", "Tidak dinilai sekarang")]


class ReviewForm(Form):
    """Two fields for each criterion: the verdict and what to mend."""

    def __init__(self, *args: Any, points: Sequence[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            code = point.criterion.value
            self.fields[code] = forms.ChoiceField(
                label="Penilaian Anda",
                choices=[*NOT_NOW, *CriterionJudgement.Verdict.choices],
                required=False,
                help_text=point.criterion.question,
            )
            self.fields[f"{code}-catatan"] = TextField(
                label="Catatan",
                rows=2,
                max_length=1_000,
                required=False,
            )

    def judgements(self) -> dict[str, tuple[str, str]]:
        """What was judged, by code."""
        said = self.cleaned_data
        codes = [point.criterion.value for point in self.points]
        return {code: (said[code], said[f"{code}-catatan"]) for code in codes if said[code]}

    def rows(self) -> list[tuple[Point, Any, Any]]:
        """Each criterion with its two fields."""
        codes = [(point, point.criterion.value) for point in self.points]
        return [(point, self[code], self[f"{code}-catatan"]) for point, code in codes]


def _given(request: PageRequest) -> Any:
    """What was sent; nothing ticked is an answer too."""
    return request.POST if request.method == "POST" else None


@page
def result_review(request: PageRequest, result_id: int) -> HttpResponse:
    """What each criterion asks, what the words suggest, and what was judged."""
    person, today = request.person, timezone.localdate()
    results = WorkResult.objects.visible_to(person).select_related("plan__person")
    result = get_object_or_404(results, pk=result_id)
    open_states = (Plan.State.SUBMITTED, Plan.State.SET)
    may = may_set(person, result.plan, today) and result.plan.state in open_states
    form = ReviewForm(_given(request), points=points_of(result))
    if request.method == "POST" and done(
        form,
        lambda: review_result(result=result, judgements=form.judgements(), by=person, on=today),
    ):
        messages.success(request, "Telaah disimpan; pemilik rencana sudah diberi tahu.")
        return redirect("plan_show", result.plan_id)
    history = result.judgements.select_related("by").order_by("-pk")
    context = {"form": form, "may": may, "result": result, "thing": result, "history": history}
    return render(request, "planning/criteria/review.html", context, status=status(form))


@page
def goal_review(request: PageRequest, goal_id: int) -> HttpResponse:
    """The same for a goal."""
    person, today = request.person, timezone.localdate()
    goal = get_object_or_404(Goal.objects.visible_to(person), pk=goal_id)
    form = ReviewForm(_given(request), points=points_of_goal(goal))
    if request.method == "POST" and done(
        form, lambda: review_goal(goal=goal, judgements=form.judgements(), by=person, on=today)
    ):
        messages.success(request, "Telaah disimpan.")
        return redirect("goal_show", goal.pk)
    context = {
        "form": form,
        "may": may_manage_goals(person, today, goal.unit),
        "goal": goal,
        "thing": goal,
        "history": goal.judgements.select_related("by").order_by("-pk"),
    }
    return render(request, "planning/criteria/review.html", context, status=status(form))
