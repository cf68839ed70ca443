"""Reports a page at a time, by day of work and number: as the index holds them."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest

from kinerja.web.paging import Keyset
from kinerja.work.report import Report, ReportQuerySet

OLDER, NEWER = "sebelum", "sesudah"


def by_day(request: HttpRequest, reports: ReportQuerySet, size: int = 30) -> Keyset[Report]:
    """The page that the address asks for, newest work first.

    Errors: none; a key that cannot be read counts as none.
    """
    if key := _key(request, NEWER):
        day, pk = key
        after = reports.filter(Q(done_on__gt=day) | Q(done_on=day, pk__gt=pk))
        rows = list(after.order_by("done_on", "pk")[: size + 1])
        has_newer, has_older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        key = _key(request, OLDER)
        if key:
            day, pk = key
            reports = reports.filter(Q(done_on__lt=day) | Q(done_on=day, pk__lt=pk))
        rows = list(reports.order_by("-done_on", "-pk")[: size + 1])
        has_newer, has_older = key is not None, len(rows) > size
        rows = rows[:size]
    return Keyset(
        rows,
        newer=f"?{NEWER}={_mark(rows[0])}" if rows and has_newer else "",
        older=f"?{OLDER}={_mark(rows[-1])}" if rows and has_older else "",
    )


def _mark(report: Report) -> str:
    return f"{report.done_on.isoformat()}.{report.pk}"


def _key(request: HttpRequest, name: str) -> tuple[date, int] | None:
    day, _, pk = request.GET.get(name, "").partition(".")
    try:
        return (date.fromisoformat(day), int(pk)) if len(pk) < 19 else None
    except ValueError:
        return None
