"""The pages above an address: /gagasan/8/ and /gagasan/ above /gagasan/8/komentar/."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, get_script_prefix, resolve


def names_above(path: str) -> Iterator[tuple[str, str]]:
    """Address and name of each page above, the nearest first; the home page is above none."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if path == "/":
            return
        try:
            yield path, resolve(path).url_name or ""
        except Resolver404:
            continue


def lead_up(request: HttpRequest) -> HttpResponse:
    """To the nearest page above an address that takes only what a form sends.

    A browser asks for such an address when a page is loaded anew after a fault in its form, and
    after somebody had to sign in on sending it. An address above that takes only forms too leads
    further up.
    """
    above = next((path for path, _ in names_above(request.path_info)), "/")
    return redirect(get_script_prefix().rstrip("/") + above)


def looks_for_a_page(request: HttpRequest) -> bool:
    """A browser that opens an address; programs and parts of pages are told 405."""
    wants = "text/html" in request.headers.get("Accept", "")
    return request.method == "GET" and wants and "HX-Request" not in request.headers
