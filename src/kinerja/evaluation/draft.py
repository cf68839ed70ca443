"""What an appraiser has typed and not saved yet: it survives a closed tab or a dead battery."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from kinerja.evaluation.refusals import TextTooLong, WrongState
from kinerja.evaluation.review import Review, check_may_rate
from kinerja.evaluation.turn import check_turn
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.rules.refusal import ChangedMeanwhile

MOST_CHARACTERS = 200_000  # of all fields together


class RatingDraft(models.Model):
    """The unsaved form of one review. Only its appraiser ever reads it; saving the ratings or
    signing ends it."""

    review = models.OneToOneField(Review, models.CASCADE, primary_key=True, related_name="draft")
    content = models.JSONField()  # name of the field -> text as typed
    kept_at = models.DateTimeField("disimpan")

    def __str__(self) -> str:
        return f"{self.review_id}: {self.kept_at}"


@transaction.atomic
def keep_draft(
    *,
    review: Review,
    content: Mapping[str, str],
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> RatingDraft:
    """Keep what was typed so far, whatever it is. It decides nothing, so that only the first
    keeping is an event.

    `revision` is that of the review that the form was filled from: what was typed before the
    ratings were saved does not come back after it.
    Errors: NotYours, WrongState, WindowShut, ChangedMeanwhile, TextTooLong.
    """
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("person", "appraiser", "period")
        .get(pk=review.pk)
    )
    check_may_rate(review, by)
    if review.is_released:
        raise WrongState("Penilaian ini sudah ditandatangani dan tidak dapat diubah.")
    check_turn(review, timezone.localdate(at))
    if revision is not None and revision != review.revision:
        raise ChangedMeanwhile("Penilaian ini sudah disimpan sejak halaman ini dibuka.")
    if sum(len(name) + len(text) for name, text in content.items()) > MOST_CHARACTERS:
        raise TextTooLong("Konsep ini terlalu panjang untuk disimpan. Ringkas catatannya.")
    draft, created = RatingDraft.objects.update_or_create(
        review=review, defaults={"content": dict(content), "kept_at": at}
    )
    if created:
        record("review.draft_kept", about=review, person=review.person, by=by)
    return draft


def draft_of(review: Review, by: Person) -> RatingDraft | None:
    """The draft of this appraiser, if there is one. Errors: NotYours."""
    check_may_rate(review, by)
    return RatingDraft.objects.filter(review=review).first()
