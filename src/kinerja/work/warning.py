"""Early warning: who needs the leader's attention, why, in words; never a score.

Four causes: silent (no report for some working days of the person's own calendar), unverified (a
report waits at the leader for longer than some working days), behind (a counted indicator is behind
its trajectory), blocked (a hindering factor stands). The worker judges everybody in turn and keeps
the warnings (`work.standing`), so that a page about ten thousand people only reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Max, Min, Q, Sum

from kinerja.people.calendar import PersonCalendar, working_calendar
from kinerja.people.person import Person, check_may_manage_people
from kinerja.planning.expectation import Reached, behind
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan, plans
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words
from kinerja.work.factor import Factor
from kinerja.work.refusals import WrongLimits
from kinerja.work.report import Report

LOOK_BACK = timedelta(days=60)  # working days are counted back no further
MOST_DAYS = 30


class Cause(models.TextChoices):
    """Why somebody needs attention; in this order on a line."""

    BLOCKED = "blocked", "Terhambat"
    BEHIND = "behind", "Di belakang target"
    SILENT = "silent", "Lama tanpa laporan"
    UNVERIFIED = "unverified", "Lama menunggu diperiksa"


class WarningLimits(models.Model):
    """From how many working days on: one row; without it the defaults stand."""

    silent_days = models.PositiveSmallIntegerField("tanpa laporan", default=3)
    unverified_days = models.PositiveSmallIntegerField("menunggu diperiksa", default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="warning_limits_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.silent_days}, {self.unverified_days}"


@dataclass(frozen=True)
class Warning:
    """One warning about one person: the cause in words."""

    cause: Cause
    words: str
    since: date | None = None


def the_limits() -> WarningLimits:
    return WarningLimits.objects.filter(pk=1).first() or WarningLimits(pk=1)


@transaction.atomic
def set_limits(*, silent_days: int, unverified_days: int, by: Person | None) -> WarningLimits:
    """From how many working days on to warn. Errors: NotAllowed, WrongLimits."""
    check_may_manage_people(by)
    for days in (silent_days, unverified_days):
        if not 1 <= days <= MOST_DAYS:
            raise WrongLimits(f"Tulis batas antara 1 dan {MOST_DAYS} hari kerja.")
    limits, _ = WarningLimits.objects.update_or_create(
        pk=1, defaults={"silent_days": silent_days, "unverified_days": unverified_days}
    )
    data = {"silent_days": silent_days, "unverified_days": unverified_days}
    record("warning_limits.set", about=limits, by=by, data=data)
    return limits


def warnings_of(people: Sequence[Person], on: date) -> dict[int, list[Warning]]:
    """The warnings about each of these people, by id; the number of queries does not grow."""
    limits = the_limits()
    reporters = [person for person in people if plans(person)]
    calendars = working_calendar(reporters, on - LOOK_BACK, on)
    found: dict[int, list[Warning]] = {person.pk: [] for person in people}
    for told in (
        _blocked(people),
        _behind(people, on),
        _silent(calendars, on, limits.silent_days),
        _unverified(calendars, on, limits.unverified_days),
    ):
        for pk, warning in told.items():
            found[pk].append(warning)
    return found


def _blocked(people: Sequence[Person]) -> dict[int, Warning]:
    rows = Factor.objects.hindering().standing().filter(person__in=[one.pk for one in people])
    return {
        row.person_id: Warning(Cause.BLOCKED, f"Terhambat: {row.text[:80]}", row.at.date())
        for row in rows.order_by("pk")
    }


def _behind(people: Sequence[Person], on: date) -> dict[int, Warning]:
    """By what the leader has accepted, held against what is due today."""
    running = Plan.objects.current(on).filter(person__in=[one.pk for one in people])
    indicators = list(
        Indicator.objects.filter(counts_reports=True, result__plan__in=running).select_related(
            "result__plan"
        )
    )
    if not indicators:
        return {}
    counted = dict(
        Report.objects.accepted()
        .filter(indicator__in=[one.pk for one in indicators], done_on__lte=on)
        .order_by()
        .values_list("indicator")
        .annotate(total=Sum("quantity"))
    )
    reached = {one.pk: Reached(counted.get(one.pk) or Decimal(0), on) for one in indicators}
    lags = behind(indicators, on, reached)
    found = {}
    for one in indicators:
        if lag := lags.get(one.pk):
            words = f"{one.result.title}: {_figure(lag.value)} dari {_figure(lag.expected.value)}"
            words += f" {one.unit_of_measure} yang seharusnya tercapai"
            found[one.result.plan.person_id] = Warning(Cause.BEHIND, words)
    return found


def _silent(calendars: Mapping[int, PersonCalendar], on: date, days: int) -> dict[int, Warning]:
    """No report on the last `days` working days before today, and today's is not there either."""
    last = dict(
        Report.objects.standing()
        .filter(person__in=calendars, done_on__range=(on - LOOK_BACK, on))
        .order_by()
        .values_list("person")
        .annotate(day=Max("done_on"))
    )
    found = {}
    for pk, calendar in calendars.items():
        first = _days_back(calendar, on, days)
        if first is None or not calendar.works(on) or (pk in last and last[pk] >= first):
            continue
        since = f"sejak {date_in_words(last[pk])}" if pk in last else "selama dua bulan ini"
        found[pk] = Warning(Cause.SILENT, f"Tidak ada laporan {since}", last.get(pk))
    return found


def _unverified(calendars: Mapping[int, PersonCalendar], on: date, days: int) -> dict[int, Warning]:
    """By the working days of the author; the leader's own leave is the leader's to arrange."""
    oldest = dict(
        Report.objects.waiting()
        .filter(person__in=calendars)
        .order_by()
        .values_list("person")
        .annotate(day=Min("filed_at__date"))
    )
    found = {}
    for pk, day in oldest.items():
        first = _days_back(calendars[pk], on, days)
        if first is not None and day < first:
            words = f"Laporan menunggu diperiksa sejak {date_in_words(day)}"
            found[pk] = Warning(Cause.UNVERIFIED, words, day)
    return found


def _days_back(calendar: PersonCalendar, on: date, days: int) -> date | None:
    """The first of the last `days` working days before that day; None: there were not as many."""
    day = on
    while days and on - day < LOOK_BACK:
        day -= timedelta(days=1)
        days -= calendar.works(day)
    return None if days else day


def _figure(value: Decimal) -> str:
    """To two places, as Indonesians write it."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}".replace(".", ",")
