"""What stands out in service data, as a sentence with its numbers."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kinerja.needs.service_data.period import Frequency, name_of
from kinerja.rules.date_words import MONTHS
from kinerja.rules.service_data import Visible

QUARTERS = ("triwulan I", "triwulan II", "triwulan III", "triwulan IV")


def figure(value: float) -> Decimal:
    """A figure with as many places as its size needs: 1240, 55.3, 0.82."""
    size = abs(value)
    places = "1" if size >= 100 else "0.1" if size >= 10 else "0.01"
    return Decimal(str(value)).quantize(Decimal(places), ROUND_HALF_UP)


def shown(value: float) -> str:
    """The same as Indonesians write it.

    >>> shown(1240.4), shown(55.25), shown(-0.824), shown(30.0)
    ('1.240', '55,3', '-0,82', '30')
    """
    whole, _, part = f"{figure(value):,f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def change(before: float, after: float) -> str:
    """How much it moved: "turun 18%", or in figures where a per cent says nothing.

    >>> change(1240, 1017), change(0, 5)
    ('turun 18%', 'naik 5')
    """
    word = "naik" if after > before else "turun"
    if before <= 0 or after < 0 or after > 10 * before:
        return f"{word} {shown(abs(after - before))}"
    part = abs(after - before) / before * 100
    rounded = Decimal(str(part)).quantize(Decimal("1") if part >= 2 else Decimal("0.1"))
    return f"{word} {str(rounded).replace('.', ',')}%"


def visibility(seen: Visible, unit: str, frequency: Frequency, figures: int) -> str:
    """What size of change can be told from the usual ups and downs of one series.

    >>> visibility(Visible(12.34, 57.9), "menit", Frequency.MONTH, 48)
    'Menurut 48 bulan data, perubahan di bawah 12,3 menit per bulan tidak dapat dibedakan dari \
naik-turun biasa; satu bulan saja baru terlihat bila menyimpang 57,9 menit.'
    """
    each = f"{unit} per {frequency.word}" if unit else f"per {frequency.word}"
    alone = f"{shown(seen.period)} {unit}".strip()
    return (
        f"Menurut {figures} {frequency.word} data, perubahan di bawah {shown(seen.level)} {each}"
        f" tidak dapat dibedakan dari naik-turun biasa; satu {frequency.word} saja baru terlihat"
        f" bila menyimpang {alone}."
    )


def sentence(
    *,
    kind: str,
    measure: str,
    unit: str,
    each: str,
    place: str,
    frequency: Frequency,
    period: date,
    last: date,
    value: float,
    usual: float,
    figures: int,
    profile: Sequence[float],
    lower_is_better: bool,
) -> str:
    """One sentence: what, where, since when, from which figure to which, on how much data.

    `unit` is that of one figure, `each` that of the level: a sum is so much a month.
    """
    where = f"{measure} di {place}" if place else measure
    data = f"{figures} {frequency.word} data"
    when = name_of(period, frequency)
    if kind == "break":
        return (
            f"{where} {change(usual, value)} sejak {when}: rata-rata {shown(usual)} menjadi"
            f" {shown(value)} {each} ({data})."
        )
    if kind == "drift":
        word = "naik" if value > usual else "turun"
        return (
            f"{where} terus {word}: dari sekitar {shown(usual)} pada {when} menjadi sekitar"
            f" {shown(value)} {each} pada {name_of(last, frequency)} ({data})."
        )
    if kind == "season":
        names = MONTHS if frequency is Frequency.MONTH else QUARTERS
        high = max(range(len(profile)), key=lambda at: profile[at])
        low = min(range(len(profile)), key=lambda at: profile[at])
        return (
            f"{where} berulang tiap tahun: tertinggi pada {names[high]} (sekitar"
            f" {shown(profile[high])} di atas rata-rata {shown(usual)} {unit}), terendah pada"
            f" {names[low]} ({shown(abs(profile[low]))} di bawahnya), {data}."
        )
    if kind == "outlier":
        return (
            f"{where} tidak biasa pada {when}: {shown(value)} {unit}, padahal biasanya sekitar"
            f" {shown(usual)} ({data})."
        )
    side = "paling tinggi" if lower_is_better else "paling rendah"
    return (
        f"{where} {side} dari semua tempat: rata-rata {shown(value)} {each} dalam {data}"
        f" terakhir, tempat lain {shown(usual)}."
    )
