"""The 3 x 3 table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.predicate import Predicate, Rating, predicate

RATINGS = st.sampled_from(Rating)
WORST_FIRST = list(reversed(Predicate))


def rank(one: Predicate) -> int:
    return WORST_FIRST.index(one)


@pytest.mark.parametrize(
    ("work_result", "row"),
    [
        ("above", ("kurang", "baik", "sangat_baik")),
        ("meets", ("kurang", "baik", "baik")),
        ("below", ("sangat_kurang", "butuh_perbaikan", "butuh_perbaikan")),
    ],
)
def test_the_table_of_the_annex(work_result: str, row: tuple[str, str, str]) -> None:
    behaviours = (Rating.BELOW, Rating.MEETS, Rating.ABOVE)

    assert tuple(predicate(Rating(work_result), one) for one in behaviours) == row


@given(work_result=RATINGS)
def test_better_behaviour_never_lowers_the_predicate(work_result: Rating) -> None:
    found = [rank(predicate(work_result, one)) for one in (Rating.BELOW, *list(Rating)[1::-1])]

    assert found == sorted(found)


@given(behaviour=RATINGS)
def test_better_results_never_lower_the_predicate(behaviour: Rating) -> None:
    found = [rank(predicate(one, behaviour)) for one in (Rating.BELOW, *list(Rating)[1::-1])]

    assert found == sorted(found)


def test_the_order_of_the_arguments_matters() -> None:
    assert predicate(Rating.ABOVE, Rating.BELOW) is Predicate.KURANG
    assert predicate(Rating.BELOW, Rating.ABOVE) is Predicate.BUTUH_PERBAIKAN


def test_labels_are_those_of_the_law() -> None:
    assert [one.label for one in Predicate] == [
        "Sangat Baik",
        "Baik",
        "Butuh Perbaikan",
        "Kurang (Misconduct)",
        "Sangat Kurang",
    ]
