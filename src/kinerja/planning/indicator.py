"""Measures of a person's result (indikator kinerja individu, IKI): adding, changing, removing."""

from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import hold_to_edit
from kinerja.planning.revision import check_revision, grow, hold, plain, put
from kinerja.planning.work_result import Indicator, WorkResult
from kinerja.records.event import record

COUNTS_ONCE = "Hanya satu indikator pada tiap hasil kerja yang dihitung dari laporan."


class Measure(TypedDict, total=False):
    """What a measure may say besides its text and its target."""

    aspect: str
    perspective: str
    unit_of_measure: str
    polarity: str
    baseline: Decimal | None
    counts_reports: bool
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
    target = checked_target(target_min, target_max, target_text)
    if measure.get("counts_reports", indicator.counts_reports):
        _check_counted(target["target_min"])
        _check_counts_once(indicator)
    changes = put(indicator, {"text": text.strip(), **target, **measure})
    if changes:
        grow(plan)
        data = {"changes": changes}
        record("indicator.edited", about=indicator, person=plan.person, by=by, data=data)


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: Person, revision: int | None = None) -> None:
    """Take a measure out of a draft.

    Errors: NotYours, WrongState, ChangedMeanwhile.
    """
    plan = indicator.result.plan
    hold_to_edit(plan, by)
    hold(indicator)
    check_revision(indicator, revision)
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
