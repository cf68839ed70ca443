"""Measures of a person's result (indikator kinerja individu, IKI)."""

from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.line import Continued
from kinerja.planning.plan import hold_to_edit
from kinerja.planning.refusals import ResultInUse
from kinerja.planning.revision import check_revision, grow, hold, plain, put
from kinerja.planning.work_result import WorkResult, check_not_taken_over
from kinerja.records.event import record
from kinerja.rules.achievement import Polarity
from kinerja.rules.plan import Aspect, Perspective

COUNTS_ONCE = "Hanya satu indikator pada tiap hasil kerja yang dihitung dari laporan."


class Indicator(Continued):
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
    # ordered words, lowest first; the qualitative target is one of them
    scale = models.JSONField("tingkatan", default=list, blank=True)
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
        ordering = ["result_id", "pk"]
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
        indexes = [models.Index(fields=["line"], name="indicator_line")]

    def __str__(self) -> str:
        return self.text


class Measure(TypedDict, total=False):
    """What a measure may say besides its text and its target."""

    aspect: str
    perspective: str
    unit_of_measure: str
    polarity: str
    baseline: Decimal | None
    counts_reports: bool
    scale: list[str]
    key_indicator: KeyIndicator | None


@transaction.atomic
def add_indicator(
    *,
    result: WorkResult,
    text: str,
    by: Person,
    target_min: Decimal | None = None,
    target_max: Decimal | None = None,
    target_text: str = "",
    **measure: Unpack[Measure],
) -> Indicator:
    """Add a measure with its target to a result of a draft.

    The target is a number (`target_max` empty: a point), a range, or a text.
    Errors: NotYours, WrongState, InvalidInput.
    """
    plan = result.plan
    hold_to_edit(plan, by)
    hold(result)
    indicator = new_indicator(result, text, target_min, target_max, target_text, **measure)
    if indicator.counts_reports:
        _check_counts_once(indicator)
    indicator.save()
    grow(plan)
    data = indicator_data(indicator)
    record("indicator.added", about=indicator, person=plan.person, by=by, data=data)
    return indicator


@transaction.atomic
def edit_indicator(
    *,
    indicator: Indicator,
    text: str,
    by: Person,
    target_min: Decimal | None = None,
    target_max: Decimal | None = None,
    target_text: str = "",
    revision: int | None = None,
    **measure: Unpack[Measure],
) -> None:
    """Change a measure of a draft; parts of `measure` that are not given stay.

    Errors: NotYours, WrongState, ChangedMeanwhile, InvalidInput.
    """
    plan = indicator.result.plan
    hold_to_edit(plan, by)
    hold(indicator)
    check_revision(indicator, revision)
    check_not_taken_over(indicator.result)
    target = checked_target(target_min, target_max, target_text)
    scale = measure.get("scale", indicator.scale)
    check_scale(scale, target["target_min"], target["target_text"])
    if measure.get("counts_reports", indicator.counts_reports):
        _check_counted(target["target_min"])
        _check_counts_once(indicator)
    unit = measure.get("unit_of_measure", indicator.unit_of_measure)
    if unit.strip().lower() != indicator.unit_of_measure.strip().lower():
        indicator.continues = indicator.origin = None  # other things are counted: a new line
        indicator.save(update_fields=["continues", "origin"])
    changes = put(indicator, {"text": text.strip(), **target, **measure})
    if changes:
        grow(plan)
        data = {"changes": changes}
        record("indicator.edited", about=indicator, person=plan.person, by=by, data=data)


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: Person, revision: int | None = None) -> None:
    """Take a measure out of a draft.

    Errors: NotYours, WrongState, ChangedMeanwhile, ResultInUse.
    """
    plan = indicator.result.plan
    hold_to_edit(plan, by)
    hold(indicator)
    check_revision(indicator, revision)
    check_not_taken_over(indicator.result)
    if indicator.roles.exists():
        raise ResultInUse(
            "Indikator ini dipakai dalam matriks peran; kosongkan dulu kolomnya di sana."
        )
    data = indicator_data(indicator)
    record("indicator.removed", about=indicator, person=plan.person, by=by, data=data)
    indicator.delete()
    grow(plan)


def new_indicator(
    result: WorkResult,
    text: str,
    target_min: Decimal | None = None,
    target_max: Decimal | None = None,
    target_text: str = "",
    **measure: Unpack[Measure],
) -> Indicator:
    """A measure with a complete target, not stored yet. Errors: InvalidInput."""
    target = checked_target(target_min, target_max, target_text)
    indicator = Indicator(result=result, text=text.strip(), **target, **measure)
    if indicator.counts_reports:
        _check_counted(indicator.target_min)
    check_scale(indicator.scale, indicator.target_min, indicator.target_text)
    check_fields(indicator)
    return indicator


def checked_target(
    target_min: Decimal | None, target_max: Decimal | None, target_text: str
) -> dict[str, object]:
    """The three fields of a target; one number given counts for both ends. Errors: InvalidInput."""
    low = target_max if target_min is None else target_min
    high = target_min if target_max is None else target_max
    target_text = target_text.strip()
    if low is None or high is None:
        if not target_text:
            raise InvalidInput("Isi target: sebuah angka, rentang dua angka, atau uraian.")
    elif low > high:
        raise InvalidInput("Batas bawah target tidak boleh melebihi batas atas.")
    return {"target_min": low, "target_max": high, "target_text": target_text}


def check_scale(scale: list[str], number: object, target: object) -> None:
    """Ordered words, lowest first, of which the target is one. Errors: InvalidInput."""
    if not scale:
        return
    if not 2 <= len(scale) <= 7 or len({word.lower() for word in scale}) != len(scale):
        raise InvalidInput("Tingkatan berisi dua sampai tujuh kata yang berbeda, urut dari bawah.")
    if any(not word.strip() or len(word) > 60 for word in scale):
        raise InvalidInput("Setiap tingkatan diisi paling banyak 60 huruf.")
    if number is not None or target not in scale:
        raise InvalidInput(
            "Target pada tingkatan ditulis dengan salah satu katanya, tanpa angka:"
            f" {', '.join(scale)}."
        )


def indicator_data(indicator: Indicator) -> dict[str, object]:
    """What an event of a new or removed measure tells; numbers as text."""
    low, high = indicator.target_min, indicator.target_max
    return {
        "result": indicator.result_id,
        "text": indicator.text,
        "target": [None if end is None else plain(end) for end in (low, high)],
        "target_text": indicator.target_text,
        "unit_of_measure": indicator.unit_of_measure,
    }


def _check_counted(target: object) -> None:
    if target is None:
        raise InvalidInput("Hanya indikator dengan target angka yang dapat dihitung dari laporan.")


def _check_counts_once(indicator: Indicator) -> None:
    others = indicator.result.indicators.exclude(pk=indicator.pk)
    if others.filter(counts_reports=True).exists():
        raise InvalidInput(COUNTS_ONCE)
