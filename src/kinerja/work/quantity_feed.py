"""Quantities of accepted reports with evidence feed the key indicator that they count towards."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, OuterRef, Sum

from kinerja.planning.indicator_feed import FeedReading, FeedSource, register
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report

SUBJECT = "accepted"


def register_all() -> None:
    """Make it known."""
    register(FeedSource("reports", "Laporan yang diterima", _offer, _read))


def _offer(indicator: KeyIndicator) -> Sequence[tuple[str, str]]:
    return [(SUBJECT, "jumlah dari laporan berbukti")]


def _read(indicator: KeyIndicator, subject: str, first: date, last: date) -> FeedReading | None:
    """The sum over these days; reports without evidence or that nobody accepted do not count."""
    rows = (
        Report.objects.accepted()
        .filter(
            Exists(Evidence.objects.filter(report=OuterRef("pk"))),
            indicator__key_indicator=indicator,
            quantity__isnull=False,
            done_on__range=(first, last),
        )
        .order_by()
    )
    told = rows.aggregate(total=Sum("quantity"), cases=Count("pk"))
    if not told["cases"]:
        return None
    return FeedReading(
        value=told["total"],
        source="Laporan yang diterima beserta buktinya",
        page=f"/sasaran/{indicator.goal_id}/?tahun={last.year}",
        cases=told["cases"],
    )
