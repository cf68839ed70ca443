"""Study leave."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.predicate import Predicate
from kinerja.rules.study_leave import (
    Accreditation,
    Degree,
    StudyPlace,
    allowed_predicates,
    gpa_band,
    study_leave_band,
)

PLACES = st.sampled_from(StudyPlace)
DEGREES = st.sampled_from(Degree)
UNIVERSITIES = st.sampled_from(Accreditation)
GPAS = decimals(0, 4)
BEST_FIRST = list(Predicate)


@pytest.mark.parametrize(
    ("place", "degree", "university", "limits", "programme"),
    [
        ("domestic", "S1", "A", "3.51 3.01 2.76", "C"),
        ("domestic", "S1", "B", "3.61 3.10 2.76", "C"),
        ("domestic", "S1", "C", "3.71 3.20 2.76", "B"),
        ("domestic", "profession", "A", "3.51 3.20 3.00", "C"),
        ("domestic", "S2", "B", "3.61 3.25 3.00", "C"),
        ("domestic", "S3", "C", "3.71 3.30 3.00", "B"),
        ("abroad", "S1", None, "3.51 3.01 2.76", None),
        ("abroad", "S2", None, "3.51 3.20 3.00", None),
        ("abroad", "S3", "C", "3.51 3.20 3.00", None),  # abroad no accreditation counts
    ],
)
def test_the_tables_of_the_annex(
    place: str, degree: str, university: str | None, limits: str, programme: str | None
) -> None:
    where, what = StudyPlace(place), Degree(degree)
    accreditation = None if university is None else Accreditation(university)
    step = Decimal("0.01")

    band = gpa_band(where, what, accreditation)

    assert band.least_programme == programme
    best, good, fair = (Decimal(limit) for limit in limits.split())
    found = [
        study_leave_band(where, what, accreditation, gpa).value
        for gpa in (Decimal(4), best, best - step, good, good - step, fair, fair - step, step)
    ]
    assert found == [
        "sangat_baik",
        "sangat_baik",
        "baik",
        "baik",
        "butuh_perbaikan",
        "butuh_perbaikan",
        "kurang",
        "kurang",
    ]


def test_a_third_decimal_is_rounded_half_up() -> None:
    study = (StudyPlace.ABROAD, Degree.S1, None)

    assert study_leave_band(*study, Decimal("3.505")) is Predicate.SANGAT_BAIK
    assert study_leave_band(*study, Decimal("3.504")) is Predicate.BAIK


@given(place=PLACES, degree=DEGREES, university=UNIVERSITIES, first=GPAS, second=GPAS)
def test_a_better_grade_point_never_has_a_worse_band(
    place: StudyPlace, degree: Degree, university: Accreditation, first: Decimal, second: Decimal
) -> None:
    low, high = (
        study_leave_band(place, degree, university, one) for one in sorted((first, second))
    )

    assert BEST_FIRST.index(high) <= BEST_FIRST.index(low)


@given(degree=DEGREES, gpa=GPAS)
def test_a_weaker_university_asks_for_a_better_grade_point(degree: Degree, gpa: Decimal) -> None:
    found = [
        BEST_FIRST.index(study_leave_band(StudyPlace.DOMESTIC, degree, university, gpa))
        for university in Accreditation
    ]

    assert found == sorted(found)


@pytest.mark.parametrize("gpa", ["-0.01", "4.01"])
def test_a_grade_point_outside_the_scale_is_refused(gpa: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 4"):
        study_leave_band(StudyPlace.ABROAD, Degree.S1, None, Decimal(gpa))


def test_a_domestic_study_needs_an_accreditation() -> None:
    with pytest.raises(ValueError, match="needs the accreditation"):
        study_leave_band(StudyPlace.DOMESTIC, Degree.S1, None, Decimal(3))


def test_a_failed_study_leaves_two_predicates() -> None:
    assert allowed_predicates(study_failed=True) == {Predicate.KURANG, Predicate.SANGAT_KURANG}
    assert allowed_predicates(study_failed=False) == set(Predicate)
