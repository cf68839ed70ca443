"""How fast a period is being finished: reviews rated and signed, hour by hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.records.event import Event, type_of

HOURS = 24
FINISHING = ("review.rated", "review.signed")  # an index holds these (migration): see `pace_of`


@dataclass(frozen=True)
class Hour:
    """One hour of the clock of the agency."""

    begins: datetime
    rated: int
    signed: int


def pace_of(period: Period, now: datetime, zone: ZoneInfo) -> list[Hour]:
    """The last hours, the oldest first, those without anything too. One query on the events, by an
    index on the moments of these two alone."""
    running = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    first = running - timedelta(hours=HOURS - 1)
    rows = (
        Event.objects.filter(
            name__in=FINISHING,
            at__gte=first,
            about_type=type_of(Review(pk=0)),
            about_id__in=Review.objects.filter(period=period).values("pk"),
        )
        .annotate(hour=TruncHour("at", tzinfo=zone))
        .order_by()
        .values("hour")
        .annotate(
            rated=Count("about_id", distinct=True, filter=Q(name=FINISHING[0])),
            signed=Count("about_id", distinct=True, filter=Q(name=FINISHING[1])),
        )
    )
    found = {row["hour"]: (row["rated"], row["signed"]) for row in rows}
    hours = [first + timedelta(hours=number) for number in range(HOURS)]
    return [Hour(hour, *found.get(hour, (0, 0))) for hour in hours]
