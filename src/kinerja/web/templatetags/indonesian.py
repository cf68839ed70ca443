"""Dates, numbers and money as Indonesians write them."""

from django import template

register = template.Library()
