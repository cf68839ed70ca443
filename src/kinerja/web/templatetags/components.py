"""The components of the design system: one tag and one small template each."""

from django import template

register = template.Library()
