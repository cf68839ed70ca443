"""Reports that were noted because the leader stayed silent: they may still be checked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.web.page import PageRequest, page
from kinerja.web.work.facts import with_facts
from kinerja.web.work.paging import by_day
from kinerja.work.unanswered import unchecked_of


@page
def queue_unchecked(request: PageRequest) -> HttpResponse:
    """Newest work first; each opens with the form for an answer."""
    reports = unchecked_of(request.person, timezone.localdate())
    shown = by_day(request, reports.select_related("person", "result", "indicator"))
    with_facts(shown, request.agency)
    context = {"page": shown, "days": request.agency.answer_days}
    return render(request, "work/unchecked.html", context)
