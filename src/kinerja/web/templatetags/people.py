"""What the pages of the register say with a sign: in which way somebody holds a post."""

from django import template
from django.utils.safestring import SafeString

from kinerja.people.tenure import Assignment
from kinerja.web.templatetags.components import badge

register = template.Library()
Kind = Assignment.Kind

KIND_LOOK = {  # word, tone, icon
    Kind.DEFINITIVE: ("Definitif", "good", "circle-check"),
    Kind.PLT: ("Plt", "info", "user-cog"),
    Kind.PLH: ("Plh", "info", "user-cog"),
    Kind.TEAM_LEAD: ("Ketua tim", "info", "users"),
    Kind.TEAM_MEMBER: ("Anggota tim", "", "users"),
    Kind.SECONDMENT: ("Diperbantukan", "info", "arrow-right-left"),
}


@register.simple_tag
def post_badge(kind: str) -> SafeString:
    """{% post_badge assignment.kind %} – Definitif, Plt, Plh, …"""
    return badge(*KIND_LOOK[Kind(kind)])
