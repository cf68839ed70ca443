"""Reports a page at a time, by day of work and number: as the index holds them."""

from django.http import HttpRequest

from kinerja.web.paging import Keyset, keyset
from kinerja.work.report import Report, ReportQuerySet


def by_day(request: HttpRequest, reports: ReportQuerySet, size: int = 30) -> Keyset[Report]:
    """The page that the address asks for, newest work first."""
    return keyset(request, reports, size, ("-done_on", "-pk"))
