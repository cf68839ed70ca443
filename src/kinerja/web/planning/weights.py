"""How much each part counts for a goal."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.planning.goal import Goal, GoalLink
from kinerja.planning.goal_tree import in_order
from kinerja.planning.goal_weight import weigh_parts
from kinerja.web.attempt import done, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import DecimalIndonesia
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.key_indicator import managed_goal


class WeightsForm(EditForm):
    """One weight for each goal that serves this one."""

    def __init__(self, *args: Any, parts: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"g{part.pk}"] = DecimalIndonesia(
                label=part.title, max_digits=5, decimal_places=2, required=False
            )

    def by_part(self) -> list[forms.BoundField]:
        return [self[f"g{part.pk}"] for part in self.parts]

    def weights(self) -> dict[int, Decimal | None]:
        return {part.pk: self.cleaned_data[f"g{part.pk}"] for part in self.parts}


@page
def goal_weights(request: PageRequest, goal_id: int) -> HttpResponse:
    """Weigh all parts of a goal at once."""
    goal = managed_goal(request, goal_id)
    links = list(GoalLink.objects.filter(parent=goal).select_related("child"))
    stored = {f"g{link.child_id}": link.weight for link in links}
    form = WeightsForm(
        request.POST or None,
        row=goal,
        parts=in_order(link.child for link in links),
        initial=stored | {"revision": goal.revision},
    )
    if done(
        form,
        lambda: weigh_parts(
            goal=goal,
            weights=form.weights(),
            by=request.person,
            on=timezone.localdate(),
            revision=form.cleaned_data["revision"],
        ),
    ):
        messages.success(request, "Bobot disimpan.")
        return redirect("goal_show", goal.pk)
    context = {
        "form": form,
        "goal": goal,
        "newer": form.newer,
        "total": sum((link.weight for link in links if link.weight), Decimal(0)),
    }
    return render(request, "planning/goal/weights.html", context, status=status(form))
