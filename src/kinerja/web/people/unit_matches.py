"""What a search for a unit finds while it is typed (`web.unit_field`)."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kinerja.people.unit import Unit
from kinerja.web.page import PageRequest, page
from kinerja.web.unit_field import TYPED, matches

FIELD = re.compile(r"[a-z0-9_-]{1,60}")  # a name that a form of ours may have


@page
@require_safe
def unit_matches(request: PageRequest) -> HttpResponse:
    """Open units with these words, to mark one of them in the field that asked.

    Names of units are no secret inside the agency; whether one may be chosen, the form says.
    """
    asked = request.GET.get("kolom", "")
    name = asked if FIELD.fullmatch(asked) else "unit"
    words = request.GET.get(name + TYPED, "")
    found, more = matches(Unit.objects.open(), words)
    context = {"name": name, "found": found, "more": more, "searched": bool(words.strip())}
    return render(request, "components/unit_matches.html", context)
