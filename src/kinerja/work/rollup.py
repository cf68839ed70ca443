"""Counters per unit and day, so that a page about ten thousand people reads a few rows.

Nobody counts while reports come in: a trigger leaves a line in `Changed` for each person, unit and
day that was touched, and one worker takes the lines, counts those days anew and says who has news
(`work.signal`). A line that commits late is simply taken later; none is skipped. The lines carry no
key that two transactions could wait for each other on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.db import connection, models, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from kinerja.people.unit import Unit, inside
from kinerja.work.signal import publish

LOCK = 0x4B_43_4E_54  # "KCNT": one counter at a time
BATCH = 5_000  # lines taken at once
FRESH_EVERY = timedelta(seconds=15)  # the clock of the counters is not written more often

COUNT = """
INSERT INTO work_unitday (unit_id, day, filed, accepted, returned, waiting, people)
SELECT {unit}, {day}, count(report.id),
       count(*) FILTER (WHERE report.state IN ('noted', 'frozen')),
       count(*) FILTER (WHERE report.state IN ('asked', 'returned')),
       count(*) FILTER (WHERE report.state = 'filed'),
       count(DISTINCT report.person_id)
  FROM {rows}
 GROUP BY 1, 2
"""
OVER = """
ON CONFLICT (unit_id, day) DO UPDATE
   SET filed = excluded.filed, accepted = excluded.accepted, returned = excluded.returned,
       waiting = excluded.waiting, people = excluded.people
"""
SOME = COUNT.format(
    unit="pair.unit",
    day="pair.day",
    rows="""(SELECT DISTINCT unit_id, day FROM work_changed WHERE id = ANY(%s)) AS pair(unit, day)
  LEFT JOIN work_report AS report
    ON report.unit_id = pair.unit AND report.done_on = pair.day AND report.state <> 'withdrawn'""",
)
ALL = COUNT.format(
    unit="report.unit_id",
    day="report.done_on",
    rows="work_report AS report WHERE report.state <> 'withdrawn'",
)


class Changed(models.Model):
    """A unit and a day that are to be counted anew; filled by a trigger, emptied by `count_days`.

    `news`: the person has a new report, not only another state of an old one.
    """

    person_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    day = models.DateField()
    news = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.day}"


class UnitDayQuerySet(models.QuerySet["UnitDay"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(day__range=(first, last))

    def under(self, units: Iterable[Unit]) -> Self:
        """Those of these units and of all units below them."""
        return self.filter(inside((unit.path for unit in units), "unit__path"))


class UnitDay(models.Model):
    """The reports on work of one day in one unit, those taken back left out."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("tanggal")
    filed = models.PositiveIntegerField("laporan")
    accepted = models.PositiveIntegerField("diterima")
    returned = models.PositiveIntegerField("dikembalikan")  # or asked about
    waiting = models.PositiveIntegerField("menunggu")
    people = models.PositiveIntegerField("orang yang melapor")

    objects = UnitDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="unit_day_once")]
        indexes = [models.Index(fields=["day", "unit"], name="unit_day_day")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.day}: {self.filed}"


class Counting(models.Model):
    """When the counters were last in step with the reports: one row, written by the worker."""

    at = models.DateTimeField("dihitung")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="counting_is_one_row")]

    def __str__(self) -> str:
        return str(self.at)


@dataclass(frozen=True)
class Numbers:
    """The counters of a subtree over some days. `people` counts a person once a day and unit."""

    filed: int = 0
    accepted: int = 0
    returned: int = 0
    waiting: int = 0
    people: int = 0


def counted_at() -> datetime | None:
    """How fresh the counters are; None: nothing was counted yet."""
    return Counting.objects.values_list("at", flat=True).first()


def count_days(now: datetime | None = None) -> int:
    """Count anew what was touched, and publish who has news; the number of lines taken."""
    now = now or timezone.now()
    taken = 0
    while count := _count_batch():
        taken += count
        if count < BATCH:
            break
    _note_time(now)
    return taken


@transaction.atomic
def _count_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        lines = list(Changed.objects.order_by("pk").values_list("pk", "person_id", "news")[:BATCH])
        if not lines:
            return 0
        ids = [pk for pk, _, _ in lines]
        cursor.execute(SOME + OVER, [ids])
    publish({person: news for _, person, news in sorted(lines, key=lambda line: line[2])})
    Changed.objects.filter(pk__in=ids).delete()
    return len(lines)


@transaction.atomic
def rebuild(now: datetime | None = None) -> int:
    """Count everything anew from the reports; the number of rows written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # What commits from here on leaves lines of its own.
        Changed.objects.all().delete()
        UnitDay.objects.all().delete()
        cursor.execute(ALL)
        written = int(cursor.rowcount)
    Counting.objects.update_or_create(pk=1, defaults={"at": now or timezone.now()})
    return written


def _note_time(now: datetime) -> None:
    known = counted_at()
    if known is None or now - known >= FRESH_EVERY:
        Counting.objects.update_or_create(pk=1, defaults={"at": now})


def numbers_under(units: Sequence[Unit], first: date, last: date) -> dict[int, Numbers]:
    """The counters of each subtree over the days, by the id of its top unit; one query.

    None of the units may stand below another one of them.
    """
    if not units:
        return {}
    fields = ("filed", "accepted", "returned", "waiting", "people")
    rows = (
        UnitDay.objects.between(first, last)
        .under(units)
        .values_list("unit__path")
        .annotate(*(Sum(field) for field in fields))
    )
    return _summed(units, list(rows))


def _summed(units: Sequence[Unit], rows: list[tuple[str, ...]]) -> dict[int, Numbers]:
    tops = {str(unit.pk): unit.pk for unit in units}
    sums = {unit.pk: [0] * 5 for unit in units}
    for path, *numbers in rows:
        top = next(tops[part] for part in path.split("/") if part in tops)
        for place, number in enumerate(numbers):
            sums[top][place] += int(number)
    return {pk: Numbers(*numbers) for pk, numbers in sums.items()}
