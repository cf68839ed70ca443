"""What a plan promises: work results (RHK) with their individual indicators (IKI)."""

from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import Max, Q

from kinerja.people.person import Person
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import Plan, may_edit
from kinerja.planning.refusals import NotYours, ResultInUse, WrongState
from kinerja.records.event import record
from kinerja.rules.achievement import Polarity
from kinerja.rules.plan import Aspect, Perspective, ResultQuality, WorkResultKind


class WorkResultQuerySet(models.QuerySet["WorkResult"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(person))

    def of_leader(self, plan: Plan) -> Self:
        """The results of the appraiser that this plan may serve."""
        return self.filter(
            plan__person=plan.appraiser_id,
            plan__year=plan.year,
            plan__state__in=[Plan.State.SUBMITTED, Plan.State.SET],
        )


class WorkResult(models.Model):
    """One planned result (rencana hasil kerja), in the language of achievement."""

    class State(models.TextChoices):
        RUNNING = "running", "Berjalan"
        ADJUSTED = "adjusted", "Disesuaikan"
        TAKEN_OVER = "taken_over", "Diambil alih"
        DONE = "done", "Selesai"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="results", db_index=False)
    number = models.PositiveSmallIntegerField("nomor")
    kind = models.CharField(
        "jenis", max_length=10, choices=WorkResultKind.choices(), default=WorkResultKind.MAIN.value
    )
    title = models.CharField("hasil kerja", max_length=300)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="hasil kerja pimpinan yang diintervensi",
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="results", verbose_name="sasaran"
    )
    quality = models.CharField(
        "kualitas", max_length=25, choices=ResultQuality.choices(), blank=True
    )
    assigned_by = models.CharField("penugasan dari", max_length=150, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.RUNNING)
    revision = models.PositiveIntegerField(default=1)  # grows with every change

    objects = WorkResultQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="work_result_number",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """One measure of success of a result (indikator kinerja individu) with its target.

    A range target has two ends; a qualitative target stands in `target_text`.
    """

    result = models.ForeignKey(WorkResult, models.CASCADE, related_name="indicators")
    aspect = models.CharField("aspek", max_length=10, choices=Aspect.choices(), blank=True)
    perspective = models.CharField(
        "perspektif", max_length=25, choices=Perspective.choices(), blank=True
    )
    text = models.CharField("indikator", max_length=250)
    unit_of_measure = models.CharField("satuan", max_length=40, blank=True)
    polarity = models.CharField(
        "arah", max_length=10, choices=Polarity.choices(), default=Polarity.MAXIMISE.value
    )
    target_min = models.DecimalField(
        "target dari", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_max = models.DecimalField(
        "target sampai", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_text = models.CharField("target kualitatif", max_length=250, blank=True)
    baseline = models.DecimalField(
        "kondisi awal", max_digits=18, decimal_places=4, null=True, blank=True
    )
    # quantities of accepted reports add up to its realisation
    counts_reports = models.BooleanField("dihitung dari laporan", default=False)
    key_indicator = models.ForeignKey(
        KeyIndicator, models.PROTECT, null=True, blank=True, related_name="individual"
    )
    revision = models.PositiveIntegerField(default=1)  # grows with every change

    class Meta:
        ordering = ["result", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_min__isnull=False, target_max__isnull=False)
                & Q(target_min__lte=models.F("target_max"))
                | Q(target_min=None, target_max=None) & ~Q(target_text=""),
                name="indicator_has_target",
            ),
            models.CheckConstraint(
                condition=Q(counts_reports=False) | Q(target_min__isnull=False),
                name="counted_indicator_has_number",
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(counts_reports=True),
                name="result_counts_reports_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@transaction.atomic
def add_result(
    *,
    plan: Plan,
    title: str,
    by: Person,
    kind: str = WorkResultKind.MAIN.value,
    parent: WorkResult | None = None,
    goal: Goal | None = None,
    quality: str = "",
    assigned_by: str = "",
) -> WorkResult:
    """Add a result at the end of a draft."""
    _check_may_edit(plan, by)
    last = plan.results.aggregate(last=Max("number"))["last"] or 0
    result = WorkResult.objects.create(
        plan=plan,
        number=last + 1,
        kind=kind,
        title=title,
        parent=parent,
        goal=goal,
        quality=quality,
        assigned_by=assigned_by,
    )
    record("result.added", about=result, person=plan.person, by=by, data={"title": title})
    return result


@transaction.atomic
def add_indicator(
    *,
    result: WorkResult,
    text: str,
    by: Person,
    target_min: Decimal | None = None,
    target_max: Decimal | None = None,
    target_text: str = "",
    **sheet: object,
) -> Indicator:
    """Add a measure with its target to a result of a draft.

    `sheet` may hold aspect, perspective, unit_of_measure, polarity, baseline, counts_reports,
    key_indicator.
    """
    _check_may_edit(result.plan, by)
    indicator = Indicator(
        result=result,
        text=text,
        target_min=target_min,
        target_max=target_min if target_max is None else target_max,
        target_text=target_text,
        **sheet,
    )
    indicator.save()
    record("indicator.added", about=indicator, person=result.plan.person, by=by)
    return indicator


@transaction.atomic
def remove_result(*, result: WorkResult, by: Person) -> None:
    """Take a result out of a draft; refused while results of others hang under it."""
    plan = result.plan
    _check_may_edit(plan, by)
    if result.children.exists():
        raise ResultInUse(
            "Hasil kerja ini menjadi induk hasil kerja pegawai lain; pindahkan dulu yang di bawahnya."
        )
    record("result.removed", about=result, person=plan.person, by=by, data={"title": result.title})
    result.delete()
    for number, later in enumerate(plan.results.order_by("number"), start=1):
        if later.number != number:
            later.number = number
            later.save(update_fields=["number"])


def _check_may_edit(plan: Plan, by: Person) -> None:
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat mengubahnya.")
    if not may_edit(by, plan):
        raise WrongState(
            f"Rencana ini sudah {plan.get_state_display().lower()} dan tidak dapat diubah langsung."
        )
