"""People of other units in a leader's matrix: their appraiser is asked first (annex p. 46-49)."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.people.tenure import Assignment
from kinerja.planning.matrix import MatrixRole, RoleMatrix, tell_role
from kinerja.planning.refusals import (
    AlreadyRecorded,
    IncompletePlan,
    NoAppraiser,
    NotYours,
    WrongState,
)
from kinerja.planning.revision import hold
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.plan import AssignmentMode


class MatrixGuestQuerySet(models.QuerySet["MatrixGuest"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Who invited, who is asked, and who is invited."""
        return self.filter(
            Q(matrix__leader=person) | Q(person=person) | Q(person__in=reports_of(person, on))
        )

    def to_answer(self, person: Person, on: date) -> Self:
        """Invitations of those whom the person appraises today."""
        return self.filter(state=MatrixGuest.State.ASKED, person__in=reports_of(person, on))


class MatrixGuest(models.Model):
    """One person of another unit in a matrix."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu persetujuan atasan"
        AGREED = "agreed", "Disetujui atasan"
        DECLINED = "declined", "Tidak disetujui atasan"

    matrix = models.ForeignKey(RoleMatrix, models.CASCADE, related_name="guests", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="matrix_guest_in")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    asked_on = models.DateField("diminta")
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_on = models.DateField("dijawab", null=True, blank=True)
    reason = models.TextField("alasan", blank=True)

    objects = MatrixGuestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matrix", "person"], name="matrix_guest_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} di {self.matrix}"


@transaction.atomic
def invite(*, matrix: RoleMatrix, person: Person, by: Person, on: date) -> MatrixGuest:
    """Ask the appraiser of somebody of another unit; after a no one may ask again.

    Errors: NotYours, AlreadyRecorded, NoAppraiser.
    """
    hold(matrix)
    if matrix.leader_id != by.pk:
        raise NotYours("Hanya pimpinan yang menyusun matriks ini yang dapat mengundang.")
    appraiser = appraiser_of(person, on)
    if person == by or appraiser == by:
        raise AlreadyRecorded(f"{person.name} sudah termasuk dalam matriks Anda.")
    if appraiser is None:
        raise NoAppraiser(
            f"Atasan {person.name} belum tercatat. Hubungi bagian kepegawaian, lalu ulangi."
        )
    guest = matrix.guests.filter(person=person).first() or MatrixGuest(matrix=matrix, person=person)
    if guest.pk and guest.state != MatrixGuest.State.DECLINED:
        raise AlreadyRecorded(f"{person.name} sudah diundang ke matriks ini.")
    guest.state, guest.asked_on = MatrixGuest.State.ASKED, on
    guest.answered_by, guest.answered_on, guest.reason = None, None, ""
    guest.save()
    record("matrix.guest_asked", about=guest, person=person, by=by, data={"matrix": matrix.pk})
    text = f"{by.name} meminta {person.name} berperan dalam matriks {matrix.year}. Setujui?"
    notify(appraiser, text, "/matriks/jawaban/")
    return guest


@transaction.atomic
def invite_team(*, matrix: RoleMatrix, by: Person, on: date) -> list[MatrixGuest]:
    """Ask for all members of the teams that one leads; those who are in already stay.

    Errors: NotYours.
    """
    led = Assignment.objects.on(on).filter(person=by, kind=Assignment.Kind.TEAM_LEAD)
    members = Assignment.objects.on(on).filter(
        kind=Assignment.Kind.TEAM_MEMBER, position__in=led.values("position")
    )
    there = matrix.guests.exclude(state=MatrixGuest.State.DECLINED).values("person")
    people = Person.objects.filter(pk__in=members.values("person"))
    missing = people.exclude(pk__in=there).exclude(pk__in=reports_of(by, on).values("pk"))
    return [
        invite(matrix=matrix, person=person, by=by, on=on)
        for person in missing.exclude(pk=by.pk).order_by("name", "pk")
    ]


@transaction.atomic
def answer_guest(
    *, guest: MatrixGuest, agree: bool, by: Person, on: date, reason: str = ""
) -> None:
    """The appraiser of that day says yes or, with a reason, no; given roles follow.

    Errors: NotYours, WrongState, IncompletePlan (no reason).
    """
    hold(guest)
    if guest.person_id == by.pk or appraiser_of(guest.person, on) != by:
        raise NotYours("Permintaan ini dijawab oleh pejabat penilai pegawai yang diundang.")
    if guest.state != MatrixGuest.State.ASKED:
        raise WrongState("Permintaan ini sudah dijawab.")
    reason = reason.strip()
    if not agree and not reason:
        raise IncompletePlan("Tulis alasannya, supaya pimpinan yang meminta dapat menyesuaikan.")
    guest.state = MatrixGuest.State.AGREED if agree else MatrixGuest.State.DECLINED
    guest.answered_by, guest.answered_on, guest.reason = by, on, reason
    guest.save()
    given = MatrixRole.objects.filter(
        matrix=guest.matrix_id,
        person=guest.person_id,
        mode=AssignmentMode.APPOINTED.value,
        state=MatrixRole.State.WAITING,
    )
    titles = [title for title in given.values_list("title", flat=True) if title]
    state = MatrixRole.State.AGREED if agree else MatrixRole.State.DECLINED
    given.update(state=state, appraiser_agreed_on=on if agree else None, reason=reason)
    name = "matrix.guest_agreed" if agree else "matrix.guest_declined"
    record(name, about=guest, person=guest.person, by=by, reason=reason)
    matrix, said = guest.matrix, "setuju" if agree else f"belum setuju: {reason[:150]}"
    notify(matrix.leader, f"Atasan {guest.person.name} {said}", f"/matriks/{matrix.pk}/")
    if agree and titles:
        tell_role(guest.person, matrix, titles)
