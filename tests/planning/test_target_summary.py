"""Targets at a glance: each indicator counts once, and what is not measured is named."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people.make import a_unit, an_admin, an_agency

from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.indicator_feed import IndicatorFeed, set_feed, stop_feed
from kinerja.planning.key_indicator import (
    KeyIndicator,
    add_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.target_summary import target_summary

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def an_indicator(goal: Goal, name: str, target: str = "", value: str = "") -> KeyIndicator:
    """The target is that of the year; the value was measured at the end of June, from 0."""
    one = add_key_indicator(
        goal=goal, name=name, unit_of_measure="persen", polarity="maximise", by=None, on=JULY
    )
    if target:
        goes_to = Decimal(target)
        set_key_target(
            indicator=one, year=2026, target_min=goes_to, target_max=goes_to, by=None, on=JULY
        )
    values = ((date(2025, 12, 31), "0"), (date(2026, 6, 30), value)) if value else ()
    for day, figure in values:
        record_key_value(
            indicator=one,
            kind="realisation",
            measured_on=day,
            value=Decimal(figure),
            source="LKjIP",
            by=None,
            on=JULY,
        )
    return one


def a_goal(title: str, unit: Unit | None) -> Goal:
    return add_goal(title=title, level="objective", years=(2026, 2029), by=None, on=JULY, unit=unit)


def test_each_target_counts_once_and_the_furthest_behind_are_named() -> None:
    an_agency()
    city = a_unit("Kota")
    health = a_unit("Dinas Kesehatan", parent=city)
    goal = a_goal("Warga sehat", health)
    an_indicator(goal, "Imunisasi", "90", "95")
    half = an_indicator(goal, "Stunting tertangani", "80", "30")
    least = an_indicator(goal, "Kunjungan ibu hamil", "80", "10")
    an_indicator(goal, "Rumah sehat", "70")
    an_indicator(goal, "Tanpa target", value="5")
    an_indicator(a_goal("Kota maju", None), "IPM", "80", "81")

    mine, whole = target_summary(health, 2026, JULY), target_summary(city, 2026, JULY)

    assert (mine.reached, mine.behind, mine.running, mine.unmeasured) == (1, 2, 0, 1)
    assert [one.measured.indicator for one in mine.worst] == [least, half]
    assert (whole.total, whole.reached) == (5, 2)


def test_next_year_nothing_is_a_target_yet() -> None:
    an_agency()
    city = a_unit("Kota")
    an_indicator(a_goal("Warga sehat", city), "Imunisasi", "90", "95")

    assert target_summary(city, 2027, JULY).total == 0


def test_more_indicators_ask_no_more_queries(django_assert_num_queries) -> None:
    an_agency()
    city = a_unit("Kota")
    goal = a_goal("Warga sehat", city)
    for number in range(6):
        an_indicator(goal, f"Ukuran {number}", "90", "10")

    with django_assert_num_queries(7):
        target_summary(city, 2026, JULY)


def test_what_data_measure_is_shown_also_when_it_is_in_time() -> None:
    an_agency()
    city = a_unit("Kota")
    health = a_unit("Dinas Kesehatan", parent=city)
    centre = a_unit("Puskesmas", parent=health)
    below = an_indicator(a_goal("Anak sehat", centre), "Kepuasan", "80", "81")
    own = an_indicator(a_goal("Warga ditanggapi", health), "Waktu tanggapan", "80", "95")
    an_indicator(a_goal("Warga sehat", health), "Diketik", "80", "95")
    stopped = an_indicator(a_goal("Sehat", health), "Dihentikan", "80", "95")
    unmeasured = an_indicator(a_goal("Sehat", health), "Belum diukur", "80")
    admin = an_admin("Wati")
    for one in (below, own, stopped, unmeasured):
        set_feed(
            indicator=one,
            kind="reports",
            subject="accepted",
            every="month",
            span="period",
            since=date(2026, 1, 1),
            by=admin,
            on=JULY,
        )
    stop_feed(feed=IndicatorFeed.objects.get(indicator=stopped), by=admin, on=JULY)

    found = target_summary(health, 2026, JULY)

    assert [one.measured.indicator for one in found.fed] == [own, below]
    assert found.worst == ()
