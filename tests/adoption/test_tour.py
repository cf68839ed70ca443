"""The tour: step by step, skipped, begun again."""

from datetime import date

import pytest
from tests.people.make import a_person

from kinerja.adoption.tour import Tour, begin_tour, go_on, skip_tour
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)


def test_each_step_once_and_over_after_the_last() -> None:
    sari = a_person("Sari")
    for _ in range(2):
        begin_tour(by=sari)
    for seen in (0, 0, 1):
        go_on(seen=seen, steps=3, by=sari, on=DAY)
    assert Tour.objects.get().step == 2

    go_on(seen=2, steps=3, by=sari, on=DAY)
    tour = Tour.objects.get()
    assert (tour.ended_on, tour.skipped) == (DAY, False)
    assert go_on(seen=2, steps=3, by=sari, on=DAY) is None
    assert [event.name for event in Event.objects.order_by("pk")] == ["tour.begun", "tour.ended"]


def test_skipped_it_stays_away_until_it_is_begun_again() -> None:
    sari = a_person("Sari")
    begin_tour(by=sari)
    for _ in range(2):
        skip_tour(by=sari, on=DAY)
    tour = Tour.objects.get()
    assert (tour.ended_on, tour.skipped) == (DAY, True)

    begin_tour(by=sari)
    tour.refresh_from_db()
    assert (tour.step, tour.ended_on, tour.skipped) == (0, None, False)
    assert Event.objects.named("tour.ended").count() == 1
