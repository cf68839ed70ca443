"""A leader's team on one day: who has reported, who is silent, what waits."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.supervision import reports_of
from kinerja.planning.plan import Plan, plans
from kinerja.work.report import Report, ReportQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Columns(TypedDict):
        """What `_described` adds to a person."""

        post: str | None
        last_report: int | None
        reports_today: int
        reports_waiting: int
        reports_back: int
        plan_state: str

    Described = WithAnnotations[Person, Columns]


@dataclass(frozen=True)
class Member:
    """One direct report on one day."""

    person: Person
    post: str  # title of the definitive post; empty: none on that day
    today: int  # reports on work of that day
    last: Report | None  # the newest report up to that day
    waiting: int  # reports that the leader has to answer
    given_back: int  # reports that the member has to answer
    plan_state: str  # as `Plan.State`; empty: no plan this year
    needs_plan: bool

    @property
    def is_silent(self) -> bool:
        return self.today == 0


@dataclass(frozen=True)
class TeamNumbers:
    """The same in three numbers, for the leader's home page."""

    people: int
    reported: int  # people with a report on work of that day
    waiting: int  # reports that the leader has to answer

    @property
    def silent(self) -> int:
        return self.people - self.reported


def team_of(leader: Person, on: date) -> list[Member]:
    """The direct reports: the silent ones first, those longest without a report at the top.

    The number of queries does not grow with the team.
    """
    people = _described(reports_of(leader, on), on)
    last = Report.objects.in_bulk([one.last_report for one in people if one.last_report])
    members = [
        Member(
            person=one,
            post=one.post or "",
            today=one.reports_today,
            last=last.get(one.last_report or 0),
            waiting=one.reports_waiting,
            given_back=one.reports_back,
            plan_state=one.plan_state,
            needs_plan=plans(one),
        )
        for one in people
    ]
    return sorted(members, key=_silent_first)


def team_numbers(leader: Person, on: date) -> TeamNumbers:
    """Zeros for whoever leads nobody."""
    rows = (
        reports_of(leader, on)
        .annotate(
            reported=Exists(_reports().standing().filter(done_on=on)),
            reports_waiting=_number(_reports().waiting()),
        )
        .values_list("reported", "reports_waiting")
    )
    found = list(rows)
    return TeamNumbers(
        people=len(found),
        reported=sum(1 for reported, _ in found if reported),
        waiting=sum(waiting for _, waiting in found),
    )


def _described(people: PersonQuerySet, on: date) -> "list[Described]":
    """People with what their line shows; one query."""
    posts = Assignment.objects.filter(person=OuterRef("pk")).main().on(on)
    plan = Plan.objects.filter(person=OuterRef("pk"))
    newest = _reports().standing().filter(done_on__lte=on).order_by("-done_on", "-pk")
    rows = people.annotate(
        post=Subquery(posts.values("position__title")[:1]),
        last_report=Subquery(newest.values("pk")[:1]),
        reports_today=_number(_reports().standing().filter(done_on=on)),
        reports_waiting=_number(_reports().waiting()),
        reports_back=_number(_reports().given_back()),
        plan_state=Coalesce(
            Subquery(plan.current(on).values("state")[:1]),
            Subquery(
                plan.filter(year=on.year)
                .exclude(state=Plan.State.SUPERSEDED)
                .order_by("-starts_on", "-version")
                .values("state")[:1]
            ),
            Value(""),
        ),
    )
    return cast("list[Described]", list(rows))


def _reports() -> ReportQuerySet:
    """The reports of the person of the outer query."""
    return Report.objects.filter(person=OuterRef("pk"))


def _number(reports: ReportQuerySet) -> Coalesce:
    """How many there are, as a column of the outer query."""
    counted = reports.order_by().values("person").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _silent_first(member: Member) -> tuple[bool, date, str]:
    return (
        not member.is_silent,
        member.last.done_on if member.last else date.min,
        member.person.name,
    )
