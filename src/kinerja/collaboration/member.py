"""Who works in a programme, as what, from when to when; another's superior agrees first."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from kinerja.collaboration.programme import (
    Programme,
    check_leads,
    hold_open,
    hold_to_lead,
    one_line,
    page_of,
)
from kinerja.collaboration.refusals import InvitedAlready, NotYours, WrongState
from kinerja.people.person import Person, is_present
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words


class MemberQuerySet(models.QuerySet["Member"]):
    def on(self, day: date) -> Self:
        """Those who belong to it on that day, with the consent of their superior; whoever is not in
        active service belongs to none, though the account stays open."""
        rows = self.agreed().filter(is_present(day, "person__"))
        return rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def agreed(self) -> Self:
        return self.filter(state=Member.State.AGREED)

    def to_answer(self, person: Person, on: date) -> Self:
        """Invitations of those whom the person appraises today."""
        return self.asked().filter(person__in=reports_of(person, on))

    def asked(self) -> Self:
        """Those that wait for the superior, while the programme is open."""
        return self.filter(state=Member.State.ASKED, programme__closed_on=None)


class Member(models.Model):
    """One role of one person, for some days."""

    class Role(models.TextChoices):
        LEAD = "lead", "Ketua"
        SECRETARY = "secretary", "Sekretaris"
        MEMBER = "member", "Anggota"

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu persetujuan atasan"
        AGREED = "agreed", "Anggota"
        DECLINED = "declined", "Tidak disetujui atasan"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="programme_roles")
    role = models.CharField("peran", max_length=10, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)  # last day, included
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asked_on = models.DateField("diundang")
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_on = models.DateField("dijawab", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["programme_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="member_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_on=None)
                | Q(state="agreed", answered_on__isnull=False)
                | Q(state="declined", answered_on__isnull=False) & ~Q(reason=""),
                name="member_answer",
            ),
            ExclusionConstraint(
                name="member_one_role_a_day",
                expressions=[
                    (
                        Func(F("programme"), F("programme"), Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), "&&"),
                ],
                condition=~Q(state="declined"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


@transaction.atomic
def invite_member(
    *, programme: Programme, person: Person, role: str, starts_on: date, by: Person, on: date
) -> Member:
    """Ask the superior of somebody; one's own staff belong to it at once.

    Invited already on these days as the same: that row. Errors: NotYours, ProgrammeClosed,
    InvitedAlready (as something else), WrongState (no superior), InvalidInput.
    """
    held = hold_to_lead(programme, by, on)
    if role not in Member.Role.values:
        raise InvalidInput("Pilih peran yang ditawarkan.")
    if not on - timedelta(days=366) <= starts_on <= held.ends_on:
        raise InvalidInput(
            "Hari mulai berada sebelum program berakhir, paling jauh setahun lalu.",
            about="starts_on",
        )
    known = held.members.exclude(state=Member.State.DECLINED).filter(person=person)
    if same := known.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).first():
        if same.role == role:
            return same
        raise InvitedAlready(
            f"{person.name} sudah tercatat sebagai {same.get_role_display().lower()}. Untuk"
            " berganti peran, akhiri dulu peran itu, lalu undang lagi mulai hari sesudahnya."
        )
    superior = appraiser_of(person, on)
    if superior is None:
        raise WrongState(f"Atasan {person.name} belum tercatat. Hubungi bagian kepegawaian.")
    own = superior == by
    member = Member(
        programme=held,
        person=person,
        role=role,
        starts_on=starts_on,
        state=Member.State.AGREED if own else Member.State.ASKED,
        asked_by=by,
        asked_on=on,
        answered_by=by if own else None,
        answered_on=on if own else None,
    )
    check_fields(member)
    member.save(force_insert=True)
    data = {"programme": held.pk, "role": role, "starts_on": starts_on.isoformat()}
    record("programme.member_asked", about=member, person=person, by=by, data=data)
    if own:
        _tell(member, f"Anda {member.get_role_display().lower()} {held.name[:200]}", on)
    else:
        text = f"{by.name[:80]} meminta {person.name[:80]} ikut {held.name[:90]}. Setujui?"
        notify(superior, text, "/kolaborasi/")
    return member


@transaction.atomic
def answer_member(*, member: Member, agree: bool, by: Person, on: date, reason: str = "") -> Member:
    """The superior of that day says yes or, with a reason, no; the same answer twice: once.

    Errors: NotYours, ProgrammeClosed, WrongState, InvalidInput.
    """
    programme = hold_open(member.programme)
    rows = Member.objects.select_for_update(of=("self",)).select_related("person", "asked_by")
    held = rows.get(pk=member.pk)
    if held.person_id == by.pk or appraiser_of(held.person, on) != by:
        raise NotYours("Undangan ini dijawab oleh atasan langsung pegawai yang diundang.")
    wanted = Member.State.AGREED if agree else Member.State.DECLINED
    if held.state == wanted:
        return held
    if held.state != Member.State.ASKED:
        raise WrongState("Undangan ini sudah dijawab.")
    said = one_line(reason)
    if not agree and not said:
        raise InvalidInput("Tulis alasannya, supaya ketua program dapat menyesuaikan.")
    held.state, held.answered_by, held.answered_on, held.reason = wanted, by, on, said
    check_fields(held)
    held.save()
    name = "programme.member_agreed" if agree else "programme.member_declined"
    record(name, about=held, person=held.person, by=by, reason=said)
    answer = "disetujui atasannya" if agree else f"tidak disetujui: {said[:120]}"
    notify(held.asked_by, f"{held.person.name[:80]} {answer}", page_of(programme))
    if agree:
        _tell(held, f"Anda ikut program {programme.name[:200]}", on)
    return held


@transaction.atomic
def end_member(*, member: Member, last_day: date, by: Person, on: date) -> Member:
    """That day is the last in this role; whoever is left alone as lead stays.

    Errors: NotYours, WrongState, InvalidInput.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=member.programme_id)
    held = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if held.person_id != by.pk:
        check_leads(programme, by, on)
    if not held.starts_on <= last_day or last_day.year > 2100:
        raise InvalidInput("Hari terakhir tidak boleh sebelum hari mulainya.")
    if held.ends_on is not None and last_day > held.ends_on:
        raise InvalidInput("Peran yang sudah diakhiri tidak diperpanjang; undang lagi.")
    others = programme.members.on(last_day + timedelta(days=1)).filter(role=Member.Role.LEAD)
    if held.role == Member.Role.LEAD and not others.exclude(pk=held.pk).exists():
        raise WrongState("Program tidak boleh tanpa ketua; tunjuk ketua lain dulu.")
    if held.ends_on != last_day:
        held.ends_on = last_day
        held.save(update_fields=["ends_on"])
        data = {"last_day": last_day.isoformat()}
        record("programme.member_ended", about=held, person=held.person, by=by, data=data)
    return held


def is_member(person: Person, programme: Programme, on: date) -> bool:
    return Member.objects.on(on).filter(programme=programme, person=person).exists()


def hold_as_member(programme: Programme, by: Person, on: date) -> Programme:
    """Locked and open, for those who belong to it. Errors: NotYours, ProgrammeClosed."""
    held = hold_open(programme)
    if not is_member(by, held, on):
        raise NotYours("Ini dilakukan anggota program.")
    return held


def _tell(member: Member, said: str, on: date) -> None:
    """Before the first day the programme's own page is not open yet; its list is."""
    if member.starts_on > on:
        said = f"{said}, mulai {date_in_words(member.starts_on)}"
        notify(member.person, f"{said}.", "/kolaborasi/")
    else:
        notify(member.person, f"{said}.", page_of(member.programme))
