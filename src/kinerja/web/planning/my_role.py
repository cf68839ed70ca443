"""Everybody's role on one page, confirmed as understood; the leader sees who has."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.supervision import reports_of
from kinerja.planning.role import role_of, roles_of
from kinerja.planning.role_confirmation import confirm_role, last_confirmations
from kinerja.rules.refusal import Refusal
from kinerja.web.attempt import refusal_of
from kinerja.web.page import PageRequest, page


@page
def role(request: PageRequest) -> HttpResponse:
    """One's own role."""
    return _show(request)


def _show(request: PageRequest, refusal: Refusal | None = None) -> HttpResponse:
    person, today = request.person, timezone.localdate()
    view = role_of(person, today)
    last = last_confirmations([person]).get(person.pk)
    context = {
        "role": view.shown,
        "digest": view.digest,
        "last": last,
        "confirmed": last is not None and last.digest == view.digest,
        "leads": request.layout.leads,
        "refusal": refusal,
    }
    return render(request, "planning/role/show.html", context, status=409 if refusal else 200)


@page
@require_POST
def confirm(request: PageRequest) -> HttpResponse:
    """Saya paham."""
    today, digest = timezone.localdate(), request.POST.get("digest", "")
    if refusal := refusal_of(lambda: confirm_role(by=request.person, on=today, digest=digest)):
        return _show(request, refusal)
    messages.success(request, "Terima kasih. Konfirmasi Anda tersimpan.")
    return redirect("role")


@page
def team(request: PageRequest) -> HttpResponse:
    """Who of one's staff has confirmed what is expected now."""
    today = timezone.localdate()
    people = list(reports_of(request.person, today).order_by("name"))
    views, last = roles_of(people, today), last_confirmations(people)
    rows = [
        {
            "person": one,
            "last": last.get(one.pk),
            "confirmed": one.pk in last and last[one.pk].digest == views[one.pk].digest,
        }
        for one in people
    ]
    done = sum(1 for row in rows if row["confirmed"])
    context = {"rows": rows, "done": done, "total": len(rows)}
    return render(request, "planning/role/team.html", context)
