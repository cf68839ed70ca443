"""The month that a page is asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone

from kinerja.rules.date_words import MONTHS
from kinerja.web.people.day import FIRST, LAST

NAME = "bulan"


@dataclass(frozen=True)
class Month:
    """One calendar month."""

    first: date

    @property
    def last(self) -> date:
        return self._next - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def name(self) -> str:
        return MONTHS[self.first.month - 1]

    @property
    def label(self) -> str:
        return f"{self.name} {self.first.year}"

    @property
    def earlier(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def later(self) -> "Month":
        return Month(self._next)

    @property
    def url(self) -> str:
        return f"?{NAME}={self.first:%Y-%m}"

    @property
    def _next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


def asked_month(request: HttpRequest) -> Month:
    """The month of the address (`?bulan=2026-10`), else the running one."""
    try:
        first = date.fromisoformat(f"{request.GET.get(NAME, '')}-01")
    except ValueError:
        first = timezone.localdate().replace(day=1)
    if not FIRST < first < LAST - timedelta(days=62):
        first = timezone.localdate().replace(day=1)
    return Month(first)
