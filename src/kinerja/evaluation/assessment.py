"""One work result inside a review: what was reached, and how the appraiser sees it."""

from collections.abc import Mapping

from django.db import models

from kinerja.evaluation.review import Review
from kinerja.planning.work_result import WorkResult
from kinerja.rules.predicate import Rating

LONGEST_TEXT = 4_000  # characters of one realisation, reason or note


class Assessment(models.Model):
    """The realisation that the employee reports and the rating that the appraiser gives."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="assessments", db_index=False)
    result = models.ForeignKey(WorkResult, models.PROTECT, related_name="assessments")
    realisation = models.TextField("realisasi", blank=True)
    rating = models.CharField("rating", max_length=5, choices=Rating.choices(), blank=True)
    note = models.TextField("catatan", blank=True)

    class Meta:
        ordering = ["review", "result__number"]
        constraints = [models.UniqueConstraint(fields=["review", "result"], name="assessment_once")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.result_id}"


def assessments_of(reviews: Mapping[int, Review]) -> dict[int, dict[int, Assessment]]:
    """Their assessments: id of the review -> id of the work result -> assessment."""
    found: dict[int, dict[int, Assessment]] = {pk: {} for pk in reviews}
    rows = Assessment.objects.filter(review__in=list(reviews)).select_related("result")
    for assessment in rows.order_by("review", "result__number"):
        found[assessment.review_id][assessment.result_id] = assessment
    return found
