"""A measured result moves a key indicator without typing: what feeds it, and where each figure is
from.

A source is one function that reads a figure of a span of days; rooms register theirs when the site
starts (`register`). A planner says which source feeds an indicator; the worker runs all feeds every
night, and the page runs one at once. What a person wrote down for a day is never replaced.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import check_may_manage
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.planning.key_values import Entry, record_key_values
from kinerja.records.event import record
from kinerja.rules.feed_period import MONTHS_OF, finished_periods

PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class FeedReading:
    """One figure as its source gives it."""

    value: Decimal
    source: str  # where it comes from, in words; the same for the same origin
    page: str  # where it can be looked at
    cases: int  # answers, complaints, reports, months: what it rests on
    period_end: date | None = None  # where the source measured up to another day


Read = Callable[[KeyIndicator, str, date, date], FeedReading | None]
Offer = Callable[[KeyIndicator], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class FeedSource:
    """A kind of source: its name, what can be chosen of it, and how it is read.

    `offer` gives (subject, name) pairs; a subject is a short text that `read` understands.
    """

    kind: str
    label: str
    offer: Offer
    read: Read


_SOURCES: dict[str, FeedSource] = {}


def register(source: FeedSource) -> None:
    """Make a source known; once for each kind, when the site starts."""
    _SOURCES[source.kind] = source


def sources() -> list[FeedSource]:
    """Every kind of source, by name."""
    return sorted(_SOURCES.values(), key=lambda one: one.label)


class IndicatorFeed(models.Model):
    """What feeds one indicator. `stopped_on`: not any more; its values stay."""

    class Span(models.TextChoices):
        PERIOD = "period", "Periode itu saja"
        YEAR = "year", "Sejak awal tahun"

    indicator = models.OneToOneField(KeyIndicator, models.CASCADE, related_name="feed")
    kind = models.CharField("sumber", max_length=20)
    subject = models.CharField("yang diukur", max_length=120, blank=True)
    label = models.CharField("nama sumber", max_length=250)  # as it was chosen
    every = models.CharField("setiap", max_length=10, choices=KeyIndicator.Period)
    span = models.CharField("cakupan", max_length=6, choices=Span, default=Span.PERIOD)
    since = models.DateField("mulai")
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_on = models.DateField("diatur")
    stopped_on = models.DateField("dihentikan", null=True, blank=True)
    run_at = models.DateTimeField("terakhir dijalankan", null=True, blank=True)
    missing = models.PositiveIntegerField("periode tanpa data", default=0)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(stopped_on=None), name="feed_running")]

    def __str__(self) -> str:
        return f"{self.label} → {self.indicator_id}"

    @property
    def source(self) -> FeedSource | None:
        """None: the part of the site that read it is not there any more."""
        return _SOURCES.get(self.kind)


class ValueProvenance(models.Model):
    """Where one value of a feed was read, over which days, from how many cases, and when."""

    value = models.OneToOneField(KeyValue, models.CASCADE, related_name="provenance")
    kind = models.CharField(max_length=20)
    page = models.CharField(max_length=200, blank=True)
    cases = models.PositiveIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.first_day} – {self.last_day}"


@transaction.atomic
def set_feed(
    *,
    indicator: KeyIndicator,
    kind: str,
    subject: str,
    every: str,
    span: str,
    since: date,
    by: Person,
    on: date,
) -> IndicatorFeed:
    """Let a source feed the indicator from a day on; what was there before is replaced.

    Errors: NotYours, InvalidInput for a source or subject that is not offered.
    """
    held = KeyIndicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    check_may_manage(by, on, held.goal.unit)
    source = _SOURCES.get(kind)
    names = dict(source.offer(held)) if source else {}
    if source is None or subject not in names:
        raise InvalidInput("Pilih sumber yang ditawarkan.")
    if every not in MONTHS_OF or span not in IndicatorFeed.Span.values:
        raise InvalidInput("Pilih kapan dan bagaimana nilainya dihitung.")
    feed = IndicatorFeed.objects.filter(indicator=held).first() or IndicatorFeed(indicator=held)
    feed.kind, feed.subject, feed.every, feed.span = kind, subject, every, span
    feed.label = f"{source.label}: {names[subject]}"[:250]
    feed.since, feed.set_by, feed.set_on, feed.stopped_on = since, by, on, None
    feed.save()
    data = {"kind": kind, "subject": subject, "every": every, "span": span}
    record(
        "key_indicator.feed_set",
        about=held,
        by=by,
        data=data | {"since": since.isoformat()},
    )
    return feed


@transaction.atomic
def stop_feed(*, feed: IndicatorFeed, by: Person, on: date) -> IndicatorFeed:
    """No more figures from there; said twice: once. Errors: NotYours."""
    held = _held(feed)
    check_may_manage(by, on, held.indicator.goal.unit)
    if held.stopped_on is None:
        held.stopped_on = on
        held.save(update_fields=["stopped_on"])
        record("key_indicator.feed_stopped", about=held.indicator, by=by)
    return held


@transaction.atomic
def run_feed(
    *, feed: IndicatorFeed, at: datetime, on: date, by: Person | None = None
) -> list[KeyValue]:
    """Read every finished period anew and write down what changed; run twice: nothing more.

    `by` is who asked for it, None the worker. Errors: NotYours.
    """
    held = _held(feed)
    if by is not None:
        check_may_manage(by, on, held.indicator.goal.unit)
    source = held.source
    if held.stopped_on is not None or source is None:
        return []
    corrected = set(
        held.indicator.values.exclude(origin=KeyValue.Origin.SYSTEM)
        .filter(kind=KeyValue.Kind.REALISATION)
        .values_list("measured_on", flat=True)
    )
    read: dict[date, tuple[date, date, FeedReading]] = {}
    missing = 0
    for first, last in spans_of(held, on):
        found = source.read(held.indicator, held.subject, first, last)
        if found is None:
            missing += 1
            continue
        day = min(found.period_end or last, on)
        if day not in corrected:
            read[day] = (first, last, found)
    entries = [
        Entry(held.indicator, day, found.value.quantize(PLACES), found.source[:300])
        for day, (_, _, found) in read.items()
    ]
    stored = record_key_values(entries=entries, by=None, on=on, origin=KeyValue.Origin.SYSTEM)
    ValueProvenance.objects.bulk_create(
        _provenance(row, held.kind, *read[row.measured_on], at) for row in stored
    )
    held.run_at, held.missing = at, missing
    held.save(update_fields=["run_at", "missing"])
    return stored


def run_feeds(*, at: datetime, on: date) -> int:
    """All feeds that run, each by itself: one that fails holds up no other. How many values."""
    count = 0
    faults: list[Exception] = []
    for feed in IndicatorFeed.objects.filter(stopped_on=None).order_by("pk"):
        try:
            count += len(run_feed(feed=feed, at=at, on=on))
        except Exception as fault:  # told below, when the others are done
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some feeds could not be read", faults)
    return count


def spans_of(feed: IndicatorFeed, on: date) -> list[tuple[date, date]]:
    """The days over which its figures are measured."""
    return finished_periods(
        MONTHS_OF[feed.every], feed.since, on, of_year=feed.span == IndicatorFeed.Span.YEAR
    )


def _provenance(
    row: KeyValue, kind: str, first: date, last: date, found: FeedReading, at: datetime
) -> ValueProvenance:
    return ValueProvenance(
        value=row,
        kind=kind,
        page=found.page,
        cases=found.cases,
        first_day=first,
        last_day=last,
        computed_at=at,
    )


def _held(feed: IndicatorFeed) -> IndicatorFeed:
    rows = IndicatorFeed.objects.select_for_update(of=("self",))
    return rows.select_related("indicator__goal__unit").get(pk=feed.pk)
