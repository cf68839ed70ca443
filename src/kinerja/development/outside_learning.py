"""Learning outside the agency's own sessions: noted with its evidence, counted once confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from kinerja.development.refusals import WrongState
from kinerja.development.scope import training_scope
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, check_fields
from kinerja.people.scope import UnitScope
from kinerja.people.tenure import Assignment
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify, notify_many
from kinerja.rules.training import TrainingForm

MOST_HOURS = Decimal(1_000)  # JP of one entry
LEDGER = "/jp/"


class OutsideLearningQuerySet(models.QuerySet["OutsideLearning"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, those of people whom one may see, and those whom one keeps the hours of."""
        seen = Q(person=person) | Q(person__in=Person.objects.visible_to(person, on))
        scope = training_scope(person, on)
        if scope.everything:
            return self.all()
        return self.filter(seen | Q(person__in=kept_people(scope, on)))

    def counting(self) -> Self:
        return self.filter(state=OutsideLearning.State.CONFIRMED)

    def waiting(self) -> Self:
        return self.filter(state=OutsideLearning.State.NOTED)


class OutsideLearning(models.Model):
    """One training, seminar or other learning elsewhere."""

    class State(models.TextChoices):
        NOTED = "noted", "Menunggu pemeriksaan"
        CONFIRMED = "confirmed", "Dihitung"
        DECLINED = "declined", "Tidak dihitung"
        WITHDRAWN = "withdrawn", "Ditarik"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="outside_learning", db_index=False
    )
    title = models.CharField("nama kegiatan", max_length=200)
    form = models.CharField("bentuk", max_length=13, choices=TrainingForm.choices())
    provider = models.CharField("penyelenggara", max_length=150)
    done_on = models.DateField("selesai")
    hours_jp = models.DecimalField(
        "lama (JP)",
        max_digits=6,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_HOURS)],
    )
    # Empty for what came from a file of the office.
    evidence = models.OneToOneField(
        Attachment, models.PROTECT, null=True, related_name="outside_learning"
    )
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.NOTED)
    noted_at = models.DateTimeField("dicatat")
    answer = models.CharField("alasan", max_length=500, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)  # of the file it came from

    objects = OutsideLearningQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(provider=""), name="outside_learning_is_said"
            ),
            models.UniqueConstraint(
                fields=["person", "title", "done_on"],
                condition=Q(state__in=["noted", "confirmed"]),
                name="outside_learning_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "done_on"], name="outside_learning_person")]

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class NewLearning:
    """What a file or a form says of one learning."""

    person: Person
    title: str
    form: str
    provider: str
    done_on: date
    hours_jp: Decimal

    def row(self, at: datetime, state: str) -> OutsideLearning:
        return OutsideLearning(
            person=self.person,
            title=" ".join(self.title.split()),
            form=self.form,
            provider=" ".join(self.provider.split()),
            done_on=self.done_on,
            hours_jp=self.hours_jp,
            noted_at=at,
            state=state,
        )


@transaction.atomic
def note_learning(
    *, learning: NewLearning, file: tuple[str, bytes], by: Person, at: datetime, on: date
) -> OutsideLearning:
    """Note what one learnt elsewhere, with its certificate. The same again: the first.

    Errors: NotAllowed for somebody else's, InvalidInput, FileRefused.
    """
    if learning.person != by:
        raise NotAllowed("Setiap pegawai mencatat pembelajarannya sendiri.")
    row = learning.row(at, OutsideLearning.State.NOTED)
    _check(row, on)
    if known := _standing(row):
        return known
    name, content = file
    row.evidence = attach(name=name, content=content, by=by)
    row.save(force_insert=True)
    record("outside_learning.noted", about=row, person=by, by=by, data=_said(row))
    return row


@transaction.atomic
def judge_learning(
    *, learning: OutsideLearning, counts: bool, by: Person, on: date, reason: str = ""
) -> OutsideLearning:
    """Look at the evidence: it counts, or not for a reason. Said twice: once.

    Errors: NotAllowed, also for one's own; WrongState.
    """
    held = _held(learning)
    if by.pk == held.person_id:
        raise NotAllowed("Catatan Anda sendiri diperiksa pengelola lain.")
    if not kept_people(training_scope(by, on), on).filter(pk=held.person_id).exists():
        raise NotAllowed("Jam pelajaran diperiksa pengelola pelatihan atau admin kepegawaian.")
    state = OutsideLearning.State.CONFIRMED if counts else OutsideLearning.State.DECLINED
    if held.state == state:
        return held
    if held.state != OutsideLearning.State.NOTED:
        raise WrongState("Catatan ini sudah diperiksa.")
    words = " ".join(reason.split())[:500]
    if not counts and not words:
        raise InvalidInput("Tulis mengapa tidak dihitung.")
    held.state, held.answer = state, words
    held.save(update_fields=["state", "answer"])
    name = "outside_learning.confirmed" if counts else "outside_learning.declined"
    record(name, about=held, person=held.person, by=by, reason=words)
    said = "dihitung" if counts else "tidak dihitung"
    notify(held.person, f"JP Anda {said}: {held.title}"[:300], LEDGER)
    return held


@transaction.atomic
def withdraw_learning(*, learning: OutsideLearning, by: Person) -> OutsideLearning:
    """Take back a note that nobody judged yet. Said twice: once. Errors: NotAllowed, WrongState."""
    held = _held(learning)
    if held.person_id != by.pk:
        raise NotAllowed("Catatan ini ditulis orang lain.")
    if held.state == OutsideLearning.State.WITHDRAWN:
        return held
    if held.state != OutsideLearning.State.NOTED:
        raise WrongState("Catatan ini sudah diperiksa.")
    held.state = OutsideLearning.State.WITHDRAWN
    held.save(update_fields=["state"])
    record("outside_learning.withdrawn", about=held, person=by, by=by)
    return held


@transaction.atomic
def store_learning(
    *, learning: Sequence[NewLearning], digest: str, by: Person, at: datetime, on: date
) -> list[OutsideLearning]:
    """Old hours from a file of the office: they count at once. What is there already stays.

    Errors: NotAllowed, InvalidInput; nothing is stored then.
    """
    scope = training_scope(by, on)
    if not scope:
        raise NotAllowed("Jam pelajaran diimpor pengelola pelatihan atau admin kepegawaian.")
    people = {one.person.pk for one in learning}
    if kept_people(scope, on).filter(pk__in=people - {by.pk}).count() != len(people):
        raise NotAllowed("Berkas ini memuat Anda sendiri atau pegawai di luar unit Anda.")
    rows = [one.row(at, OutsideLearning.State.CONFIRMED) for one in learning]
    for row in rows:
        _check(row, on)
        row.file_digest = digest
    known = OutsideLearning.objects.filter(person__in=people).exclude(state__in=GONE)
    there = set(known.values_list("person", "title", "done_on"))
    fresh = {
        (row.person_id, row.title, row.done_on): row
        for row in rows
        if (row.person_id, row.title, row.done_on) not in there
    }
    stored = OutsideLearning.objects.bulk_create(fresh.values(), batch_size=2_000)
    record_many(
        Happening("outside_learning.imported", about=row, by=by, person=row.person, data=_said(row))
        for row in stored
    )
    told = {row.person_id: row.person for row in stored}
    notify_many(told.values(), "Jam pelajaran Anda ditambahkan dari berkas kepegawaian.", LEDGER)
    return stored


GONE = (OutsideLearning.State.DECLINED, OutsideLearning.State.WITHDRAWN)


def kept_people(scope: UnitScope, on: date) -> models.QuerySet[Person]:
    """Those whose hours are kept within that scope."""
    if scope.everything:
        return Person.objects.all()
    seats = Assignment.objects.on(on).main().filter(scope.within("position__unit__path"))
    return Person.objects.filter(pk__in=seats.order_by().values("person"))


def _check(row: OutsideLearning, on: date) -> None:
    check_fields(row)
    if row.done_on > on:
        raise InvalidInput("Catat setelah selesai; tanggalnya masih di depan.")


def _standing(row: OutsideLearning) -> OutsideLearning | None:
    same = OutsideLearning.objects.filter(person=row.person, title=row.title, done_on=row.done_on)
    return same.exclude(state__in=GONE).first()


def _held(learning: OutsideLearning) -> OutsideLearning:
    rows = OutsideLearning.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=learning.pk)


def _said(row: OutsideLearning) -> dict[str, str]:
    return {
        "title": row.title,
        "done_on": row.done_on.isoformat(),
        "hours_jp": str(row.hours_jp.normalize()),
    }
