"""Competencies: levels, the gap to a post, and how well a person fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja.rules.label import Labelled
from kinerja.rules.rounding import round_half_up

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5  # of a requirement; an actual level may also be 0, none


class CompetencyKind(Labelled):
    """The three kinds of competencies (38/2017)."""

    MANAGERIAL = "managerial", "Manajerial"
    SOCIOCULTURAL = "sociocultural", "Sosial Kultural"
    TECHNICAL = "technical", "Teknis"


class Competency(Labelled):
    """Eight managerial competencies and one socio-cultural; technical ones belong to a post."""

    INTEGRITY = "INT", "Integritas"
    COOPERATION = "KJS", "Kerja Sama"
    COMMUNICATION = "KOM", "Komunikasi"
    RESULT_ORIENTATION = "OPH", "Orientasi pada Hasil"
    PUBLIC_SERVICE = "PLP", "Pelayanan Publik"
    DEVELOPMENT = "PDO", "Pengembangan Diri dan Orang Lain"
    CHANGE = "MPB", "Mengelola Perubahan"
    DECISION = "PKP", "Pengambilan Keputusan"
    NATION = "PKB", "Perekat Bangsa"

    @property
    def kind(self) -> CompetencyKind:
        """Managerial, except the one that binds the nation."""
        is_nation = self is Competency.NATION
        return CompetencyKind.SOCIOCULTURAL if is_nation else CompetencyKind.MANAGERIAL


class GuidanceScore(Labelled):
    """Score of a competency after guidance, form B.1.9 (6/2022 annex p. 84-85)."""

    ONE = "1", "Sangat Kurang"  # no indicator met
    TWO = "2", "Kurang Memadai"  # one or two indicators met
    THREE = "3", "Memadai"  # three indicators met
    FOUR = "4", "Di Atas Memadai"  # and behaviour above the level
    FIVE = "5", "Istimewa"  # and behaviour far above the level


class FitScheme(Labelled):
    """Whose categories of fit are used; agencies differ."""

    MAPPING = "mapping", "Pemetaan (BRIN)"
    KKP = "kkp", "Kementerian Kelautan dan Perikanan"


class FitCategory(Labelled):
    """How well a person fits a post; three categories in each scheme, best first."""

    OPTIMAL = "optimal", "Optimal"
    CUKUP_OPTIMAL = "cukup_optimal", "Cukup Optimal"
    KURANG_OPTIMAL = "kurang_optimal", "Kurang Optimal"
    SANGAT_BAIK = "sangat_baik", "Sangat Baik"
    BAIK = "baik", "Baik"
    KURANG = "kurang", "Kurang"


@dataclass(frozen=True)
class CompetencyGap:
    """Actual against required levels."""

    gaps: tuple[int, ...]  # actual minus required, negative = below
    jpm_capped_percent: Decimal  # unrounded; a surplus in one does not fill another

    @property
    def items_below(self) -> int:
        """How many competencies lie below the requirement."""
        return sum(gap < 0 for gap in self.gaps)


def competency_gap(required: Sequence[int], actual: Sequence[int]) -> CompetencyGap:
    """Gap of every competency and the capped job-person match (JPM).

    JPM = sum of min(actual, required) / sum of required * 100.

    Units: levels 1-5 (actual also 0), percent out.
    Errors: ValueError if nothing is required, the lists differ in length, or a level does not
    exist.
    Source: PP 11/2017 Pasal 206 for the gap.
    Confidence: T for the gap, U for the JPM.

    >>> gap = competency_gap(required=[3, 3], actual=[2, 4])
    >>> gap.gaps, gap.items_below, round_half_up(gap.jpm_capped_percent, 2)
    ((-1, 1), 1, Decimal('83.33'))
    """
    if not required or len(required) != len(actual):
        raise ValueError("required and actual levels must be given for the same competencies")
    if not all(LOWEST_LEVEL <= level <= HIGHEST_LEVEL for level in required):
        raise ValueError("a required level lies between 1 and 5")
    if not all(0 <= level <= HIGHEST_LEVEL for level in actual):
        raise ValueError("an actual level lies between 0 and 5")
    pairs = list(zip(required, actual, strict=True))
    capped = sum(min(pair) for pair in pairs)
    return CompetencyGap(
        gaps=tuple(has - needs for needs, has in pairs),
        jpm_capped_percent=Decimal(100 * capped) / sum(required),
    )


def competency_fit_category(
    jpm_percent: Decimal, scheme: FitScheme, senior_post: bool = False
) -> FitCategory:
    """The category of a job-person match in one of two schemes.

    ``mapping``: from 90 optimal, from 78 fairly optimal, below that less optimal; the value counts
    as it is. ``kkp``: whole percents (rounded half up); senior posts from 91 and from 85, other
    posts from 85 and from 75.

    Units: percent.
    Errors: ValueError if the percentage is negative.
    Source: Peraturan BRIN 3/2023 Pasal 33; Permen KKP 39/2023 Pasal 52.
    Confidence: T; the rounding U.

    >>> competency_fit_category(Decimal("89.99"), FitScheme.MAPPING).label
    'Cukup Optimal'
    >>> competency_fit_category(Decimal(85), FitScheme.KKP, senior_post=True).label
    'Baik'
    """
    if jpm_percent < 0:
        raise ValueError("a job-person match cannot be negative")
    if scheme is FitScheme.MAPPING:
        if jpm_percent >= 90:
            return FitCategory.OPTIMAL
        return FitCategory.CUKUP_OPTIMAL if jpm_percent >= 78 else FitCategory.KURANG_OPTIMAL
    best_from, good_from = (91, 85) if senior_post else (85, 75)
    whole = round_half_up(jpm_percent)
    if whole >= best_from:
        return FitCategory.SANGAT_BAIK
    return FitCategory.BAIK if whole >= good_from else FitCategory.KURANG
