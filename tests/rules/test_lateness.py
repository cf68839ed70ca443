"""Lateness of entries and what outages do to deadlines, in all three Indonesian zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS

from kinerja.rules.lateness import (
    Downtime,
    EntryCycle,
    answer_due,
    day_after_working_days,
    days_later,
    end_of_day,
    entry_day,
    entry_due,
    extended,
    last_day_after,
    merged,
    start_of_day,
)

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
ZONES = st.sampled_from([WIB, WITA, WIT])
FRIDAY = date(2026, 10, 9)
MONDAY = date(2026, 10, 12)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=WIB)


def down(day: int, start: int, end: int) -> Downtime:
    return Downtime(wib(day, start), wib(day, end))


@st.composite
def outages(draw: st.DrawFn, around: datetime) -> list[Downtime]:
    """Up to six outages from a week before to two days after a moment."""
    spans = draw(
        st.lists(st.tuples(st.integers(-7 * 1440, 2880), st.integers(0, 2880)), max_size=6)
    )
    return [
        Downtime(around + timedelta(minutes=start), around + timedelta(minutes=start + length))
        for start, length in spans
    ]


@pytest.mark.parametrize(
    ("cycle", "day"),
    [
        (EntryCycle.DAY, date(2026, 10, 9)),
        (EntryCycle.WEEK, date(2026, 10, 11)),
        (EntryCycle.MONTH, date(2026, 10, 31)),
    ],
)
def test_the_time_to_document_begins_at_the_end_of_the_cycle(cycle: EntryCycle, day: date) -> None:
    assert entry_day(FRIDAY, cycle) == day


def test_a_month_may_end_on_any_day() -> None:
    assert entry_day(date(2028, 2, 29), EntryCycle.MONTH) == date(2028, 2, 29)
    assert entry_day(date(2026, 12, 31), EntryCycle.MONTH) == date(2026, 12, 31)
    assert entry_day(date(2026, 10, 11), EntryCycle.WEEK) == date(2026, 10, 11)  # a Sunday


def test_work_of_friday_may_be_noted_until_monday_night() -> None:
    due = entry_due(FRIDAY, 1, weekdays, [], WIB)

    assert (due.last_day, due.until) == (MONDAY, datetime(2026, 10, 13, tzinfo=WIB))
    assert not due.was_moved
    assert due.moved_by == ()


def test_no_grace_means_the_same_day_also_for_work_on_a_day_off() -> None:
    assert entry_due(FRIDAY, 0, weekdays, [], WIB).last_day == FRIDAY
    assert entry_due(date(2026, 10, 11), 0, weekdays, [], WIB).last_day == date(2026, 10, 11)


def test_the_same_minute_is_in_time_in_jakarta_and_late_in_jayapura() -> None:
    """23.59 WIT is 21.59 WIB."""
    moment = datetime(2026, 10, 9, 23, 59, tzinfo=WIT)

    assert moment.astimezone(WIB).time().isoformat("minutes") == "21:59"
    for zone, late in ((WIB, False), (WITA, False), (WIT, True)):
        due = entry_due(FRIDAY, 0, weekdays, [], zone)
        after = moment + timedelta(minutes=1)
        assert moment < due.until
        assert (after >= due.until) is late


def test_an_outage_moves_an_entry_to_the_next_worked_day() -> None:
    """Two hours on the last day: the new moment lies at 2.00 on Saturday, so Monday is given."""
    due = entry_due(date(2026, 10, 8), 1, weekdays, [down(9, 8, 10)], WIB)

    assert (due.planned_day, due.last_day) == (FRIDAY, MONDAY)
    assert due.was_moved
    assert due.moved_by == (down(9, 8, 10),)


def test_an_outage_of_the_night_moves_a_day_without_weekend_by_a_day() -> None:
    due = last_day_after(date(2026, 10, 7), [down(7, 1, 2)], WIB)

    assert due.last_day == date(2026, 10, 8)
    assert due.until == datetime(2026, 10, 9, tzinfo=WIB)


def test_an_outage_before_the_work_and_one_after_the_deadline_move_nothing() -> None:
    due = entry_due(FRIDAY, 1, weekdays, [down(8, 8, 10), down(13, 0, 5)], WIB)

    assert (due.last_day, due.moved_by) == (MONDAY, ())


def test_an_outage_of_no_length_is_none() -> None:
    assert last_day_after(FRIDAY, [Downtime(wib(9, 8), wib(9, 8))], WIB).moved_by == ()


def test_overlapping_outages_count_once() -> None:
    assert merged([down(9, 9, 11), down(9, 8, 10), down(9, 13, 14)]) == [
        down(9, 8, 11),
        down(9, 13, 14),
    ]
    assert merged([down(9, 8, 12), down(9, 9, 10)]) == [down(9, 8, 12)]
    assert extended(wib(9, 17), [down(9, 8, 10), down(9, 9, 11)]) == wib(9, 20)


def test_an_outage_in_the_added_time_moves_it_again() -> None:
    """17.00, two hours down in the morning: 19.00; down from 18.00 to 21.00: 22.00."""
    assert extended(wib(9, 17), [down(9, 8, 10), down(9, 18, 21)]) == wib(9, 22)
    assert extended(wib(9, 17), [down(9, 18, 21)]) == wib(9, 17)


def test_an_outage_long_before_the_end_left_time_enough() -> None:
    deadline = wib(20, 17)

    assert extended(deadline, [down(16, 8, 20)]) == deadline
    assert extended(deadline, [down(17, 16, 18)]) == wib(20, 18)  # the hour within three days
    assert extended(deadline, [down(16, 8, 20)], reach=timedelta(days=10)) == deadline + timedelta(
        hours=12
    )


def test_an_outage_on_the_given_day_moves_it_again() -> None:
    """Thursday is given as a whole after an outage on Wednesday; its afternoon fails too."""
    due = last_day_after(date(2026, 10, 7), [down(8, 15, 17), down(7, 8, 10)], WIB, weekdays)

    assert due.last_day == FRIDAY
    assert due.moved_by == (down(7, 8, 10), down(8, 15, 17))
    again = last_day_after(date(2026, 10, 7), [down(7, 8, 10), down(9, 15, 17)], WIB, weekdays)
    assert again.last_day == date(2026, 10, 8)


def test_what_was_down_before_the_opening_does_not_count() -> None:
    assert extended(wib(9, 17), [down(9, 6, 9)], opened=wib(9, 8)) == wib(9, 18)


def test_lateness_is_counted_in_worked_days() -> None:
    due = entry_due(FRIDAY, 1, weekdays, [], WIB)

    assert days_later(FRIDAY, wib(12, 23, 59), due, weekdays, WIB) == 0
    assert days_later(FRIDAY, wib(13, 0), due, weekdays, WIB) == 2
    assert days_later(FRIDAY, wib(17, 9), due, weekdays, WIB) == 5  # a Saturday


def test_late_on_a_day_off_after_no_grace_is_one_day() -> None:
    due = entry_due(FRIDAY, 0, weekdays, [], WIB)

    assert days_later(FRIDAY, wib(10, 9), due, weekdays, WIB) == 1


def test_a_leader_has_whole_working_days_and_more_after_an_outage() -> None:
    assert answer_due(FRIDAY, 5, weekdays, [], WIB).last_day == date(2026, 10, 16)
    moved = answer_due(FRIDAY, 5, weekdays, [down(15, 8, 12)], WIB)
    assert moved.last_day == date(2026, 10, 19)


def test_a_calendar_without_work_and_a_negative_limit_are_refused() -> None:
    with pytest.raises(ValueError, match="no worked day"):
        day_after_working_days(FRIDAY, 1, lambda day: False)
    with pytest.raises(ValueError, match="negative"):
        day_after_working_days(FRIDAY, -1, weekdays)


def test_an_outage_has_a_zone_and_a_direction() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Downtime(datetime(2026, 10, 9), wib(9, 8))  # noqa: DTZ001
    with pytest.raises(ValueError, match="ends after"):
        Downtime(wib(9, 9), wib(9, 8))


@given(data=st.data(), day=DAYS, zone=ZONES)
def test_never_earlier_and_in_any_order(data: st.DataObject, day: date, zone: ZoneInfo) -> None:
    deadline = end_of_day(day, zone)
    some = data.draw(outages(deadline))
    shuffled = data.draw(st.permutations(some))

    moved = extended(deadline, some)

    assert moved >= deadline
    assert extended(deadline, shuffled) == moved
    assert extended(deadline, [*some, *some]) == moved  # once, however often it was recorded
    assert last_day_after(day, some, zone) == last_day_after(day, shuffled, zone)
    assert last_day_after(day, some, zone).until >= moved


@given(data=st.data(), day=DAYS, zone=ZONES)
def test_one_more_outage_and_a_later_deadline_are_never_earlier(
    data: st.DataObject, day: date, zone: ZoneInfo
) -> None:
    deadline = end_of_day(day, zone)
    some = data.draw(outages(deadline))
    fewer = some[1:]
    later = deadline + timedelta(minutes=data.draw(st.integers(0, 5000)))

    assert extended(deadline, fewer) <= extended(deadline, some)
    assert extended(deadline, some) <= extended(later, some)


@given(data=st.data(), day=DAYS, zone=ZONES)
def test_as_much_time_as_without_outages(data: st.DataObject, day: date, zone: ZoneInfo) -> None:
    """The time between the opening and the moved deadline in which the system was up."""
    opened, deadline = start_of_day(day, zone), end_of_day(day, zone)
    some = data.draw(outages(deadline))

    moved = extended(deadline, some, opened)

    lost = sum(
        (
            max(min(one.ends_at, moved) - max(one.starts_at, opened), timedelta(0))
            for one in merged(some)
        ),
        timedelta(0),
    )
    assert moved - opened - lost == deadline - opened


@given(data=st.data(), done_on=DAYS, zone=ZONES, grace=st.integers(0, 5))
def test_more_grace_and_more_days_off_are_never_earlier(
    data: st.DataObject, done_on: date, zone: ZoneInfo, grace: int
) -> None:
    off = {done_on + timedelta(days=n) for n in data.draw(st.sets(st.integers(0, 30), max_size=10))}
    some = data.draw(outages(end_of_day(done_on, zone)))
    due = entry_due(done_on, grace, weekdays, some, zone)

    assert entry_due(done_on, grace + 1, weekdays, some, zone).until >= due.until
    assert entry_due(done_on, grace + 1, weekdays, [], zone).last_day > due.planned_day
    rested = entry_due(done_on, grace, lambda day: weekdays(day) and day not in off, [], zone)
    assert rested.last_day >= due.planned_day


@given(data=st.data(), done_on=DAYS, zone=ZONES)
def test_on_time_before_the_moment_and_late_from_it_on(
    data: st.DataObject, done_on: date, zone: ZoneInfo
) -> None:
    some = data.draw(outages(end_of_day(done_on, zone)))
    due = entry_due(done_on, 1, weekdays, some, zone)
    before = due.until.astimezone(UTC) - timedelta(seconds=1)

    assert days_later(done_on, before, due, weekdays, zone) == 0
    assert days_later(done_on, due.until, due, weekdays, zone) >= 1
