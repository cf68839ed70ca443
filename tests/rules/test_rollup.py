"""Progress of a whole from its parts."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.rollup import Part, WeightFault, roll_up, weight_fault

PERCENTS = decimals(0, 250)
KNOWN = st.lists(PERCENTS, min_size=1, max_size=8)


def parts(*given: tuple[str | None, str | None]) -> list[Part]:
    """Parts a, b, c from percents and weights."""
    return [
        Part("abcdefgh"[at], *(None if text is None else Decimal(text) for text in pair))
        for at, pair in enumerate(given)
    ]


def equal(values: list[Decimal]) -> list[Part]:
    return [Part(str(at), value) for at, value in enumerate(values)]


def test_three_of_four_parts_are_known() -> None:
    result = roll_up(parts(("90", None), (None, None), ("110", None), ("70", None)))

    assert (result.percent, result.known, result.parts) == (Decimal(90), 3, 4)
    assert (result.missing, result.known_weight) == (("b",), Decimal(75))


def test_weights_count_and_a_missing_part_leaves_with_its_weight() -> None:
    weighed = roll_up(parts(("100", "50"), ("80", "30"), ("50", "20")))
    without = roll_up(parts(("100", "50"), ("80", "30"), (None, "20")))

    assert weighed.percent == Decimal(84)  # 50 + 24 + 10
    assert (without.percent, without.known_weight) == (Decimal("92.5"), Decimal(80))  # 74 / 80


def test_weights_that_are_not_a_whole_give_no_result_but_a_name() -> None:
    short = roll_up(parts(("100", "50"), ("80", "40")))
    partly = roll_up(parts(("100", "50"), ("80", None)))

    assert (short.percent, short.fault, short.weights_total) == (
        None,
        WeightFault.NOT_WHOLE,
        Decimal(90),
    )
    assert (partly.percent, partly.fault) == (None, WeightFault.PARTLY)
    assert (short.known_weight, short.known) == (Decimal(0), 2)


def test_nothing_known_is_not_zero() -> None:
    assert roll_up(parts((None, None), (None, None))).percent is None
    assert roll_up([]).percent is None
    assert roll_up(parts(("0", None))).percent == Decimal(0)


def test_more_than_a_hundred_stays() -> None:
    """Binjai's immunisation coverage passed 100 percent: the target was an estimate."""
    assert roll_up(parts(("108.5", None), ("100", None))).percent == Decimal("104.25")


def test_weights_are_right_when_empty_or_a_hundred() -> None:
    assert weight_fault([None, None]) is None
    assert weight_fault([]) is None
    assert weight_fault([Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]) is None
    assert weight_fault([Decimal(100), Decimal(1)]) is WeightFault.NOT_WHOLE


@given(KNOWN)
def test_the_result_lies_between_the_least_and_the_greatest(values: list[Decimal]) -> None:
    result = roll_up(equal(values)).percent

    assert result is not None
    assert min(values) <= result <= max(values)


@given(KNOWN, st.integers(0, 5))
def test_missing_parts_change_nothing_but_what_is_known(values: list[Decimal], more: int) -> None:
    known = equal(values)
    missing = [Part(f"missing {at}", None) for at in range(more)]

    result = roll_up([*known, *missing])

    assert result.percent == roll_up(known).percent
    assert result.missing == tuple(part.name for part in missing)


@given(st.lists(PERCENTS, min_size=2, max_size=8), st.data())
def test_a_missing_value_is_never_worse_than_a_zero(
    values: list[Decimal], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(values) - 1))
    zero, missing = equal(values), equal(values)
    zero[at], missing[at] = Part("x", Decimal(0)), Part("x", None)
    with_zero, without = roll_up(zero).percent, roll_up(missing).percent

    assert with_zero is not None
    assert without is not None
    assert without >= with_zero


@given(PERCENTS, PERCENTS, PERCENTS)
def test_a_part_under_two_parents_is_never_counted_twice_as_a_whole(
    own: Decimal, shared: Decimal, other: Decimal
) -> None:
    """Two parents share one part: the top stays between its least and its greatest leaf."""
    left = roll_up([Part("own", own), Part("shared", shared)]).percent
    right = roll_up([Part("shared", shared), Part("other", other)]).percent

    top = roll_up([Part("left", left), Part("right", right)]).percent

    assert top is not None
    assert top == (own + 2 * shared + other) / 4  # shares 25, 50, 25: together 100
