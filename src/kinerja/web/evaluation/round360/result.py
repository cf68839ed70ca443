"""Results of rounds: one's own and those of one's people."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.evaluation.round360.release import Result360
from kinerja.web.evaluation.round360.shown import shown360
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 30


@page
def results(request: PageRequest) -> HttpResponse:
    """One's own results and those of one's people, newest first."""
    rows = Result360.objects.visible_to(request.person, timezone.localdate())
    found = rows.select_related("subject__person", "subject__round__period")
    context = {"page": keyset(request, found.order_by(), SHOWN), "person": request.person}
    return render(request, "evaluation/round360/results.html", context)


@page
def result(request: PageRequest, subject_id: int) -> HttpResponse:
    """What a round told about one person."""
    rows = Result360.objects.visible_to(request.person, timezone.localdate())
    found = rows.select_related("subject__person", "subject__round__period")
    row = get_object_or_404(found, pk=subject_id)
    context = {
        "subject": row.subject.person,
        "round": row.subject.round,
        "own": row.subject.person_id == request.person.pk,
        "shown": shown360(row.told),
    }
    return render(request, "evaluation/round360/result.html", context)
