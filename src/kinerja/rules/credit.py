"""Credit points (angka kredit) of functional officers: conversion, thresholds, promotion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kinerja.rules.position import PositionLevel
from kinerja.rules.predicate import Predicate
from kinerja.rules.rounding import round_half_up

CREDIT_PLACES = 4  # kept; forms print two decimals
MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class CreditLevel:
    """Figures of one functional level, in credit points."""

    coefficient: Decimal  # per year
    rank_promotion: Decimal
    level_promotion: Decimal | None  # None: the highest level of its category
    ranks: tuple[str, str]  # lowest and highest rank of the level
    coefficient_is_verified: bool = False  # otherwise the rank threshold / 4 (U)


@dataclass(frozen=True)
class CreditTable:
    """The conversion of predicates to credit points."""

    levels: Mapping[PositionLevel, CreditLevel]
    percent: Mapping[Predicate, Decimal]

    def level(self, level: PositionLevel) -> CreditLevel:
        """Figures of a level; ValueError if it is not a functional one."""
        figures = self.levels.get(level)
        if figures is None:
            raise ValueError(f"{level.label} is not a level of a functional post")
        return figures


def _level(
    coefficient: str, rank: int, up: int | None, ranks: tuple[str, str], verified: bool = False
) -> CreditLevel:
    level_promotion = None if up is None else Decimal(up)
    return CreditLevel(Decimal(coefficient), Decimal(rank), level_promotion, ranks, verified)


PERBKN_3_2023 = CreditTable(
    levels=MappingProxyType(
        {
            PositionLevel.PEMULA: _level("3.75", 15, 15, ("II/a", "II/a")),
            PositionLevel.TERAMPIL: _level("5", 20, 60, ("II/b", "II/d")),
            PositionLevel.MAHIR: _level("12.5", 50, 100, ("III/a", "III/b")),
            PositionLevel.PENYELIA: _level("25", 100, None, ("III/c", "III/d")),
            PositionLevel.AHLI_PERTAMA: _level("12.5", 50, 100, ("III/a", "III/b"), verified=True),
            PositionLevel.AHLI_MUDA: _level("25", 100, 200, ("III/c", "III/d"), verified=True),
            PositionLevel.AHLI_MADYA: _level("37.5", 150, 450, ("IV/a", "IV/c"), verified=True),
            PositionLevel.AHLI_UTAMA: _level("50", 200, None, ("IV/d", "IV/e")),
        }
    ),
    percent=MappingProxyType(
        {
            Predicate.SANGAT_BAIK: Decimal(150),
            Predicate.BAIK: Decimal(100),
            Predicate.BUTUH_PERBAIKAN: Decimal(75),
            Predicate.KURANG: Decimal(50),
            Predicate.SANGAT_KURANG: Decimal(25),
        }
    ),
)

_GOOD_ENOUGH_TO_RISE = frozenset({Predicate.SANGAT_BAIK, Predicate.BAIK})


@dataclass(frozen=True)
class CreditEligibility:
    """Which thresholds a sum of credit points reaches; credit is one condition among others."""

    meets_rank_threshold: bool
    meets_level_threshold: bool


def credit_conversion(
    level: PositionLevel, predicate: Predicate, months: int, table: CreditTable = PERBKN_3_2023
) -> Decimal:
    """Credit points for a predicate held over so many months of a year.

    months / 12 * percent of the predicate * coefficient of the level.

    Units: months 1-12 in, credit points with four decimals out.
    Errors: ValueError if the months are outside 1-12 or the level is not functional.
    Source: PermenPANRB 1/2023 Pasal 37; PerBKN 3/2023.
    Confidence: O; coefficients that are not verified U.

    >>> credit_conversion(PositionLevel.AHLI_MUDA, Predicate.BAIK, months=7)
    Decimal('14.5833')
    """
    if not 1 <= months <= MONTHS_PER_YEAR:
        raise ValueError("a predicate covers 1 to 12 months")
    points = table.percent[predicate] * table.level(level).coefficient * months
    return round_half_up(points / (100 * MONTHS_PER_YEAR), CREDIT_PLACES)


def credit_accumulation(entries: Iterable[Decimal]) -> Decimal:
    """The sum of credit points.

    Units: credit points.
    Errors: ValueError if an entry is negative.
    Source: PerBKN 3/2023.
    Confidence: O.

    >>> credit_accumulation([Decimal("18.75"), Decimal("2.08")])
    Decimal('20.83')
    """
    entries = list(entries)
    if any(entry < 0 for entry in entries):
        raise ValueError("credit points cannot be negative")
    return sum(entries, Decimal(0))


def credit_eligibility(
    level: PositionLevel, accumulated: Decimal, table: CreditTable = PERBKN_3_2023
) -> CreditEligibility:
    """Which thresholds for rank and level a sum of credit points reaches.

    The highest level of a category has no level promotion: its threshold is never met.

    Units: credit points.
    Errors: ValueError if the sum is negative or the level is not functional.
    Source: PerBKN 3/2023 as in decks of BKN.
    Confidence: O.

    >>> credit_eligibility(PositionLevel.AHLI_PERTAMA, Decimal(52))
    CreditEligibility(meets_rank_threshold=True, meets_level_threshold=False)
    """
    if accumulated < 0:
        raise ValueError("credit points cannot be negative")
    figures = table.level(level)
    up = figures.level_promotion
    return CreditEligibility(
        meets_rank_threshold=accumulated >= figures.rank_promotion,
        meets_level_threshold=up is not None and accumulated >= up,
    )


def may_rise_a_level(
    eligibility: CreditEligibility, *, vacancy: bool, test_passed: bool, predicate: Predicate
) -> bool:
    """Whether all conditions for the next level hold: credit, vacancy, test, predicate.

    Units: facts in.
    Errors: none.
    Source: PerBKN 3/2023 annex p. 25.
    Confidence: S.

    >>> reached = CreditEligibility(meets_rank_threshold=True, meets_level_threshold=True)
    >>> may_rise_a_level(reached, vacancy=True, test_passed=True, predicate=Predicate.BAIK)
    True
    """
    conditions = (eligibility.meets_level_threshold, vacancy, test_passed)
    return all(conditions) and predicate in _GOOD_ENOUGH_TO_RISE
