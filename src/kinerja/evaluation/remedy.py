"""A bulk remedy of the personnel office: what was done to which reviews, and how it was before.

Each review that it touches is one line with its state before, so that the remedy can be undone
exactly (`evaluation.remedy_undo`). The verbs are in `evaluation.remedying`.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.access import may_manage_people
from kinerja.people.person import Person
from kinerja.rules.predicate import Predicate
from kinerja.rules.undo import undo_until


class RemedyQuerySet(models.QuerySet["Remedy"]):
    def visible_to(self, person: Person) -> Self:
        """Those who manage people see all of them, nobody else any."""
        return self if may_manage_people(person) else self.none()


class Remedy(models.Model):
    """One act on many reviews of a period; `finished_at` is empty while it is carried out."""

    class Kind(models.TextChoices):
        FOLLOW_REGISTER = "register", "Pasangkan penilai menurut data pegawai"
        NAME_APPRAISER = "named", "Tetapkan penilai"
        HAND_OVER = "hand_over", "Alihkan kepada atasan penilai"
        REOPEN_REPORT = "reopen", "Buka kembali realisasi"
        PROLONG = "prolong", "Perpanjang masa penilaian"

    period = models.ForeignKey(Period, models.PROTECT, related_name="remedies")
    kind = models.CharField("tindakan", max_length=9, choices=Kind)
    concern = models.CharField("sebab", max_length=20, blank=True)
    appraiser = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.TextField("alasan")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("hari")
    started_at = models.DateTimeField("dimulai")
    finished_at = models.DateTimeField("selesai", null=True, blank=True)
    total = models.PositiveIntegerField("semua", default=0)
    done = models.PositiveIntegerField("selesai", default=0)
    changed = models.PositiveIntegerField("berubah", default=0)
    # Of a longer window: the days before; the ones after stand in the period.
    closes_before = models.DateField(null=True, blank=True)
    extended_before = models.DateField(null=True, blank=True)
    closes_after = models.DateField(null=True, blank=True)
    undone_at = models.DateTimeField("diurungkan", null=True, blank=True)
    undone_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = RemedyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="remedy_has_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False, finished_at__isnull=False),
                name="undone_remedy_was_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period}"

    @property
    def is_busy(self) -> bool:
        return self.finished_at is None

    @property
    def undo_until(self) -> datetime | None:
        """Until when it may be undone; None while it is carried out."""
        return undo_until(self.finished_at) if self.finished_at else None


class RemedyLineQuerySet(models.QuerySet["RemedyLine"]):
    def standing(self) -> Self:
        """What was changed and not undone."""
        return self.filter(changed=True, remedy__undone_at=None)


class RemedyLine(models.Model):
    """One review that the remedy is for."""

    remedy = models.ForeignKey(Remedy, models.CASCADE, related_name="lines", db_index=False)
    # A review of a post that was left is withdrawn with its line (see `succession`).
    review = models.ForeignKey(Review, models.CASCADE, related_name="remedied")
    done = models.BooleanField(default=False)
    changed = models.BooleanField(default=False)  # not: it changed meanwhile, or nobody fits
    appraiser_before = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    appraiser_after = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    state_before = models.CharField(max_length=15, choices=Review.State, blank=True)
    predicate_before = models.CharField(max_length=15, choices=Predicate.choices(), blank=True)

    objects = RemedyLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["remedy", "review"], name="remedy_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.remedy_id}: {self.review_id}"
