"""One import: the file, the verdict on every row, what was decided, applied and taken back.

The verbs are in `receiving`, `deciding`, `applying`, `closing` and `undo` beside it.
"""

from typing import Self

from django.db import models
from django.utils import timezone

from kinerja.people.imports.outcome import Outcome
from kinerja.people.person import Person


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def open(self) -> Self:
        """Those whose rows can still be decided."""
        return self.filter(state__in=(ImportBatch.State.CHECKED, ImportBatch.State.APPLIED))


class ImportBatch(models.Model):
    """One file that was read, with the verdict on its rows."""

    class Kind(models.TextChoices):
        EMPLOYEES = "employees", "Pegawai"
        ORGANISATION = "organisation", "Organisasi"
        LEAVE = "leave", "Cuti"
        ROSTER = "roster", "Jadwal jaga"
        ATTENDANCE = "attendance", "Kehadiran"

    class State(models.TextChoices):
        READING = "reading", "Sedang dibaca"
        FAILED = "failed", "Tidak dapat dibaca"
        RECHECKING = "rechecking", "Sedang diperiksa ulang"
        APPLYING = "applying", "Sedang disimpan"
        CHECKED = "checked", "Sudah diperiksa, belum disimpan"
        APPLIED = "applied", "Disimpan"
        UNDONE = "undone", "Dibatalkan"
        FINISHED = "finished", "Selesai"

    kind = models.CharField("jenis", max_length=12, choices=Kind)
    file_name = models.CharField("nama berkas", max_length=200)
    digest = models.CharField(max_length=64, db_index=True)  # SHA-256 of the file
    sheet = models.CharField("lembar", max_length=200, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.CHECKED)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )  # empty: the console
    created_at = models.DateTimeField("dibuat", default=timezone.now)
    applied_at = models.DateTimeField("disimpan", null=True)
    closed_at = models.DateTimeField("ditutup", null=True)
    progress = models.CharField("kemajuan", max_length=100, blank=True)  # of a long job, in words
    problem = models.TextField("masalah", blank=True)  # why reading or storing stopped
    summary = models.JSONField("ringkasan", default=dict)
    added = models.JSONField(default=dict)  # ids of posts and units that the import created

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def is_open(self) -> bool:
        """Rows can be decided, and what is ready can be stored."""
        return self.state in (self.State.CHECKED, self.State.APPLIED)

    @property
    def is_busy(self) -> bool:
        """A job is at work on it."""
        return self.state in (self.State.READING, self.State.RECHECKING, self.State.APPLYING)

    @property
    def size(self) -> int:
        """Rows of the file."""
        return sum(self.summary.values())

    @property
    def ready(self) -> int:
        """Rows that the next apply would store."""
        return self.rows.ready().count()


class ImportFile(models.Model):
    """The bytes of the file, kept only while rows are being decided: it holds personal data."""

    batch = models.OneToOneField(ImportBatch, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.batch)


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def ended(self, outcome: str) -> Self:
        return self.filter(outcome=outcome)

    def ready(self) -> Self:
        """Accepted and fixed rows that are not stored yet."""
        return self.filter(outcome__in=(Outcome.ACCEPT, Outcome.FIX), stored={})

    def decided(self) -> Self:
        """Rows about which a person has said something."""
        return self.exclude(correction={})


class ImportRow(models.Model):
    """One row of the file. Values and reasons are as they may be shown: citizen numbers hidden."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    place = models.PositiveIntegerField()  # order in the file, from 0
    sheet = models.CharField("lembar", max_length=200, blank=True)
    row = models.PositiveIntegerField("baris")
    outcome = models.CharField("hasil", max_length=8, choices=Outcome)
    reasons = models.JSONField("alasan", default=list)
    values = models.JSONField("isi", default=dict)
    correction = models.JSONField("keputusan", default=dict)
    stored = models.JSONField("tersimpan", default=dict)  # empty: not written

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "outcome", "place"], name="import_row_outcome")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}: {self.outcome}"
