"""Who takes part in a session: asked or proposed, approved by the leader, placed by the officer.

Places are given under a lock on the session, so that the quota is never exceeded; who finds no
place waits, and moves up in the order in which the officer agreed when somebody withdraws.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from kinerja.development.refusals import (
    AlreadyEnrolled,
    Conflicting,
    NotForYou,
    NotNow,
    WrongState,
)
from kinerja.development.scope import check_runs_trainings, training_scope
from kinerja.development.session import Session, check_runs, held_session
from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.refusals import HasLeft, NotAllowed, check_fields, refused_by
from kinerja.people.supervision import appraiser_of
from kinerja.people.tenure import Assignment
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import span_in_words

LONGEST_REASON = 500  # characters
SCORE = (MinValueValidator(0), MaxValueValidator(100))
TAKEN_MEANWHILE = {
    "enrolled_once": AlreadyEnrolled("Baru saja terdaftar di sesi ini. Muat ulang halamannya.")
}


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, those of people whom one may see, and those of the sessions one runs."""
        seen = Q(person=person) | Q(person__in=Person.objects.visible_to(person, on))
        scope = training_scope(person, on)
        return self.filter(seen | scope.within("session__unit__path"))

    def running(self) -> Self:
        """Those that were neither declined nor withdrawn."""
        return self.filter(state__in=RUNNING)

    def taking_part(self) -> Self:
        return self.filter(state=Enrolment.State.ACCEPTED)


class Enrolment(models.Model):
    """One person on the list of one session, later with the result."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu atasan"
        APPROVED = "approved", "Menunggu pengelola"
        ACCEPTED = "accepted", "Diterima"
        WAITING = "waiting", "Daftar tunggu"
        DECLINED = "declined", "Ditolak"
        WITHDRAWN = "withdrawn", "Mundur"

    session = models.ForeignKey(Session, models.PROTECT, related_name="enrolments", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", db_index=False)
    state = models.CharField("keadaan", max_length=9, choices=State)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("diajukan")
    reason = models.CharField("alasan", max_length=LONGEST_REASON, blank=True)
    answer = models.CharField("jawaban", max_length=LONGEST_REASON, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)  # when the officer agreed
    # The result.
    before = models.DecimalField(
        "nilai awal", max_digits=5, decimal_places=2, null=True, blank=True, validators=SCORE
    )
    after = models.DecimalField(
        "nilai akhir", max_digits=5, decimal_places=2, null=True, blank=True, validators=SCORE
    )
    passed = models.BooleanField("lulus", null=True, blank=True)
    hours_jp = models.DecimalField("JP", max_digits=6, decimal_places=1, null=True, blank=True)
    token = models.UUIDField(unique=True, null=True, blank=True)  # of the certificate
    reacted = models.BooleanField(default=False)  # the form was answered; not with what

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=~Q(state__in=["declined", "withdrawn"]),
                name="enrolled_once",
            ),
            models.CheckConstraint(
                condition=Q(passed=None) | Q(state="accepted"), name="result_of_participant"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state"], name="enrolment_session"),
            models.Index(fields=["person", "session"], name="enrolment_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


RUNNING = (
    Enrolment.State.ASKED,
    Enrolment.State.APPROVED,
    Enrolment.State.ACCEPTED,
    Enrolment.State.WAITING,
)
BUSY = [Enrolment.State.ASKED, Enrolment.State.APPROVED, Enrolment.State.ACCEPTED]


@transaction.atomic
def ask_enrolment(
    *, session: Session, by: Person, at: datetime, on: date, reason: str = ""
) -> Enrolment:
    """Ask for a place for oneself; the leader answers first. Without a leader: the officer.

    Errors: SessionClosed, NotNow, NotForYou, AlreadyEnrolled, Conflicting, HasLeft, InvalidInput.
    """
    leader = appraiser_of(by, on)
    state = Enrolment.State.ASKED if leader else Enrolment.State.APPROVED
    enrolment = _enter(session, by, state, by, at, on, reason)
    if leader is not None:
        said = f"{by.name} mendaftar pelatihan {enrolment.session.training}"
        notify(leader, said[:300], "/pelatihan/persetujuan/")
    return enrolment


@transaction.atomic
def propose_enrolment(
    *, session: Session, person: Person, by: Person, at: datetime, on: date, reason: str = ""
) -> Enrolment:
    """The leader puts one of his or her people on the list. Errors: NotAllowed, as above."""
    if appraiser_of(person, on) != by:
        raise NotAllowed("Hanya atasan langsung yang mengusulkan pegawai ini.")
    enrolment = _enter(session, person, Enrolment.State.APPROVED, by, at, on, reason)
    said = f"{by.name} mengusulkan Anda untuk pelatihan {enrolment.session.training}"
    notify(person, said[:300], page_of(enrolment.session))
    return enrolment


@transaction.atomic
def answer_enrolment(
    *, enrolment: Enrolment, agreed: bool, by: Person, on: date, reason: str = ""
) -> Enrolment:
    """The leader's word on what somebody asked; a no needs a reason.

    Errors: NotAllowed, WrongState, SessionClosed.
    """
    held = _held(enrolment)
    if appraiser_of(held.person, on) != by:
        raise NotAllowed("Pendaftaran ini dijawab atasan langsung pegawai itu.")
    check_runs(held.session)
    if held.state != Enrolment.State.ASKED:
        raise WrongState("Pendaftaran ini sudah dijawab.")
    words = _reason(reason)
    if not agreed and not words:
        raise WrongState("Tulis alasannya, agar pegawai tahu mengapa belum dapat ikut.")
    held.state = Enrolment.State.APPROVED if agreed else Enrolment.State.DECLINED
    held.answer = words
    held.save(update_fields=["state", "answer"])
    name = "enrolment.approved" if agreed else "enrolment.declined"
    record(name, about=held, person=held.person, by=by, reason=words)
    said = "disetujui atasan" if agreed else "belum disetujui atasan"
    notify(held.person, f"{held.session.training}: {said}."[:300], page_of(held.session))
    return held


@transaction.atomic
def decide_enrolment(
    *, enrolment: Enrolment, agreed: bool, by: Person, at: datetime, on: date, reason: str = ""
) -> Enrolment:
    """The officer gives a place, or a place on the waiting list when all are taken, or says no.

    Errors: NotAllowed, WrongState, SessionClosed, Conflicting.
    """
    held = _held(enrolment)
    check_runs_trainings(by, on, held.session.unit)
    if by.pk == held.person_id:
        raise NotAllowed("Pendaftaran Anda sendiri diputuskan pengelola lain.")
    check_runs(held.session)
    if held.state != Enrolment.State.APPROVED:
        raise WrongState("Pendaftaran ini tidak menunggu keputusan pengelola.")
    words = _reason(reason)
    if not agreed and not words:
        raise WrongState("Tulis alasannya, agar pegawai tahu mengapa belum dapat ikut.")
    if agreed:
        check_free(held.person, held.session, [Enrolment.State.ACCEPTED], own=held.pk)
        free = places_left(held.session) > 0
        held.state = Enrolment.State.ACCEPTED if free else Enrolment.State.WAITING
        held.queued_at = at
    else:
        held.state = Enrolment.State.DECLINED
    held.answer = words
    held.save(update_fields=["state", "answer", "queued_at"])
    _say_decided(held, by, words)
    return held


@transaction.atomic
def withdraw_enrolment(
    *, enrolment: Enrolment, by: Person, at: datetime, on: date, reason: str = ""
) -> Enrolment:
    """Give the place back: oneself, or the officer. The first who waits moves up.

    Said twice: once. Errors: NotAllowed, SessionClosed, NotNow after the first day.
    """
    held = _held(enrolment)
    if by.pk != held.person_id:
        check_runs_trainings(by, on, held.session.unit)
    if held.state == Enrolment.State.WITHDRAWN:
        return held
    check_runs(held.session)
    if on > held.session.starts_on:
        raise NotNow("Sesi ini sudah berjalan; bicarakan dengan pengelola pelatihan.")
    if not held.is_running:
        raise WrongState("Pendaftaran ini sudah ditolak.")
    freed = held.state == Enrolment.State.ACCEPTED
    held.state = Enrolment.State.WITHDRAWN
    held.save(update_fields=["state"])
    record("enrolment.withdrawn", about=held, person=held.person, by=by, reason=_reason(reason))
    if by.pk != held.person_id:
        said = f"Pendaftaran Anda ditarik pengelola: {held.session.training}"
        notify(held.person, said[:300], page_of(held.session))
    if freed:
        move_up(held.session, on)
    return held


def move_up(session: Session, on: date) -> list[Enrolment]:
    """Give free places to those who wait, in their order; who cannot come now is passed over.

    The session is locked by the caller.
    """
    if on > session.starts_on or session.cancelled_on is not None:
        return []
    moved = []
    free = places_left(session)
    rows = Enrolment.objects.filter(session=session, state=Enrolment.State.WAITING)
    for one in rows.select_related("person").order_by("queued_at", "pk"):
        if free <= 0:
            break
        one.session = session
        try:
            check_free(one.person, session, [Enrolment.State.ACCEPTED], own=one.pk)
        except Conflicting:
            continue
        one.state = Enrolment.State.ACCEPTED
        one.save(update_fields=["state"])
        _say_decided(one, None, "")
        moved.append(one)
        free -= 1
    return moved


def places_left(session: Session) -> int:
    return session.quota - Enrolment.objects.taking_part().filter(session=session).count()


def check_free(
    person: Person, session: Session, states: Sequence[str], own: int | None = None
) -> None:
    """Errors: Conflicting, with the leave or the other session."""
    first, last = session.starts_on, session.ends_on
    leave = Leave.objects.filter(person=person).touching(first, last).first()
    if leave is not None:
        raise Conflicting(f"{person.name} tercatat cuti {leave.days}.")
    others = Enrolment.objects.filter(
        person=person,
        state__in=states,
        session__cancelled_on=None,
        session__starts_on__lte=last,
        session__ends_on__gte=first,
    )
    if own is not None:
        others = others.exclude(pk=own)
    other = others.select_related("session__training").first()
    if other is not None:
        raise Conflicting(f"{person.name} sudah ada di sesi lain: {other.session}.")


def page_of(session: Session) -> str:
    return f"/pelatihan/sesi/{session.pk}/"


def _enter(
    session: Session,
    person: Person,
    state: str,
    by: Person,
    at: datetime,
    on: date,
    reason: str,
) -> Enrolment:
    held = held_session(session)
    check_runs(held)
    if not held.is_open(on):
        raise NotNow(f"Pendaftaran dibuka {span_in_words(held.enrol_from, held.enrol_until)}.")
    if person.status != Person.Status.ACTIVE:
        raise HasLeft(f"{person.name} tidak aktif bekerja.")
    if not Assignment.objects.on(on).main().filter(person=person).exists():
        raise NotForYou(f"{person.name} tidak memegang jabatan di instansi ini.")
    if held.unit is not None and not belongs_to(person, held.unit.path, on):
        raise NotForYou(f"Sesi ini untuk pegawai {held.unit.name}.")
    if Enrolment.objects.running().filter(session=held, person=person).exists():
        raise AlreadyEnrolled(f"{person.name} sudah terdaftar di sesi ini.")
    check_free(person, held, BUSY)
    enrolment = Enrolment(
        session=held, person=person, state=state, asked_by=by, asked_at=at, reason=_reason(reason)
    )
    check_fields(enrolment)
    with refused_by(TAKEN_MEANWHILE):
        enrolment.save(force_insert=True)
    name = "enrolment.asked" if by == person else "enrolment.proposed"
    record(name, about=enrolment, person=person, by=by, data=_said(enrolment))
    return enrolment


def belongs_to(person: Person, path: str, on: date) -> bool:
    """Whether the person works in that unit or below it on that day."""
    seats = Assignment.objects.on(on).main().filter(person=person)
    return seats.filter(position__unit__path__startswith=path).exists()


def _held(enrolment: Enrolment) -> Enrolment:
    """The row, after the session: who wants a place waits there."""
    session = held_session(enrolment.session)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("person")
    held = rows.get(pk=enrolment.pk)
    held.session = session
    return held


def _say_decided(held: Enrolment, by: Person | None, words: str) -> None:
    name = {
        Enrolment.State.ACCEPTED: "enrolment.accepted",
        Enrolment.State.WAITING: "enrolment.queued",
        Enrolment.State.DECLINED: "enrolment.declined",
    }[Enrolment.State(held.state)]
    record(name, about=held, person=held.person, by=by, reason=words)
    said = {
        "enrolment.accepted": "Anda mendapat tempat",
        "enrolment.queued": "Anda di daftar tunggu",
        "enrolment.declined": "Pendaftaran Anda belum diterima",
    }[name]
    notify(held.person, f"{said}: {held.session}"[:300], page_of(held.session))


def _reason(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_REASON]


def _said(enrolment: Enrolment) -> dict[str, Any]:
    return {"session": enrolment.session_id, "state": str(enrolment.state)}
