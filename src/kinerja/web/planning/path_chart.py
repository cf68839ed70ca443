"""The line of targets and values through the months of a year."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import ExtractMonth

from kinerja.planning.expectation import Path
from kinerja.planning.indicator import Indicator
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.rules.date_words import MONTHS as NAMES
from kinerja.rules.trajectory import MONTHS
from kinerja.web.charts import Chart, Number, Series, line_chart
from kinerja.work.report import Report

STRAIGHT = "Garis lurus"
AGREED = "Target"


def path_chart(path: Path | None, values: Mapping[int, Number], title: str) -> Chart | None:
    """Targets and values of the months as lines; None: there is nothing to draw."""
    series = []
    if values:
        series.append(Series("Nilai", [values.get(month) for month in range(1, MONTHS + 1)]))
    if path:
        points = [
            None if point is None else point.quantize(Decimal("0.01")) for point in path.points
        ]
        series.append(Series(AGREED if path.agreed else STRAIGHT, points))
    return line_chart(title, [name[:3] for name in NAMES], series) if series else None


def values_by_month(indicator: KeyIndicator, year: int) -> dict[int, Number]:
    """The last realisation of each month."""
    rows = KeyValue.objects.filter(
        indicator=indicator, kind=KeyValue.Kind.REALISATION, measured_on__year=year
    )
    ordered = rows.order_by("measured_on", "pk").values_list("measured_on", "value")
    return {day.month: value for day, value in ordered}


def counted_by_month(indicator: Indicator, year: int) -> dict[int, Number]:
    """What accepted reports add up to at the end of each month that has any."""
    rows = (
        Report.objects.accepted()
        .filter(indicator=indicator, done_on__year=year)
        .annotate(month=ExtractMonth("done_on"))
        .values_list("month")
        .annotate(total=Sum("quantity"))
        .order_by("month")
    )
    found: dict[int, Number] = {}
    total = Decimal(0)
    for month, quantity in rows:
        total += quantity or 0
        found[month] = total
    return found
