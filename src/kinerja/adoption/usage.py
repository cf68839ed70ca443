"""How far each unit uses the system: counted from what happened, kept each night for its week.

About the system and the help around it. Nothing here is about one person, and nothing of it reaches
a rating. Fairly: who was on leave, off duty or on no working day is not expected to have reported.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Sum,
)

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.account import Account
from kinerja.people.agency import the_agency
from kinerja.people.calendar import PersonCalendar, month_end, working_calendar
from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.shift import Shift
from kinerja.people.tenure import Assignment, AssignmentQuerySet
from kinerja.people.unit import Unit
from kinerja.planning.plan import Plan, plans
from kinerja.rules.adoption import ENOUGH_PERCENT, Stage, first_gap, lack
from kinerja.work.report import Report
from kinerja.work.verification import Verification

RECENT = timedelta(days=14)
CLOSING = timedelta(days=14)  # before the last day of a window its evaluations are counted
REPORT_DAYS = 7  # working days of the person's own calendar before the day
LEAST_DAYS = 3  # of them; fewer: nothing is expected of this person
LOOK_BACK = timedelta(days=21)
BATCH = 500
FIGURES = (
    *("people", "ever", "recent", "planned", "expected", "reported"),
    *("due", "checked", "reviews", "signed"),
)
STAGES = {  # how many of how many
    Stage.SIGNED_IN: ("recent", "people"),
    Stage.PLANNED: ("planned", "people"),
    Stage.REPORTED: ("reported", "expected"),
    Stage.CHECKED: ("checked", "due"),
    Stage.EVALUATED: ("signed", "reviews"),
}


class UnitUsageQuerySet(models.QuerySet["UnitUsage"]):
    def week_of(self, on: date) -> Self:
        return self.filter(week=week_of(on))

    def under(self, unit: Unit) -> Self:
        return self.filter(unit__path__startswith=unit.path)

    def by_need(self) -> Self:
        """Those with anything missing: `stuck` (some stage that too few have reached), `weight`
        (what is missing, by how many people it is missing for)."""
        stuck = Q()
        for part, of in STAGES.values():
            # Whole numbers: the rounded down share is below a whole exactly when the share is.
            stuck |= Q(**{f"{of}__gt": F(part) * 100 / ENOUGH_PERCENT})
        return self.filter(lack__gt=0).annotate(
            stuck=ExpressionWrapper(stuck, BooleanField()),
            weight=ExpressionWrapper(F("lack") * F("people"), IntegerField()),
        )


class UnitUsage(models.Model):
    """The own people of one unit in one week, without those of units below."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    week = models.DateField("pekan")  # its Monday
    counted_on = models.DateField("dihitung")
    people = models.PositiveIntegerField("pegawai")
    ever = models.PositiveIntegerField("pernah masuk")
    recent = models.PositiveIntegerField("masuk 14 hari terakhir")
    planned = models.PositiveIntegerField("SKP ditetapkan")
    expected = models.PositiveIntegerField("diharapkan melapor")
    reported = models.PositiveIntegerField("melapor")
    due = models.PositiveIntegerField("laporan yang diperiksa atau lewat batas")
    checked = models.PositiveIntegerField("laporan diperiksa tepat waktu")
    reviews = models.PositiveIntegerField("penilaian berjalan")
    signed = models.PositiveIntegerField("penilaian ditandatangani")
    lack = models.PositiveSmallIntegerField("yang masih kurang")  # thousandths, see `rules`

    objects = UnitUsageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "week"], name="unit_usage_once"),
            models.CheckConstraint(
                condition=Q(
                    ever__lte=F("people"),
                    recent__lte=F("people"),
                    planned__lte=F("people"),
                    reported__lte=F("expected"),
                    checked__lte=F("due"),
                    signed__lte=F("reviews"),
                    lack__lte=1000,
                ),
                name="unit_usage_parts_of_wholes",
            ),
        ]
        indexes = [models.Index(fields=["week", "-lack", "unit"], name="unit_usage_ranked")]

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.week}"

    @property
    def usage(self) -> "Usage":
        return Usage(**{name: getattr(self, name) for name in FIGURES})


@dataclass(frozen=True)
class Usage:
    """The figures of one group of people."""

    people: int = 0
    ever: int = 0
    recent: int = 0
    planned: int = 0
    expected: int = 0
    reported: int = 0
    due: int = 0
    checked: int = 0
    reviews: int = 0
    signed: int = 0

    @property
    def done(self) -> dict[Stage, tuple[int, int]]:
        """How many of how many, by stage."""
        return {
            stage: (getattr(self, part), getattr(self, of)) for stage, (part, of) in STAGES.items()
        }

    @property
    def gap(self) -> Stage | None:
        return first_gap(self.done)

    @property
    def lack(self) -> int:
        return lack(self.done)


@dataclass(frozen=True)
class Week:
    """One kept week of a group."""

    starts_on: date
    usage: Usage


def week_of(on: date) -> date:
    """The Monday of that week."""
    return on - timedelta(days=on.weekday())


def newest_week(on: date) -> date | None:
    """The last week that was kept, up to that day."""
    found = UnitUsage.objects.filter(week__lte=on).order_by("-week").values_list("week", flat=True)
    return found.first()


def usage_under(unit: Unit, week: date) -> Usage:
    """Of the unit with those below; one query."""
    rows = UnitUsage.objects.filter(week=week).under(unit)
    return Usage(**{name: found or 0 for name, found in rows.aggregate(**_SUMS).items()})


def usage_of_each(units: Iterable[Unit], week: date) -> list[tuple[Unit, Usage]]:
    """Of each of these units with those below; two queries, summed by the database."""
    units = list(units)
    rows = UnitUsage.objects.filter(week=week, unit__path__startswith=OuterRef("path"))
    sums = {
        name: models.Subquery(
            rows.order_by().values("week").annotate(total=Sum(name)).values("total")
        )
        for name in FIGURES
    }
    asked = Unit.objects.filter(pk__in=[unit.pk for unit in units]).annotate(
        **{f"of_{name}": found for name, found in sums.items()}
    )
    found = {
        unit.pk: Usage(**{name: getattr(unit, f"of_{name}") or 0 for name in FIGURES})
        for unit in asked
    }
    return [(unit, found[unit.pk]) for unit in units]


def weeks_under(unit: Unit, until: date, count: int = 12) -> list[Week]:
    """The last kept weeks of the unit with those below, oldest first; one query."""
    rows = UnitUsage.objects.filter(week__lte=until).under(unit).order_by("-week")
    summed = rows.values("week").annotate(**_SUMS)[:count]
    return [Week(row.pop("week"), Usage(**row)) for row in reversed(list(summed))]


_SUMS = {name: Sum(name) for name in FIGURES}


def keep_usage(*, on: date) -> int:
    """Count all units as they stand on that day and keep it for the week; how many units.

    The week's last count stays: said again, the same day gives the same rows.
    """
    counted = {unit: Counter(found) for unit, found in _people(on).items()}
    for part in (_reporting(on), _checking(on), _evaluating(on)):
        for unit, found in part.items():
            if unit in counted:
                counted[unit].update(found)
    rows = []
    for unit, found in counted.items():
        usage = Usage(**{name: found[name] for name in FIGURES})
        rows.append(
            UnitUsage(unit_id=unit, week=week_of(on), counted_on=on, lack=usage.lack, **vars(usage))
        )
    with transaction.atomic():
        UnitUsage.objects.week_of(on).delete()
        UnitUsage.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def quiet_people(unit: Unit, on: date) -> models.QuerySet[Person]:
    """Own people of the unit who have not worked in the system in the last 14 days."""
    seats = _seats(on).filter(position__unit=unit)
    return Person.objects.filter(pk__in=seats.values("person")).exclude(_came("pk", on))


def _in_service(on: date) -> models.QuerySet[Person]:
    kinds = [Person.Kind.PNS, Person.Kind.PPPK]
    return Person.objects.present(on).filter(kind__in=kinds)


def _seats(on: date) -> AssignmentQuerySet:
    """The definitive posts of those in service."""
    return Assignment.objects.main().on(on).filter(person__in=_in_service(on).order_by()).order_by()


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), the_agency().zone)


def _came(person: str, on: date, since: date | None = None) -> Q:
    """A condition: signed in, filed or answered a report between these days (both included).

    The database knows the last sign-in alone; whoever has filed or answered something was there.
    """
    first, end = _moment(since or on - RECENT), _moment(on + timedelta(days=1))
    signed = Account.objects.filter(
        person=OuterRef(person), last_login__gte=first, last_login__lt=end
    )
    filed = Report.objects.filter(person=OuterRef(person), filed_at__gte=first, filed_at__lt=end)
    answered = Verification.objects.filter(by=OuterRef(person), at__gte=first, at__lt=end)
    return (
        Q(Exists(signed.order_by())) | Q(Exists(filed.order_by())) | Q(Exists(answered.order_by()))
    )


def _people(on: date) -> dict[int, dict[str, int]]:
    """People, ever and lately signed in, with a plan in force; by SQL."""
    plan = Plan.objects.current(on).filter(person=OuterRef("person")).order_by()
    rows = (
        _seats(on)
        .values_list("position__unit")
        .annotate(
            Count("pk"),
            ever=Count("pk", filter=_came("person", on, since=date(2000, 1, 1))),
            recent=Count("pk", filter=_came("person", on)),
            planned=Count("pk", filter=Exists(plan)),
        )
    )
    return {
        unit: {"people": people, "ever": ever, "recent": recent, "planned": planned}
        for unit, people, ever, recent, planned in rows
    }


def _reporting(on: date) -> dict[int, Counter[str]]:
    """Who was expected to report on the last working days of his or her own, and who did.

    Those without leave, shifts or a new post in these weeks have the days of their unit, so they
    are counted by unit; the calendars of all others are read in batches.
    """
    seats = _seats(on).filter(person__in=_reporters().order_by())
    own = _has_own_days(on)
    found: dict[int, Counter[str]] = {}
    for unit, expected, reported in _with_days_of_the_unit(seats.exclude(own), on):
        found[unit] = Counter(expected=expected, reported=reported)
    for unit, reported in _with_own_days(seats.filter(own), on):
        found.setdefault(unit, Counter()).update(expected=1, reported=reported)
    return found


def _reporters() -> models.QuerySet[Person]:
    """Those who make a plan at all, by kind and status."""
    pairs = [
        (kind, status)
        for kind in Person.Kind.values
        for status in Person.Status.values
        if plans(Person(kind=kind, status=status))
    ]
    wanted = Q(pk__in=[])
    for kind, status in pairs:
        wanted |= Q(kind=kind, status=status)
    return Person.objects.filter(wanted)


def _has_own_days(on: date) -> Q:
    """A condition on seats: the calendar of the person is not simply that of the unit."""
    first = on - LOOK_BACK
    leaves = Leave.objects.touching(first, on).filter(person=OuterRef("person"))
    shifts = Shift.objects.between(first.replace(day=1), month_end(on))
    return (
        ~Q(person__status=Person.Status.ACTIVE)
        | Q(starts_on__gt=first)
        | Q(Exists(leaves.order_by()))
        | Q(Exists(shifts.filter(person=OuterRef("person")).order_by()))
    )


def _with_days_of_the_unit(seats: AssignmentQuerySet, on: date) -> Iterable[tuple[int, int, int]]:
    """Unit, expected and reported; one query for all units with the same days."""
    someone = seats.values("position__unit").annotate(one=Min("person")).values_list("one")
    one_each = list(Person.objects.filter(pk__in=someone).order_by("pk"))
    units = dict(seats.filter(person__in=one_each).values_list("person", "position__unit"))
    alike: dict[frozenset[date], list[int]] = {}
    for at in range(0, len(one_each), BATCH):
        for pk, calendar in working_calendar(one_each[at : at + BATCH], on - LOOK_BACK, on).items():
            alike.setdefault(frozenset(_last_days(calendar, on)), []).append(units[pk])
    for days, same in alike.items():
        if len(days) >= LEAST_DAYS:
            done = Report.objects.standing().filter(person=OuterRef("person"), done_on__in=days)
            rows = seats.filter(position__unit__in=same).values_list("position__unit")
            yield from rows.annotate(
                Count("pk"), reported=Count("pk", filter=Exists(done.order_by()))
            )


def _with_own_days(seats: AssignmentQuerySet, on: date) -> Iterable[tuple[int, bool]]:
    """The unit of each who was expected, and whether he or she has reported."""
    units = dict(seats.values_list("person", "position__unit"))
    ids = sorted(units)
    for at in range(0, len(ids), BATCH):
        people = Person.objects.filter(pk__in=ids[at : at + BATCH])
        calendars = working_calendar(people, on - LOOK_BACK, on)
        done = _days_reported(calendars, on)
        for pk, calendar in calendars.items():
            days = _last_days(calendar, on)
            if len(days) >= LEAST_DAYS:
                yield units[pk], bool(days & done.get(pk, set()))


def _days_reported(people: Iterable[int], on: date) -> dict[int, set[date]]:
    rows = Report.objects.standing().filter(
        person__in=list(people), done_on__range=(on - LOOK_BACK, on)
    )
    found: dict[int, set[date]] = {}
    for person, day in rows.order_by().values_list("person", "done_on").distinct():
        found.setdefault(person, set()).add(day)
    return found


def _last_days(calendar: PersonCalendar, on: date) -> set[date]:
    """The last working days before that day, and the day itself: it may be reported already."""
    days, day = {on}, on - timedelta(days=1)
    worked = 0
    while worked < REPORT_DAYS and on - day <= LOOK_BACK:
        if calendar.works(day):
            days.add(day)
            worked += 1
        day -= timedelta(days=1)
    return days if worked >= LEAST_DAYS else set()


def _checking(on: date) -> dict[int, dict[str, int]]:
    """Reports answered in the last 14 days, and those that were noted because nobody answered."""
    first, end = _moment(on - RECENT), _moment(on + timedelta(days=1))
    answer = Verification.objects.filter(
        report=OuterRef("pk"), at__gte=first, at__lt=end, taken_back_at=None
    )
    late = Q(unchecked_at__gte=first, unchecked_at__lt=end)
    fresh = Report.objects.standing().filter(done_on__range=(on - timedelta(days=90), on))
    rows = (
        fresh.alias(answered=Exists(answer.order_by()))
        .filter(Q(answered=True) | late)
        .order_by()
        .values_list("unit")
        .annotate(Count("pk"), late=Count("pk", filter=late))
    )
    return {unit: {"due": number, "checked": number - missed} for unit, number, missed in rows}


def _evaluating(on: date) -> dict[int, dict[str, int]]:
    """Evaluations whose window closes within 14 days, and those signed: earlier nobody is late."""
    closing = [one for one in Period.objects.open_on(on) if one.last_day <= on + CLOSING]
    rows = (
        Review.objects.filter(period__in=closing)
        .exclude(state=Review.State.SUPERSEDED)
        .filter(person__assignments__in=_seats(on))
        .order_by()
        .values_list("person__assignments__position__unit")
        .annotate(Count("pk"), signed=Count("pk", filter=Q(state=Review.State.SIGNED)))
    )
    return {unit: {"reviews": number, "signed": signed} for unit, number, signed in rows}
