"""What changed between two versions of a plan, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult


@dataclass(frozen=True)
class Change:
    """One thing that was said before and is said now; empty: not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ResultChange:
    """A result in both versions, or only in one of them."""

    old: WorkResult | None
    new: WorkResult | None
    changes: Sequence[Change]

    @property
    def title(self) -> str:
        result = self.new or self.old
        return result.title if result else ""


def compare(old: Plan, new: Plan) -> list[ResultChange]:
    """The results of both versions in the order of the new one, dropped ones last; those without
    `changes` are as they were. Four queries."""
    before = {one.line: one for one in _results(old)}
    found = []
    for result in _results(new):
        earlier = before.pop(result.line, None)
        changes = _result_changes(earlier, result) if earlier else []
        found.append(ResultChange(earlier, result, changes))
    return [*found, *(ResultChange(one, None, []) for one in before.values())]


def target_words(indicator: Indicator) -> str:
    """The target as people read it: "90–95 %", or the text."""
    return range_words(
        indicator.target_min,
        indicator.target_max,
        indicator.unit_of_measure,
        indicator.target_text,
    )


def range_words(low: Decimal | None, high: Decimal | None, unit: str, text: str) -> str:
    """Two ends of a target with their unit, or the text."""
    if low is None or high is None:
        return text
    ends = _number(low) if low == high else f"{_number(low)}–{_number(high)}"
    words = f"{ends} {unit}".strip()
    return f"{words}; {text}" if text else words


def _results(plan: Plan) -> list[WorkResult]:
    return list(plan.results.order_by("number").prefetch_related("indicators"))


def _result_changes(old: WorkResult, new: WorkResult) -> list[Change]:
    said = [
        ("Hasil kerja", old.title, new.title),
        ("Jenis", old.get_kind_display(), new.get_kind_display()),
        ("Kualitas", old.get_quality_display(), new.get_quality_display()),
        ("Penugasan dari", old.assigned_by, new.assigned_by),
    ]
    before = {one.line: one for one in old.indicators.all()}
    for indicator in new.indicators.all():
        earlier = before.pop(indicator.line, None)
        if earlier is None:
            said.append((f"Indikator baru: {indicator.text}", "", target_words(indicator)))
            continue
        said.append(("Indikator", earlier.text, indicator.text))
        said.append(
            (f"Target: {indicator.text}", target_words(earlier), target_words(indicator)),
        )
        said.append(
            (
                f"Arah: {indicator.text}",
                earlier.get_polarity_display(),
                indicator.get_polarity_display(),
            )
        )
    said += [(f"Indikator dihapus: {one.text}", target_words(one), "") for one in before.values()]
    return [Change(*one) for one in said if one[1] != one[2]]


def _number(value: Decimal) -> str:
    """As Indonesians write it: 1.250,5."""
    text = f"{value.normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))
