"""Badges of daily work."""

from django import template
from django.utils.safestring import SafeString

from kinerja.planning.plan import Plan
from kinerja.web.templatetags.components import badge
from kinerja.web.work.report_state import PLAN_STATES, STATES
from kinerja.work.report import Report

register = template.Library()


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
