"""The plan of one person for one post and year (SKP)."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.access import visible_people
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.refusals import IncompletePlan, NoAppraiser, NotYours, PlanExists, WrongState
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.plan import PlanApproach


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, in any state; of others whom one may see, once it is submitted."""
        others = Q(person__in=visible_people(Person.objects.all(), person))
        return self.filter(Q(person=person) | others & ~Q(state=Plan.State.DRAFT))

    def current(self, on: date) -> Self:
        """Plans in force on a day."""
        return self.filter(state=Plan.State.SET, starts_on__lte=on, ends_on__gte=on)

    def waiting_for(self, appraiser: Person) -> Self:
        """Submitted plans that this person has to answer."""
        return self.filter(state=Plan.State.SUBMITTED, appraiser=appraiser)


class Plan(models.Model):
    """A performance plan (SKP). A set plan is not edited: a change is a new version."""

    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        SUBMITTED = "submitted", "Diajukan"
        SET = "set", "Ditetapkan"
        SUPERSEDED = "superseded", "Digantikan"
        CLOSED = "closed", "Selesai"

    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="plans", db_index=False
    )
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
    )  # who was asked, kept when people move
    submitted_on = models.DateField("diajukan", null=True, blank=True)
    set_on = models.DateField("ditetapkan", null=True, blank=True)
    return_reason = models.TextField("catatan pengembalian", blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with every change, results included

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
        ]
        indexes = [models.Index(fields=["appraiser", "state"], name="plan_appraiser")]

    def __str__(self) -> str:
        return f"SKP {self.year} {self.person}"

    @property
    def is_open(self) -> bool:
        """May its owner still change it?"""
        return self.state == self.State.DRAFT


def may_edit(person: Person, plan: Plan) -> bool:
    return plan.person_id == person.pk and plan.is_open


def may_set(person: Person, plan: Plan) -> bool:
    """The appraiser who was asked; never the owner."""
    return plan.appraiser_id == person.pk and plan.person_id != person.pk


@transaction.atomic
def start_plan(
    *, assignment: Assignment, year: int, by: Person, on: date, approach: str = "quantitative"
) -> Plan:
    """Open a draft for the part of the year in which the post is held.

    Errors: PlanExists, NotYours.
    """
    if by.pk != assignment.person_id:
        raise NotYours("Rencana hanya dapat dibuat oleh pegawai yang bersangkutan.")
    if Plan.objects.filter(assignment=assignment, year=year).exists():
        raise PlanExists(f"Rencana {year} untuk jabatan {assignment.position} sudah ada.")
    first, last = date(year, 1, 1), date(year, 12, 31)
    if assignment.starts_on > last or (assignment.ends_on and assignment.ends_on < first):
        raise WrongState(f"Jabatan {assignment.position} tidak dipegang pada tahun {year}.")
    plan = Plan.objects.create(
        person=assignment.person,
        assignment=assignment,
        year=year,
        starts_on=max(first, assignment.starts_on),
        ends_on=min(last, assignment.ends_on or last),
        approach=approach,
        appraiser=appraiser_of(assignment.person, on),
    )
    record("plan.started", about=plan, person=plan.person, by=by, data={"year": year})
    return plan


@transaction.atomic
def submit_plan(*, plan: Plan, by: Person, on: date) -> None:
    """Hand the plan to the appraiser.

    Errors: NotYours, WrongState, IncompletePlan (names every missing part), NoAppraiser.
    """
    plan = _locked(plan)
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat mengajukannya.")
    if plan.state != Plan.State.DRAFT:
        raise WrongState(f"Rencana ini sudah {plan.get_state_display().lower()}.")
    if missing := missing_parts(plan):
        raise IncompletePlan("Lengkapi dulu: " + "; ".join(missing) + ".")
    appraiser = appraiser_of(plan.person, on)
    if appraiser is None:
        raise NoAppraiser(
            "Atasan Anda belum tercatat, jadi rencana belum dapat diajukan."
            " Rencana tetap tersimpan; hubungi bagian kepegawaian."
        )
    plan.state, plan.appraiser, plan.submitted_on = Plan.State.SUBMITTED, appraiser, on
    plan.save(update_fields=["state", "appraiser", "submitted_on"])
    record("plan.submitted", about=plan, person=plan.person, by=by)
    notify(appraiser, f"{plan.person.name} mengajukan SKP {plan.year}.", f"/rencana/{plan.pk}/")


@transaction.atomic
def return_plan(*, plan: Plan, reason: str, by: Person, on: date) -> None:
    """Give the plan back with a reason; the owner may change it again."""
    plan = _locked(plan)
    _check_may_answer(plan, by)
    if not reason.strip():
        raise IncompletePlan("Tulis apa yang perlu diperbaiki, supaya pegawai tahu langkahnya.")
    plan.state, plan.return_reason = Plan.State.DRAFT, reason.strip()
    plan.save(update_fields=["state", "return_reason"])
    record("plan.returned", about=plan, person=plan.person, by=by, reason=reason)
    notify(plan.person, f"SKP {plan.year} dikembalikan: {reason[:200]}", f"/rencana/{plan.pk}/")


@transaction.atomic
def set_plan(*, plan: Plan, by: Person, on: date) -> None:
    """Agree to the plan (penetapan SKP, 6/2022 Pasal 14)."""
    plan = _locked(plan)
    _check_may_answer(plan, by)
    plan.state, plan.set_on, plan.return_reason = Plan.State.SET, on, ""
    plan.save(update_fields=["state", "set_on", "return_reason"])
    record("plan.set", about=plan, person=plan.person, by=by)
    notify(plan.person, f"SKP {plan.year} Anda telah ditetapkan.", f"/rencana/{plan.pk}/")


def missing_parts(plan: Plan) -> list[str]:
    """What the regulation asks for and the plan does not have, in words."""
    results = list(plan.results.prefetch_related("indicators"))
    if not results:
        return ["sedikitnya satu hasil kerja"]
    missing = []
    if not any(result.kind == "main" for result in results):
        missing.append("sedikitnya satu hasil kerja utama")
    missing += [
        f"indikator dan target untuk hasil kerja nomor {result.number}"
        for result in results
        if not result.indicators.all()
    ]
    return missing


def _locked(plan: Plan) -> Plan:
    """The plan as it stands now, held until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("person").get(pk=plan.pk)


def _check_may_answer(plan: Plan, by: Person) -> None:
    if not may_set(by, plan):
        raise NotYours("Hanya pejabat penilai yang dapat menjawab rencana ini.")
    if plan.state != Plan.State.SUBMITTED:
        raise WrongState(f"Rencana ini berstatus {plan.get_state_display().lower()}.")
