"""Where one is signed in, and signing out there."""

import re

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kinerja.records.event import record
from kinerja.web.asked import number_in
from kinerja.web.page import PageRequest, account_page

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"} | {
    name: name for name in ("Firefox", "Chrome", "Safari")
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """What a person would call it: Chrome di Android. Only for display, easily faked.

    >>> browser_name("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/126 Safari/537")
    'Chrome di Android'
    """
    browser = next((name for key, name in BROWSERS.items() if re.search(key, user_agent)), "")
    system = next((name for key, name in SYSTEMS.items() if re.search(key, user_agent)), "")
    return " di ".join(part for part in (browser or "Peramban", system) if part)


@account_page
def sessions(request: PageRequest) -> HttpResponse:
    """All places where this account is signed in; POST ends one (`session`) or all others."""
    mine = UserSession.objects.filter(user=request.account)
    if request.method == "POST":
        others = mine.exclude(session_key=request.session.session_key)
        if chosen := request.POST.get("session", ""):
            others = others.filter(pk=number_in(chosen) or 0)
        with transaction.atomic():
            ended = [session.end() for session in others]
            if ended:
                record(
                    "account.sessions_ended",
                    about=request.account,
                    person=request.person,
                    by=request.person,
                    data={"count": len(ended)},
                )
        messages.success(request, f"{len(ended)} sesi dikeluarkan.")
        return redirect("usersessions_list")
    listed = [
        {
            "pk": session.pk,
            "browser": browser_name(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
            "current": session.session_key == request.session.session_key,
        }
        for session in sorted(
            UserSession.objects.purge_and_list(request.account),
            key=lambda one: one.created_at,
            reverse=True,
        )
    ]
    return render(request, "usersessions/usersession_list.html", {"sessions": listed})
