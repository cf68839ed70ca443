"""The judgement of one person's work in one period, made by a person and then frozen."""

from collections.abc import Sequence
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from kinerja.evaluation.period import Period
from kinerja.evaluation.refusals import NotYours, WrongState
from kinerja.people.person import Person
from kinerja.planning.plan import Plan
from kinerja.rules.predicate import Predicate, Rating


class ReviewQuerySet(models.QuerySet["Review"]):
    def released(self) -> Self:
        """The signed results that count: only these show a rating to anybody but the appraiser."""
        return self.filter(state=Review.State.SIGNED)

    def unrated(self) -> Self:
        return self.filter(state__in=Review.UNRATED)

    def unsigned(self) -> Self:
        return self.exclude(state__in=Review.FROZEN)

    def visible_to(self, person: Person) -> Self:
        """Results that the person may read: one's own, those one gave, those of people whom one
        may see. All of them were signed, also those that a later version replaced: a rating that
        is still a draft is in nobody's list."""
        others = Q(person__in=Person.objects.visible_to(person))
        frozen = self.filter(state__in=Review.FROZEN)
        return frozen.filter(Q(person=person) | Q(appraiser=person) | others)

    def to_report(self, person: Person) -> Self:
        """One's own for which one may still say what was reached; none of them is rated."""
        return self.unrated().filter(person=person)

    def of_appraiser(self, appraiser: Person) -> Self:
        """Reviews that this person has to make or has made; of each the version that counts."""
        mine = self.filter(appraiser=appraiser).exclude(person=appraiser)
        return mine.exclude(state=Review.State.SUPERSEDED)


class Review(models.Model):
    """One evaluation (evaluasi kinerja) of one plan in one period.

    A rating is made by a person, never by a ratio. When it is signed, everything that it rests on
    is frozen in `snapshot`, and a trigger refuses any later change (migration 0002). What has to
    change after that is a new version that names the one it replaces (`evaluation.version`).
    """

    class State(models.TextChoices):
        OPEN = "open", "Dibuka"
        SELF_REPORTED = "self_reported", "Realisasi diisi"
        RATED = "rated", "Dinilai"
        SIGNED = "signed", "Ditandatangani"
        SUPERSEDED = "superseded", "Digantikan versi baru"

    UNRATED = (State.OPEN, State.SELF_REPORTED)
    FROZEN = (State.SIGNED, State.SUPERSEDED)

    person = models.ForeignKey(Person, models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews", db_index=False)
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="reviews", db_index=False, verbose_name="periode"
    )
    # Of the day when the review was opened; empty: nobody stands above the person on record.
    appraiser = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="reviews_to_make", db_index=False
    )
    # Who did not evaluate in time; since then `appraiser` is a superior, and the result is final.
    silent_appraiser = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # The day that a limit of its own is counted from (see `turn`); empty: the window counts.
    limit_from = models.DateField("batas dihitung dari", null=True, blank=True)
    state = models.CharField("keadaan", max_length=15, choices=State, default=State.OPEN)
    work_result_rating = models.CharField(
        "rating hasil kerja", max_length=5, choices=Rating.choices(), blank=True
    )
    work_result_reason = models.TextField("alasan rating hasil kerja", blank=True)
    behaviour_rating = models.CharField(
        "rating perilaku kerja", max_length=5, choices=Rating.choices(), blank=True
    )
    behaviour_reason = models.TextField("alasan rating perilaku kerja", blank=True)
    recommendation = models.TextField("catatan/rekomendasi", blank=True)
    predicate = models.CharField("predikat", max_length=15, choices=Predicate.choices(), blank=True)
    # The predicate was chosen, because an assigned study was not passed (6/2022 p. 100, 103).
    study_failed = models.BooleanField("tugas belajar tidak lulus", default=False)
    # The last periodic result of the old unit, by agreement after a move (p. 91).
    reuses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    rated_on = models.DateField("dinilai", null=True, blank=True)
    signed_on = models.DateField("ditandatangani", null=True, blank=True)
    rule_set = models.CharField(max_length=40, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with every rating
    version = models.PositiveSmallIntegerField("versi", default=1)  # grows after the signature
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-period__ends_on", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"],
                condition=~Q(state="superseded"),
                name="one_review_counts",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, version=1) | Q(replaces__isnull=False, version__gt=1),
                name="later_version_replaces_one",
            ),
            models.CheckConstraint(
                condition=Q(appraiser=None) | ~Q(appraiser=F("person")),
                name="nobody_reviews_oneself",
            ),
            models.CheckConstraint(
                condition=Q(silent_appraiser=None)
                | Q(limit_from__isnull=False) & ~Q(silent_appraiser=F("appraiser")),
                name="superior_has_a_limit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "self_reported"], predicate="")
                | Q(appraiser__isnull=False, rated_on__isnull=False)
                & ~(Q(work_result_rating="") | Q(behaviour_rating="") | Q(predicate="")),
                name="rated_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "self_reported", "rated"], signed_on=None)
                | Q(signed_on__isnull=False, snapshot__isnull=False) & ~Q(rule_set=""),
                name="signed_review_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["appraiser", "period"], name="review_appraiser"),
            models.Index(fields=["period", "state", "id"], name="review_period_state"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.period}"

    @property
    def is_released(self) -> bool:
        return self.state in self.FROZEN

    @property
    def is_taken_over(self) -> bool:
        """The superior evaluates in place of a silent appraiser (6/2022 annex p. 90)."""
        return self.silent_appraiser_id is not None

    @property
    def document(self) -> dict[str, Any]:
        """What was frozen, see `evaluation.snapshot`. Errors: WrongState before it is signed."""
        if self.snapshot is None:
            raise WrongState("Penilaian ini belum ditandatangani.")
        return dict(self.snapshot)


def may_rate(person: Person, review: Review) -> bool:
    """The appraiser of this review; nobody for himself or herself."""
    return review.appraiser_id == person.pk and review.person_id != person.pk


def check_may_rate(review: Review, by: Person) -> None:
    """Refuse everybody but the appraiser of this review."""
    if not may_rate(by, review):
        raise NotYours("Penilaian diberikan oleh pejabat penilai pegawai ini.")


def hold_reviews(ids: Sequence[int]) -> dict[int, Review]:
    """These reviews as they stand now, by id, held until the transaction ends."""
    held = (
        Review.objects.select_for_update(of=("self",))
        .select_related("person", "period", "appraiser")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    return {review.pk: review for review in held}
