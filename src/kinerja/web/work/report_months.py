"""One's own reports by month: how many, how many accepted or waiting, and a jump to a month."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from kinerja.people.person import Person
from kinerja.rules.date_words import date_in_words
from kinerja.work.report import Report, ReportQuerySet


@dataclass(frozen=True)
class Month:
    """The reports of one month of work, without those that were taken back."""

    first: date
    reports: int
    accepted: int
    waiting: int
    given_back: int

    @property
    def code(self) -> str:
        """As the address names it: 2026-11."""
        return f"{self.first:%Y-%m}"

    def __str__(self) -> str:
        return date_in_words(self.first).partition(" ")[2]


@dataclass(frozen=True)
class MonthShown:
    """The part of a month that stands on one page of the list."""

    month: Month
    reports: list[Report]


def months_of(person: Person) -> list[Month]:
    """All months with reports, newest first; one query, a row for each month."""
    rows = (
        Report.objects.standing()
        .filter(person=person)
        .annotate(month=TruncMonth("done_on"))
        .order_by("-month")
        .values_list("month")
        .annotate(
            Count("pk"),
            accepted=Count("pk", filter=Q(state__in=[Report.State.NOTED, Report.State.FROZEN])),
            waiting=Count("pk", filter=Q(state=Report.State.FILED)),
            given_back=Count("pk", filter=Q(state__in=[Report.State.ASKED, Report.State.RETURNED])),
        )
    )
    return [Month(*row) for row in rows]


def until_month(reports: ReportQuerySet, code: str) -> ReportQuerySet:
    """From the end of that month (2026-11) backwards; all of them if it names no month."""
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", code, re.ASCII):
        return reports
    year, month = int(code[:4]), int(code[5:])
    return reports.filter(done_on__lt=date(year + month // 12, month % 12 + 1, 1))


def by_month(reports: Iterable[Report], months: Iterable[Month]) -> Iterator[MonthShown]:
    """The reports of a page, newest first, under their months with the totals of whole months."""
    known = {month.first: month for month in months}
    for first, of_month in groupby(reports, key=lambda report: report.done_on.replace(day=1)):
        yield MonthShown(known.get(first, Month(first, 0, 0, 0, 0)), list(of_month))
