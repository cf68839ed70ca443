"""Words about goals and their indicators."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kinerja.planning.goal_progress import Progress, Standing, Warning
from kinerja.planning.key_indicator import KeyValue
from kinerja.planning.target_summary import TargetSummary
from kinerja.web.indonesian import angka
from kinerja.web.planning import progress as words
from kinerja.web.templatetags.components import badge, show
from kinerja.web.tree_drawing import Drawing

register = template.Library()
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])", re.IGNORECASE)


@register.filter
def target_words(summary: TargetSummary) -> str:
    """How many are reached, and what became of the others.

    >>> target_words(TargetSummary(2026, 4, 2, 5, 1, ()))
    '4 dari 12; 5 berjalan, 2 tertinggal, 1 belum diukur'
    """
    rest = (
        (summary.running, "berjalan"),
        (summary.behind, "tertinggal"),
        (summary.unmeasured, "belum diukur"),
    )
    others = ", ".join(f"{angka(number)} {word}" for number, word in rest if number)
    reached = f"{angka(summary.reached)} dari {angka(summary.total)}"
    return f"{reached}; {others}" if others else reached


@register.filter
def source(text: str) -> SafeString:
    """Where something was found; an address becomes a link that shows its host alone.

    >>> source("LKjIP, https://sumbar.antaranews.com/berita/12")
    'LKjIP, <a href="https://sumbar.antaranews.com/berita/12" rel="noreferrer">\
sumbar.antaranews.com</a>'
    """
    parts = _ADDRESS.split(text)
    return format_html_join("", "{}", ((_shown(part, n % 2 == 1),) for n, part in enumerate(parts)))


@register.filter
def capaian(value: Decimal | None) -> str:
    """A computed per cent: 87,5%, or that there is none."""
    return words.percent(value)


@register.filter
def basis(progress: Progress) -> str:
    """From how much of the whole it was computed."""
    return words.basis_words(progress)


@register.filter
def faults(progress: Progress) -> str:
    """What is wrong with the weights below a goal."""
    return words.fault_words(progress.below)


@register.filter
def gap(standing: Standing) -> str:
    """Kurang 0,52 poin dari target."""
    return words.gap_words(standing)


@register.filter
def lag(standing: Standing) -> str:
    """Tertinggal 2 poin dari target bulan itu."""
    return words.lag_words(standing)


@register.simple_tag
def warned(warning: Warning, count: int | None = None) -> SafeString:
    """A warning with its sign and word, and how often."""
    said = warning.label if count is None else f"{warning.label}: {count}"
    tone = "" if warning is Warning.NO_VALUE else "heed"
    return badge(said, tone, words.warning_icon(warning))


@register.simple_tag
def provenance(value: KeyValue, old: bool = False) -> SafeString:
    """{% provenance standing.measured.last standing.old %} – where a figure came from, from whom or
    which source, when, and whether the next one is overdue."""
    return show(
        "provenance",
        source=source(value.source),
        where=getattr(value, "provenance", None),
        how=HOW[KeyValue.Origin(value.origin)],
        who=value.recorded_by.name if value.recorded_by else "",
        when=value.recorded_at,
        file=value.file_name,
        old=old,
    )


HOW = {
    KeyValue.Origin.HAND: "dicatat",
    KeyValue.Origin.FILE: "dibaca dari berkas",
    KeyValue.Origin.SYSTEM: "diambil sistem",
}


@register.simple_tag
def tree_drawing(drawing: Drawing) -> SafeString:
    """{% tree_drawing drawing %} – a tree from `web.tree_drawing`."""
    return show("tree_drawing", drawing=drawing)


def _shown(part: str, is_address: bool) -> str:
    try:
        host = urlsplit(part).hostname if is_address else None
    except ValueError:  # brackets that are no address
        host = None
    return format_html('<a href="{}" rel="noreferrer">{}</a>', part, host) if host else part
