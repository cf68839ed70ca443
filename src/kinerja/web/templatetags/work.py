"""Badges and days of daily work."""

from datetime import date

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from kinerja.planning.plan import Plan
from kinerja.web.indonesian import angka, tanggal
from kinerja.web.templatetags.components import badge
from kinerja.web.work.report_state import PLAN_STATES, STATES
from kinerja.work.report import Report

register = template.Library()
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@register.filter
def hari(value: date) -> str:
    """A day with its name.

    >>> hari(date(2026, 10, 12))
    'Senin, 12 Oktober 2026'
    """
    return f"{DAYS[value.weekday()]}, {tanggal(value)}"


@register.simple_tag
def report_badge(report: Report) -> SafeString:
    """{% report_badge report %} – the state of a report."""
    tone, icon = STATES[Report.State(report.state)]
    return badge(report.get_state_display(), tone, icon)


@register.simple_tag
def plan_badge(state: str) -> SafeString:
    """{% plan_badge member.plan_state %} – the state of a plan, or that there is none."""
    if not state:
        return badge("Belum ada SKP", "heed")
    tone, icon = PLAN_STATES[Plan.State(state)]
    return badge(f"SKP {Plan.State(state).label.lower()}", tone, icon)


@register.simple_tag
def report_line(report: Report, note: str = "") -> SafeString:
    """{% report_line report %} in `lines`: the words, the day, the plan item, the state.

    A `note` of the leader stands under the words.
    """
    facts = [tanggal(report.done_on), quantity(report), report.result and report.result.title]
    context = {
        "href": reverse("report_detail", args=[report.pk]),
        "words": Truncator(report.text).chars(90),
        "note": Truncator(note).chars(160),
        "badge": report_badge(report),
        "facts": " · ".join(str(fact) for fact in facts if fact),
    }
    return render_to_string("work/report_line.html", context)


@register.filter
def quantity(report: Report) -> str:
    """12 pemeriksaan; empty where nothing is counted."""
    if report.quantity is None or report.indicator is None:
        return ""
    return f"{angka(report.quantity)} {report.indicator.unit_of_measure}".strip()


@register.filter
def waiting(number: int) -> str:
    """3 laporan menunggu."""
    return f"{number} laporan menunggu"


@register.filter
def short_waiting(number: int) -> str:
    """3 menunggu."""
    return f"{number} menunggu"
