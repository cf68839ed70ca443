"""A recap that is long is made by the worker: asked for, its progress, the file when it is ready.

The file names people, so it is kept for a few days only, and only for the one who asked.
"""

from datetime import date, datetime
from typing import Self

from django.db import models, transaction

from kinerja.people.access import watched_units
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.unit import Unit, inside
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.refusal import Refusal

KEPT_DAYS = 7
WAITING_AT_MOST = 3  # of one person; a fourth has to wait for one of them


class TooManyFiles(Refusal):
    """This person already waits for as many files as one may."""


class RecapFileQuerySet(models.QuerySet["RecapFile"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, as long as one may still watch that unit."""
        paths = watched_units(person, on).values_list("path", flat=True)
        return self.filter(inside(paths, "unit__path"), by=person)


class RecapFile(models.Model):
    """One recap that was asked for as a file."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    class State(models.TextChoices):
        WAITING = "waiting", "Sedang disusun"
        READY = "ready", "Siap diunduh"
        FAILED = "failed", "Tidak berhasil"

    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    month = models.DateField("bulan")  # its first day
    format = models.CharField("bentuk", max_length=4, choices=Format)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.WAITING)
    step = models.PositiveSmallIntegerField("langkah", default=0)  # of STEPS
    asked_at = models.DateTimeField("diminta")
    ready_at = models.DateTimeField("selesai", null=True)

    STEPS = ("Menunggu giliran", "Menghitung angka dan pengecualian", "Menulis halaman")

    objects = RecapFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"rekap-{self.month:%Y-%m}-{self.unit_id}.{self.format}"

    @property
    def step_words(self) -> str:
        return self.STEPS[self.step]

    @property
    def is_busy(self) -> bool:
        return self.state == self.State.WAITING


class RecapContent(models.Model):
    """The bytes, in a table of their own, so that a list does not read them."""

    file = models.OneToOneField(RecapFile, models.CASCADE, primary_key=True, related_name="content")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.file)


@transaction.atomic
def ask_recap(*, unit: Unit, month: date, form: str, by: Person, at: datetime) -> RecapFile:
    """Ask for a recap as a file; the worker makes it. Asked twice while it is made: the same one.

    Errors: NotAllowed, TooManyFiles.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # the limit holds
    if not unit.path.startswith(tuple(top.path for top in watched_units(by, at.date()))):
        raise NotAllowed("Unit ini di luar yang dapat Anda pantau.")
    month = month.replace(day=1)
    waiting = RecapFile.objects.filter(by=by, state=RecapFile.State.WAITING)
    known = waiting.filter(unit=unit, month=month, format=form).first()
    if known is not None:
        return known
    if waiting.count() >= WAITING_AT_MOST:
        raise TooManyFiles("Tiga rekap Anda sedang disusun. Tunggu sampai salah satunya selesai.")
    file = RecapFile.objects.create(by=by, unit=unit, month=month, format=form, asked_at=at)
    data = {"unit": unit.pk, "month": month.isoformat(), "format": form}
    record("recap.asked", about=file, by=by, data=data)
    return file


def note_step(file: RecapFile, step: int) -> None:
    """What the worker is doing now; seen at once by an open page."""
    file.step = step
    RecapFile.objects.filter(pk=file.pk).update(step=step)


@transaction.atomic
def keep_recap(*, file: RecapFile, content: bytes, at: datetime, page: str) -> None:
    """The file is there; said twice (the worker was killed in between), the first one stays.

    `page`: the address that the notice leads to.
    """
    held = RecapFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.state == RecapFile.State.READY:
        return
    RecapContent.objects.create(file=held, content=content)
    held.state, held.ready_at = RecapFile.State.READY, at
    held.save(update_fields=["state", "ready_at"])
    record("recap.made", about=held, by=None, data={"bytes": len(content)})
    notify(held.by, f"Rekap {held.get_format_display()} {held.unit.name} siap diunduh."[:300], page)


@transaction.atomic
def give_up_recap(*, file: RecapFile) -> None:
    """It could not be made; the page says so, and one may ask again."""
    RecapFile.objects.filter(pk=file.pk).update(state=RecapFile.State.FAILED)
    record("recap.failed", about=file, by=None)


@transaction.atomic
def forget_recaps(*, before: datetime) -> int:
    """Delete the files asked for before that moment; how many there were."""
    old = RecapFile.objects.filter(asked_at__lt=before)
    count = old.count()
    old.delete()
    return count
