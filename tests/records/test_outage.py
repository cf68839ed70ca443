"""Outages are noted by the system itself: once, whoever notes them, whatever the clock does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from kinerja.records.event import Event
from kinerja.records.outage import Heartbeat, Outage, Part, beat, downtimes, moved_day

pytestmark = pytest.mark.django_db

START = datetime(2026, 10, 10, 1, 0, tzinfo=UTC)
WIB = ZoneInfo("Asia/Jakarta")


def after(**time: float) -> datetime:
    return START + timedelta(**time)


def spans() -> list[tuple[str, datetime, datetime]]:
    return list(Outage.objects.order_by("pk").values_list("cause", "starts_at", "ends_at"))


def test_the_first_sign_of_life_is_no_outage() -> None:
    assert beat(part=Part.WORKER, at=START) is None
    assert Heartbeat.objects.get().at == START


def test_two_minutes_of_silence_are_none_and_more_are_one() -> None:
    beat(part=Part.WORKER, at=START)
    assert beat(part=Part.WORKER, at=after(seconds=120)) is None
    outage = beat(part=Part.WORKER, at=after(seconds=300))

    assert spans() == [("stopped", after(seconds=120), after(seconds=300))]
    event = Event.objects.get()
    assert (event.name, event.by, event.about_id) == ("outage.noted", None, outage and outage.pk)
    assert beat(part=Part.WORKER, at=after(seconds=315)) is None
    assert len(spans()) == 1


def test_a_clock_set_forward_is_no_outage_for_a_process_that_runs() -> None:
    beat(part=Part.WORKER, at=START)

    assert beat(part=Part.WORKER, at=after(hours=5), since=timedelta(seconds=15)) is None
    assert spans() == []
    beat(part=Part.WORKER, at=after(hours=6), since=timedelta(hours=1))  # it was frozen for real
    assert spans() == [("stopped", after(hours=5), after(hours=6))]


def test_a_clock_set_back_is_no_outage_and_what_follows_is_measured_anew() -> None:
    beat(part=Part.WORKER, at=START)
    assert beat(part=Part.WORKER, at=after(hours=-1)) is None
    assert beat(part=Part.WORKER, at=after(hours=-1, seconds=15)) is None
    assert beat(part=Part.WORKER, at=after(hours=-1, seconds=195)) is not None

    assert spans() == [("stopped", after(hours=-1, seconds=15), after(hours=-1, seconds=195))]


def test_a_site_that_did_not_answer_is_an_outage_of_its_own() -> None:
    for part in Part:
        beat(part=part, at=START)
    for minute in range(1, 11):
        beat(part=Part.WORKER, at=after(minutes=minute))
    beat(part=Part.SITE, at=after(minutes=10))

    assert spans() == [("site", START, after(minutes=10))]


def test_when_all_stood_still_it_is_told_once() -> None:
    for part in Part:
        beat(part=part, at=START)
    beat(part=Part.WORKER, at=after(minutes=30))
    beat(part=Part.SITE, at=after(minutes=31))

    assert spans() == [("stopped", START, after(minutes=30))]


@pytest.mark.django_db(transaction=True)
def test_several_workers_that_start_together_note_one_outage() -> None:
    beat(part=Part.WORKER, at=START)

    def start(number: int) -> None:
        try:
            beat(part=Part.WORKER, at=after(minutes=3, milliseconds=number))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(start, range(4)))

    assert len(spans()) == Event.objects.named("outage.noted").count() == 1


def test_the_gap_is_a_setting(settings: object) -> None:
    settings.OUTAGE_SECONDS = 5  # type: ignore[attr-defined]
    beat(part=Part.WORKER, at=START)

    assert beat(part=Part.WORKER, at=after(seconds=6)) is not None


def test_a_deadline_moves_by_the_outages_that_touch_it() -> None:
    Outage.objects.create(
        cause="stopped", starts_at=START, ends_at=after(hours=2)
    )  # 8.00 to 10.00 on Saturday 10 October
    Outage.objects.create(cause="stopped", starts_at=after(days=20), ends_at=after(days=21))

    moved = moved_day(date(2026, 10, 10), WIB, lambda day: day.weekday() < 5)

    assert (moved.planned_day, moved.last_day) == (date(2026, 10, 10), date(2026, 10, 12))
    assert [one.starts_at for one in moved.moved_by] == [START]
    assert moved_day(date(2026, 10, 9), WIB).moved_by == ()
    assert len(downtimes(START, after(days=30))) == 2
