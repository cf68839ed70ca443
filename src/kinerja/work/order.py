"""Orders, letters of assignment and dispositions: where work outside the plan comes from.

A leader gives an order to those below; it may be passed on down the line, and the chain stays. Who
was told by word of mouth notes it for the giver to confirm. A report names the order it serves.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.supervision import everyone_below
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify, notify_many
from kinerja.work.refusals import NotYours, TextMissing, WrongPeople, WrongSpan, WrongState

MOST_PEOPLE = 50


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, person: Person) -> Self:
        """Who gave it, wrote it down, or has a part in it; a letter is nobody else's."""
        duties = Duty.objects.filter(Q(person=person) | Q(given_by=person))
        return self.filter(
            Q(giver=person) | Q(recorded_by=person) | Q(pk__in=duties.values("order"))
        )


class Order(models.Model):
    """One order as it was given. `giver` is the person in this agency who answers for it."""

    class Kind(models.TextChoices):
        SPOKEN = "spoken", "Perintah lisan"
        WRITTEN = "written", "Perintah tertulis"
        LETTER = "letter", "Surat tugas"
        DISPOSITION = "disposition", "Disposisi"

    kind = models.CharField("jenis", max_length=11, choices=Kind)
    number = models.CharField("nomor", max_length=100, blank=True)
    dated = models.DateField("tanggal")
    origin = models.CharField("asal surat", max_length=200, blank=True)  # who wrote the letter
    subject = models.CharField("perihal", max_length=300)
    due_on = models.DateField("batas waktu", null=True, blank=True)
    giver = models.ForeignKey(Person, models.PROTECT, related_name="orders_given")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, null=True, blank=True, related_name="order"
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="order_has_subject"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=models.F("dated")), name="order_due_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def page(self) -> str:
        return f"/perintah/{self.pk}/"


class DutyQuerySet(models.QuerySet["Duty"]):
    def running(self) -> Self:
        """Those that reports may serve."""
        return self.filter(state__in=Duty.RUNNING)


class Duty(models.Model):
    """The part of one person in an order; `passed_from` is the duty from which it was passed on."""

    class State(models.TextChoices):
        NOTED = "noted", "Menunggu pemberi"
        GIVEN = "given", "Diberikan"
        TAKEN_UP = "taken_up", "Dikerjakan"
        REPORTED = "reported", "Dilaporkan selesai"
        DONE = "done", "Selesai"
        DECLINED = "declined", "Ditolak"
        CANCELLED = "cancelled", "Dibatalkan"

    RUNNING = (State.NOTED, State.GIVEN, State.TAKEN_UP, State.REPORTED)

    order = models.ForeignKey(Order, models.CASCADE, related_name="duties", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    passed_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="passed_on"
    )
    note = models.CharField("catatan", max_length=500, blank=True)
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.GIVEN)
    reason = models.CharField("alasan", max_length=500, blank=True)  # of the last step

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="duty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"


@transaction.atomic
def give_order(
    *,
    kind: str,
    subject: str,
    dated: date,
    people: Iterable[Person],
    by: Person,
    on: date,
    number: str = "",
    origin: str = "",
    due_on: date | None = None,
    note: str = "",
    file: tuple[str, bytes] | None = None,
) -> Order:
    """Give an order to people below, all with the same words.

    Errors: TextMissing, WrongSpan, WrongPeople (nobody, too many, or not below), FileRefused.
    """
    people = _below(people, by, on)
    order = _write(kind, subject, dated, by, by, on, number, origin, due_on, file)
    _assign(order, people, by, note=note)
    return order


@transaction.atomic
def note_order(
    *,
    kind: str,
    subject: str,
    dated: date,
    giver: Person,
    by: Person,
    on: date,
    number: str = "",
    origin: str = "",
    due_on: date | None = None,
    file: tuple[str, bytes] | None = None,
) -> Order:
    """Write down an order that one was given; it waits until the giver confirms it.

    Errors: TextMissing, WrongSpan, WrongPeople (the giver does not stand above), FileRefused.
    """
    if not everyone_below(giver, on).filter(pk=by.pk).exists():
        raise WrongPeople("Pilih pemberi perintah dari atasan Anda.")
    order = _write(kind, subject, dated, giver, by, on, number, origin, due_on, file)
    duty = Duty.objects.create(order=order, person=by, given_by=giver, state=Duty.State.NOTED)
    record("order.noted", about=duty, person=by, by=by)
    notify(giver, f"{by.name} mencatat perintah Anda: {order.subject}"[:300], order.page)
    return order


@transaction.atomic
def pass_on(*, duty: Duty, people: Iterable[Person], by: Person, on: date, note: str = "") -> None:
    """Pass an order on down the line; one's own part goes on. Errors: NotYours, WrongState,
    WrongPeople.
    """
    held = Duty.objects.select_for_update().select_related("order").get(pk=duty.pk)
    if held.person_id != by.pk:
        raise NotYours("Hanya penerimanya yang dapat meneruskan perintah ini.")
    if held.state not in (Duty.State.GIVEN, Duty.State.TAKEN_UP):
        raise WrongState("Perintah ini sudah selesai, dibatalkan, atau belum disetujui pemberinya.")
    people = _below(people, by, on)
    known = set(held.order.duties.values_list("person_id", flat=True))
    if any(person.pk in known for person in people) or held.order.giver_id in {
        person.pk for person in people
    }:
        raise WrongPeople("Salah satu orang itu sudah mendapat perintah ini.")
    if held.state == Duty.State.GIVEN:
        held.state = Duty.State.TAKEN_UP
        held.save(update_fields=["state"])
    _assign(held.order, people, by, note=note, passed_from=held)


def _below(people: Iterable[Person], by: Person, on: date) -> list[Person]:
    """Errors: WrongPeople unless all stand below `by` on that day."""
    people = list({person.pk: person for person in people}.values())
    if not people:
        raise WrongPeople("Pilih sedikitnya satu orang.")
    if len(people) > MOST_PEOPLE:
        raise WrongPeople(f"Satu perintah diberikan kepada paling banyak {MOST_PEOPLE} orang.")
    below = everyone_below(by, on).filter(pk__in=[person.pk for person in people])
    if below.count() != len(people):
        raise WrongPeople("Perintah hanya dapat diberikan kepada pegawai di bawah Anda.")
    return people


def _write(
    kind: str,
    subject: str,
    dated: date,
    giver: Person,
    by: Person,
    on: date,
    number: str,
    origin: str,
    due_on: date | None,
    file: tuple[str, bytes] | None,
) -> Order:
    subject, number, origin = (_line(text) for text in (subject, number, origin))
    if not subject:
        raise TextMissing("Tulis perihal perintahnya.")
    if dated > on:
        raise WrongSpan("Tanggal perintah belum tiba.")
    if due_on and due_on < dated:
        raise WrongSpan("Batas waktu mendahului tanggal perintah.")
    order = Order.objects.create(
        kind=Order.Kind(kind),
        subject=subject[:300],
        dated=dated,
        giver=giver,
        recorded_by=by,
        number=number[:100],
        origin=origin[:200],
        due_on=due_on,
        attachment=attach(name=file[0], content=file[1], by=by) if file else None,
    )
    data = {"kind": order.kind, "number": order.number, "dated": dated.isoformat()}
    record("order.recorded", about=order, by=by, person=giver, reason=order.subject, data=data)
    return order


def _assign(
    order: Order, people: list[Person], by: Person, *, note: str, passed_from: Duty | None = None
) -> None:
    duties = Duty.objects.bulk_create(
        [
            Duty(
                order=order,
                person=person,
                given_by=by,
                passed_from=passed_from,
                note=_line(note)[:500],
            )
            for person in people
        ]
    )
    name = "order.passed_on" if passed_from else "order.given"
    record_many(
        Happening(name, one, by, person=one.person, reason=one.note, data={"order": order.pk})
        for one in duties
    )
    word = "meneruskan" if passed_from else "memberi"
    notify_many(people, f"{by.name} {word} perintah: {order.subject}"[:300], order.page)


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
