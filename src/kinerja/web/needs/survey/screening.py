"""The report of bursts and outliers, and the decision about the hours of a day at one link."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from kinerja.needs.survey.screening import (
    HourDecision,
    decide_hours,
    door_reports,
    tally,
    unusual_days,
)
from kinerja.needs.survey.survey import Survey
from kinerja.rules.survey_screening import (
    ADDRESS_DAY,
    ADDRESS_HOUR,
    LEAST_REFERENCE,
    RHYTHM,
    Verdict,
)
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.needs.survey.found import built, survey_tabs
from kinerja.web.page import PageRequest, page


class DecisionForm(Form):
    """All hours of one day at one link, with a reason."""

    batch = forms.ChoiceField(label="Hari dan tautan")
    counted = forms.ChoiceField(
        label="Keputusan",
        choices=[("1", "Hitung jawabannya"), ("0", "Sisihkan jawabannya")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Misalnya “Hari vaksinasi massal, ramai wajar”."
    )

    def __init__(self, *args: Any, batches: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["batch"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Pilih"), *batches]


@page
def survey_screening(request: PageRequest, survey_id: int) -> HttpResponse:
    """How many count and why the others do not; days that stand out; a decision about one."""
    survey = built(request, survey_id)
    zone = request.agency.zone
    days = unusual_days(survey, zone)
    batches = [
        (
            f"{one.door.pk}.{one.day.isoformat()}",
            f"{one.day:%d-%m-%Y}, {one.door.name}: {one.answers} jawaban",
        )
        for one in days
    ]
    form = DecisionForm(request.POST or None, batches=batches)
    if done(form, lambda: _decide(request, survey, form.cleaned_data)):
        messages.success(request, "Keputusan tercatat, jawaban disaring ulang.")
        return redirect("survey_screening", survey.pk)
    said = tally(survey)
    context = {
        "survey": survey,
        "tabs": survey_tabs(request, survey, "survey_screening"),
        "days": days,
        "doors": door_reports(survey),
        "counts": [(one, said[one.value]) for one in Verdict if said.get(one.value)],
        "waiting": said.get("", 0),
        "decisions": HourDecision.objects.filter(door__survey=survey)
        .select_related("by", "door")
        .order_by("-at", "-hour")[:50],
        "form": form if days else None,
        "rule": {
            "hour": ADDRESS_HOUR,
            "day": ADDRESS_DAY,
            "rhythm": RHYTHM,
            "reference": LEAST_REFERENCE,
        },
    }
    return render(request, "needs/survey/screening.html", context, status=status(form))


def _decide(request: PageRequest, survey: Survey, said: dict[str, Any]) -> None:
    number, _, text = said["batch"].partition(".")
    door, day = row_in(survey.doors.all(), number), parse_date(text)
    if door is None or day is None:
        raise Http404
    zone = request.agency.zone
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = start.replace(hour=23)
    hours = survey.answers.filter(door=door, hour__range=(start, end)).order_by()
    decide_hours(
        door=door,
        hours=[*hours.values_list("hour", flat=True).distinct()],
        counted=said["counted"] == "1",
        reason=said["reason"],
        by=request.person,
        at=timezone.localtime(),
    )
