"""The learning plan of a person for a year (IDP): steps, agreed with the leader, looked at again.

What is not finished when the year is reviewed is carried into the next year's plan, with its story.
"""

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kinerja.development.competency import Competency
from kinerja.development.sight import leads, learner_sight
from kinerja.development.training import Training
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, check_fields
from kinerja.people.supervision import appraisers_of
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.recommendation import Way
from kinerja.rules.refusal import Refusal
from kinerja.work.evidence import check_room, read_files

LONGEST_TEXT = 2_000  # characters
MOST_FILES = 5
MOST_STEPS = 40  # of one year; a longer list is no plan


class PlanSettled(Refusal):
    """The year was reviewed."""


class NothingPlanned(Refusal):
    """There is no step that could be agreed on."""


class StepSettled(Refusal):
    """The step is finished, dropped or carried over."""


class LearningPlanQuerySet(models.QuerySet["LearningPlan"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, and those of people whom one leads or whose growth is one's task."""
        return self.filter(person__in=Person.objects.filter(learner_sight(person, on)))


class LearningPlan(models.Model):
    """One person's plan of one year."""

    class State(models.TextChoices):
        DRAFT = "draft", "Disusun"
        PROPOSED = "proposed", "Menunggu persetujuan"
        AGREED = "agreed", "Disepakati"
        REVIEWED = "reviewed", "Ditinjau"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="learning_plans", db_index=False
    )
    year = models.PositiveSmallIntegerField("tahun")
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.DRAFT)
    returned = models.TextField("dikembalikan karena", blank=True)
    agreed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    agreed_on = models.DateField("disepakati", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reviewed_on = models.DateField("ditinjau", null=True, blank=True)
    review_note = models.TextField("catatan peninjauan", blank=True)

    objects = LearningPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="learning_plan_once"),
            models.CheckConstraint(
                condition=~Q(state="reviewed")
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="learning_plan_reviewed_by",
            ),
            models.CheckConstraint(
                condition=~Q(agreed_by=F("person")) & ~Q(reviewed_by=F("person"))
                | Q(agreed_by=None, reviewed_by=None),
                name="nobody_agrees_with_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"Rencana belajar {self.person} {self.year}"

    @property
    def page(self) -> str:
        return f"/rencana-belajar/{self.pk}/"


class LearningStep(models.Model):
    """One step. `key` makes the same recommendation or gap come into a plan once."""

    class State(models.TextChoices):
        PLANNED = "planned", "Direncanakan"
        DONE = "done", "Selesai"
        DROPPED = "dropped", "Dibatalkan"
        CARRIED = "carried", "Dilanjutkan tahun berikutnya"

    plan = models.ForeignKey(LearningPlan, models.CASCADE, related_name="steps")
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kompetensi",
    )
    aim = models.CharField("yang ingin dicapai", max_length=300)
    way = models.CharField("cara belajar", max_length=13, choices=Way.choices())
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="learning_steps"
    )
    due_on = models.DateField("target selesai")
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.PLANNED)
    agreed = models.BooleanField("disepakati", default=False)
    outcome = models.TextField("hasil", blank=True)  # what came of it, or why not
    settled_on = models.DateField("tanggal", null=True, blank=True)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(aim=""), name="learning_step_has_aim"),
            models.CheckConstraint(
                condition=Q(state="planned", settled_on=None)
                | ~Q(state="planned") & Q(settled_on__isnull=False),
                name="learning_step_settled",
            ),
            models.UniqueConstraint(
                fields=["plan", "competency"],
                condition=Q(state="planned", competency__isnull=False, training=None),
                name="learning_step_once",
            ),
        ]

    def __str__(self) -> str:
        return self.aim

    def is_late(self, on: date) -> bool:
        return self.state == self.State.PLANNED and self.due_on < on


class StepFile(models.Model):
    """One file that shows what came of a step."""

    step = models.ForeignKey(LearningStep, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="learning_file")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


@transaction.atomic
def add_step(
    *,
    aim: str,
    way: str,
    due_on: date,
    by: Person,
    on: date,
    competency: Competency | None = None,
    training: Training | None = None,
) -> LearningStep:
    """Put a step into one's own plan of the year in which it is due; the plan is made when needed.

    A plan that was agreed has to be agreed anew. The same open step for a competency again: the
    first one. Errors: InvalidInput, PlanSettled.
    """
    if due_on < on:
        raise InvalidInput("Target selesai sudah lewat; pilih tanggal di depan.")
    if due_on.year > on.year + 1:
        raise InvalidInput("Rencana belajar dibuat untuk tahun ini atau tahun depan.")
    if training is not None and training.retired_on is not None:
        raise InvalidInput("Pelatihan ini tidak ditawarkan lagi; pilih yang lain.")
    plan = _plan_of(by, due_on.year)
    if competency is not None and training is None:
        known = plan.steps.filter(
            state=LearningStep.State.PLANNED, competency=competency, training=None
        ).first()
        if known is not None:
            return known
    if plan.steps.count() >= MOST_STEPS:
        raise InvalidInput(f"Satu tahun memuat paling banyak {MOST_STEPS} langkah.")
    step = LearningStep(
        plan=plan,
        competency=competency,
        aim=" ".join(aim.split()),
        way=way,
        training=training,
        due_on=due_on,
    )
    check_fields(step)
    step.save(force_insert=True)
    if plan.state != LearningPlan.State.DRAFT:
        plan.state = LearningPlan.State.DRAFT
        plan.save(update_fields=["state"])
    data = {"competency": competency.code if competency else "", "way": str(way)}
    record("learning_step.added", about=step, person=by, by=by, data=data)
    return step


@transaction.atomic
def submit_learning_plan(*, plan: LearningPlan, by: Person, on: date) -> LearningPlan:
    """Ask the leader to agree. Said twice: once.

    Errors: NotAllowed, PlanSettled, NothingPlanned.
    """
    held = _own(plan, by)
    if held.state in (LearningPlan.State.PROPOSED, LearningPlan.State.AGREED):
        return held
    if not held.steps.filter(state=LearningStep.State.PLANNED).exists():
        raise NothingPlanned("Tambahkan sedikitnya satu langkah sebelum mengajukan.")
    held.state, held.returned = LearningPlan.State.PROPOSED, ""
    held.save(update_fields=["state", "returned"])
    record("learning_plan.proposed", about=held, person=by, by=by)
    leader = appraisers_of([by], on)[by.pk].appraiser
    if leader is not None:
        notify(leader, f"{by.name} mengajukan rencana belajar {held.year}.", held.page)
    return held


@transaction.atomic
def agree_learning_plan(*, plan: LearningPlan, by: Person, on: date) -> LearningPlan:
    """The leader agrees with every step that is planned. Said twice: once.

    Errors: NotAllowed, PlanSettled, NothingPlanned before it was handed in.
    """
    held = _led(plan, by, on)
    if held.state == LearningPlan.State.AGREED:
        return held
    _check_proposed(held)
    held.state, held.agreed_by, held.agreed_on = LearningPlan.State.AGREED, by, on
    held.save(update_fields=["state", "agreed_by", "agreed_on"])
    held.steps.filter(state=LearningStep.State.PLANNED).update(agreed=True)
    record("learning_plan.agreed", about=held, person=held.person, by=by)
    notify(held.person, f"Rencana belajar {held.year} disepakati {by.name}.", held.page)
    return held


@transaction.atomic
def return_learning_plan(*, plan: LearningPlan, reason: str, by: Person, on: date) -> LearningPlan:
    """The leader gives it back with words. Errors: as `agree_learning_plan`, InvalidInput."""
    held = _led(plan, by, on)
    _check_proposed(held)
    held.returned = _words(reason, "Tulis apa yang perlu diubah.")
    held.state = LearningPlan.State.DRAFT
    held.save(update_fields=["state", "returned"])
    record("learning_plan.returned", about=held, person=held.person, by=by)
    notify(held.person, f"Rencana belajar {held.year} dikembalikan dengan catatan.", held.page)
    return held


@transaction.atomic
def finish_step(
    *,
    step: LearningStep,
    outcome: str,
    files: Sequence[tuple[str, bytes]],
    by: Person,
    on: date,
) -> LearningStep:
    """Say what came of a step, with files where there are any. Said twice: once.

    Errors: NotAllowed, StepSettled, InvalidInput, FilesRefused.
    """
    held = _own_step(step, by)
    if held.state == LearningStep.State.DONE:
        return held
    _check_open(held)
    held.outcome = _words(outcome, "Tulis apa yang Anda pelajari dan sudah Anda terapkan.")
    proofs = read_files(files[:MOST_FILES])
    check_room([(by, proofs)])
    held.state, held.settled_on = LearningStep.State.DONE, on
    held.save(update_fields=["outcome", "state", "settled_on"])
    for name, content in files[:MOST_FILES]:
        StepFile.objects.create(step=held, attachment=attach(name=name, content=content, by=by))
    data = {"files": len(proofs)}
    record("learning_step.finished", about=held, person=by, by=by, data=data)
    return held


@transaction.atomic
def drop_step(*, step: LearningStep, reason: str, by: Person, on: date) -> LearningStep:
    """Leave a step out, with the reason. Said twice: once. Errors: NotAllowed, InvalidInput,
    StepSettled."""
    held = _own_step(step, by)
    if held.state == LearningStep.State.DROPPED:
        return held
    _check_open(held)
    held.outcome = _words(reason, "Tulis mengapa langkah ini dibatalkan.")
    held.state, held.settled_on = LearningStep.State.DROPPED, on
    held.save(update_fields=["outcome", "state", "settled_on"])
    record("learning_step.dropped", about=held, person=by, by=by)
    return held


@transaction.atomic
def review_learning_plan(*, plan: LearningPlan, note: str, by: Person, on: date) -> LearningPlan:
    """The leader looks at the year again; what is open goes into the next year's plan, which
    waits to be agreed. Said twice: once. Errors: NotAllowed, InvalidInput, PlanSettled.
    """
    held = _led(plan, by, on, settled=True)
    if held.state == LearningPlan.State.REVIEWED:
        return held
    if held.state != LearningPlan.State.AGREED:
        raise NothingPlanned("Rencana ini belum disepakati, jadi belum dapat ditinjau.")
    held.review_note = _words(note, "Tulis apa yang sudah tercapai dan yang dilanjutkan.")
    held.state = LearningPlan.State.REVIEWED
    held.reviewed_by, held.reviewed_on = by, on
    held.save(update_fields=["review_note", "state", "reviewed_by", "reviewed_on"])
    carried = _carry(held, on)
    data = {"carried": len(carried)}
    record("learning_plan.reviewed", about=held, person=held.person, by=by, data=data)
    said = f"Rencana belajar {held.year} ditinjau {by.name}."
    if carried:
        said += f" {len(carried)} langkah dilanjutkan ke {held.year + 1}."
    notify(held.person, said, held.page)
    return held


def _carry(plan: LearningPlan, on: date) -> list[LearningStep]:
    """Open steps, once more in the plan of the next year."""
    left = list(plan.steps.filter(state=LearningStep.State.PLANNED))
    if not left:
        return []
    following = _plan_of(plan.person, plan.year + 1)
    fresh = []
    for step in left:
        step.state, step.settled_on = LearningStep.State.CARRIED, on
        step.save(update_fields=["state", "settled_on"])
        same = following.steps.filter(
            state=LearningStep.State.PLANNED,
            competency=step.competency,
            training=step.training,
            competency__isnull=False,
        )
        if same.exists():
            continue
        fresh.append(
            LearningStep.objects.create(
                plan=following,
                competency=step.competency,
                aim=step.aim,
                way=step.way,
                training=step.training,
                due_on=date(plan.year + 1, 12, 31),
                carried_from=step,
            )
        )
    if fresh and following.state in (LearningPlan.State.PROPOSED, LearningPlan.State.AGREED):
        following.state = LearningPlan.State.DRAFT
        following.save(update_fields=["state"])
    return fresh


def may_agree(by: Person, plan: LearningPlan, on: date) -> bool:
    """The leaders above; nobody oneself."""
    return leads(by, plan.person, on)


def steps_due(person: Person, until: date) -> models.QuerySet[LearningStep]:
    """Open steps of that person that are due until that day, the first due first."""
    rows = LearningStep.objects.filter(plan__person=person, state=LearningStep.State.PLANNED)
    return rows.filter(due_on__lte=until).order_by(Coalesce("due_on", "settled_on"), "pk")


def _plan_of(person: Person, year: int) -> LearningPlan:
    """The plan of that year, locked; made when there is none. Errors: PlanSettled."""
    LearningPlan.objects.get_or_create(person=person, year=year)
    plan = LearningPlan.objects.select_for_update(of=("self",)).get(person=person, year=year)
    if plan.state == LearningPlan.State.REVIEWED:
        raise PlanSettled(f"Rencana belajar {year} sudah ditinjau; pakai tahun berikutnya.")
    return plan


def _held(plan: LearningPlan) -> LearningPlan:
    rows = LearningPlan.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=plan.pk)


def _own(plan: LearningPlan, by: Person) -> LearningPlan:
    held = _held(plan)
    if held.person_id != by.pk:
        raise NotAllowed("Rencana belajar disusun oleh yang bersangkutan sendiri.")
    if held.state == LearningPlan.State.REVIEWED:
        raise PlanSettled("Rencana belajar tahun ini sudah ditinjau.")
    return held


def _led(plan: LearningPlan, by: Person, on: date, *, settled: bool = False) -> LearningPlan:
    held = _held(plan)
    if not may_agree(by, held, on):
        raise NotAllowed("Rencana belajar disepakati dan ditinjau oleh atasan.")
    if held.state == LearningPlan.State.REVIEWED and not settled:
        raise PlanSettled("Rencana belajar tahun ini sudah ditinjau.")
    return held


def _check_proposed(plan: LearningPlan) -> None:
    if plan.state != LearningPlan.State.PROPOSED:
        raise NothingPlanned("Rencana ini belum diajukan pemiliknya.")


def _own_step(step: LearningStep, by: Person) -> LearningStep:
    rows = LearningStep.objects.select_for_update(of=("self",)).select_related("plan")
    held = rows.get(pk=step.pk)
    if held.plan.person_id != by.pk:
        raise NotAllowed("Langkah ini milik orang lain.")
    return held


def _check_open(step: LearningStep) -> None:
    if step.state != LearningStep.State.PLANNED:
        raise StepSettled(f"Langkah ini sudah {step.get_state_display().lower()}.")


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise InvalidInput(missing)
    if len(words) > LONGEST_TEXT:
        raise InvalidInput(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words
