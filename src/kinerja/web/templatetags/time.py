"""What outages did to a deadline, in words."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone

from kinerja.evaluation.extension import closing_of
from kinerja.evaluation.period import Period
from kinerja.people.agency import the_agency
from kinerja.rules.lateness import Downtime
from kinerja.web.indonesian import jam, tanggal

register = template.Library()


@register.inclusion_tag("time/moved.html")
def moved_deadline(period: Period) -> dict[str, Any]:
    """{% moved_deadline period %} – why the evaluation closes later; nothing where it does not."""
    if period.extended_to is None:
        return {}
    due = closing_of([period], the_agency())[period.pk]
    return {"last_day": period.last_day, "planned": period.closes_on, "outages": due.moved_by}


@register.filter
def rentang(outage: Downtime) -> str:
    """10 Oktober 2026 08.00–11.00 WIB; over midnight with both days."""
    first, last = timezone.localtime(outage.starts_at), timezone.localtime(outage.ends_at)
    if first.date() == last.date():
        return f"{tanggal(first)} {first:%H.%M}–{jam(last)}"
    return f"{tanggal(first)} {first:%H.%M} sampai {tanggal(last)} {jam(last)}"


@register.filter
def lamanya(outage: Downtime) -> str:
    """How long: 3 jam 20 menit."""
    return length_in_words(outage.starts_at, outage.ends_at)


def length_in_words(first: datetime, last: datetime) -> str:
    """The two largest units of the time between.

    >>> from datetime import UTC
    >>> length_in_words(
    ...     datetime(2026, 10, 10, 8, tzinfo=UTC), datetime(2026, 10, 10, 11, tzinfo=UTC)
    ... )
    '3 jam'
    """
    minutes = max(round((last - first) / timedelta(minutes=1)), 1)
    parts = ((minutes // 1440, "hari"), (minutes // 60 % 24, "jam"), (minutes % 60, "menit"))
    return " ".join([f"{number} {unit}" for number, unit in parts if number][:2])
