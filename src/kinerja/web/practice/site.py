"""What only the practice site has: no page before it is filled, a mark on every download, and
others who answer at once."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from kinerja.adoption.practice.counterpart import let_others_answer
from kinerja.adoption.practice.state import state
from kinerja.adoption.practice.trainee import Trainee
from kinerja.people.agency import the_agency

Answer = Callable[[HttpRequest], HttpResponseBase]
AGAIN_SECONDS = 5
ALWAYS = "/static/"
NAME = 'filename="'


class PracticeSite:
    """Middleware, outside of sessions: while the site is being filled each address says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ALWAYS) and state()[1] is None:
            request.user = AnonymousUser()
            response: HttpResponseBase = render(request, "practice/preparing.html", status=503)
            response["Retry-After"] = response["Refresh"] = str(AGAIN_SECONDS)
            response["Cache-Control"] = "no-store"
            return response
        response = self.get_response(request)
        response["X-Robots-Tag"] = "noindex"
        said = response.get("Content-Disposition", "")
        if NAME in said:
            response["Content-Disposition"] = said.replace(NAME, f"{NAME}LATIHAN-", 1)
        return response


class Counterparts:
    """Middleware, inside: after each act of a visitor the made-up others answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        account = getattr(request, "user", None)
        if request.method == "POST" and account is not None and account.is_authenticated:
            trainee = Trainee.objects.filter(person=account.person_id).first()
            if trainee is not None:
                now = timezone.now()
                today = timezone.localdate(now, the_agency().zone)
                let_others_answer(trainee=trainee, at=now, on=today)
        return response
