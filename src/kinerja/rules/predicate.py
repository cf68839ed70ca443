"""Ratings and predicates: the 3 x 3 table from two ratings to one predicate."""

from collections.abc import Mapping
from types import MappingProxyType

from kinerja.rules.label import Labelled


class Rating(Labelled):
    """How a work result or a behaviour stands to the expectation (6/2022 annex p. 97-98)."""

    ABOVE = "above", "Di Atas Ekspektasi"
    MEETS = "meets", "Sesuai Ekspektasi"
    BELOW = "below", "Di Bawah Ekspektasi"


class Predicate(Labelled):
    """The yearly or periodic predicate of one employee, best first (6/2022 annex p. 99)."""

    SANGAT_BAIK = "sangat_baik", "Sangat Baik"
    BAIK = "baik", "Baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan", "Butuh Perbaikan"
    KURANG = "kurang", "Kurang (Misconduct)"
    SANGAT_KURANG = "sangat_kurang", "Sangat Kurang"


class OrgPredicate(Labelled):
    """The predicate of an organisation or unit, best first (6/2022 annex p. 92)."""

    ISTIMEWA = "istimewa", "Istimewa"
    BAIK = "baik", "Baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan", "Butuh Perbaikan"
    KURANG = "kurang", "Kurang"
    SANGAT_KURANG = "sangat_kurang", "Sangat Kurang"


PERMENPANRB_6_2022_PREDICATES: Mapping[tuple[Rating, Rating], Predicate] = MappingProxyType(
    {
        # (work result, behaviour)
        (Rating.ABOVE, Rating.BELOW): Predicate.KURANG,
        (Rating.ABOVE, Rating.MEETS): Predicate.BAIK,
        (Rating.ABOVE, Rating.ABOVE): Predicate.SANGAT_BAIK,
        (Rating.MEETS, Rating.BELOW): Predicate.KURANG,
        (Rating.MEETS, Rating.MEETS): Predicate.BAIK,
        (Rating.MEETS, Rating.ABOVE): Predicate.BAIK,
        (Rating.BELOW, Rating.BELOW): Predicate.SANGAT_KURANG,
        (Rating.BELOW, Rating.MEETS): Predicate.BUTUH_PERBAIKAN,
        (Rating.BELOW, Rating.ABOVE): Predicate.BUTUH_PERBAIKAN,
    }
)


def predicate(
    work_result: Rating,
    behaviour: Rating,
    table: Mapping[tuple[Rating, Rating], Predicate] = PERMENPANRB_6_2022_PREDICATES,
) -> Predicate:
    """The predicate of an employee from the two ratings; the same table for a period and a year.

    One exception stands beside the table: whoever fails an assigned study
    (``study_leave.allowed_predicates``).

    Units: codes in, code out.
    Errors: none; both arguments are closed lists.
    Source: PermenPANRB 6/2022 annex p. 99-100 and 102-103.
    Confidence: T.

    >>> predicate(Rating.BELOW, Rating.MEETS).label
    'Butuh Perbaikan'
    """
    return table[work_result, behaviour]
