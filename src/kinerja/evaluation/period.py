"""Periods of evaluation: a month or a quarter by the regulation, the year, and the agency's own
round by semester, which gathers quarters and is no legal result (6/2022 Pasal 16, 24)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kinerja.evaluation.refusals import UnknownPeriod, WindowShut, WrongCycle, WrongDates
from kinerja.people.agency import the_agency
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import record
from kinerja.rules.date_words import MONTHS
from kinerja.rules.parameters import NoRuleSet, RuleSet, rule_set
from kinerja.rules.year import evaluation_window

# The window of a periodic evaluation has no dates in the text; the printed case (6/2022 p. 91)
# runs from 15 September to 15 October for the third quarter. A setting of the agency (U).
DAYS_AROUND_THE_END = 15


class PeriodQuerySet(models.QuerySet["Period"]):
    def open_on(self, day: date) -> Self:
        """Periods whose window is open on that day."""
        return self.alias(last=Coalesce("extended_to", "closes_on")).filter(
            opens_on__lte=day, last__gte=day
        )

    def over_on(self, day: date) -> Self:
        """Periods whose window was closed before that day."""
        return self.alias(last=Coalesce("extended_to", "closes_on")).filter(last__lt=day)


class Period(models.Model):
    """One period with its window; `code` is 2026-Q3, 2026-M07, 2026-S2 or 2026."""

    class Kind(models.TextChoices):
        MONTH = "month", "Bulan"
        QUARTER = "quarter", "Triwulan"
        SEMESTER = "semester", "Semester (putaran instansi)"
        YEAR = "year", "Tahun"

    code = models.CharField("kode", max_length=8, unique=True)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    opens_on = models.DateField("penilaian dibuka")
    closes_on = models.DateField("penilaian ditutup")  # last day, included
    extended_to = models.DateField(null=True, blank=True)  # where outages moved the last day

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on"), ends_on__lte=F("closes_on"))
                & Q(starts_on__lte=F("opens_on"), opens_on__lte=F("closes_on")),
                name="period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extended_to__gt=F("closes_on")),
                name="period_never_shortened",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How people call it: "Triwulan III 2026"."""
        return span_of(self.code).label

    @property
    def is_legal(self) -> bool:
        """The semester is a round of the agency, never exported as a legal result."""
        return self.kind != self.Kind.SEMESTER

    @property
    def is_annual(self) -> bool:
        return self.kind == self.Kind.YEAR

    @property
    def rules(self) -> RuleSet:
        """The rules in force on the last day of the period."""
        return rule_set(self.ends_on)

    @property
    def last_day(self) -> date:
        """The last day of the evaluation, as outages have moved it (see `extension`)."""
        return self.extended_to or self.closes_on

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.last_day


@dataclass(frozen=True)
class Span:
    """What a code of a period stands for."""

    code: str
    kind: Period.Kind
    label: str
    first: date
    last: date


_ROMAN = ("I", "II", "III", "IV")


def span_of(code: str) -> Span:
    """The first and last day of the period that a code names.

    Errors: UnknownPeriod when it is not of the form 2026, 2026-S2, 2026-Q3 or 2026-M07.
    """
    match = re.fullmatch(r"([12][0-9]{3})(?:-(?:S([12])|Q([1-4])|M(0[1-9]|1[0-2])))?", code)
    if match is None:
        raise UnknownPeriod(
            f"Kode periode “{code[:20]}” tidak dikenal. Contoh: 2026-Q3, 2026-S2, 2026-M07, 2026."
        )
    year, half, quarter, month = (int(part) if part else 0 for part in match.groups())
    if half:
        kind, months, label = Period.Kind.SEMESTER, 6, f"Semester {_ROMAN[half - 1]} {year}"
    elif quarter:
        kind, months, label = Period.Kind.QUARTER, 3, f"Triwulan {_ROMAN[quarter - 1]} {year}"
    elif month:
        kind, months, label = Period.Kind.MONTH, 1, f"{MONTHS[month - 1]} {year}"
    else:
        kind, months, label = Period.Kind.YEAR, 12, f"Tahun {year}"
    last_month = (half or quarter or month or 1) * months
    first = date(year, last_month - months + 1, 1)
    after = date(year, last_month + 1, 1) if last_month < 12 else date(year + 1, 1, 1)
    return Span(code, kind, label, first, after - timedelta(days=1))


def usual_window(span: Span) -> tuple[date, date]:
    """First and last day of the evaluation: the regulation's for a year, else around the end.

    Errors: NoRuleSet for a period before the first set of rules.
    """
    rules = rule_set(span.last)
    if span.kind == Period.Kind.YEAR:
        window = evaluation_window(span.first.year, rules.year_dates)
        return window.opens, window.closes
    around = timedelta(days=DAYS_AROUND_THE_END)
    return span.last - around, span.last + around


@transaction.atomic
def open_period(
    *, code: str, by: Person | None, opens_on: date | None = None, closes_on: date | None = None
) -> Period:
    """Put a period on the calendar; known already: that one, with its window unchanged.

    Without days the window is the usual one. `by` manages people, or is the system (None).
    Errors: NotAllowed, UnknownPeriod, WrongCycle, WrongDates.
    """
    check_may_manage_people(by)
    if (known := Period.objects.filter(code=code).first()) is not None:
        return known
    planned = planned_period(code, opens_on, closes_on)
    period, created = Period.objects.get_or_create(
        code=code,
        defaults={
            "kind": planned.kind,
            "starts_on": planned.starts_on,
            "ends_on": planned.ends_on,
            "opens_on": planned.opens_on,
            "closes_on": planned.closes_on,
        },
    )
    if created:  # else another window was quicker
        record(
            "period.opened",
            about=period,
            by=by,
            data={
                "code": code,
                "opens_on": planned.opens_on.isoformat(),
                "closes_on": planned.closes_on.isoformat(),
            },
        )
    return period


def planned_period(
    code: str, opens_on: date | None = None, closes_on: date | None = None
) -> Period:
    """The period as `open_period` would store it, with its window; nothing is stored.

    Errors: UnknownPeriod, WrongCycle, WrongDates.
    """
    span = span_of(code)
    _check_cycle(span)
    try:
        usual = usual_window(span)
    except NoRuleSet as none:
        raise UnknownPeriod(str(none)) from none
    opens_on, closes_on = opens_on or usual[0], closes_on or usual[1]
    if not span.first <= opens_on <= closes_on or closes_on < span.last:
        raise WrongDates(
            "Penilaian dibuka setelah periode dimulai dan ditutup setelah periode berakhir"
            f" ({span.last:%d-%m-%Y}). Periksa kedua tanggalnya."
        )
    return Period(
        code=code,
        kind=span.kind,
        starts_on=span.first,
        ends_on=span.last,
        opens_on=opens_on,
        closes_on=closes_on,
    )


def _check_cycle(span: Span) -> None:
    """The regulation lets the agency choose: by month or by quarter (6/2022 Pasal 24(3))."""
    cycle = the_agency().cycle
    if span.kind in (Period.Kind.MONTH, Period.Kind.QUARTER) and span.kind != cycle:
        by_what = Period.Kind(cycle).label.lower()
        raise WrongCycle(
            f"Instansi ini mengevaluasi per {by_what}; pilih periode {by_what}, semester, atau"
            " tahun."
        )


def check_window(period: Period, on: date) -> None:
    """Refuse outside the days of the evaluation."""
    if on < period.opens_on:
        raise WindowShut(f"Penilaian {period} dibuka pada {period.opens_on:%d-%m-%Y}.")
    if on > period.last_day:
        raise WindowShut(f"Penilaian {period} sudah ditutup pada {period.last_day:%d-%m-%Y}.")


def period_named(code: str) -> Period:
    """The period with that code. Errors: UnknownPeriod."""
    span = span_of(code)
    period = Period.objects.filter(code=code).first()
    if period is None:
        raise UnknownPeriod(
            f"Periode {code} ({span.label}) belum dibuka. Admin kepegawaian membukanya di halaman"
            " Periode."
        )
    return period
