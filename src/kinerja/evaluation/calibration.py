"""The calibration meeting: predicates of a unit side by side before they are signed.

It shows the distribution against the guide of the organisation's class (PermenPANRB 6/2022 annex
p. 94-97; percent limits are a policy of the circular), the extremes with their reasons, and who is
meant. It changes nothing by itself: an appraiser who sees a rating otherwise in the meeting changes
it, with a reason that stays beside what it was before.
"""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from kinerja.evaluation.assessment import LONGEST_TEXT
from kinerja.evaluation.distribution import distribution_of
from kinerja.evaluation.period import Period
from kinerja.evaluation.rating import Judgement, rate_review, ratings_of
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongState
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.unit import Unit, UnitQuerySet
from kinerja.records.event import record
from kinerja.rules.predicate import Predicate, Rating

FEWEST_MEMBERS = 2  # in a meeting; design
EXTREME = [one.value for one in Predicate if one is not Predicate.BAIK]


class CalibrationQuerySet(models.QuerySet["Calibration"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Meetings of the units for which one is a member; and those about people whom one rates,
        as long as they last."""
        paths = _paths(person, on)
        if None in paths:
            return self
        rates = Review.objects.filter(
            appraiser=person,
            period=OuterRef("period"),
            plan__assignment__position__unit__path__startswith=OuterRef("unit__path"),
        )
        mine = Q(closed_on=None) & Q(Exists(rates.exclude(state=Review.State.SUPERSEDED)))
        for path in paths:
            mine |= Q(unit__path__startswith=path)
        return self.filter(mine)


class Calibration(models.Model):
    """One meeting about one unit (with all below it) and period."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="calibrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    opened_on = models.DateField("dibuka")
    minutes = models.TextField("notula", blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    closed_on = models.DateField("ditutup", null=True, blank=True)

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"], condition=Q(closed_on=None), name="one_meeting_runs"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(minutes=""),
                name="closed_meeting_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.period}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class CalibrationMember(models.Model):
    """Somebody who took part, said by himself or herself."""

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    joined_on = models.DateField("hadir")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["calibration", "person"], name="joins_once")]

    def __str__(self) -> str:
        return f"{self.calibration_id}: {self.person}"


class CalibrationChange(models.Model):
    """One rating that its appraiser changed in the meeting."""

    calibration = models.ForeignKey(Calibration, models.PROTECT, related_name="changes")
    review = models.ForeignKey(Review, models.CASCADE, related_name="calibrated")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("diubah")
    reason = models.TextField("alasan")
    before = models.JSONField()  # as `rating.ratings_of`
    after = models.JSONField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="change_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.calibration_id}: {self.review_id}"


def is_member(person: Person, unit: Unit, on: date) -> bool:
    """Whether the task of a calibration member covers this unit."""
    return any(path is None or unit.path.startswith(path) for path in _paths(person, on))


def units_to_calibrate(person: Person, on: date) -> UnitQuerySet:
    """Units for which this person may open a meeting."""
    paths = _paths(person, on)
    if None in paths:
        return Unit.objects.open()
    covered = Q(pk__in=[])
    for path in paths:
        covered |= Q(path__startswith=path)
    return Unit.objects.open().filter(covered)


def calibrates(person: Person, on: date) -> bool:
    """Whether this person is a calibration member anywhere."""
    return bool(_paths(person, on))


def reviews_in(calibration: Calibration, viewer: Person, on: date) -> ReviewQuerySet:
    """What this viewer looks at: members all of the unit, an appraiser the own people; never the
    own evaluation, nor what was replaced."""
    rows = Review.objects.filter(
        period=calibration.period_id,
        plan__assignment__position__unit__path__startswith=calibration.unit.path,
    )
    rows = rows.exclude(person=viewer).exclude(state=Review.State.SUPERSEDED)
    return rows if is_member(viewer, calibration.unit, on) else rows.filter(appraiser=viewer)


@transaction.atomic
def open_calibration(*, period: Period, unit: Unit, by: Person, on: date) -> Calibration:
    """Open the meeting; the one that runs already, when there is one.

    Errors: NotYours unless `by` is a calibration member for the unit; WrongState when nobody of the
    unit is rated.
    """
    if not is_member(by, unit, on):
        raise NotYours("Rapat kalibrasi dibuka anggotanya untuk unit itu.")
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)  # two at once open one meeting
    known = Calibration.objects.filter(period=period, unit=unit, closed_on=None).first()
    if known is not None:
        return known
    meeting = Calibration(period=period, unit=unit, opened_by=by, opened_on=on)
    if not reviews_in(meeting, by, on).exclude(predicate="").unsigned().exists():
        raise WrongState("Belum ada penilaian unit ini yang dapat dibahas sebelum ditandatangani.")
    meeting.save()
    record(
        "calibration.opened", about=meeting, by=by, data={"unit": unit.pk, "period": period.code}
    )
    join_calibration(calibration=meeting, by=by, on=on)
    return meeting


@transaction.atomic
def join_calibration(*, calibration: Calibration, by: Person, on: date) -> CalibrationMember:
    """Say that one takes part; said again, it is the same. Errors: NotYours, WrongState."""
    held = _running(calibration)
    if not is_member(by, held.unit, on):
        raise NotYours("Yang dicatat hadir adalah anggota rapat kalibrasi untuk unit ini.")
    member, new = CalibrationMember.objects.get_or_create(
        calibration=held, person=by, defaults={"joined_on": on}
    )
    if new:
        record("calibration.joined", about=held, by=by)
    return member


@transaction.atomic
def change_in_calibration(
    *,
    calibration: Calibration,
    review: Review,
    judgement: Judgement,
    reason: str,
    by: Person,
    on: date,
    revision: int | None = None,
) -> CalibrationChange:
    """The appraiser rates anew in the meeting, and says why; before and after are kept.

    Errors: WrongState when the meeting is over or not about this person, or nothing is rated or
    changed; ReasonMissing, TextTooLong; as `rate_review`.
    """
    held = _running(calibration)
    if not reviews_in(held, by, on).filter(pk=review.pk, appraiser=by).exists():
        raise NotYours("Rating diubah pejabat penilainya, untuk pegawai dalam rapat ini.")
    before = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not before.predicate:
        raise WrongState("Penilaian ini belum diisi; nilai dulu di halaman Penilaian.")
    words = _words(reason, "Tulis mengapa rating ini Anda ubah dalam rapat.")
    was = ratings_of(before)
    rate_review(review=review, judgement=judgement, by=by, on=on, revision=revision)
    after = Review.objects.select_related("person").get(pk=review.pk)
    if ratings_of(after) == was:
        raise WrongState("Kedua rating sama seperti semula. Ubah salah satunya, atau batalkan.")
    change = CalibrationChange.objects.create(
        calibration=held,
        review=after,
        by=by,
        on=on,
        reason=words,
        before=was,
        after=ratings_of(after),
    )
    record(
        "review.calibrated",
        about=after,
        person=after.person,
        by=by,
        reason=words,
        data={"calibration": held.pk, "before": was, "after": change.after},
    )
    return change


@transaction.atomic
def close_calibration(
    *, calibration: Calibration, minutes: str, by: Person, on: date
) -> Calibration:
    """Close the meeting with its minutes, in which a broken guide is explained.

    Errors: NotYours unless `by` took part; WrongState when it is over or too few took part;
    ReasonMissing, TextTooLong.
    """
    held = _running(calibration)
    if not held.members.filter(person=by).exists():
        raise NotYours("Rapat ditutup anggota yang hadir.")
    if held.members.count() < FEWEST_MEMBERS:
        raise WrongState(
            f"Rapat dihadiri sedikitnya {FEWEST_MEMBERS} anggota. Minta anggota lain mencatat"
            " kehadirannya."
        )
    held.minutes = _words(minutes, "Tulis notula rapat: apa yang dibahas dan disimpulkan.")
    shown = distribution_of(reviews_in(held, by, on), held.period, held.unit)
    held.closed_by, held.closed_on = by, on
    held.save(update_fields=["minutes", "closed_by", "closed_on"])
    data = {
        "counts": {one.value: number for one, number in shown.counts.items()},
        "violations": [one.value for one in shown.violations],
        "changes": held.changes.count(),
    }
    record("calibration.closed", about=held, by=by, reason=held.minutes, data=data)
    return held


def is_extreme(work_result: str, behaviour: str) -> bool:
    """A rating away from the expectation: the meeting looks at its reason."""
    return {work_result, behaviour} - {Rating.MEETS.value, ""} != set()


def _running(calibration: Calibration) -> Calibration:
    held = Calibration.objects.select_for_update(of=("self",)).select_related("unit", "period")
    found = held.get(pk=calibration.pk)
    if not found.is_open:
        raise WrongState("Rapat kalibrasi ini sudah ditutup.")
    return found


def _paths(person: Person, on: date) -> list[str | None]:
    """Units of the task (None: all)."""
    tasks = person.roles.on(on).filter(name=Role.Name.CALIBRATION_MEMBER)
    return list(tasks.values_list("unit__path", flat=True))


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise ReasonMissing(missing)
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words
