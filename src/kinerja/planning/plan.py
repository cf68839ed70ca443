"""The plan of one person for one post and year (SKP)."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.planning.refusals import NoPlanNeeded, NotYours, PlanExists, WrongState, WrongYear
from kinerja.planning.revision import hold
from kinerja.records.event import record
from kinerja.rules.plan import DutyStatus, PlanApproach, planning_applies
from kinerja.rules.position import PositionKind


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, in any state; and of others whom one may see those that are no draft, or for
        which one opened the change or offered the dialogue as their appraiser."""
        shown = ~Q(state=Plan.State.DRAFT) | Q(opened_by=person) | Q(dialogue_by=person)
        return self.filter(
            Q(person=person) | Q(person__in=Person.objects.visible_to(person)) & shown
        )

    def of_person(self, person: Person, year: int) -> Self:
        """The plans of one person for a year: one a post; replaced ones and changes that are not
        set yet are left out."""
        return (
            self.filter(person=person, year=year)
            .exclude(state=Plan.State.SUPERSEDED)
            .exclude(amends__isnull=False, state__in=Plan.UNSET)
        )

    def agreed(self) -> Self:
        """Those that were set: each counts for its days, whatever followed it."""
        return self.filter(state__in=Plan.AGREED)

    def current(self, on: date) -> Self:
        """Plans in force on a day."""
        return self.agreed().filter(starts_on__lte=on, ends_on__gte=on)

    def between(self, first: date, last: date) -> Self:
        """Plans in force on some of these days."""
        return self.agreed().filter(starts_on__lte=last, ends_on__gte=first)

    def versions_of(self, plan: "Plan") -> Self:
        """All versions of one plan, the first on top."""
        return self.filter(assignment=plan.assignment_id, year=plan.year).order_by("version")

    def waiting_for(self, appraiser: Person, on: date) -> Self:
        """Submitted plans that this person has to answer: of those whom he or she appraises on
        that day, whoever was asked before."""
        return self.filter(state=Plan.State.SUBMITTED, person__in=reports_of(appraiser, on))


class Plan(models.Model):
    """A performance plan (SKP). A set plan is not edited: a change is a new version."""

    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        SUBMITTED = "submitted", "Diajukan"
        SET = "set", "Ditetapkan"
        SUPERSEDED = "superseded", "Digantikan"
        CLOSED = "closed", "Selesai"

    UNSET = (State.DRAFT, State.SUBMITTED)
    AGREED = (State.SET, State.SUPERSEDED, State.CLOSED)

    class Change(models.TextChoices):
        """Why a set plan gets a new version (6/2022 Pasal 14(2) and 20, annex p. 62-65, 80)."""

        TARGET = "target", "Target atau hasil kerja berubah"
        FEEDBACK = "feedback", "Menindaklanjuti umpan balik"
        ASSIGNMENT = "assignment", "Penugasan baru"
        RESOURCES = "resources", "Dukungan sumber daya tidak tersedia"
        COACHING = "coaching", "Hasil bimbingan kinerja"
        STUDY_LEAVE = "study_leave", "Tugas belajar dimulai atau selesai"

    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="plans", db_index=False)
    year = models.PositiveSmallIntegerField("tahun")
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    version = models.PositiveSmallIntegerField("versi", default=1)
    approach = models.CharField(
        "pendekatan",
        max_length=12,
        choices=PlanApproach.choices(),
        default=PlanApproach.QUANTITATIVE.value,
    )
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    appraiser = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans_to_appraise",
        db_index=False,
    )  # who was asked; once it is set: who set it. Kept when people move
    submitted_on = models.DateField("diajukan", null=True, blank=True)
    set_on = models.DateField("ditetapkan", null=True, blank=True)
    return_reason = models.TextField("catatan pengembalian", blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with every change, results included
    # A later version: which one it changes, why, and who opened it.
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amended_by", editable=False
    )
    change = models.CharField("jenis perubahan", max_length=12, choices=Change, blank=True)
    change_reason = models.TextField("alasan perubahan", blank=True)
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Who set it in place of a silent appraiser (p. 65), and when the owner asked for that.
    set_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    asked_above_on = models.DateField(null=True, blank=True)
    # The appraiser who offered the dialogue on a draft, and may read it from then on.
    dialogue_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    dialogue_on = models.DateField("dialog ditawarkan", null=True, blank=True)
    # The new appraiser with whom the expectations are still to be agreed anew (p. 65).
    anew_with = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "year", "version"], name="plan_version_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=models.F("ends_on")), name="plan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(amends=None, version=1, change="", opened_by=None)
                | Q(amends__isnull=False, version__gt=1, opened_by__isnull=False)
                & ~Q(change="")
                & ~Q(change_reason=""),
                name="later_version_says_why",
            ),
        ]
        indexes = [models.Index(fields=["appraiser", "state"], name="plan_appraiser")]

    def __str__(self) -> str:
        return f"SKP {self.year} {self.person}"

    @property
    def is_open(self) -> bool:
        """May its owner still change it?"""
        return self.state == self.State.DRAFT

    @property
    def is_change(self) -> bool:
        """Is it a new version that is not set yet?"""
        return self.amends_id is not None and self.state in self.UNSET

    @property
    def like_jpt(self) -> bool:
        """Is it on the forms of JPT and heads of independent units, with perspectives?"""
        return self.assignment.position.plans_like_jpt

    @property
    def position_kind(self) -> PositionKind:
        """The group of the post, as the rules name it."""
        position = self.assignment.position
        return (
            PositionKind.INDEPENDENT_UNIT_HEAD
            if position.independent
            else PositionKind(position.kind)
        )


# A person's status in the words of the rule; whoever is not named here is in active service.
_DUTY = {
    Person.Status.STUDY_LEAVE: DutyStatus.STUDY_LEAVE,
    Person.Status.SECONDED: DutyStatus.SECONDED,
    Person.Status.UNPAID_LEAVE: DutyStatus.UNPAID_LEAVE,
    Person.Status.SUSPENDED: DutyStatus.SUSPENDED,
    Person.Status.PRE_RETIREMENT: DutyStatus.PRE_RETIREMENT,
}


def plans(person: Person) -> bool:
    """Does this person make a plan at all (6/2022 p. 65-66)?"""
    if person.kind == Person.Kind.OTHER or person.status == Person.Status.LEFT:
        return False
    if person.kind == Person.Kind.OFFICIAL:
        return planning_applies(DutyStatus.STATE_OFFICIAL)
    return planning_applies(_DUTY.get(Person.Status(person.status), DutyStatus.ACTIVE))


def may_edit(person: Person, plan: Plan) -> bool:
    return plan.person_id == person.pk and plan.is_open


def may_set(person: Person, plan: Plan, on: date) -> bool:
    """The appraiser of that day, never the owner: a new leader takes over at once (p. 65)."""
    return plan.person_id != person.pk and appraiser_of(plan.person, on) == person


@transaction.atomic
def start_plan(
    *, assignment: Assignment, year: int, by: Person, on: date, approach: str = "quantitative"
) -> Plan:
    """Open a draft for the part of the year in which the post is held.

    Errors: NotYours, NoPlanNeeded, WrongYear, PlanExists.
    """
    hold(assignment)  # two taps at once: the second one finds the first one's plan
    plan = new_plan(assignment, year, by, approach)
    if Plan.objects.filter(assignment=assignment, year=year).exists():
        raise PlanExists(f"Rencana {year} untuk jabatan {assignment.position} sudah ada.")
    plan.appraiser = appraiser_of(plan.person, on)
    plan.save()
    record("plan.started", about=plan, person=plan.person, by=by, data=started_data(plan))
    return plan


def new_plan(assignment: Assignment, year: int, by: Person, approach: str) -> Plan:
    """The draft that `start_plan` stores, not stored yet. Errors: as there, but PlanExists."""
    if by.pk != assignment.person_id:
        raise NotYours("Rencana hanya dapat dibuat oleh pegawai yang bersangkutan.")
    if not plans(by):
        raise NoPlanNeeded("Dengan status kepegawaian saat ini, SKP tidak perlu disusun.")
    if assignment.kind != Assignment.Kind.DEFINITIVE:
        raise NoPlanNeeded(
            "SKP disusun untuk jabatan definitif. Tugas Plt, Plh, atau tim ditulis sebagai hasil"
            " kerja di dalamnya."
        )
    first, last = date(year, 1, 1), date(year, 12, 31)
    if assignment.starts_on > last or (assignment.ends_on and assignment.ends_on < first):
        raise WrongYear(f"Jabatan {assignment.position} tidak dipegang pada tahun {year}.")
    plan = Plan(
        person=by,
        assignment=assignment,
        year=year,
        starts_on=max(first, assignment.starts_on),
        ends_on=min(last, assignment.ends_on or last),
        approach=approach,
    )
    check_fields(plan)
    return plan


def started_data(plan: Plan) -> dict[str, object]:
    """What the event of a new plan tells."""
    return {
        "year": plan.year,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "approach": plan.approach,
    }


def hold_to_edit(plan: Plan, by: Person) -> None:
    """Hold the plan for a change of its content; the verb lets its revision grow at the end.

    Errors: NotYours, WrongState.
    """
    hold(plan)
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat mengubahnya.")
    if not plan.is_open:
        raise WrongState(
            f"Rencana ini sudah {plan.get_state_display().lower()} dan tidak dapat diubah langsung."
        )
