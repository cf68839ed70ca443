"""Closing a period, for the personnel admin: what is rated is signed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.evaluation.closing import sign_rated
from kinerja.evaluation.missing import Cause, count_missing
from kinerja.evaluation.review import Review
from kinerja.web.evaluation.period import kept_period, signed_people
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.page import PageRequest, page

AT_A_TIME = 3_000  # reviews signed in one request: a few seconds


@page
def close(request: PageRequest, code: str) -> HttpResponse:
    """Sign what is rated: the same verb as `kinerja close`, a few thousand reviews at a time."""
    period = kept_period(request.person, code)
    rated = Review.objects.filter(period=period, state=Review.State.RATED)
    if request.method == "POST":
        signed = sign_rated(
            period=period, by=request.person, on=timezone.localdate(), most=AT_A_TIME
        )
        left = rated.count()
        if left:
            messages.warning(request, f"{signed} penilaian disahkan, {left} lagi. Lanjutkan.")
            return redirect("period_close", period.code)
        messages.success(request, f"{signed} penilaian disahkan.")
        return redirect("period_show", period.code)
    counts, signed = count_missing(period), signed_people(period)
    total = signed + sum(counts.values())
    ready = counts.pop(Cause.NOT_SIGNED, 0)
    context = {
        "is_over": timezone.localdate() > period.last_day,
        "period": period,
        "phase": phase_of(period, signed, total),
        "rated": rated.count(),
        "signed": signed,
        "ready": ready,
        "total": total,
        "missing": sum(counts.values()),
        "causes": counts.items(),
        "url": reverse("period_show", args=[period.code]),
    }
    return render(request, "evaluation/period/close.html", context)
