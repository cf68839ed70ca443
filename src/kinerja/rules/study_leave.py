"""Study leave: bands of the grade point, graduation, and the predicate of a failed study."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Predicate
from kinerja.rules.rounding import round_half_up

HIGHEST_GPA = Decimal(4)


class StudyPlace(Labelled):
    """Where the study takes place (6/2022 annex p. 62-63)."""

    DOMESTIC = "domestic", "Dalam negeri"
    ABROAD = "abroad", "Luar negeri"


class Degree(Labelled):
    """The degree that is studied for (6/2022 annex p. 63)."""

    S1 = "S1", "Strata 1 (S-1)"
    PROFESSION = "profession", "Profesi"
    S2 = "S2", "Strata 2 (S-2)"
    S3 = "S3", "Strata 3 (S-3)"


class Accreditation(Labelled):
    """The accreditation of a domestic university or programme, best first."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class Graduation(Labelled):
    """Time of graduation against the normal limit of the programme (6/2022 annex p. 63)."""

    FASTER = "faster", "Lebih cepat"
    ON_TIME = "on_time", "Tepat waktu"
    EXTENDED = "extended", "Adanya perpanjangan"


@dataclass(frozen=True)
class GpaBand:
    """Lowest grade point of three bands; below the third the band is kurang."""

    sangat_baik_from: Decimal
    baik_from: Decimal
    butuh_perbaikan_from: Decimal
    least_programme: Accreditation | None = None  # None abroad


def _band(best: str, good: str, fair: str, least: Accreditation | None = None) -> GpaBand:
    return GpaBand(Decimal(best), Decimal(good), Decimal(fair), least)


# By "is S1" and the accreditation of the university; None abroad. Annex p. 63.
PERMENPANRB_6_2022_GPA: Mapping[tuple[bool, Accreditation | None], GpaBand] = MappingProxyType(
    {
        (True, Accreditation.A): _band("3.51", "3.01", "2.76", Accreditation.C),
        (True, Accreditation.B): _band("3.61", "3.10", "2.76", Accreditation.C),
        (True, Accreditation.C): _band("3.71", "3.20", "2.76", Accreditation.B),
        (False, Accreditation.A): _band("3.51", "3.20", "3.00", Accreditation.C),
        (False, Accreditation.B): _band("3.61", "3.25", "3.00", Accreditation.C),
        (False, Accreditation.C): _band("3.71", "3.30", "3.00", Accreditation.B),
        (True, None): _band("3.51", "3.01", "2.76"),
        (False, None): _band("3.51", "3.20", "3.00"),
    }
)


def gpa_band(
    place: StudyPlace,
    degree: Degree,
    university: Accreditation | None,
    table: Mapping[tuple[bool, Accreditation | None], GpaBand] = PERMENPANRB_6_2022_GPA,
) -> GpaBand:
    """The row of limits that counts for a study.

    Units: codes in, grade points of 0-4 out.
    Errors: ValueError if a domestic study has no accreditation of its university.
    Source: PermenPANRB 6/2022 annex p. 63.
    Confidence: T.

    >>> gpa_band(StudyPlace.DOMESTIC, Degree.S1, Accreditation.B).sangat_baik_from
    Decimal('3.61')
    """
    if place is StudyPlace.DOMESTIC and university is None:
        raise ValueError("a domestic study needs the accreditation of its university")
    column = university if place is StudyPlace.DOMESTIC else None
    return table[degree is Degree.S1, column]


def study_leave_band(
    place: StudyPlace,
    degree: Degree,
    university: Accreditation | None,
    gpa: Decimal,
    table: Mapping[tuple[bool, Accreditation | None], GpaBand] = PERMENPANRB_6_2022_GPA,
) -> Predicate:
    """The band of a grade point, to set the expectation; no automatic predicate.

    The grade point is rounded half up to two decimals first. Abroad the accreditation is ignored.

    Units: grade point 0-4.
    Errors: ValueError if the grade point is outside 0-4, or a domestic study has no accreditation
    of its university.
    Source: PermenPANRB 6/2022 annex p. 63.
    Confidence: T; the rounding of a third decimal U.

    >>> study_leave_band(StudyPlace.ABROAD, Degree.S2, None, Decimal("3.19")).label
    'Butuh Perbaikan'
    """
    if not 0 <= gpa <= HIGHEST_GPA:
        raise ValueError("a grade point lies between 0 and 4")
    band, points = gpa_band(place, degree, university, table), round_half_up(gpa, 2)
    if points >= band.sangat_baik_from:
        return Predicate.SANGAT_BAIK
    if points >= band.baik_from:
        return Predicate.BAIK
    if points >= band.butuh_perbaikan_from:
        return Predicate.BUTUH_PERBAIKAN
    return Predicate.KURANG


def allowed_predicates(study_failed: bool) -> frozenset[Predicate]:
    """The predicates that an employee on study leave may get.

    Whoever fails the study (not passed, dropped out) gets kurang or sangat kurang, chosen with
    regard to the behaviour; otherwise every predicate is open.

    Units: fact in, codes out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 100 and 103 (d).
    Confidence: T.

    >>> sorted(predicate.label for predicate in allowed_predicates(study_failed=True))
    ['Kurang (Misconduct)', 'Sangat Kurang']
    """
    if study_failed:
        return frozenset({Predicate.KURANG, Predicate.SANGAT_KURANG})
    return frozenset(Predicate)
