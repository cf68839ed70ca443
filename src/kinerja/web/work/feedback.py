"""The feedback that one received."""

from django.http import HttpResponse
from django.shortcuts import render

from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.work.feedback import Feedback


@page
def feedback_list(request: PageRequest) -> HttpResponse:
    """Everything that was said to this person, newest first."""
    received = Feedback.objects.filter(receiver=request.person)
    rows = received.select_related("giver", "report", "result")
    return render(request, "work/feedback_list.html", {"page": keyset(request, rows)})
