"""Words about goals and their indicators."""

import re
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])", re.IGNORECASE)


@register.filter
def source(text: str) -> SafeString:
    """Where something was found; an address becomes a link that shows its host alone.

    >>> source("LKjIP, https://sumbar.antaranews.com/berita/12")
    'LKjIP, <a href="https://sumbar.antaranews.com/berita/12" rel="noreferrer">\
sumbar.antaranews.com</a>'
    """
    parts = _ADDRESS.split(text)
    return format_html_join("", "{}", ((_shown(part, n % 2 == 1),) for n, part in enumerate(parts)))


def _shown(part: str, is_address: bool) -> str:
    try:
        host = urlsplit(part).hostname if is_address else None
    except ValueError:  # brackets that are no address
        host = None
    return format_html('<a href="{}" rel="noreferrer">{}</a>', part, host) if host else part
