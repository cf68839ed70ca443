"""What lies too long after the signature: told once to those who stand above.

A result that is not in the hand of the employee after 14 working days (a superior's: 7): notice to
the superior of who signed and to the personnel office; the limits of the employee run only from the
receipt. An objection without a decision after 7 working days: notice to the next superior and to
the authorised official; the result stands meanwhile, marked as open. The regulation names the
limits (PermenPANRB 6/2022 annex p. 114-117), not what follows: design.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from kinerja.evaluation.follow_up import Clock, clock_around
from kinerja.evaluation.objection import Objection, deciders_of
from kinerja.evaluation.period import Period
from kinerja.evaluation.reporting import officials_of
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.evaluation.turn import superiors_of
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import appraisers_of
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice, notify_many
from kinerja.rules.date_words import date_in_words
from kinerja.rules.deadlines import (
    delivery_deadline,
    objection_decision_deadline,
    superior_delivery_deadline,
)

SOONEST = timedelta(days=7)  # no limit of seven working days is over before
UNIT = "review__plan__assignment__position__unit"  # of an objection
BATCH = 1_000  # results told of in one transaction


class OverdueNote(models.Model):
    """That it was told of once: of this result, or of the objection to it."""

    class Kind(models.TextChoices):
        UNDELIVERED = "undelivered", "Belum diserahkan"
        UNDECIDED = "undecided", "Keberatan belum diputus"

    review = models.ForeignKey(Review, models.CASCADE, related_name="overdue", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind)
    noted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "kind"], name="overdue_told_once")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.get_kind_display()}"


@dataclass(frozen=True)
class Overdue:
    """What one night told of."""

    undelivered: int
    undecided: int


def follow_overdue(*, on: date) -> Overdue:
    """Tell of what is overdue on that day, as the system. Said again, it tells nobody twice."""
    first = Review.objects.released().filter(_not_told(OverdueNote.Kind.UNDELIVERED))
    waiting = first.filter(delivery=None, signed_on__lt=on - SOONEST)
    undelivered = sum(
        _tell_undelivered(Period.objects.get(pk=pk), waiting.filter(period=pk), on)
        for (pk,) in waiting.order_by().values_list("period").distinct()
    )
    return Overdue(undelivered, _tell_undecided(on))


def _not_told(kind: str) -> Q:
    return ~Q(Exists(OverdueNote.objects.filter(review=OuterRef("pk"), kind=kind)))


def _tell_undelivered(period: Period, waiting: ReviewQuerySet, on: date) -> int:
    overdue = waiting.filter(_days_over(period, waiting, on), appraiser__isnull=False)
    told = 0
    while pks := list(overdue.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        told += _note_undelivered(period, overdue.filter(pk__in=pks), on)
    return told


def _days_over(period: Period, waiting: ReviewQuerySet, on: date) -> Q:
    """Signed so long ago that the limit for the delivery has passed."""
    days = sorted(
        day for (day,) in waiting.order_by().values_list("signed_on").distinct() if day is not None
    )
    clock = clock_around(days[0], on)
    over = Q(pk__in=[])
    for limit, superior in ((delivery_deadline, False), (superior_delivery_deadline, True)):
        late = [day for day in days if clock.last_day(day, limit, period.rules.follow_up) < on]
        over |= Q(signed_on__in=late, silent_appraiser__isnull=not superior)
    return over


@transaction.atomic
def _note_undelivered(period: Period, rows: ReviewQuerySet, on: date) -> int:
    held = list(
        rows.select_for_update(of=("self",))
        .select_related("person", "appraiser", "period")
        .defer("snapshot")
        .order_by("pk")
    )
    _note(held, OverdueNote.Kind.UNDELIVERED, on)
    superiors = superiors_of(held, on)
    record_many(Happening("review.undelivered", one, None, person=one.person) for one in held)
    signed = Counter((one.appraiser, superiors[one.pk]) for one in held)
    notices = []
    for (appraiser, above), number in signed.items():
        if appraiser is None:
            continue
        text = f"{number} hasil {period} yang ditandatangani {appraiser.name} belum diterima"
        end = "pegawainya sampai batas penyerahannya."
        if above is not None:
            notices.append(Notice(person=above, text=f"{text} {end}", url="/tim/"))
        own = f"{number} hasil {period} belum diterima pegawai Anda. Serahkan, lalu catat harinya."
        page = f"/penilaian/?periode={period.code}"
        notices.append(Notice(person=appraiser, text=own, url=page))
    Notice.objects.bulk_create(notices)
    text = f"{len(held)} hasil {period} belum diterima pegawainya sampai batas penyerahannya."
    notify_many(_personnel(on), text, f"/ruang-kendali/{period.code}/not_delivered/")
    return len(held)


def _note(reviews: Iterable[Review], kind: str, on: date) -> None:
    OverdueNote.objects.bulk_create(
        [OverdueNote(review=one, kind=kind, noted_on=on) for one in reviews]
    )


def _personnel(on: date) -> Iterable[Person]:
    tasks = Role.objects.on(on).filter(name=Role.Name.PERSONNEL_ADMIN, unit=None)
    return Person.objects.filter(pk__in=tasks.values("person"))


@transaction.atomic
def _tell_undecided(on: date) -> int:
    """Objections are few: all that are overdue at once."""
    rows = Objection.objects.undecided().filter(filed_on__lt=on - SOONEST)
    told = OverdueNote.objects.filter(review=OuterRef("review"), kind=OverdueNote.Kind.UNDECIDED)
    held = list(
        rows.filter(~Exists(told))
        .select_for_update(of=("self",))
        .select_related("review__person", "review__appraiser", "review__period", UNIT)
        .order_by("pk")
    )
    if not held:
        return 0
    clock = clock_around(min(one.filed_on for one in held), on)
    overdue = [(one, day) for one in held if (day := _decide_by(one, clock)) < on]
    if not overdue:
        return 0
    objections = [one for one, _ in overdue]
    _note([one.review for one in objections], OverdueNote.Kind.UNDECIDED, on)
    record_many(
        Happening("objection.overdue", one, None, person=one.review.person) for one in objections
    )
    deciders = deciders_of(objections, on)
    lines = appraisers_of([one for one in deciders.values() if one], on)
    paths = {one.pk: one.review.plan.assignment.position.unit.path for one in objections}
    officials = officials_of(paths.values(), on)
    notices = []
    for one, day in overdue:
        decider = deciders[one.pk]
        above = lines[decider.pk].appraiser if decider else None
        asked = {*officials[paths[one.pk]], above} - {None, one.review.person, decider}
        text = _undecided_words(one, day)
        url = f"/keberatan/{one.pk}/"
        notices += [Notice(person=who, text=text, url=url) for who in asked if who]
    Notice.objects.bulk_create(notices)
    return len(overdue)


def _decide_by(objection: Objection, clock: Clock) -> date:
    limits = objection.review.period.rules.follow_up
    return clock.last_day(objection.filed_on, objection_decision_deadline, limits)


def _undecided_words(objection: Objection, day: date) -> str:
    review = objection.review
    text = (
        f"Keberatan {review.person.name} atas hasil {review.period} belum diputus sampai"
        f" {date_in_words(day)}. Hasilnya tetap berlaku selama itu."
    )
    return text[:300]
