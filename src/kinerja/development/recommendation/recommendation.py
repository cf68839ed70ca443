"""One thing to do after a signed result, and why; who may read it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from kinerja.development.competency import Competency
from kinerja.development.learning_plan import LearningStep
from kinerja.development.sight import learner_sight
from kinerja.development.training import Training
from kinerja.evaluation.review import Review
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.recommendation import (
    Outcome,
    ReasonKind,
    Way,
)
from kinerja.rules.refusal import Refusal


class AlreadyAnswered(Refusal):
    """The person has chosen."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: Person, on: date) -> Self:
        return self.filter(review__person__in=Person.objects.filter(learner_sight(person, on)))


class Proposal(models.Model):
    """One signed result that was looked at; there may be nothing to recommend."""

    review = models.OneToOneField(Review, models.PROTECT, primary_key=True, related_name="proposal")
    proposed_on = models.DateField("disusun")

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.review}"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, and those of people whom one leads or whose growth is one's task; what rests
        on a 360 round only for the person and the appraiser of that result."""
        seen = Person.objects.filter(learner_sight(person, on))
        mine, rated = Q(proposal__review__person=person), Q(proposal__review__appraiser=person)
        others = Q(proposal__review__person__in=seen) & ~Q(reason=ReasonKind.VALUE360.value)
        near = rated & Q(proposal__review__person__in=seen)
        return self.filter(mine | others | near)

    def counting(self) -> Self:
        """Those after a result that was not replaced by a later version."""
        return self.filter(proposal__review__state=Review.State.SIGNED)

    def unanswered(self) -> Self:
        return self.filter(answer="")


class Recommendation(models.Model):
    """One thing to do, and why."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Masuk rencana belajar"
        DECLINED = "declined", "Belum sekarang"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="recommendations")
    reason = models.CharField("alasan", max_length=11, choices=ReasonKind.choices())
    said = models.CharField("alasannya", max_length=400)
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kompetensi",
    )
    value = models.CharField("nilai dasar", max_length=13, choices=CoreValue.choices(), blank=True)
    way = models.CharField("cara belajar", max_length=13, choices=Way.choices())
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    score = models.DecimalField("skor", max_digits=5, decimal_places=2)
    measured_before = models.PositiveSmallIntegerField("sebelum")
    answer = models.CharField("pilihan", max_length=8, choices=Answer, blank=True)
    answer_reason = models.TextField("alasan pilihan", blank=True)
    answered_on = models.DateField("dipilih", null=True, blank=True)
    step = models.OneToOneField(
        LearningStep, models.PROTECT, null=True, blank=True, related_name="recommendation"
    )
    outcome = models.CharField("hasil", max_length=8, choices=Outcome.choices(), blank=True)
    measured_after = models.PositiveSmallIntegerField("sesudah", null=True, blank=True)
    outcome_on = models.DateField("diukur", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | ~Q(answer="") & Q(answered_on__isnull=False),
                name="recommendation_answered_on",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(answer_reason=""),
                name="declining_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None)
                | ~Q(outcome="") & Q(outcome_on__isnull=False),
                name="recommendation_outcome_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What is recommended, in words."""
        if self.training is not None:
            return f"Ikuti {self.training.name}"
        what = f": {self.competency.name}" if self.competency else ""
        return f"{self.get_way_display()}{what}"

    @property
    def page(self) -> str:
        return f"/rekomendasi/{self.pk}/"


def outcomes_of(people: models.QuerySet[Person]) -> dict[str, int]:
    """How many recommendations of these people ended how; "" is not measured yet."""
    rows = Recommendation.objects.counting().filter(proposal__review__person__in=people)
    counted = rows.order_by().values("outcome").annotate(number=Count("pk"))
    return {row["outcome"]: row["number"] for row in counted}


def open_recommendations(person: Person) -> RecommendationQuerySet:
    """One's own that wait for a choice, the most important first."""
    rows = Recommendation.objects.counting().unanswered()
    mine = rows.filter(proposal__review__person=person)
    return mine.select_related("competency", "training").order_by(F("score").desc(), "pk")


def recommendations_after(review: Review, viewer: Person, on: date) -> RecommendationQuerySet:
    """Those that grew from one result, as far as this viewer may read them."""
    rows = Recommendation.objects.visible_to(viewer, on).filter(proposal=review.pk)
    return rows.select_related("competency", "training")
