"""The band of practice mode, also on pages that know no request (errors)."""

from django import template
from django.template import Context

from kinerja.web.practice.band import Band, band_of

register = template.Library()


@register.simple_tag(takes_context=True)
def practice_band(context: Context) -> Band | None:
    """{% practice_band as practice %} – None on the real site."""
    return band_of(context.get("request"))
