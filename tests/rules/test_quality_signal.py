"""Signals of data quality on planted reports: a small form of `tools/quality_signals.py`."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.planting.reports import KINDS, PEOPLE, a_unit
from tools.planting.signals import named

from kinerja.rules.quality_signal import (
    Written,
    amount_stands_out,
    copies,
    is_telling,
    late_batch,
    likeness,
    long_gaps,
    plain,
    returned_more,
)

DAY = date(2026, 10, 5)
LONG = "melayani pendaftaran pasien umum di loket dua bersama kader posyandu sampai siang hari"


def test_what_is_planted_is_named_and_hardly_anybody_else():
    random = Random(11)
    hits, alarms = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    units = 8
    for _ in range(units):
        unit = a_unit(random)
        found, clean = named(unit), named(a_unit(random, ()))
        for kind in KINDS:
            hits[kind] += bool(found[kind] & unit.planted[kind])
            alarms[kind] += len(clean[kind])

    assert all(hits[kind] >= units - 2 for kind in KINDS), hits
    assert all(alarms[kind] <= units * PEOPLE // 40 for kind in KINDS), alarms


def test_a_routine_that_many_write_is_no_copy():
    two = [Written(number, number, LONG, DAY) for number in (1, 2)]
    five = [Written(number, number, LONG, DAY) for number in range(1, 6)]

    assert [(one.key, one.earlier) for one in copies(two)] == [(2, 1)]
    assert copies(five) == []


def test_ones_own_text_short_ones_and_old_ones_are_no_copies():
    assert copies([Written(1, 7, LONG, DAY), Written(2, 7, LONG, DAY)]) == []
    assert copies([Written(1, 7, "apel pagi", DAY), Written(2, 8, "apel pagi", DAY)]) == []
    assert copies([Written(1, 7, LONG, date(2026, 9, 1)), Written(2, 8, LONG, DAY)]) == []


def test_words_count_and_signs_do_not():
    assert plain("Rapat, di AULA!") == plain("rapat di aula")
    assert likeness("a b c", "a b c") == 1
    assert likeness("", "a b") == 0
    assert not is_telling("rapat di aula kantor")


def test_six_other_amounts_are_needed():
    assert amount_stands_out(500, [20, 25, 18, 30, 22, 24])
    assert not amount_stands_out(500, [20, 25, 18, 30, 22])
    assert not amount_stands_out(80, [20, 25, 18, 30, 22, 24])


def test_a_batch_has_five_days_and_lies_two_days_back():
    at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    days = [(number, at, date(2026, 10, 4 + number)) for number in range(1, 6)]

    found = late_batch(days)

    assert found is not None
    assert (found.keys, found.days) == ((1, 2, 3, 4, 5), 5)
    assert late_batch(days[:4]) is None
    assert late_batch([(one, at, date(2026, 10, 11)) for one in range(9)]) is None


def test_four_days_are_no_gap():
    days = [date(2026, 10, number) for number in range(1, 11)]

    assert long_gaps(days, {days[4], days[9]}) == []
    assert [(one.first, one.days) for one in long_gaps(days, {days[3]})] == [(days[4], 6)]


def test_a_strict_leader_of_all_names_nobody():
    assert not returned_more(10, 30, 60, 180)
    with pytest.raises(ValueError, match="part of"):
        returned_more(3, 2, 0, 1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.text(max_size=60)), max_size=12))
def test_any_texts_are_compared(said: list[tuple[int, str]]):
    texts = [Written(at, person, plain(text), DAY) for at, (person, text) in enumerate(said)]

    assert all(one.earlier < one.key for one in copies(texts))
