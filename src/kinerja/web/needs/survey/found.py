"""Which survey a page is about, and the tabs that its pages share."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from kinerja.needs.survey.scope import may_build, may_read_texts
from kinerja.needs.survey.survey import Survey
from kinerja.web.page import PageRequest
from kinerja.web.parts import Tab


def built(request: PageRequest, survey_id: int) -> Survey:
    """One that this person builds; else it is not there."""
    rows = Survey.objects.built_by(request.person, timezone.localdate()).select_related("unit")
    return get_object_or_404(rows, pk=survey_id)


def readable(request: PageRequest, survey_id: int) -> Survey:
    """One whose results this person may read."""
    rows = Survey.objects.visible_to(request.person, timezone.localdate()).select_related("unit")
    return get_object_or_404(rows, pk=survey_id)


def with_words(request: PageRequest, survey_id: int) -> Survey:
    """One whose free texts this person may read."""
    survey = readable(request, survey_id)
    if not may_read_texts(request.person, survey.unit, timezone.localdate()):
        raise Http404
    return survey


def survey_tabs(request: PageRequest, survey: Survey, current: str) -> list[Tab]:
    today = timezone.localdate()
    names = []
    if may_build(request.person, survey.unit, today):
        names = [("survey", "Ringkasan"), ("survey_build", "Isi"), ("survey_links", "Tautan")]
    if survey.opened_on is not None:
        names.append(("survey_results", "Hasil"))
        if may_build(request.person, survey.unit, today):
            names.append(("survey_screening", "Saringan"))
        if may_read_texts(request.person, survey.unit, today):
            names.append(("survey_texts", "Kata-kata"))
    return [
        Tab(label, reverse(name, args=[survey.pk]), current=name == current)
        for name, label in names
    ]
