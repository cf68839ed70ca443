"""How the goals stand this year: library indicators, targets by month, values. All are examples.

The tree then shows goals in time, behind and above their target, and some that nobody measured.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from kinerja.planning.goal import Goal, link_goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyTarget,
    KeyValue,
    add_key_indicator,
    set_key_target,
)
from kinerja.planning.key_values import Entry, record_key_values
from kinerja.planning.library import library
from kinerja.planning.trajectory import set_key_trajectory

EXAMPLE = "contoh, bukan angka resmi"
# Goal, library entry, target from, to, last year's value, share of the way reached by today
TAKEN = (
    ("S-SEHAT", "IMUN-LENGKAP", "92", "92", "80", "0.55"),  # behind
    ("S-SEHAT", "PERIKSA-HAMIL", "90", "95", "84", "1"),  # a range, in time
    ("S-LAYAN", "ADUAN-24JAM", "85", "85", "80", "1.7"),  # above the target
    ("S-LAYAN", "ADUAN-WAKTU", "2", "5", "6", "1.1"),  # less is better
    ("S-SEKOLAH", "SEKOLAH-APS", "98.5", "98.5", "97.88", "1"),
    ("S-SEKOLAH", "MUTU-MENGAJAR", "80", "80", "", ""),  # nobody measured
)
MONITORED = "S-WISATA"
# Visits of Pariaman in 2024: April 320,556 and July 827,564 of 1,590,000 (radarsumbar.com/152579).
SEASON = (
    *(Decimal(share) for share in ("2.8", "5.6", "8.4", "28.6", "31.4", "34.2")),
    *(Decimal(share) for share in ("86.2", "88.9", "91.7", "94.5", "97.2", "100")),
)
SEASON_NOTE = "Pembagian musim menurut kunjungan April dan Juli 2024 (radarsumbar.com/baca/152579)"


def add_progress(goals: Mapping[str, Goal], *, today: date) -> None:
    """Indicators from the library with values of this year, and one goal with two parents."""
    entries: list[Entry] = []
    for code, taken, low, high, before, share in TAKEN:
        indicator = _take(goals[code], taken, Decimal(low), Decimal(high), today)
        if before:
            end = Decimal(low) if indicator.polarity == "maximise" else Decimal(high)
            entries += _quarters(indicator, Decimal(before), end, Decimal(share), today)
    entries += _season(goals[MONITORED], today)
    record_key_values(entries=entries, by=None, on=today, file_name="nilai-contoh.xlsx")
    programme = next(goal for code, goal in goals.items() if code.startswith("P-"))
    link_goal(
        child=programme, parent=goals["S-LAYAN"], weight=Decimal(60), by=None, on=today
    )  # on purpose no whole: the coverage page names it


def _take(goal: Goal, code: str, low: Decimal, high: Decimal, today: date) -> KeyIndicator:
    entry = library()[code]
    indicator = add_key_indicator(
        goal=goal,
        code=code,
        name=entry.name,
        unit_of_measure=entry.unit_of_measure,
        polarity=entry.polarity,
        definition=entry.definition,
        formula=entry.formula,
        data_source=entry.data_source,
        period=KeyIndicator.Period.QUARTER,
        owner=goal.unit,
        from_library=code,
        by=None,
        on=today,
    )
    set_key_target(
        indicator=indicator,
        year=today.year,
        target_min=low,
        target_max=high,
        source=EXAMPLE,
        by=None,
        on=today,
    )
    return indicator


def _quarters(
    indicator: KeyIndicator, before: Decimal, end: Decimal, share: Decimal, today: date
) -> Iterator[Entry]:
    """Last year's end, then the ends of the quarters that are over."""
    last_year = date(today.year - 1, 12, 31)
    yield Entry(indicator, last_year, before, EXAMPLE, KeyValue.Kind.BASELINE)
    for day in _month_ends(today):
        if day.month % 3 == 0:
            way = Decimal(day.month) / 12 * share
            value = (before + (end - before) * way).quantize(Decimal("0.01"))
            yield Entry(indicator, day, value, EXAMPLE)


def _season(goal: Goal, today: date) -> Iterator[Entry]:
    """Visitors by month: a target that follows the season, and values a little below it."""
    targets = KeyTarget.objects.filter(indicator__goal=goal, year=today.year)
    target = targets.filter(indicator__unit_of_measure="kunjungan").first()
    if target is None:
        return
    points = {
        month: (target.target_min * share / 100).quantize(Decimal(1))
        for month, share in enumerate(SEASON, start=1)
    } | {12: target.target_min}
    set_key_trajectory(
        indicator=target.indicator,
        year=today.year,
        shape="cumulative",
        points=points,
        note=SEASON_NOTE,
        by=None,
        on=today,
    )
    for day in _month_ends(today):
        reached = (points[day.month] * Decimal("0.94")).quantize(Decimal(1))
        yield Entry(target.indicator, day, reached, EXAMPLE)


def _month_ends(today: date) -> Iterator[date]:
    """The ends of the months of this year that are over."""
    for month in range(1, 13):
        following = date(today.year + month // 12, month % 12 + 1, 1)
        if following <= today:
            yield following - timedelta(days=1)
