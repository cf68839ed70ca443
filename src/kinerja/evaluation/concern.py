"""What holds up the reviews of a period: counted by cause, in one query for a hundred thousand.

Causes before there is a review (no plan, not opened) are those of `missing`. A review may stand
under several: its appraiser is on leave, and the self-report is missing too.
"""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from kinerja.evaluation.delivery import Delivery
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.objection import Objection
from kinerja.evaluation.period import Period
from kinerja.evaluation.remedy import RemedyLine
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.people.assignment import Assignment
from kinerja.people.leave import Leave
from kinerja.rules.label import Labelled

LATE_FROM = timedelta(days=3)  # before the last day: from then on a leader is late; design


class Concern(Labelled):
    """Why the personnel office looks at a review, in the order in which it is dealt with."""

    NO_APPRAISER = "no_appraiser", "Atasan belum tercatat"
    MOVED = "moved", "Pegawai atau penilainya berpindah"
    ON_LEAVE = "on_leave", "Penilai sedang cuti"
    LATE = "late", "Penilai terlambat"
    NOT_STARTED = "not_started", "Penilai belum mulai"
    NO_SELF_REPORT = "no_self_report", "Realisasi belum diisi pegawai"
    NOT_SIGNED = "not_signed", "Sudah dinilai, belum ditandatangani"
    NOT_DELIVERED = "not_delivered", "Hasil belum dibuka pegawai"
    OBJECTION_OPEN = "objection_open", "Keberatan belum diputus"


def reviews_with(period: Period, concern: Concern, on: date) -> ReviewQuerySet:
    """The reviews of the period that stand under this cause on that day."""
    return Review.objects.filter(_condition(period, concern, on), period=period)


def count_concerns(period: Period, on: date) -> dict[Concern, int]:
    """How many reviews stand under each cause; causes without any are left out. One query."""
    counts = Review.objects.filter(period=period).aggregate(
        **{one.value: Count("pk", filter=_condition(period, one, on)) for one in Concern}
    )
    return {one: counts[one.value] for one in Concern if counts[one.value]}


def _condition(period: Period, concern: Concern, on: date) -> Q:
    """Sets of people are read once for all reviews: no question of the database per review."""
    unrated = Q(state__in=Review.UNRATED)
    waiting = unrated & Q(appraiser__isnull=False)
    match concern:
        case Concern.NO_APPRAISER:
            return unrated & Q(appraiser=None)
        case Concern.MOVED:
            return unrated & (_has_moved(on) | _appraiser_is_gone(on))
        case Concern.ON_LEAVE:
            return unrated & Q(appraiser__in=Leave.objects.on(on).values("person"))
        case Concern.LATE:
            return waiting if on >= period.last_day - LATE_FROM else Q(pk__in=[])
        case Concern.NOT_STARTED:
            return waiting & ~Q(pk__in=RatingDraft.objects.values("review"))
        case Concern.NO_SELF_REPORT:
            return Q(state=Review.State.OPEN)
        case Concern.NOT_SIGNED:
            return Q(state=Review.State.RATED)
        case Concern.NOT_DELIVERED:
            signed = Q(state=Review.State.SIGNED)
            return signed & ~Q(Exists(Delivery.objects.filter(review=OuterRef("pk"))))
        case Concern.OBJECTION_OPEN:
            return Q(pk__in=Objection.objects.undecided().values("review"))


def _has_moved(on: date) -> Q:
    """The post of the plan was left, and another one is held now."""
    posted = Assignment.objects.on(on).main().values("person")
    return Q(plan__assignment__ends_on__lt=on, person__in=posted)


def _appraiser_is_gone(on: date) -> Q:
    """Who should rate leads no unit any more, and was not named for it by the office either."""
    leading = Assignment.objects.on(on).leading().values("person")
    named = RemedyLine.objects.standing().filter(
        review=OuterRef("pk"), appraiser_after=OuterRef("appraiser")
    )
    return Q(appraiser__isnull=False) & ~Q(appraiser__in=leading) & ~Q(Exists(named))
