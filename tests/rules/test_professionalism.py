"""The professionalism index."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.professionalism import (
    PERKA_BKN_8_2019,
    Discipline,
    Education,
    PostGroup,
    ProfessionalismCategory,
    Trainings,
    professionalism_category,
    professionalism_index,
)

TRAININGS = st.builds(Trainings, st.booleans(), st.booleans(), st.booleans(), st.booleans())
EVERY_TRAINING = Trainings(leadership=True, functional=True, technical=True, seminar=True)
BEST_FIRST = list(ProfessionalismCategory)


@pytest.mark.parametrize("group", PostGroup)
def test_the_best_of_everything_is_100(group: PostGroup) -> None:
    index = professionalism_index(
        Education.S3, group, EVERY_TRAINING, Decimal(100), Discipline.NONE
    )

    dimensions = [index.qualification, index.competence, index.performance, index.discipline]
    assert dimensions == [25, 40, 30, 5]
    assert index.score == 100
    assert index.category is ProfessionalismCategory.SANGAT_TINGGI


def test_points_of_education() -> None:
    found = [PERKA_BKN_8_2019.education[one] for one in Education]

    assert found == [25, 20, 15, 15, 10, 5, 5, 5, 1, 1]


@pytest.mark.parametrize(
    ("performance", "points"),
    [
        ("91", 30),
        ("90.99", 25),
        ("76", 25),
        ("75", 15),
        ("61", 15),
        ("60", 5),
        ("51", 5),
        ("50", 1),
        ("0", 1),
    ],
)
def test_points_of_performance(performance: str, points: int) -> None:
    index = professionalism_index(
        Education.S1, PostGroup.PELAKSANA, Trainings(), Decimal(performance), Discipline.HEAVY
    )

    assert index.performance == points
    assert index.score == 15 + 0 + points + 1


@pytest.mark.parametrize(
    ("group", "trainings", "points"),
    [
        ("struktural", Trainings(leadership=True), "15"),
        ("struktural", Trainings(functional=True), "0"),
        ("struktural", Trainings(technical=True, seminar=True), "25"),
        ("fungsional", Trainings(leadership=True), "0"),
        ("fungsional", Trainings(functional=True), "15"),
        ("pelaksana", Trainings(leadership=True, functional=True), "0"),
        ("pelaksana", Trainings(technical=True), "22.5"),
        ("pelaksana", Trainings(seminar=True), "17.5"),
    ],
)
def test_points_of_trainings(group: str, trainings: Trainings, points: str) -> None:
    index = professionalism_index(
        Education.S1, PostGroup(group), trainings, Decimal(80), Discipline.NONE
    )

    assert index.competence == Decimal(points)


def test_points_of_discipline() -> None:
    assert [PERKA_BKN_8_2019.discipline[one] for one in Discipline] == [5, 3, 2, 1]


@given(
    education=st.sampled_from(Education),
    group=st.sampled_from(PostGroup),
    trainings=TRAININGS,
    first=decimals(0, 100),
    second=decimals(0, 100),
    discipline=st.sampled_from(Discipline),
)
def test_better_performance_never_lowers_the_index(
    education: Education,
    group: PostGroup,
    trainings: Trainings,
    first: Decimal,
    second: Decimal,
    discipline: Discipline,
) -> None:
    low, high = (
        professionalism_index(education, group, trainings, one, discipline)
        for one in sorted((first, second))
    )

    assert 3 <= low.score <= high.score <= 100
    assert BEST_FIRST.index(low.category) >= BEST_FIRST.index(high.category)


@pytest.mark.parametrize(
    ("score", "category"),
    [
        ("91", "sangat_tinggi"),
        ("90.99", "tinggi"),
        ("81", "tinggi"),
        ("71", "sedang"),
        ("61", "rendah"),
        ("60", "sangat_rendah"),
        ("0", "sangat_rendah"),
    ],
)
def test_categories(score: str, category: str) -> None:
    assert professionalism_category(Decimal(score)).value == category


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_values_outside_the_scale_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        professionalism_category(Decimal(value))
    with pytest.raises(ValueError, match="between 0 and 100"):
        professionalism_index(
            Education.S1, PostGroup.PELAKSANA, Trainings(), Decimal(value), Discipline.NONE
        )
