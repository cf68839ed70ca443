"""One's own audit trail: every event about oneself in plain words, with the state of its seal."""

from django.http import HttpResponse
from django.shortcuts import render

from kinerja.records.event import Event
from kinerja.records.trail import seals_of
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.people.trail_words import GROUPS, SENTENCES

SHOWN = 15


@page
def trail(request: PageRequest) -> HttpResponse:
    """What was done about oneself, by whom, when, on whose behalf and why; newest first.

    Left out is what its reader may not see elsewhere either (`trail_words.HIDDEN`).
    """
    asked = request.GET.get("tentang", "")
    group = next((one for one in GROUPS if one.code == asked), None)
    events = Event.objects.filter(
        person=request.person, name__in=group.names if group else SENTENCES
    ).select_related("by", "on_behalf_of")
    found = keyset(request, events, SHOWN)
    seals = seals_of(found.rows)
    context = {
        "page": found,
        "lines": [
            {"event": one, "what": SENTENCES[one.name], "seal": seals[one.pk]} for one in found
        ],
        "broken": [one for one in found if not seals[one.pk].holds],
        "tabs": [
            Tab("Semua", "?", group is None),
            *(Tab(one.label, f"?tentang={one.code}", one == group) for one in GROUPS),
        ],
    }
    return render(request, "people/trail.html", context)
