"""Help beside the thing: the link of a page to its part of a guide."""

from itertools import chain

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from kinerja.web.above import names_above
from kinerja.web.help.beside import beside

register = template.Library()


@register.simple_tag(takes_context=True)
def help_url(context: Context) -> str:
    """{% help_url as url %} – empty where no guide explains this page.

    A page without a row of its own has the help of the nearest page above it.
    """
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None:
        return ""
    names = chain([match.url_name or ""], (name for _, name in names_above(request.path_info)))
    found = next(filter(None, map(beside, names)), None)
    if found is None:
        return ""
    guide, anchor = found
    return reverse("help_guide", args=[guide]) + (f"#{anchor}" if anchor else "")
