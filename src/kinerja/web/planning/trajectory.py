"""Targets by month: the form, and the line of targets and values with its table."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.planning.expectation import Path, key_paths, plan_paths
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan, may_edit
from kinerja.planning.trajectory import Trajectory, set_key_trajectory, set_trajectory
from kinerja.rules.date_words import MONTHS as NAMES
from kinerja.rules.trajectory import MONTHS, Shape
from kinerja.web.asked import year_of
from kinerja.web.attempt import done, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import DecimalIndonesia
from kinerja.web.indonesian import angka
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.key_indicator import managed_indicator
from kinerja.web.planning.path_chart import counted_by_month, path_chart, values_by_month


class TrajectoryForm(EditForm):
    """One number for each month that has a target of its own."""

    shape = forms.ChoiceField(
        label="Cara menghitung",
        choices=Shape.choices(),
        widget=forms.RadioSelect,
        initial=Shape.LEVEL.value,
    )
    note = forms.CharField(
        label="Penjelasan",
        max_length=300,
        required=False,
        help_text="Wajib bila target terakhir berbeda dari target setahun.",
    )

    def __init__(self, *args: Any, months: range, line: Path | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        for month in months:
            straight = line.points[month - 1] if line and not line.agreed else None
            self.fields[f"m{month}"] = DecimalIndonesia(
                label=NAMES[month - 1],
                max_digits=18,
                decimal_places=4,
                required=False,
                help_text="" if straight is None else f"Garis lurus: {shown(straight)}",
            )

    def by_month(self) -> list[forms.BoundField]:
        return [self[f"m{month}"] for month in self.months]

    def values(self) -> dict[str, Any]:
        """The arguments of both verbs."""
        given = self.cleaned_data
        points = {month: given[f"m{month}"] for month in self.months}
        return {
            "points": {month: value for month, value in points.items() if value is not None},
            "shape": given["shape"],
            "note": given["note"],
            "revision": given["revision"],
        }


def shown(value: Decimal) -> str:
    """A computed number with two decimals at most."""
    return angka(value.quantize(Decimal("0.01")))


def initial(stored: Trajectory | None, revision: int, *, counted: bool = False) -> dict[str, Any]:
    """What the form shows at first; quantities of reports add up through the year."""
    if stored is None:
        shape = Shape.CUMULATIVE if counted else Shape.LEVEL
        return {"shape": shape.value, "revision": revision}
    points = {f"m{month}": value for month, value in stored.by_month.items()}
    return {"shape": stored.shape, "note": stored.note, "revision": revision} | points


@page
def key_trajectory(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Agree on the targets of the months of a year."""
    indicator = managed_indicator(request, indicator_id)
    year = year_of(request)
    stored = Trajectory.objects.filter(key_indicator=indicator, year=year).first()
    path = key_paths([indicator], year).get(indicator.pk)
    form = TrajectoryForm(
        request.POST or None,
        row=indicator,
        months=range(1, MONTHS + 1),
        line=path,
        initial=initial(stored, indicator.revision),
    )
    if done(
        form,
        lambda: set_key_trajectory(
            indicator=indicator,
            year=year,
            by=request.person,
            on=timezone.localdate(),
            **form.values(),
        ),
    ):
        messages.success(request, f"Target per bulan {year} disimpan.")
        return redirect("key_indicator_show", indicator.pk)
    context = {
        "form": form,
        "indicator": indicator,
        "year": year,
        "target": indicator.targets.filter(year=year).first(),
        "path": path,
        "newer": form.newer,
        "chart": path_chart(path, values_by_month(indicator, year), f"Target dan nilai {year}"),
    }
    return render(request, "planning/trajectory/key.html", context, status=status(form))


@page
def trajectory(request: PageRequest, indicator_id: int) -> HttpResponse:
    """The months of a measure of a plan: read by those who see the plan, set in one's own draft."""
    visible = Indicator.objects.filter(result__plan__in=Plan.objects.visible_to(request.person))
    indicator = get_object_or_404(visible.select_related("result__plan__person"), pk=indicator_id)
    plan = indicator.result.plan
    editable = may_edit(request.person, plan)
    if request.method == "POST" and not editable:
        raise PermissionDenied
    path = plan_paths([indicator]).get(indicator.pk)
    stored = Trajectory.objects.filter(indicator=indicator).first()
    form = TrajectoryForm(
        request.POST or None,
        row=indicator,
        months=range(plan.starts_on.month, plan.ends_on.month + 1),
        line=path,
        initial=initial(stored, indicator.revision, counted=indicator.counts_reports),
    )
    if done(form, lambda: set_trajectory(indicator=indicator, by=request.person, **form.values())):
        messages.success(request, "Target per bulan disimpan.")
        return redirect("plan_show", plan.pk)
    values = counted_by_month(indicator, plan.year) if indicator.counts_reports else {}
    context = {
        "form": form,
        "indicator": indicator,
        "plan": plan,
        "editable": editable and indicator.target_min is not None,
        "path": path,
        "stored": stored,
        "newer": form.newer,
        "chart": path_chart(path, values, f"Target dan nilai {plan.year}"),
    }
    return render(request, "planning/trajectory/plan.html", context, status=status(form))
