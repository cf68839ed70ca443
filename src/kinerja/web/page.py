"""A page: who asks, in which time zone, and what a refusal looks like.

`@page` asks for a signed-in person; `@public_page` is for the few pages without sign-in. Both
leave their mark on the view, so that `routes()` can tell how each address of the site is guarded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseNotAllowed
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
from kinerja.web.above import lead_up, looks_for_a_page
from kinerja.web.account import lacks_second_factor, lead_to_second_factor
from kinerja.web.errors import (
    came_from,
    no_agency,
    not_a_page,
    refused,
    sign_in_first,
    wants_json,
)
from kinerja.web.layout import Layout

Arguments = ParamSpec("Arguments")


class PublicRequest(HttpRequest):
    """A request of anybody."""

    htmx: HtmxDetails
    agency: Agency
    layout: Layout


class PageRequest(PublicRequest):
    """A request of a signed-in person."""

    person: Person
    account: Account


View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
PageView = Callable[Concatenate[PageRequest, Arguments], HttpResponseBase]
PublicView = Callable[Concatenate[PublicRequest, Arguments], HttpResponseBase]
GUARD = "kinerja_guard"  # the mark on a view: "person", "account", "public", or "token" (api)


def page(view: PageView[Arguments]) -> View[Arguments]:
    """A page for a signed-in person, in the time zone of the agency.

    A `Refusal` that the view does not show itself becomes a page with its words: status 409, or
    403 when it is `Forbidden`.
    """
    return _signed_in(view, "person")


def account_page(view: PageView[Arguments]) -> View[Arguments]:
    """A page about one's own account: opens before the second factor that the policy asks for."""
    return _signed_in(view, "account")


def public_page(view: PublicView[Arguments]) -> View[Arguments]:
    """A page that needs no sign-in, in the time zone of the agency."""

    def guarded(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        asked = cast(PublicRequest, request)
        return _answer(asked, lambda: view(asked, *args, **kwargs))

    return open_to_all(update_wrapper(guarded, view))


def open_to_all(view: View[Arguments]) -> View[Arguments]:
    """The mark alone, for what must answer without an agency, or even without a database."""
    setattr(view, GUARD, "public")
    return view


def _signed_in(view: PageView[Arguments], guard: str) -> View[Arguments]:
    def guarded(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        asked = cast(PageRequest, request)
        if not request.user.is_authenticated:
            return _sign_in_first(asked)
        asked.account = request.user
        asked.person = asked.account.person
        if guard == "person" and lacks_second_factor(asked.account):
            response = _answer(asked, lambda: _with_factor(view, asked, *args, **kwargs))
        else:
            response = _answer(asked, lambda: view(asked, *args, **kwargs))
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"  # office PCs are shared
        return response

    setattr(guarded, GUARD, guard)
    return update_wrapper(guarded, view)


def _with_factor(
    view: PageView[Arguments],
    request: PageRequest,
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> HttpResponseBase:
    """The view for those who decide nothing; others are led to a second factor first."""
    if request.layout.decides:
        return lead_to_second_factor(request)
    return view(request, *args, **kwargs)


def _sign_in_first(request: PageRequest) -> HttpResponseBase:
    """To the sign-in page and back here; a part asked for by htmx takes the whole page there.

    What was sent leads back to the page with its button, since many such addresses open no page.
    A script that asked for JSON is told with status 401.
    """
    if wants_json(request):
        return sign_in_first(request)
    sent = request.method == "POST"
    if sent:
        messages.warning(request, "Sesi Anda sudah berakhir. Masuk, lalu kirim sekali lagi.")
    if request.htmx:
        page = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(page).url)
    back = (came_from(request) if sent else "") or request.get_full_path()
    return redirect_to_login(back)


def _answer(request: PublicRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The view's answer in the agency's time zone; a refusal becomes a page, and an address that
    only takes forms leads a browser to the page above it."""
    try:
        request.agency = the_agency()
    except Agency.DoesNotExist:
        return no_agency(request)
    request.layout = Layout(request)
    with timezone.override(request.agency.zone):
        try:
            response = view()
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()  # here, while the zone of the agency is set
        except Refusal as refusal:
            return refused(request, refusal)
        if isinstance(response, HttpResponseNotAllowed):
            if looks_for_a_page(request):
                return lead_up(request)
            return not_a_page(request, response.headers["Allow"])
    return response


@dataclass(frozen=True)
class Route:
    """One address of the site."""

    name: str  # as in `{% url %}`
    pattern: str  # tugas/<int:report_id>/
    guard: str  # "person", "account", "public", "token", or "": the view carries no mark


def routes() -> Iterator[Route]:
    """Every address of the site and how it is guarded; the access matrix walks them."""
    yield from _routes(get_resolver().url_patterns, "", "")


def _routes(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern.url_patterns, where, inner)
        else:
            name = f"{space}{pattern.name or ''}"
            yield Route(name, where, getattr(pattern.callback, GUARD, ""))
