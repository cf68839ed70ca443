"""Signals of data quality: what in reports and figures deserves a second look, and by whom.

Found at night over the last month, each with its evidence. A signal goes to those who see the
person's work and may ask; it scores nobody, changes nothing, and ends when somebody says why it is
all right, or when what it shows is put right.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q

from kinerja.people.access import watched_units
from kinerja.people.calendar import working_calendar
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, inside
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words
from kinerja.rules.quality_signal import (
    AMOUNT_TIMES,
    Written,
    amount_stands_out,
    copies,
    is_telling,
    late_batch,
    long_gaps,
    plain,
    returned_more,
)
from kinerja.rules.service_data import examine
from kinerja.work.evidence_match import EvidenceMatch
from kinerja.work.refusals import NotYours
from kinerja.work.report import Report

DAYS = 30  # that are looked at
COPY_DAYS = 8
AMOUNT_DAYS = 120
ANSWER_DAYS = 90
PEOPLE_AT_ONCE = 500
AT_A_TIME = 2_000  # rows of one answer of the database
MOST_EVIDENCE = 40  # reports that one signal names
LONGEST_REASON = 500
OVERDUE = {"month": 62, "quarter": 155, "half_year": 275, "year": 500}  # days since the last value


class SignalQuerySet(models.QuerySet["QualitySignal"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Those about people whose work one sees, never about oneself; and of units one watches."""
        paths = list(watched_units(person, on).values_list("path", flat=True))
        others = Q(person__in=Person.objects.visible_to(person)) & ~Q(person=person)
        return self.filter(others | Q(person=None) & inside(paths, "unit__path"))

    def open(self) -> Self:
        return self.filter(settled_at=None)


class QualitySignal(models.Model):
    """One thing to look at; `key` is the same when it is found again."""

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", "Laporan ganda"
        COPIED = "copied", "Teks mirip rekan"
        EVIDENCE = "evidence", "Bukti dipakai ulang"
        AMOUNT = "amount", "Jumlah tidak biasa"
        GAP = "gap", "Hari tanpa laporan"
        BATCH = "batch", "Dikirim sekaligus"
        RETURNED = "returned", "Jauh lebih sering dikembalikan"
        STALE = "stale", "Nilai indikator lama"
        OUTLYING = "outlying", "Nilai indikator tidak biasa"

    kind = models.CharField("jenis", max_length=9, choices=Kind)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(KeyIndicator, models.CASCADE, null=True, related_name="+")
    day = models.DateField("tanggal")
    said = models.CharField("isi", max_length=300)
    reports = ArrayField(models.BigIntegerField(), default=list)
    key = models.CharField(max_length=80, unique=True)
    found_at = models.DateTimeField("ditemukan")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("dinyatakan wajar", null=True)
    reason = models.CharField("alasan", max_length=LONGEST_REASON, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(reason=""), name="quality_signal_settled_why"
            ),
        ]

    def __str__(self) -> str:
        return self.said


class QualityRun(models.Model):
    """When the signals were looked for last; one row."""

    at = models.DateTimeField("dihitung")

    def __str__(self) -> str:
        return f"{self.at:%d-%m-%Y}"


@dataclass(frozen=True)
class Found:
    """A signal before it is stored."""

    kind: str
    key: str
    day: date
    said: str
    person: int | None = None
    unit: int | None = None  # empty: that of the person
    indicator: int | None = None
    reports: tuple[int, ...] = ()


def may_settle(person: Person, signal: QualitySignal) -> bool:
    """Whoever sees it may say why it is all right; nobody about himself or herself."""
    return signal.person_id != person.pk and signal.settled_at is None


@transaction.atomic
def settle_signal(
    *, signal: QualitySignal, reason: str, by: Person, at: datetime, on: date
) -> QualitySignal:
    """Say why it is all right; it is not raised again. Twice: the first reason stands.

    Errors: NotYours, InvalidInput without a reason.
    """
    held = QualitySignal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if not QualitySignal.objects.visible_to(by, on).filter(pk=held.pk).exists():
        raise NotYours("Tanda ini bukan tentang pekerjaan yang Anda lihat.")
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON:
        raise InvalidInput(f"Tulis alasannya, paling banyak {LONGEST_REASON} huruf.")
    if held.settled_at is None:
        held.settled_by, held.settled_at, held.reason = by, at, words
        held.save(update_fields=["settled_by", "settled_at", "reason"])
        data = {"kind": held.kind}
        record("quality_signal.settled", about=held, person=held.person, by=by, data=data)
    return held


@transaction.atomic
def find_signals(*, on: date, at: datetime) -> int:
    """Look at the last month anew; the number of open signals.

    What was settled stays settled; what is not found any more was put right and goes.
    """
    found = {one.key: one for one in _all(on)}
    units = _units(one.person for one in found.values())
    known = dict(QualitySignal.objects.values_list("key", "pk"))
    gone = [pk for key, pk in known.items() if key not in found]
    QualitySignal.objects.open().filter(pk__in=gone).delete()
    QualitySignal.objects.bulk_create(
        [
            QualitySignal(
                kind=one.kind,
                person_id=one.person,
                unit_id=one.unit or units[one.person or 0],
                indicator_id=one.indicator,
                day=one.day,
                said=one.said[:300],
                reports=list(one.reports[:MOST_EVIDENCE]),
                key=key,
                found_at=at,
            )
            for key, one in found.items()
            if key not in known and (one.unit or one.person in units)
        ],
        batch_size=2_000,
    )
    QualityRun.objects.update_or_create(pk=1, defaults={"at": at})
    return QualitySignal.objects.open().count()


def _all(on: date) -> Iterator[Found]:
    first = on - timedelta(days=DAYS)
    yield from _duplicates(first)
    yield from _copied(on)
    yield from _evidence(first)
    yield from _amounts(first, on)
    yield from _batches(first)
    yield from _gaps(first, on)
    yield from _returned(on)
    yield from _indicators(on)


def _units(people: Iterable[int | None]) -> dict[int, int]:
    """The unit of the newest definitive post."""
    seats = Assignment.objects.main().filter(person__in={pk for pk in people if pk})
    return dict(seats.order_by("starts_on").values_list("person", "position__unit"))


SAME_TEXT = """
    SELECT person_id, done_on, array_agg(id ORDER BY id), min(text)
    FROM work_report
    WHERE done_on >= %s AND state <> 'withdrawn' AND length(text) >= 15
    GROUP BY person_id, done_on,
        md5(btrim(regexp_replace(lower(text), '[^[:alnum:]]+', ' ', 'g')))
    HAVING count(*) > 1
"""


def _duplicates(first: date) -> Iterator[Found]:
    for person, day, reports, text in _rows(SAME_TEXT, [first]):
        if is_telling(plain(text)):
            yield Found(
                QualitySignal.Kind.DUPLICATE,
                f"duplicate:{reports[0]}",
                day,
                f"{len(reports)} laporan {date_in_words(day)} berisi teks yang sama.",
                person,
                reports=tuple(reports),
            )


def _copied(on: date) -> Iterator[Found]:
    """Within each unit, so that never more than its texts of a week are held at once."""
    first = on - timedelta(days=COPY_DAYS)
    recent = Report.objects.standing().filter(done_on__gte=first, done_on__lte=on).order_by()
    for unit in recent.values_list("unit", flat=True).distinct():
        rows = recent.filter(unit=unit).values_list("pk", "person", "text", "done_on")
        texts = [Written(pk, person, plain(text), day) for pk, person, text, day in rows]
        people = {one.key: one for one in texts}
        for copy in copies(texts):
            one = people[copy.key]
            part = round(copy.alike * 100)
            yield Found(
                QualitySignal.Kind.COPIED,
                f"copied:{copy.key}",
                one.day,
                f"Laporan {date_in_words(one.day)} {part}% sama dengan laporan rekan seunit yang"
                " dikirim lebih dulu.",
                one.person,
                reports=(copy.key, copy.earlier),
            )


def _evidence(first: date) -> Iterator[Found]:
    matches = EvidenceMatch.objects.filter(evidence__report__done_on__gte=first)
    matches = matches.exclude(evidence__report__state=Report.State.WITHDRAWN)
    matches = matches.exclude(earlier__report__state=Report.State.WITHDRAWN)
    seen: set[int] = set()
    for report, earlier, person, day, same, kind in matches.order_by(
        "evidence", "kind"
    ).values_list(
        *("evidence__report", "earlier__report", "evidence__report__person"),
        *("evidence__report__done_on", "same_person", "kind"),
    ):
        if report in seen:
            continue
        seen.add(report)
        what = "sama dengan" if kind == EvidenceMatch.Kind.EXACT else "mirip"
        whose = "laporannya sendiri pada hari lain" if same else "laporan orang lain"
        yield Found(
            QualitySignal.Kind.EVIDENCE,
            f"evidence:{report}",
            day,
            f"Bukti laporan {date_in_words(day)} {what} bukti {whose}.",
            person,
            reports=(report, earlier),
        )


# Only where one amount lies so far above the least of them that the rule may name it.
AMOUNTS = """
    SELECT person_id, indicator_id, array_agg(id ORDER BY done_on, id),
        array_agg(quantity ORDER BY done_on, id), array_agg(done_on ORDER BY done_on, id)
    FROM work_report
    WHERE done_on >= %s AND state <> 'withdrawn' AND quantity IS NOT NULL
    GROUP BY person_id, indicator_id HAVING count(*) > 6 AND max(done_on) >= %s
        AND max(quantity) >= %s * min(quantity) FILTER (WHERE quantity > 0)
"""


def _amounts(first: date, on: date) -> Iterator[Found]:
    for person, _, reports, amounts, days in _rows(
        AMOUNTS, [on - timedelta(days=AMOUNT_DAYS), first, AMOUNT_TIMES]
    ):
        values = [float(amount) for amount in amounts]
        for at, (report, day) in enumerate(zip(reports, days, strict=True)):
            others = [*values[:at], *values[at + 1 :]]
            if day >= first and amount_stands_out(values[at], others):
                usual = sorted(others)[len(others) // 2]
                yield Found(
                    QualitySignal.Kind.AMOUNT,
                    f"amount:{report}",
                    day,
                    f"Jumlah {_figure(values[at])} pada {date_in_words(day)}; biasanya sekitar"
                    f" {_figure(usual)} dalam {len(others)} laporan lain.",
                    person,
                    reports=(report,),
                )


def _figure(value: float) -> str:
    text = f"{value:,.1f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


LATE = """
    SELECT person_id FROM work_report
    WHERE filed_at >= %s AND state <> 'withdrawn' AND filed_at >= done_on + 2
    GROUP BY person_id HAVING count(DISTINCT done_on) >= 5
"""


def _batches(first: date) -> Iterator[Found]:
    people = [person for (person,) in _rows(LATE, [first])]
    filed: dict[int, list[tuple[int, datetime, date]]] = defaultdict(list)
    rows = Report.objects.standing().filter(person__in=people, filed_at__date__gte=first)
    for person, pk, at, day in rows.values_list("person", "pk", "filed_at", "done_on"):
        filed[person].append((pk, at, day))
    for person, mine in filed.items():
        if batch := late_batch(mine):
            at = max(at for pk, at, _ in mine if pk in batch.keys)
            yield Found(
                QualitySignal.Kind.BATCH,
                f"batch:{person}:{min(batch.keys)}",
                at.date(),
                f"{len(batch.keys)} laporan dari {batch.days} hari dikirim dalam satu jam pada"
                f" {date_in_words(at.date())}. Bisa karena sinyal; tanyakan dulu.",
                person,
                reports=batch.keys,
            )


def _gaps(first: date, on: date) -> Iterator[Found]:
    """After a first report of that month: who never reports is named by the warnings of the day."""
    recent = Report.objects.standing().filter(person=OuterRef("pk"), done_on__gte=first)
    people = Person.objects.filter(Exists(recent), status=Person.Status.ACTIVE).order_by("pk")
    last = 0
    while batch := list(people.filter(pk__gt=last)[:PEOPLE_AT_ONCE]):
        last = batch[-1].pk
        days: dict[int, set[date]] = defaultdict(set)
        rows = Report.objects.standing().filter(person__in=batch, done_on__gte=first)
        for person, day in rows.values_list("person", "done_on"):
            days[person].add(day)
        calendars = working_calendar(batch, first, on)
        span = [first + timedelta(days=number) for number in range((on - first).days)]
        for one in batch:
            start = min(days[one.pk])
            expected = [day for day in span if day > start and calendars[one.pk].works(day)]
            for gap in long_gaps(expected, days[one.pk]):
                yield Found(
                    QualitySignal.Kind.GAP,
                    f"gap:{one.pk}:{gap.last.isoformat()}",
                    gap.last,
                    f"{gap.days} hari kerja berturut-turut tanpa laporan dan tanpa cuti,"
                    f" {date_in_words(gap.first)} sampai {date_in_words(gap.last)}.",
                    one.pk,
                )


ANSWERS = """
    SELECT report.unit_id, report.person_id, count(*),
        count(*) FILTER (WHERE answer.verdict = 'return'),
        array_agg(report.id) FILTER (WHERE answer.verdict = 'return')
    FROM work_verification AS answer JOIN work_report AS report ON report.id = answer.report_id
    WHERE answer.at >= %s AND answer.taken_back_at IS NULL
    GROUP BY 1, 2
"""


def _returned(on: date) -> Iterator[Found]:
    units: dict[int, list[tuple[int, int, int, list[int]]]] = defaultdict(list)
    for unit, person, answered, returned, reports in _rows(
        ANSWERS, [on - timedelta(days=ANSWER_DAYS)]
    ):
        units[unit].append((person, answered, returned, reports or []))
    for unit, rows in units.items():
        answered, returned = sum(row[1] for row in rows), sum(row[2] for row in rows)
        for person, own_answered, own, reports in rows:
            rest, rest_answered = returned - own, answered - own_answered
            if returned_more(own, own_answered, rest, rest_answered):
                yield Found(
                    QualitySignal.Kind.RETURNED,
                    f"returned:{unit}:{person}:{on.year}-{(on.month + 2) // 3}",
                    on,
                    f"{own} dari {own_answered} laporan dikembalikan dalam {ANSWER_DAYS} hari;"
                    f" rekan seunit {rest} dari {rest_answered}. Periksa apakah arahannya jelas.",
                    person,
                    reports=tuple(sorted(reports)),
                )


def _indicators(on: date) -> Iterator[Found]:
    rows = KeyValue.objects.filter(kind=KeyValue.Kind.REALISATION).order_by(
        "indicator", "measured_on", "pk"
    )
    values: dict[int, dict[date, float]] = defaultdict(dict)
    for indicator, day, value in rows.values_list("indicator", "measured_on", "value"):
        values[indicator][day] = float(value)
    for one in KeyIndicator.objects.filter(pk__in=values).select_related("goal"):
        unit = one.owner_id or one.goal.unit_id
        if unit is None:
            continue
        days = sorted(values[one.pk])
        last = days[-1]
        if (on - last).days > OVERDUE[one.period]:
            yield Found(
                QualitySignal.Kind.STALE,
                f"stale:{one.pk}:{last.isoformat()}",
                last,
                f"{one.name[:150]}: nilai terakhir {date_in_words(last)}, padahal dilaporkan"
                f" {one.get_period_display().lower()}.",
                unit=unit,
                indicator=one.pk,
            )
        outliers = examine([values[one.pk][day] for day in days], cycle=1).outliers
        if any(outlier.at == len(days) - 1 for outlier in outliers):
            yield Found(
                QualitySignal.Kind.OUTLYING,
                f"outlying:{one.pk}:{last.isoformat()}",
                last,
                f"{one.name[:150]}: nilai {_figure(values[one.pk][last])} per"
                f" {date_in_words(last)} jauh dari nilai sebelumnya. Periksa satuan dan sumbernya.",
                unit=unit,
                indicator=one.pk,
            )


def _rows(sql: str, arguments: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """A few at a time: of a large agency all of them would fill the memory of the worker."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, arguments)
        while found := cursor.fetchmany(AT_A_TIME):
            yield from found
