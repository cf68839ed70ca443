"""A page: who asks, in which time zone, and what a refusal looks like.

`@page` asks for a signed-in person; `@public_page` is for the few pages without sign-in. Both
leave their mark on the view, so that `routes()` can tell how each address of the site is guarded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from kinerja.people.account import Account
from kinerja.people.agency import Agency, the_agency
from kinerja.people.person import Person
from kinerja.rules.refusal import Refusal
from kinerja.web.errors import no_agency, refused

Arguments = ParamSpec("Arguments")


class PublicRequest(HttpRequest):
    """A request of anybody."""

    htmx: HtmxDetails
    agency: Agency


class PageRequest(PublicRequest):
    """A request of a signed-in person."""

    person: Person
    account: Account


View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
GUARD = "kinerja_guard"  # the mark on a view: "person" or "public"


def page(view: Callable[Concatenate[PageRequest, Arguments], HttpResponseBase]) -> View[Arguments]:
    """A page for a signed-in person, in the time zone of the agency.

    A `Refusal` that the view does not show itself becomes a page with its words, status 409.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        asked = cast(PageRequest, request)
        if not request.user.is_authenticated:
            login = redirect_to_login(request.get_full_path())
            return HttpResponseClientRedirect(login.url) if asked.htmx else login
        asked.account = cast(Account, request.user)
        asked.person = asked.account.person
        return _answer(view, asked, *args, **kwargs)

    setattr(guarded, GUARD, "person")
    return guarded


def public_page(
    view: Callable[Concatenate[PublicRequest, Arguments], HttpResponseBase],
) -> View[Arguments]:
    """A page that needs no sign-in: sign-in itself, health for monitors."""

    @wraps(view)
    def guarded(
        request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        return _answer(view, cast(PublicRequest, request), *args, **kwargs)

    setattr(guarded, GUARD, "public")
    return guarded


def _answer(
    view: Callable[..., HttpResponseBase], request: PublicRequest, *args: object, **kwargs: object
) -> HttpResponseBase:
    try:
        request.agency = the_agency()
    except Agency.DoesNotExist:
        return no_agency(request)
    with timezone.override(request.agency.zone):
        try:
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()  # here, while the zone of the agency is set
        except Refusal as refusal:
            return refused(request, refusal)
    return response


@dataclass(frozen=True)
class Route:
    """One address of the site."""

    name: str  # as in `{% url %}`
    pattern: str  # tugas/<int:report_id>/
    guard: str  # "person", "public", or "" for a view that carries no mark


def routes() -> Iterator[Route]:
    """Every address of the site and how it is guarded; the access matrix walks them."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, where)
        else:
            yield Route(pattern.name or "", where, getattr(pattern.callback, GUARD, ""))
