"""The organisation as a tree, and the page of one unit on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.people.access import may_manage_people
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.web.attempt import status
from kinerja.web.page import PageRequest, page
from kinerja.web.people.day import asked_day
from kinerja.web.people.gate import reads_records
from kinerja.web.people.tree import HEAD_ORDER, tree

NAMED = 5  # holders of one post that a unit's page names


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a post."""

    row: Assignment
    opens: bool  # whether the viewer may open the page of that person


@dataclass(frozen=True)
class Seat:
    """A post of the unit and who holds it."""

    post: Position
    holders: list[Holder]  # those that the viewer may know by name
    count: int  # all of them

    @property
    def others(self) -> int:
        return self.count - len(self.holders)


@page
def units(request: PageRequest) -> HttpResponse:
    """The whole organisation, as deep as a page can carry."""
    branches = tree(Unit.objects.all(), None, timezone.localdate())
    context = {"branches": branches, "manages": may_manage_people(request.person)}
    return render(request, "people/unit/tree.html", context)


@page
def show_unit(request: PageRequest, unit_id: int) -> HttpResponse:
    """One unit: who leads it, its posts, what stands below it, its other names."""
    unit = get_object_or_404(Unit, pk=unit_id)
    form, day = asked_day(request)
    posts = unit.positions.order_by("-leads", "title")
    held = _held(posts, day)
    seats = _seats(request, posts, held)
    context = {
        "unit": unit,
        "above": Unit.objects.above(unit).exclude(pk=unit.pk),
        "day_form": form,
        "day": day,
        "is_today": day == timezone.localdate(),
        "head": next((seat for seat in seats if seat.post.leads), None),
        "seats": seats,
        "people": len({row.person_id for rows in held.values() for row in rows}),
        "branches": tree(Unit.objects.all(), unit, day),
        "names": unit.names.order_by("-confirmed", "name"),
        "manages": may_manage_people(request.person),
        "lists": reads_records(request),  # the list of people is not empty for the viewer
    }
    return render(request, "people/unit/show.html", context, status=status(form))


def _held(posts: QuerySet[Position], day: date) -> dict[int, list[Assignment]]:
    """The holders of each post by name, also of those acted for, by id of the post."""
    rows = Assignment.objects.on(day).filter(position__in=posts).select_related("person")
    held: dict[int, list[Assignment]] = {}
    for row in rows.order_by("person__name", "pk"):
        held.setdefault(row.position_id, []).append(row)
    return held


def _seats(
    request: PageRequest, posts: QuerySet[Position], held: dict[int, list[Assignment]]
) -> list[Seat]:
    """Posts with their holders. Heads are known to all; others to those who may see them."""
    ids = {row.person_id for rows_of in held.values() for row in rows_of}
    seen = set(
        Person.objects.visible_to(request.person).filter(pk__in=ids).values_list("pk", flat=True)
    )
    seats = []
    for post in posts:
        here = held.get(post.pk, [])
        if post.leads:
            here.sort(key=_head_first)
        known = [row for row in here if post.leads or row.person_id in seen]
        holders = [Holder(row, row.person_id in seen) for row in known[:NAMED]]
        seats.append(Seat(post, holders, len(here)))
    return seats


def _head_first(row: Assignment) -> int:
    kind = Assignment.Kind(row.kind)
    return HEAD_ORDER.index(kind) if kind in HEAD_ORDER else len(HEAD_ORDER)
