"""The published rule: limits, order, and what it cannot move."""

import pytest

from kinerja.rules.survey_screening import (
    ADDRESS_DAY,
    ADDRESS_HOUR,
    Batch,
    Door,
    Verdict,
    door_limits,
    screen_answers,
)

PLACE = {1: Door(expected=60)}
BOTH = {1: Door(expected=60), 2: Door(expected=60, open_link=True)}


def _values(batches: list[Batch], doors: dict[int, Door] = PLACE, **more: object) -> list[str]:
    return [one.value for one in screen_answers(batches, doors, **more)]


def test_an_address_has_a_limit_of_an_hour_and_of_a_day() -> None:
    at_limit = Batch(1, 1, 9, "a", ADDRESS_HOUR)
    above = Batch(1, 2, 9, "a", ADDRESS_HOUR + 1)
    day = [Batch(1, 3, hour, "a", 11) for hour in range(8, 12)]
    assert ADDRESS_DAY < 44

    assert _values([at_limit, above, *day]) == ["ok", "address", *["address"] * 4]


def test_the_network_of_the_place_has_the_limit_of_the_door() -> None:
    door = {1: Door(expected=60, network="a")}

    assert _values([Batch(1, 1, 9, "a", 23)], door) == ["ok"]
    assert _values([Batch(1, 1, 9, "a", 24)], door) == ["hour"]


def test_hours_go_first_and_a_day_that_is_still_too_full_goes_whole() -> None:
    calm = [Batch(1, 1, hour, f"{hour}", 10) for hour in range(8, 16)]
    burst = [Batch(1, 1, 16, f"x{n}", 1) for n in range(200)]
    full = [Batch(1, 2, hour, f"{hour}.{n}", 10) for hour in range(8, 18) for n in range(1)]

    assert _values([*calm, *burst]) == ["ok"] * 8 + ["hour"] * 200
    assert _values(full) == ["day"] * 10


def test_without_an_expectation_the_own_rhythm_is_the_limit() -> None:
    days = [Batch(1, day, 9, f"{day}.{n}", 1) for day in range(1, 6) for n in range(8)]
    flood = [Batch(1, 6, hour, f"f{hour}.{n}", 1) for hour in range(24) for n in range(7)]

    assert set(_values([*days, *flood], {1: Door()})[:40]) == {"ok"}
    assert set(_values([*days, *flood], {1: Door()})[40:]) == {"day"}


def test_the_open_link_never_moves_the_index_by_more_than_half_a_point() -> None:
    places = [Batch(1, day, 9, f"{day}", 10, 10 * 27) for day in range(1, 11)]

    def index(open_link: list[Batch]) -> float:
        rows = [*places, *open_link]
        kept = [
            row
            for row, said in zip(rows, screen_answers(rows, BOTH), strict=True)
            if said is Verdict.COUNTED
        ]
        return sum(row.total for row in kept) / sum(row.answers for row in kept) / 9 * 25

    states = [
        index([Batch(2, day, 9, f"o{day}", 9, 9 * score) for day in range(1, days)])
        for score in range(9, 37)
        for days in (1, 2, 4, 8)
    ]
    assert max(states) - min(states) <= 0.5
    assert len({round(state, 2) for state in states}) > 2  # some of them did count


def test_the_word_of_an_officer_goes_before_the_rule() -> None:
    flood, calm = Batch(1, 1, 9, "a", 500), Batch(1, 2, 9, "b", 3)
    decided = {(1, 1, 9): True, (1, 2, 9): False}

    assert _values([flood, calm], decided=decided) == ["ok", "officer"]


def test_a_door_expects_at_least_one_visitor() -> None:
    with pytest.raises(ValueError, match="at least one"):
        door_limits(Door(expected=0), [])
