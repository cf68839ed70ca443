"""The posts that people hold on a day, as lists and pages tell them."""

from collections.abc import Iterable
from datetime import date

from kinerja.people.person import Person
from kinerja.people.tenure import Assignment

Kind = Assignment.Kind
PREFIX = {Kind.PLT: "Plt", Kind.PLH: "Plh"}
ORDER = {
    Kind.DEFINITIVE: 0,
    Kind.PLT: 1,
    Kind.PLH: 2,
    Kind.SECONDMENT: 3,
    Kind.TEAM_LEAD: 4,
    Kind.TEAM_MEMBER: 5,
}
STATUS_LOOK = {  # tone and icon of the badge
    Person.Status.ACTIVE: ("good", "circle-check"),
    Person.Status.STUDY_LEAVE: ("info", "graduation-cap"),
    Person.Status.SECONDED: ("info", "arrow-right-left"),
    Person.Status.UNPAID_LEAVE: ("info", "calendar-off"),
    Person.Status.SUSPENDED: ("heed", "circle-pause"),
    Person.Status.PRE_RETIREMENT: ("info", "hourglass"),
    Person.Status.LEFT: ("", "door-open"),
    Person.Status.WITHDRAWN: ("", "undo-2"),
}


def posts_of(people: Iterable[Person], day: date) -> dict[int, list[Assignment]]:
    """What each person holds on that day, the definitive post first: one query for all."""
    ids = [person.pk for person in people]
    held: dict[int, list[Assignment]] = {pk: [] for pk in ids}
    rows = Assignment.objects.on(day).filter(person__in=ids)
    for row in rows.select_related("position__unit", "reports_to__unit"):
        held[row.person_id].append(row)
    for posts in held.values():
        posts.sort(key=lambda row: (ORDER[Kind(row.kind)], row.starts_on))
    return held


def post_name(row: Assignment) -> str:
    """Kepala Puskesmas Pauh; Plt Kepala Puskesmas Pauh."""
    prefix = PREFIX.get(Kind(row.kind), "")
    return f"{prefix} {row.position.title}".strip()


def in_a_line(posts: list[Assignment]) -> str:
    """The first post with its unit, and how many more there are."""
    if not posts:
        return "Belum ada jabatan"
    first, *more = posts
    others = f" (+{len(more)} penugasan lain)" if more else ""
    return f"{post_name(first)}, {first.position.unit}{others}"
