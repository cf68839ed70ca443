"""The bulk remedy of a period: remind everybody with one cause."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.evaluation.missing import Cause
from kinerja.evaluation.reminder import remind_missing
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.evaluation.period import kept_period
from kinerja.web.page import PageRequest, page


@page
@require_POST
def remind(request: PageRequest, code: str) -> HttpResponse:
    """Tell all who can do away with one cause, then back to the page of the period."""
    period = kept_period(request.person, code)
    try:
        cause = Cause(request.POST.get("sebab", ""))
    except ValueError:
        raise Http404 from None
    try:
        told = remind_missing(
            period=period, cause=cause, by=request.person, on=timezone.localdate()
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{told} orang mendapat pengingat di kotak masuknya.")
    return redirect("period_show", period.code)
