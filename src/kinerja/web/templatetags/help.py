"""Help beside the thing: the link of a page to its part of a guide."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from kinerja.web.help.beside import beside

register = template.Library()


@register.simple_tag(takes_context=True)
def help_url(context: Context) -> str:
    """{% help_url as url %} – empty where no guide explains this page."""
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    found = beside(match.url_name or "") if match else None
    if found is None:
        return ""
    guide, anchor = found
    return reverse("help_guide", args=[guide]) + (f"#{anchor}" if anchor else "")
