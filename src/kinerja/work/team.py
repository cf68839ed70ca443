"""A leader's team on one day: who has reported, who is silent, what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kinerja.people.agency import Agency
from kinerja.people.assignment import Assignment
from kinerja.people.calendar import DayState, working_calendar
from kinerja.people.person import Person
from kinerja.people.supervision import report_ids, reports_of
from kinerja.planning.plan import Plan, plans
from kinerja.planning.work_result import WorkResult
from kinerja.records.prepared import Prepared
from kinerja.work.report import Report, ReportQuerySet
from kinerja.work.standing import Warned, warned_of
from kinerja.work.warning import Cause

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Columns(TypedDict):
        """What `_described` adds to a person."""

        post: str | None
        last_report: int | None
        reports_today: int
        reports_week: int
        reports_waiting: int
        reports_back: int
        results_promised: int
        results_moving: int
        plan_state: str

    class Numbers(TypedDict):
        """What `team_numbers` adds to a person."""

        reported: bool
        reports_waiting: int

    Described = WithAnnotations[Person, Columns]
    Counted = WithAnnotations[Person, Numbers]


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
    week: int = 0  # reports on work since Monday
    results: int = 0  # work results of the plans in force
    moving: int = 0  # those of them with an accepted report
    warnings: Sequence[Warned] = ()  # as the worker judged last, without what is settled since
    absence: str = ""  # why no report is to be expected: leave, day off; empty: works that day

    @property
    def is_silent(self) -> bool:
        return self.today == 0 and not self.absence


@dataclass(frozen=True)
class TeamNumbers:
    """The same in three numbers, for the leader's home page."""

    people: int
    reported: int  # people with a report on work of that day
    waiting: int  # reports that the leader has to answer
    absent: int = 0  # on leave or free that day, without a report
    on_leave: int = 0  # of those who are absent

    @property
    def silent(self) -> int:
        return self.people - self.reported - self.absent

    @property
    def words(self) -> str:
        """3 dari 6 sudah lapor, 2 cuti."""
        return reported_words(self.reported, self.people, self.on_leave, self.absent)


def reported_words(reported: int, people: int, on_leave: int, absent: int) -> str:
    """Who has reported, of those from whom a report is to be expected; the others are named.

    `absent`: on leave or free, without a report; `on_leave`: those of them on leave.

    >>> reported_words(0, 8, 2, 2)
    '0 dari 6 sudah lapor, 2 cuti'
    >>> reported_words(3, 8, 1, 2)
    '3 dari 6 sudah lapor, 1 cuti, 1 libur'
    """
    said = [f"{reported} dari {people - absent} sudah lapor"]
    off = absent - on_leave
    said += [f"{number} {word}" for number, word in ((on_leave, "cuti"), (off, "libur")) if number]
    return ", ".join(said)


def team_of(leader: Person, on: date, agency: Agency | None = None) -> list[Member]:
    """The direct reports: the silent ones first, those longest without a report at the top, then
    those for whom the leader has something to answer.

    The number of queries does not grow with the team.
    """
    people = cast(
        "list[Described]",
        _described.objects(report_ids(leader, on), on, monday(on), on.year),
    )
    calendars = working_calendar(people, on, on, agency)
    warnings = warned_of(one.pk for one in people)
    last = Report.objects.in_bulk([one.last_report for one in people if one.last_report])
    members = [
        Member(
            person=one,
            post=one.post or "",
            today=one.reports_today,
            week=one.reports_week,
            results=one.results_promised,
            moving=one.results_moving,
            last=last.get(one.last_report or 0),
            waiting=one.reports_waiting,
            given_back=one.reports_back,
            plan_state=one.plan_state,
            needs_plan=plans(one),
            warnings=[told for told in warnings.get(one.pk, ()) if not _settled(told, one, last)],
            absence=calendars[one.pk].on(on).absence,
        )
        for one in people
    ]
    return sorted(members, key=_attention_first)


def team_numbers(leader: Person, on: date, agency: Agency | None = None) -> TeamNumbers:
    """Zeros for whoever leads nobody."""
    rows = reports_of(leader, on).annotate(
        reported=Exists(_reports().standing().filter(done_on=on)),
        reports_waiting=_number(_reports().waiting()),
    )
    found = cast("list[Counted]", list(rows))
    silent = [one for one in found if not one.reported]
    calendars = working_calendar(silent, on, on, agency)
    return TeamNumbers(
        people=len(found),
        reported=sum(one.reported for one in found),
        waiting=sum(one.reports_waiting for one in found),
        absent=sum(not calendar.works(on) for calendar in calendars.values()),
        on_leave=sum(calendar.on(on).state == DayState.LEAVE for calendar in calendars.values()),
    )


@Prepared
def _described(people: list[int], on: date, week: date, year: int) -> QuerySet[Person]:
    """People with what their line shows (`Described`); `week`: the first day of the week."""
    posts = Assignment.objects.filter(person=OuterRef("pk")).main().on(on)
    plan = Plan.objects.filter(person=OuterRef("pk"))
    newest = _reports().standing().filter(done_on__lte=on).order_by("-done_on", "-pk")
    results = WorkResult.objects.filter(
        plan__person=OuterRef("pk"), plan__in=Plan.objects.current(on)
    )
    moving = Exists(Report.objects.accepted().filter(result=OuterRef("pk")))
    return Person.objects.filter(pk__among=people).annotate(
        post=Subquery(posts.values("position__title")[:1]),
        last_report=Subquery(newest.values("pk")[:1]),
        reports_today=_number(_reports().standing().filter(done_on=on)),
        reports_week=_number(_reports().standing().filter(done_on__range=(week, on))),
        reports_waiting=_number(_reports().waiting()),
        reports_back=_number(_reports().given_back()),
        results_promised=_number(results, "plan__person"),
        results_moving=_number(results.filter(moving), "plan__person"),
        plan_state=Coalesce(
            Subquery(plan.current(on).values("state")[:1]),
            Subquery(
                plan.filter(year=year)
                .exclude(state=Plan.State.SUPERSEDED)
                .order_by("-starts_on", "-version")
                .values("state")[:1]
            ),
            Value(""),
        ),
    )


def _reports() -> ReportQuerySet:
    """The reports of the person of the outer query."""
    return Report.objects.filter(person=OuterRef("pk"))


def _number(rows: QuerySet[Any], whose: str = "person") -> Coalesce:
    """How many there are, as a column of the outer query; `whose`: the field held equal to it."""
    counted = rows.order_by().values(whose).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _settled(warning: Warned, one: "Described", last: Mapping[int, Report]) -> bool:
    """Whether a report or an answer has come since the worker judged."""
    if warning.cause == Cause.UNVERIFIED:
        return not one.reports_waiting
    if warning.cause == Cause.SILENT and (newest := last.get(one.last_report or 0)):
        return warning.since is None or newest.done_on > warning.since
    return False


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _attention_first(member: Member) -> tuple[int, date, str]:
    return (
        0 if member.is_silent else 1 if member.waiting else 2,
        member.last.done_on if member.last else date.min,
        member.person.name,
    )
