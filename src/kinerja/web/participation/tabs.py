"""The two views of taking part, as one row of links; what several pages of it share."""

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from kinerja.participation.idea import Idea, IdeaQuerySet
from kinerja.participation.space import Space
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.tenure import Assignment
from kinerja.rules.space import SpacePhase, next_phase
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest
from kinerja.web.parts import Phase, Tab

ONE_DAY = timedelta(days=1)
PAGES = (("Gagasan", "ideas"), ("Ruang gagasan", "spaces"))
TONES = {  # how a state of an idea looks
    "draft": ("", "pencil"),
    "submitted": ("info", "send"),
    "discussed": ("info", "messages-square"),
    "trial": ("heed", "flask-conical"),
    "accepted": ("good", "circle-check"),
    "rejected": ("", "circle-x"),
    "done": ("good", "flag"),
    "withdrawn": ("", "undo-2"),
}


def idea_tabs(current: str) -> list[Tab]:
    return [Tab(label, reverse(name), name == current) for label, name in PAGES]


def phase_of(space: Space) -> Phase:
    """Where the space stands today, for every page of it."""
    today = timezone.localdate()
    now = space.phase(today)
    if space.votes_on(today):
        return Phase("Pemungutan suara", space.vote_until)
    after = next_phase(now)
    ends = getattr(space, f"{after.value}_from", None) if after else None
    name = now.label
    if now == SpacePhase.PLANNED:
        return Phase(f"{name}, dimulai {tanggal(space.collect_from)}")
    return Phase(name, ends - ONE_DAY if ends else None)


def visible_space(request: PageRequest, space_id: int) -> Space:
    rows = Space.objects.visible_to(request.person).select_related("owner", "opened_by", "need")
    return get_object_or_404(rows.select_related("finding"), pk=space_id)


def visible_ideas(request: PageRequest) -> IdeaQuerySet:
    rows = Idea.objects.visible_to(request.person)
    return rows.select_related("author", "owner", "space", "unit")


def visible_idea(request: PageRequest, idea_id: int) -> Idea:
    return get_object_or_404(visible_ideas(request), pk=idea_id)


def heads() -> PersonQuerySet:
    """Those who lead a unit today."""
    seats = Assignment.objects.on(timezone.localdate()).leading()
    return Person.objects.filter(pk__in=seats.order_by().values("person"))


def now_by(request: PageRequest) -> dict[str, Any]:
    """Who acts and when, for the verbs."""
    return {"by": request.person, "at": timezone.now(), "on": timezone.localdate()}
