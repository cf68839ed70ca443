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

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.refusals import CircularSupervision
from kinerja.people.tenure import Assignment, AssignmentQuerySet
from kinerja.people.unit import Unit, UnitQuerySet

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
    """Who appraises the person on that day."""
    return appraisers_of([person], on)[person.pk].appraiser


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
    seats = Assignment.objects.on(on).leading().filter(is_present(on, "person__"), person=leader)
    return Unit.objects.filter(pk__in=seats.values("position__unit"))


def reports_of(leader: Person, on: date) -> PersonQuerySet:
    """Those whom the person appraises on that day."""
    rows = _near(leader, on)
    if rows is None:
        return Person.objects.none()
    search = _Search(on)
    near = search.learn_holders(rows)
    return Person.objects.filter(pk__in=[pk for pk in near if search.appraiser(pk) == leader.pk])


def everyone_below(leader: Person, on: date) -> PersonQuerySet:
    """All who belong to the units that the person leads, to units below them, or report there."""
    below = belongs_under(reach_of(leader, on), on)
    return Person.objects.filter(below).exclude(pk=leader.pk)


def reach_of(leader: Person, on: date) -> list[str]:
    """The paths of the subtrees that stand below the person.

    Those of the units led, and of units whose heads report into them by name.
    """
    paths: list[str] = []
    fresh = list(led_units(leader, on).values_list("path", flat=True))
    while fresh:
        paths += fresh
        heads = Assignment.objects.on(on).leading().filter(_under(fresh, "reports_to__unit__path"))
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
    working = rows.filter(_under(paths, "position__unit__path"))
    reporting = rows.filter(_under(paths, "reports_to__unit__path"))
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

    def learn_holders(self, rows: AssignmentQuerySet) -> set[int]:
        """The same for those who hold these assignments and have a post that counts: their ids."""
        people = self._read_posts(Q(person__in=rows.order_by().values("person")))
        self._learn_heads(people)
        return people

    def _learn_heads(self, people: set[int]) -> None:
        posts = (self.posts[pk] for pk in people)
        fresh = {unit for post in posts if post for unit in post.search} - self.heads.keys()
        if not fresh:
            return
        self.heads |= {unit: [] for unit in fresh}
        seats = Assignment.objects.on(self.day).leading().filter(position__unit__in=fresh)
        rows = seats.filter(is_present(self.day, "person__")).order_by("pk")
        for unit, pk, kind in rows.values_list("position__unit", "person", "kind"):
            self.heads[unit].append((pk, kind))
        for unit in fresh:
            self.heads[unit].sort(key=lambda seat: _SEAT_ORDER.index(Kind(seat[1])))
        # Only a Plh is compared with those below.
        self._learn_posts(
            {pk for unit in fresh for pk, kind in self.heads[unit] if kind == Kind.PLH}
        )

    def _learn_posts(self, people: set[int]) -> None:
        fresh = people - self.posts.keys()
        if fresh:
            self.posts |= dict.fromkeys(fresh)
            self._read_posts(Q(person__in=fresh))

    def _read_posts(self, holders: Q) -> set[int]:
        """Load the posts of these people; the ids of those who have one."""
        rows = Assignment.objects.on(self.day).filter(holders, kind__in=(Kind.DEFINITIVE, Kind.PLT))
        best: dict[int, tuple[int, bool]] = {}
        for pk, kind, leads, path, named in rows.order_by("pk").values_list(
            "person", "kind", "leads", "position__unit__path", "reports_to__unit__path"
        ):
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


def _near(leader: Person, on: date) -> AssignmentQuerySet | None:
    """Assignments of all who may report to the leader: at least those who do, few more.

    They sit in the units led and, where nobody leads, in the units below; or they lead the next
    unit below, or name a post in one of these units as their superior. None: no unit is led.
    """
    led = dict(led_units(leader, on).values_list("pk", "path"))
    if not led:
        return None
    children: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.filter(_under(led.values())).values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    seats = Assignment.objects.on(on).leading().exclude(kind=Kind.PLH)
    seats = seats.filter(_under(led.values(), "position__unit__path"))
    answered = set(
        seats.filter(is_present(on, "person__")).values_list("position__unit", flat=True)
    )
    region = list(led)
    edge: list[int] = []
    for unit in region:  # grows while it is walked
        for child in children.get(unit, ()):
            (edge if child in answered else region).append(child)
    return Assignment.objects.on(on).filter(
        Q(position__unit__in=region, kind__in=(Kind.DEFINITIVE, Kind.PLT))
        | Q(position__unit__in=edge, leads=True, kind__in=Assignment.LEADING_KINDS)
        | Q(reports_to__unit__in=region)
    )


def _under(paths: Iterable[str], field: str = "path") -> Q:
    """A condition: the path of that field lies in one of the subtrees."""
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(**{f"{field}__startswith": path})
    return under


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]
