"""Choose one post, unit or person among thousands: search by words, then follow a link.

The choice stands in the address of the form that asked (`?jabatan=7`), so it works without
JavaScript, can be reloaded, and "back" undoes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.people.person import PersonQuerySet
from kinerja.people.position import Position, PositionQuerySet
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, UnitQuerySet
from kinerja.web.asked import number_in
from kinerja.web.page import PageRequest
from kinerja.web.people.posts import PREFIX

MOST = 30  # choices on one page
SEARCH = "cari"
ASK = "pilih"  # as a value: "I want to choose"


@dataclass(frozen=True)
class Choice:
    """One line to follow."""

    title: str
    meta: str
    url: str


@dataclass(frozen=True)
class Question:
    """What is chosen: `name` is the parameter of the address that will hold it."""

    name: str
    title: str
    lead: str
    back_url: str
    back: str


def words_of(text: str) -> list[str]:
    """The words to search for: few enough, and none that the database cannot read."""
    return text.replace("\x00", "").split()[:8]


def chosen(request: HttpRequest, name: str) -> int | None:
    """The id that the address names; None for none, and for what is no number."""
    return number_in(request.GET.get(name, ""))


def asks(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name) == ASK


def choose_post(
    request: PageRequest, question: Question, posts: PositionQuerySet, near: Iterable[Unit] = ()
) -> HttpResponse:
    """Posts by title or unit; those of the units `near` come first, before anything is asked."""
    posts = posts.filter(unit__closed_on=None).select_related("unit__parent")
    words = words_of(request.GET.get(SEARCH, ""))
    for word in words:
        posts = posts.filter(Q(title__icontains=word) | Q(unit__name__icontains=word))
    if not words:
        posts = posts.filter(unit__in=[unit.pk for unit in near])
    found = list(posts[: MOST + 1])
    holders = _holders(found)
    choices = [
        Choice(
            post.title,
            " · ".join(part for part in (_place(post.unit), holders.get(post.pk, "")) if part),
            address_with(request, **{question.name: post.pk}),
        )
        for post in found[:MOST]
    ]
    return _page(request, question, choices, len(found) > MOST, bool(words))


def choose_unit(request: PageRequest, question: Question, units: UnitQuerySet) -> HttpResponse:
    """Open units by name, by one of their other names, or by code; first those at the top."""
    units = units.open().select_related("parent")
    words = words_of(request.GET.get(SEARCH, ""))
    if not words:
        units = units.filter(Q(parent=None) | Q(parent__parent=None))
    found = list(units.named(words)[: MOST + 1])
    choices = [
        Choice(
            unit.name,
            " · ".join(part for part in (unit.code, unit.parent and unit.parent.name) if part),
            address_with(request, **{question.name: unit.pk}),
        )
        for unit in found[:MOST]
    ]
    return _page(request, question, choices, len(found) > MOST, bool(words))


def choose_person(
    request: PageRequest, question: Question, people: PersonQuerySet, *, by_nip: bool = True
) -> HttpResponse:
    """People by name or NIP, with their post of today. `by_nip`: not where the viewer may not see
    the NIP of these people, who would be found by guessing it."""
    words = words_of(request.GET.get(SEARCH, ""))
    for word in words:
        fits = Q(name__icontains=word)
        people = people.filter(fits | Q(nip__startswith=word) if by_nip else fits)
    found = list(people.present(timezone.localdate()).order_by("name", "pk")[: MOST + 1])
    posts = Assignment.objects.main().on(timezone.localdate()).filter(person__in=found)
    seats = {row.person_id: row.position for row in posts.select_related("position__unit")}
    choices = [
        Choice(
            one.full_name,
            f"{seat.title}, {seat.unit}" if (seat := seats.get(one.pk)) else "",
            address_with(request, **{question.name: one.pk}),
        )
        for one in found[:MOST]
    ]
    return _page(request, question, choices, len(found) > MOST, bool(words))


def address_with(request: HttpRequest, **values: object) -> str:
    """This address with these parameters, without the words of the search."""
    query = request.GET.copy()
    query.pop(SEARCH, None)
    for name, value in values.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _page(
    request: PageRequest, question: Question, choices: list[Choice], more: bool, searched: bool
) -> HttpResponse:
    keep = [(name, value) for name, value in request.GET.items() if name != SEARCH]
    context = {
        "question": question,
        "choices": choices,
        "more": more,
        "searched": searched,
        "keep": keep,
        "words": " ".join(words_of(request.GET.get(SEARCH, ""))),
    }
    return render(request, "people/choose.html", context)


def _place(unit: Unit) -> str:
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


def _holders(posts: list[Position]) -> dict[int, str]:
    """Who leads by these posts today; other posts have many seats."""
    told: dict[int, list[str]] = {}
    seats = Assignment.objects.on(timezone.localdate()).leading()
    for seat in seats.filter(position__in=posts).select_related("person").order_by("kind"):
        prefix = PREFIX.get(Assignment.Kind(seat.kind), "")
        told.setdefault(seat.position_id, []).append(f"{prefix} {seat.person.name}".strip())
    return {
        post.pk: f"diisi {' dan '.join(told[post.pk])}" if post.pk in told else "kosong"
        for post in posts
        if post.leads
    }
