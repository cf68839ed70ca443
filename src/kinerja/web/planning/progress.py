"""Progress in words, the same on every page of goals."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kinerja.planning.goal_progress import Progress, Standing, Warning
from kinerja.rules.date_words import MONTHS
from kinerja.rules.rollup import RollUp, WeightFault
from kinerja.web.indonesian import angka, persen

NAMED = 3  # missing parts by name; the rest as a number
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def percent(value: Decimal | None) -> str:
    """A computed per cent with one decimal at most; more than 100 stays.

    >>> percent(Decimal("108.4499"))
    '108,4%'
    """
    return "belum ada nilai" if value is None else persen(value.quantize(TENTH))


def short_day(day: date) -> str:
    """30 Jun 2026"""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def basis_words(progress: Progress) -> str:
    """From how much of the whole the figure was computed, and what is missing, by name."""
    parts = progress.basis
    if not parts.parts:
        return "Belum ada indikator atau bagian di bawahnya."
    what = "indikator" if parts is progress.own else "bagian"
    if parts.fault:
        return f"Belum dihitung. {fault_words(parts)}"
    if not parts.known:
        return f"Belum ada nilai pada {parts.parts} {what}: {_named(parts.missing)}."
    some = f"{parts.known} di antara {parts.parts}" if parts.missing else f"{parts.parts}"
    said = f"Dihitung dari {some} {what}"
    if parts is progress.below and parts.missing:
        said += f" ({persen(parts.known_weight.quantize(TENTH))} bobot)"
    if parts.missing:
        said += f"; belum ada nilai: {_named(parts.missing)}"
    return f"{said}."


def fault_words(parts: RollUp) -> str:
    """What is wrong with the weights."""
    if parts.fault is WeightFault.PARTLY:
        return "Sebagian bagian belum berbobot: isi semua, atau kosongkan semua."
    return f"Jumlah bobot {persen(parts.weights_total)}, seharusnya 100%."


def warning_icon(warning: Warning) -> str:
    """The sign beside the word."""
    return {
        Warning.BEHIND: "trending-down",
        Warning.WEIGHTS: "scale",
        Warning.NO_VALUE: "circle-dashed",
        Warning.OLD: "clock",
    }[warning]


def gap_words(standing: Standing) -> str:
    """How far it is to the target, in the unit of the indicator."""
    gap, unit = standing.gap, standing.measured.indicator.unit_of_measure
    target, last = standing.measured.target, standing.measured.last
    if gap is None or target is None or last is None:
        return ""
    if gap:
        rising = standing.measured.indicator.polarity == "maximise"
        return f"{'Kurang' if rising else 'Lebih'} {_amount(gap, unit)} dari target."
    if target.target_min <= last.value <= target.target_max:
        return "Target tercapai."
    beyond = max(last.value - target.target_max, target.target_min - last.value)
    return f"Target terlampaui {_amount(beyond, unit)}."


def lag_words(standing: Standing) -> str:
    """How far behind the way to the target it is; empty: it is in time."""
    if standing.lag is None:
        return ""
    unit = standing.measured.indicator.unit_of_measure
    expected = standing.lag.expected
    due = expected.value.quantize(HUNDREDTH)
    line = "target bulan itu" if expected.agreed else "garis lurus pada bulan itu"
    gap = _amount(standing.lag.gap.quantize(HUNDREDTH), unit)
    return f"Tertinggal {gap} dari {line} ({_with_unit(due, unit)})."


def _amount(value: Decimal, unit: str) -> str:
    """0,52 poin for percents: a difference of per cents is told in points."""
    if unit.lower() in ("%", "persen", "indeks", "poin", "nilai"):
        return f"{angka(value)} poin"
    return f"{angka(value)} {unit}".strip()


def _with_unit(value: Decimal, unit: str) -> str:
    """89%, 74,4 tahun"""
    return f"{angka(value)}{'' if unit == '%' else ' '}{unit}".strip()


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return f"{shown}, dan {more} lainnya" if more > 0 else shown
