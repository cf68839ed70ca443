"""The closing week of the example: a leader is on leave, somebody moved, all were given a few days
more."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kinerja.evaluation.concern import Concern, count_concerns
from kinerja.evaluation.concern_reminder import remind_concerned
from kinerja.evaluation.period import Period
from kinerja.evaluation.prolonging import prolong_period
from kinerja.evaluation.review import Review
from kinerja.people.assignment import transfer
from kinerja.people.leave import Leave, NewLeave, note_leaves
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.planning.moves import follow_moves

DAYS_MORE = 3
REASON = "Jaringan di dua kecamatan terganggu pada pekan penilaian."


def add_closing_week(*, office: Person, today: date, zone: ZoneInfo) -> None:
    """What the personnel office finds in the control room, and what it has done already."""
    period = Period.objects.open_on(today).filter(kind=Period.Kind.QUARTER).first()
    if period is None:
        return
    away = _leader(period, today)
    if away is not None:
        leave = NewLeave(away, Leave.Kind.ANNUAL, today, today + timedelta(days=6))
        note_leaves(leaves=[leave], by=None, on=today)
    _move_somebody(period, office, today)
    at = datetime.combine(today, time(8), zone)
    prolong_period(
        period=period,
        closes_on=period.last_day + timedelta(days=DAYS_MORE),
        reason=REASON,
        by=office,
        at=at,
        on=today,
    )
    if Concern.NO_SELF_REPORT in count_concerns(period, today):
        remind_concerned(period=period, concern=Concern.NO_SELF_REPORT, by=office, on=today)


def _leader(period: Period, today: date) -> Person | None:
    """Somebody who still has people to rate, and no leave in these days."""
    busy = Leave.objects.touching(today, today + timedelta(days=6)).values("person")
    waiting = Review.objects.filter(period=period, appraiser__isnull=False).unrated()
    free = waiting.exclude(appraiser__in=busy).select_related("appraiser")
    last = free.order_by("-appraiser__name").first()
    return last.appraiser if last else None


def _move_somebody(period: Period, office: Person, today: date) -> None:
    """Somebody who is not rated yet goes to the same post in another unit."""
    waiting = Review.objects.filter(period=period).unrated().exclude(person=office)
    posts = waiting.filter(plan__assignment__leads=False).select_related(
        "person", "plan__assignment__position"
    )
    for review in posts.order_by("-pk"):
        old = review.plan.assignment.position
        same = Position.objects.filter(title=old.title, level=old.level, leads=False)
        elsewhere = same.exclude(unit=old.unit_id).order_by("pk").first()
        if elsewhere is not None:
            transfer(person=review.person, position=elsewhere, on=today, by=office)
            follow_moves(on=today)
            return
