"""The page of a person on a day: posts, who appraises, history; and one's own as "Profil saya"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.people.access import may_manage_people
from kinerja.people.account import Account
from kinerja.people.appraiser_since import Since, appraiser_since
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.people.tenure import Assignment
from kinerja.records.event import Event
from kinerja.web.attempt import status
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.day import asked_day
from kinerja.web.people.gate import reads_record, seen_person
from kinerja.web.people.posts import STATUS_LOOK, post_name, posts_of
from kinerja.web.people.told import TOLD, told

RECENT = 5  # changes on the page itself


@dataclass(frozen=True)
class Above:
    """Somebody in the line above."""

    person: Person
    post: str  # by which he or she stands there
    opens: bool  # whether the viewer may open that page
    since: Since | None = None


@page
def show_person(request: PageRequest, person_id: int) -> HttpResponse:
    """Anybody whose page the viewer may open."""
    return _show(request, seen_person(request, person_id))


@page
def profile(request: PageRequest) -> HttpResponse:
    """One's own page."""
    return _show(request, request.person)


def _show(request: PageRequest, person: Person) -> HttpResponse:
    today = timezone.localdate()
    form, day = asked_day(request)
    own, manages = request.person == person, may_manage_people(request.person)
    posts = posts_of([person], day)[person.pk]
    appraiser, superior = _line(request, person, posts, day)
    open_record = reads_record(request, person)
    rows = person.assignments.select_related("position__unit", "reports_to__unit")
    history = list(rows.order_by("-starts_on", "-pk"))
    context: dict[str, Any] = {
        "person": person,
        "own": own,
        "acts": manages and not own,
        "day_form": form,
        "day": day,
        "is_today": day == today,
        "posts": [(row, post_name(row)) for row in posts],
        "appraiser": appraiser,
        "superior": superior,
        "history": [(row, _when(row, today)) for row in history],
        "has_post_later": any(row.starts_on > day for row in history),
        "open_record": open_record,
        "status_look": STATUS_LOOK[Person.Status(person.status)],
    }
    if open_record:
        roles = person.roles.select_related("unit").order_by("-starts_on", "-pk")
        context["roles"] = [(role, _when(role, today)) for role in roles]
        context["changes"] = told(_changes(person)[:RECENT])
    if manages:
        context["account"] = Account.objects.filter(person=person).first()
    return render(request, "people/person/show.html", context, status=status(form))


def _line(
    request: PageRequest, person: Person, posts: list[Assignment], day: date
) -> tuple[Above | None, Above | None]:
    """The appraiser and the one above, as this viewer may see them."""
    line = appraisers_of([person], day)[person.pk]
    both = [one for one in (line.appraiser, line.superior) if one]
    if not both:
        return None, None
    seats = posts_of(both, day)
    ids = [one.pk for one in both]
    seen = set(Person.objects.visible_to(request.person).filter(pk__in=ids).values_list("pk"))
    paths = [row.position.unit.path for row in posts]
    paths += [row.reports_to.unit.path for row in posts if row.reports_to]

    def above(one: Person | None, since: Since | None = None) -> Above | None:
        if one is None:
            return None
        return Above(one, _seat(seats[one.pk], paths), (one.pk,) in seen, since)

    since = appraiser_since(person, line.appraiser, day) if line.appraiser else None
    return above(line.appraiser, since), above(line.superior)


def _seat(seats: Iterable[Assignment], paths: list[str]) -> str:
    """The leading post that stands nearest above one of these units."""
    leading = [row for row in seats if row.leads and row.kind in Assignment.LEADING_KINDS]
    near = [
        row for row in leading if any(path.startswith(row.position.unit.path) for path in paths)
    ]
    nearest = max(near or leading, key=lambda row: len(row.position.unit.path), default=None)
    return post_name(nearest) if nearest else ""


def _when(row: Any, today: date) -> str:
    """Whether something dated is past, runs, or is yet to come."""
    if row.starts_on > today:
        return "later"
    return "now" if row.ends_on is None or row.ends_on >= today else "past"


def _changes(person: Person) -> Any:
    events = Event.objects.filter(person=person).named(*TOLD)
    return events.select_related("by").order_by("-pk")


@page
def changes(request: PageRequest, person_id: int) -> HttpResponse:
    """All that happened to the data of a person: for that person and the personnel office."""
    person = seen_person(request, person_id)
    if not reads_record(request, person):
        raise Http404
    shown = keyset(request, _changes(person))
    context = {"person": person, "page": shown, "lines": told(shown)}
    return render(request, "people/person/changes.html", context)
