"""Who appraises whom on a day: derived from the dated assignments and the tree of units.

The appraiser (pejabat penilai kinerja) is the direct superior (PermenPANRB 6/2022 Ps 1(9)):

1. The post that counts is the definitive one; for a Plt it is the post acted for, unless the own
   post stands higher (annex p. 89: the leader of the unit where the Plt reports evaluates).
2. The search begins at the head that the assignment `reports_to`, if one is named; else at the head
   of the person's unit (for a head: of the unit above).
3. A definitive holder comes before a Plt, a Plt before a Plh. A post that nobody holds in active
   service, or only the person alone, is passed over: one unit up. A Plh stands in only for those
   whose own post is lower than his or hers.
4. Whoever has nobody above (the head of the agency) or no post has no appraiser.

Without `reports_to` each step leads to a higher post, so the line cannot come back. With it the
verbs of this room refuse a circle (`check_no_circle`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.refusals import CircularSupervision
from kinerja.people.tenure import Assignment, AssignmentQuerySet
from kinerja.people.unit import Unit, UnitQuerySet, inside
from kinerja.records.prepared import Prepared

Kind = Assignment.Kind

# The kinds by which a person belongs to a unit: those who lead it see them.
BELONGING_KINDS = (*Assignment.LEADING_KINDS, Kind.SECONDMENT)

_SEAT_ORDER = [Kind.DEFINITIVE, Kind.PLT, Kind.PLH]


@dataclass(frozen=True)
class Line:
    """The two above a person: the appraiser, and the appraiser's own appraiser."""

    appraiser: Person | None
    superior: Person | None


def appraiser_of(person: Person, on: date) -> Person | None:
    """Who appraises the person on that day; three queries."""
    search = _Search(on)
    search.learn([person.pk])
    found = search.appraiser(person.pk)
    return Person.objects.get(pk=found) if found else None


def superior_of_appraiser(person: Person, on: date) -> Person | None:
    """Who stands above the appraiser on that day (atasan pejabat penilai)."""
    return appraisers_of([person], on)[person.pk].superior


def appraisers_of(people: Iterable[Person], on: date) -> dict[int, Line]:
    """The line of each person, by id; the number of queries is the same for one and for all."""
    search = _Search(on)
    ids = [person.pk for person in people]
    search.learn(ids)
    appraisers = {pk: search.appraiser(pk) for pk in ids}
    search.learn(pk for pk in appraisers.values() if pk)
    superiors = {pk: search.appraiser(above) if above else None for pk, above in appraisers.items()}
    named = Person.objects.in_bulk({*appraisers.values(), *superiors.values()} - {None})
    return {pk: Line(named.get(appraisers[pk] or 0), named.get(superiors[pk] or 0)) for pk in ids}


def led_units(leader: Person, on: date) -> UnitQuerySet:
    """The units whose head the person is on that day, definitive or acting."""
    return _led(leader.pk, on)


def _led(leader: int, on: date) -> UnitQuerySet:
    seats = Assignment.objects.on(on).leading().filter(is_present(on, "person__"), person=leader)
    return Unit.objects.filter(pk__in=seats.values("position__unit"))


@Prepared
def _led_paths(leader: int, on: date) -> QuerySet[Unit, tuple[str]]:
    return _led(leader, on).values_list("path")


def reports_of(leader: Person, on: date) -> PersonQuerySet:
    """Those whom the person appraises on that day; three queries, mostly, to find them."""
    ids = report_ids(leader, on)
    return Person.objects.filter(pk__among=ids) if ids else Person.objects.none()


_known: ContextVar[dict[tuple[int, date], list[int]] | None] = ContextVar("known", default=None)


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Inside, the people of a leader are looked up once: for what reads and changes nothing."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def report_ids(leader: Person, on: date) -> list[int]:
    """The same as ids."""
    known = _known.get()
    if known is None:
        return _report_ids(leader, on)
    key = (leader.pk, on)
    if key not in known:
        known[key] = _report_ids(leader, on)
    return list(known[key])


def _report_ids(leader: Person, on: date) -> list[int]:
    led = {_ids(path)[-1]: path for (path,) in _led_paths(leader.pk, on)}
    if not led:
        return []
    region, edge = _region(led, on)
    search = _Search(on)
    near = search.learn_near(region, edge, above=_above(led))
    return [pk for pk in near if search.appraiser(pk) == leader.pk]


def everyone_below(leader: Person, on: date) -> PersonQuerySet:
    """All who belong to the units that the person leads, to units below them, or report there."""
    below = belongs_under(reach_of(leader, on), on)
    return Person.objects.filter(below).exclude(pk=leader.pk)


def reach_of(leader: Person, on: date) -> list[str]:
    """The paths of the subtrees that stand below the person.

    Those of the units led, and of units whose heads report into them by name.
    """
    paths: list[str] = []
    fresh = [path for (path,) in _led_paths(leader.pk, on)]
    while fresh:
        paths += fresh
        heads = Assignment.objects.on(on).leading().filter(inside(fresh, "reports_to__unit__path"))
        named = heads.values_list("position__unit__path", flat=True)
        fresh = [path for path in set(named) if not path.startswith(tuple(paths))]
    return paths


def belongs_under(paths: Iterable[str], on: date) -> Q:
    """A condition on people: they belong to one of these subtrees on that day, or report there.

    Two sets that begin at the index on paths: one set with "or" in it would read all assignments.
    """
    paths = list(paths)
    if not paths:
        return Q(pk__in=[])
    rows = Assignment.objects.on(on).filter(kind__in=BELONGING_KINDS).order_by()
    working = rows.filter(inside(paths, "position__unit__path"))
    reporting = rows.filter(inside(paths, "reports_to__unit__path"))
    return Q(pk__in=working.values("person")) | Q(pk__in=reporting.values("person"))


def check_no_circle(first: date, last: date | None) -> None:
    """Refuse what was just stored if a line of appraisers comes back, between the two days.

    Only leaders who report to somebody by name can close a circle, so their lines are followed: on
    the first day of each, and today.
    Errors: CircularSupervision, which names the people.
    """
    seats = Assignment.objects.leading().ending_from(first).filter(person=OuterRef("person"))
    rows = Assignment.objects.ending_from(first).filter(
        Exists(seats), reports_to__isnull=False, kind__in=(Kind.DEFINITIVE, Kind.PLT)
    )
    if last:
        rows = rows.filter(starts_on__lte=last)
    named = list(rows.values_list("person_id", "starts_on", "ends_on"))
    if not named:
        return
    today = max(first, min(timezone.localdate(), last or date.max))
    for day in sorted({today, *(max(starts_on, first) for _, starts_on, _ in named)}):
        running = {pk for pk, start, end in named if start <= day and (not end or end >= day)}
        if circle := _circle(running, day):
            people = Person.objects.in_bulk(circle)
            raise CircularSupervision(
                f"Garis atasan berputar: {' → '.join(people[pk].name for pk in circle)}. "
                "Pilih atasan yang lain."
            )


def _circle(people: set[int], day: date) -> list[int]:
    """The first line that comes back, as ids with the same one at both ends; empty: none."""
    search = _Search(day)
    above: dict[int, int | None] = {}
    frontier = people
    while frontier:
        search.learn(frontier)
        above |= {pk: search.appraiser(pk) for pk in frontier}
        frontier = {pk for pk in above.values() if pk} - above.keys()
    for start in sorted(people):
        line: list[int] = []
        at: int | None = start
        while at and at not in line:
            line.append(at)
            at = above[at]
        if at:
            return [*line[line.index(at) :], at]
    return []


@dataclass(frozen=True)
class _Post:
    """The post that counts for a person."""

    rank: int  # smaller is higher: twice the depth of the unit, one more when not its head
    search: list[int]  # the units whose heads are asked, the nearest last


class _Search:
    """What is known of posts and heads on one day; learnt for many people at once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.posts: dict[int, _Post | None] = {}  # person -> the post that counts
        self.heads: dict[
            int, list[tuple[int, str]]
        ] = {}  # unit -> (person, kind), first comes first

    def learn(self, people: Iterable[int]) -> None:
        """Load all that the lines of these people need: three queries at most."""
        people = set(people)
        self._learn_posts(people)
        self._learn_heads(people)

    def learn_near(self, region: list[int], edge: list[int], *, above: set[int]) -> set[int]:
        """The same for those near these units (see `_near`) who have a post that counts: their ids.

        The heads of these units and those above are read with them: one query, if these are all
        that the lines need.
        """
        units = {*region, *edge, *above}
        found = _posts_near_and_heads(region, edge, list(units), self.day)
        self._keep_heads(units, [row for row in found if row[-1]])
        holders = self._keep_posts([row for row in found if not row[-1]])
        self._learn_plh(units)
        self._learn_heads(holders)
        return holders

    def _learn_heads(self, people: set[int]) -> None:
        posts = (self.posts[pk] for pk in people)
        fresh = {unit for post in posts if post for unit in post.search} - self.heads.keys()
        if not fresh:
            return
        self._keep_heads(fresh, _heads(list(fresh), self.day))
        self._learn_plh(fresh)

    def _learn_plh(self, units: set[int]) -> None:
        """Only a Plh is compared with those below."""
        self._learn_posts(
            {pk for unit in units for pk, kind in self.heads[unit] if kind == Kind.PLH}
        )

    def _learn_posts(self, people: set[int]) -> None:
        fresh = people - self.posts.keys()
        if fresh:
            self.posts |= dict.fromkeys(fresh)
            self._keep_posts(_posts(list(fresh), self.day))

    def _keep_heads(self, units: set[int], rows: "_Rows") -> None:
        self.heads |= {unit: [] for unit in units}
        for _, pk, kind, _, unit, *_ in sorted(rows, key=lambda row: row[0]):
            self.heads[unit].append((pk, kind))
        for unit in units:
            self.heads[unit].sort(key=lambda seat: _SEAT_ORDER.index(Kind(seat[1])))

    def _keep_posts(self, rows: "_Rows") -> set[int]:
        """Keep the posts that count; the ids of those who have one."""
        best: dict[int, tuple[int, bool]] = {}
        for _, pk, kind, leads, _, path, named, _ in sorted(rows, key=lambda row: row[0]):
            units = _ids(path)
            rank = 2 * len(units) + (not leads)
            order = (rank, kind != Kind.PLT)
            if pk not in best or order < best[pk]:
                best[pk] = order
                above = _ids(named) if named else units[:-1] if leads else units
                self.posts[pk] = _Post(rank, above)
        return set(best)

    def appraiser(self, person: int) -> int | None:
        """The id of the appraiser of a person whose line was learnt."""
        post = self.posts[person]
        if post is None:
            return None
        for unit in reversed(post.search):
            for holder, kind in self.heads[unit]:
                if holder != person and (kind != Kind.PLH or self._stands_above(holder, post)):
                    return holder
        return None

    def _stands_above(self, holder: int, post: _Post) -> bool:
        own = self.posts[holder]
        return own is not None and own.rank < post.rank


# Assignment, person, kind, leads, unit, its path, path of the unit of `reports_to`, read as head.
_Rows = list[tuple[Any, ...]]
_Seats = QuerySet[Assignment, tuple[Any, ...]]


@Prepared
def _posts(people: list[int], on: date) -> _Seats:
    """The posts that can count for these people."""
    return _posts_that_count(on, Q(person__among=people))


@Prepared
def _heads(units: list[int], on: date) -> _Seats:
    return _seats_of_heads(units, on)


@Prepared
def _posts_near_and_heads(region: list[int], edge: list[int], units: list[int], on: date) -> _Seats:
    near = Q(person__in=_near(region, edge, on))
    return _posts_that_count(on, near).union(_seats_of_heads(units, on), all=True)


def _posts_that_count(on: date, holders: Q) -> _Seats:
    rows = Assignment.objects.on(on).filter(holders, kind__in=(Kind.DEFINITIVE, Kind.PLT))
    return _seat_rows(rows, heads=False)


def _seats_of_heads(units: list[int], on: date) -> _Seats:
    """The seats of the heads of these units."""
    rows = Assignment.objects.on(on).leading().filter(position__unit__among=units)
    return _seat_rows(rows.filter(is_present(on, "person__")), heads=True)


def _seat_rows(rows: AssignmentQuerySet, *, heads: bool) -> _Seats:
    return rows.order_by().values_list(
        *("pk", "person", "kind", "leads", "position__unit", "position__unit__path"),
        *("reports_to__unit__path", Value(heads)),
    )


def _region(led: Mapping[int, str], on: date) -> tuple[list[int], list[int]]:
    """The units led and, where nobody leads, those below; and the next units below them with a
    head. One query for each unit led."""
    children: dict[int | None, dict[int, bool]] = {}
    for top in led.values():
        for pk, parent, has_head in _units_under(top, on):
            children.setdefault(parent, {})[pk] = has_head
    region, edge = list(led), list[int]()
    for unit in region:  # grows while it is walked
        for child, has_head in children.get(unit, {}).items():
            (edge if has_head else region).append(child)
    return region, edge


@Prepared
def _units_under(top: str, on: date) -> QuerySet[Unit, tuple[Any, ...]]:
    """The unit with that path and all below it: id, the unit above, whether somebody leads it."""
    seats = Assignment.objects.on(on).leading().exclude(kind=Kind.PLH)
    answered = seats.filter(is_present(on, "person__"), position__unit=OuterRef("pk"))
    units = Unit.objects.filter(path__startswith=top).order_by()
    return units.values_list("pk", "parent", Exists(answered))


def _near(region: list[int], edge: list[int], on: date) -> QuerySet[Assignment, Any]:
    """All who may report to the leader: at least those who do, few more.

    They sit in the region, lead a unit at its edge, or name a post in it as their superior. Three
    sets that begin at the index on units: one set with "or" in it would read all assignments.
    """
    rows = Assignment.objects.on(on).order_by()
    inside_it = rows.filter(
        position__unit__among=region, kind__in=(Kind.DEFINITIVE, Kind.PLT)
    ).values("person")
    at_its_edge = rows.filter(
        position__unit__among=edge, leads=True, kind__in=Assignment.LEADING_KINDS
    ).values("person")
    named = rows.filter(reports_to__unit__among=region).values("person")
    return inside_it.union(at_its_edge, named, all=True)


def _above(led: Mapping[int, str]) -> set[int]:
    return {pk for path in led.values() for pk in _ids(path)}


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]
