"""Signals about raters: found where they were planted, and hardly where nothing was."""

from decimal import Decimal
from random import Random

import pytest
from tests.rules.planted_raters import RATERS, planted, seeds

from kinerja.rules.rater_statistics import FEWEST_MARKS, Mark, Signal, rater_signals

UNSEEN = 5_000  # seeds from here on were not looked at while the detector was made
HITS, FALSE = 0.90, 0.05


def measured(signal: Signal, effect: float, each: int, rounds: int = 2) -> tuple[float, float]:
    """Share of planted raters that are found, and of the others that are flagged."""
    hit = plants = wrong = ordinary = 0
    for random in seeds(UNSEEN, rounds):
        marks, bad = planted(signal, effect, each, random)
        found = {one.rater for one in rater_signals(marks) if one.signal is signal}
        hit, plants = hit + len(found & bad), plants + len(bad)
        wrong, ordinary = wrong + len(found - bad), ordinary + RATERS - len(bad)
    return hit / plants, wrong / ordinary


@pytest.mark.parametrize("each", [8, 16])
@pytest.mark.parametrize("effect", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("signal", list(Signal))
def test_planted_raters_are_found(signal: Signal, effect: float, each: int):
    """Prints the rates (pytest -s); the bar holds from an effect of 1 and 8 marks on."""
    hits, wrong = measured(signal, effect, each, rounds=4 if each == 8 else 2)

    print(f"{signal.value} {effect} sd, {each} marks: {hits:.1%} found, {wrong:.1%} false")  # noqa: T201
    assert wrong <= FALSE
    assert hits >= HITS if effect >= 1 else hits > wrong


def test_ordinary_raters_are_left_alone():
    for signal in Signal:
        assert measured(signal, 0, 8, rounds=8)[1] <= FALSE


def test_the_same_distance_counts_less_where_there_are_few_marks():
    marks, _ = planted(Signal.LENIENT, 1.5, 16, Random(1))
    few = [one for one in marks if one.rater != 0]
    few += [one for one in marks if one.rater == 0][:FEWEST_MARKS]

    def found(given: list[Mark]) -> tuple[Decimal, Decimal]:
        (one,) = [
            one for one in rater_signals(given) if one.rater == 0 and one.signal is Signal.LENIENT
        ]
        return one.size, one.confidence

    assert found(few) < found(marks)


def test_a_signal_names_how_many_marks_and_whom_it_rests_on():
    marks, bad = planted(Signal.RECIPROCAL, 2.0, 8, Random(1))

    first = next(one for one in rater_signals(marks) if one.signal is Signal.RECIPROCAL)

    assert first.rater in bad
    assert set(first.people) < bad  # the three others of the circle
    assert (first.marks, len(first.people)) == (8, 3)
    assert Decimal("0.5") < first.confidence <= 1


def test_little_is_no_ground():
    few_marks = [Mark(rater, 100 + n, (3, 4)) for rater in range(20) for n in range(4)]
    few_raters = [Mark(rater, 100 + n, (3 + n % 2, 4)) for rater in range(9) for n in range(8)]

    assert rater_signals([]) == []
    assert rater_signals(few_marks) == []
    assert rater_signals(few_raters) == []


def test_one_item_has_no_halo_and_equal_marks_have_no_spread_to_compare():
    single = [Mark(rater, 100 * rater + n, (3,)) for rater in range(1, 13) for n in range(8)]
    single += [Mark(99, 9_900 + n, (5,)) for n in range(8)]

    (found,) = rater_signals(single)

    assert (found.rater, found.signal, found.size) == (99, Signal.LENIENT, Decimal(2))


def test_a_pair_of_raters_who_know_nobody_else_is_no_circle():
    """All marks are mutual: what is usual for somebody is told from all of them."""
    size = 12
    marks = [
        Mark(rater, (rater + step) % size, (3, 3 + (rater + step) % 2))
        for rater in range(size)
        for step in (1, 2, 3, size - 1, size - 2, size - 3)
    ]

    assert [one for one in rater_signals(marks) if one.signal is Signal.RECIPROCAL] == []


@pytest.mark.parametrize(
    "marks",
    [
        [Mark(1, 2, (3, 4)), Mark(1, 3, (3,))],
        [Mark(1, 2, ())],
        [Mark(1, 1, (3,))],
    ],
)
def test_what_is_refused(marks):
    with pytest.raises(ValueError, match=r"items|themselves"):
        rater_signals(marks)
