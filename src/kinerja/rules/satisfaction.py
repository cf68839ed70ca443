"""Citizen satisfaction (SKM): the index of nine elements, its grade and the sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kinerja.rules.label import Labelled
from kinerja.rules.rounding import round_half_up

ELEMENTS = 9
LOWEST_ANSWER, HIGHEST_ANSWER = 1, 4
INDEX_FACTOR = 25  # from the 1-4 scale to 25-100
ELEMENT_WEIGHT = Fraction(1, ELEMENTS)
OLD_ELEMENT_WEIGHT = Fraction(11, 100)  # found in older reports; gives lower values

# Fewer answers are neither shown nor published: a person could be told apart. The agency sets it
# (U); this is where it starts.
LEAST_RESPONDENTS = 10

CHI_SQUARE = Decimal("3.841")  # one degree of freedom, 95 %
PROPORTION = Decimal("0.5")
MARGIN = Decimal("0.05")


class ServiceElement(Labelled):
    """The nine elements that a survey asks about (14/2017)."""

    REQUIREMENTS = "U1", "Persyaratan"
    PROCEDURE = "U2", "Sistem, mekanisme, dan prosedur"
    TIME = "U3", "Waktu penyelesaian"
    COST = "U4", "Biaya atau tarif"
    PRODUCT = "U5", "Produk spesifikasi jenis pelayanan"
    STAFF_COMPETENCE = "U6", "Kompetensi pelaksana"
    STAFF_BEHAVIOUR = "U7", "Perilaku pelaksana"
    FACILITIES = "U8", "Sarana dan prasarana"
    COMPLAINTS = "U9", "Penanganan pengaduan, saran, dan masukan"


class ServiceGrade(Labelled):
    """The grade of a service, best first."""

    A = "A", "Sangat Baik"
    B = "B", "Baik"
    C = "C", "Kurang Baik"
    D = "D", "Tidak Baik"


@dataclass(frozen=True)
class SatisfactionBands:
    """Lower ends of the grades A, B and C on the 25-100 scale; below C is D."""

    a_from: Decimal
    b_from: Decimal
    c_from: Decimal


PERMENPANRB_14_2017_BANDS = SatisfactionBands(Decimal("88.31"), Decimal("76.61"), Decimal("65.00"))


@dataclass(frozen=True)
class Satisfaction:
    """The result of one survey."""

    element_means: tuple[Decimal, ...]  # 1-4, unrounded, in the order U1-U9
    mean: Decimal  # weighted, 1-4, unrounded
    ikm: Decimal  # 25-100, two decimals
    grade: ServiceGrade


def satisfaction_index(
    respondents: int,
    element_totals: Sequence[int],
    weight: Fraction = ELEMENT_WEIGHT,
    bands: SatisfactionBands = PERMENPANRB_14_2017_BANDS,
) -> Satisfaction:
    """The index (IKM) of a survey from the sum of the answers to each element.

    Mean of each element = total / respondents; index = sum of the means * weight * 25. The weight
    is exactly 1/9; only the last value is rounded.

    Units: persons and sums of answers 1-4 in; index 25-100 out.
    Errors: ValueError if there is no respondent, the elements are not nine, or a total cannot come
    from answers of 1 to 4.
    Source: PermenPANRB 14/2017.
    Confidence: T; the weight 0.11 of older reports S.

    >>> result = satisfaction_index(29, [105, 101, 100, 116, 102, 105, 106, 105, 115])
    >>> result.ikm, result.grade.label
    (Decimal('91.48'), 'Sangat Baik')
    """
    if respondents < 1:
        raise ValueError("a survey needs at least one respondent")
    if len(element_totals) != ELEMENTS:
        raise ValueError("a survey has nine elements")
    lowest, highest = LOWEST_ANSWER * respondents, HIGHEST_ANSWER * respondents
    if not all(lowest <= total <= highest for total in element_totals):
        raise ValueError("a total cannot come from answers of 1 to 4")
    weighted = Fraction(sum(element_totals), respondents) * weight
    ikm = round_half_up(_decimal(weighted * INDEX_FACTOR), 2)
    return Satisfaction(
        element_means=tuple(Decimal(total) / respondents for total in element_totals),
        mean=_decimal(weighted),
        ikm=ikm,
        grade=_grade(ikm, bands),
    )


def satisfaction_grade(
    ikm: Decimal, bands: SatisfactionBands = PERMENPANRB_14_2017_BANDS
) -> ServiceGrade:
    """The grade of an index; it is rounded half up to two decimals first, so no value is lost.

    Units: index 25-100.
    Errors: ValueError if the index is outside 25-100.
    Source: PermenPANRB 14/2017.
    Confidence: S.

    >>> satisfaction_grade(Decimal("88.305")).value
    'A'
    """
    lowest, highest = LOWEST_ANSWER * INDEX_FACTOR, HIGHEST_ANSWER * INDEX_FACTOR
    if not lowest <= ikm <= highest:
        raise ValueError("an index lies between 25 and 100")
    return _grade(round_half_up(ikm, 2), bands)


def survey_sample_size(population: int) -> int:
    """How many people to ask, for 95 % confidence and a margin of 5 points (Krejcie and Morgan).

    Units: persons.
    Errors: ValueError if the population is not positive.
    Source: method named by PermenPANRB 14/2017; Krejcie and Morgan 1970.
    Confidence: S.

    >>> survey_sample_size(500)
    217
    """
    if population < 1:
        raise ValueError("the population must be positive")
    spread = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    sample = spread * population / (MARGIN**2 * (population - 1) + spread)
    return min(int(round_half_up(sample)), population)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _grade(ikm: Decimal, bands: SatisfactionBands) -> ServiceGrade:
    if ikm >= bands.a_from:
        return ServiceGrade.A
    if ikm >= bands.b_from:
        return ServiceGrade.B
    return ServiceGrade.C if ikm >= bands.c_from else ServiceGrade.D
