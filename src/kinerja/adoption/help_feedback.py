"""Whether a guide has helped: said without a name, read once a year when the system is reviewed."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Count, Q

from kinerja.adoption.refusals import WordsTooLong

LONGEST_WORDS = 500


class HelpFeedbackQuerySet(models.QuerySet["HelpFeedback"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(said_on__range=(first, last))

    def by_guide(self) -> "models.QuerySet[HelpFeedback, dict[str, object]]":
        """Guide, how many it helped, how many it did not; what helped least first."""
        counted = self.order_by().values("guide")
        return counted.annotate(
            yes=Count("pk", filter=Q(helped=True)), no=Count("pk", filter=Q(helped=False))
        ).order_by("-no", "guide")


class HelpFeedback(models.Model):
    """One answer to "did this help?". No person, no time finer than the day."""

    guide = models.CharField("panduan", max_length=60)
    helped = models.BooleanField("membantu")
    words = models.CharField("kata", max_length=LONGEST_WORDS, blank=True)
    said_on = models.DateField("tanggal")

    objects = HelpFeedbackQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["said_on", "guide"], name="help_said")]
        constraints = [
            models.CheckConstraint(condition=~Q(guide=""), name="help_feedback_about_a_guide")
        ]

    def __str__(self) -> str:
        return f"{self.guide}: {'membantu' if self.helped else 'belum membantu'}"


@transaction.atomic
def say_whether_helped(*, guide: str, helped: bool, words: str, on: date) -> HelpFeedback:
    """Keep one answer; who gave it is not known here, so no event is written either.

    Errors: WordsTooLong.
    """
    words = words.replace("\x00", "").strip()
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong(f"Tulisan ini {len(words)} huruf; paling banyak {LONGEST_WORDS}.")
    return HelpFeedback.objects.create(guide=guide, helped=helped, words=words, said_on=on)
