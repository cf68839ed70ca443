"""Key indicators of goals: their sheet, their targets, their measured values."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyTarget,
    KeyValue,
    add_key_indicator,
    edit_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.refusals import AlreadyRecorded, FutureValue, NotYours, WrongYear
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def goal(town):
    return add_goal(
        title="Anak terlindungi",
        level="objective",
        years=(2025, 2029),
        unit=town.health,
        by=None,
        on=JANUARY,
    )


@pytest.fixture
def coverage(town, goal):
    return add_key_indicator(
        goal=goal,
        name="Cakupan imunisasi dasar lengkap",
        unit_of_measure="%",
        polarity="maximise",
        by=town.wati,
        on=JANUARY,
        data_source="Laporan bulanan puskesmas",
        owner=town.health,
    )


def test_add_key_indicator_with_its_sheet(town, goal, coverage):
    stored = KeyIndicator.objects.get()
    assert (stored.goal, stored.name, stored.unit_of_measure) == (
        goal,
        "Cakupan imunisasi dasar lengkap",
        "%",
    )
    assert (stored.polarity, stored.period, stored.owner) == ("maximise", "year", town.health)
    assert stored.data_source == "Laporan bulanan puskesmas"
    event = Event.objects.about(coverage).get()
    assert (event.name, event.by, event.data) == (
        "key_indicator.added",
        town.wati,
        {"name": "Cakupan imunisasi dasar lengkap"},
    )


@pytest.mark.parametrize("change", [{"name": ""}, {"unit_of_measure": " "}, {"polarity": "up"}])
def test_add_key_indicator_with_bad_input_is_refused(town, goal, change):
    good = {"name": "Cakupan", "unit_of_measure": "%", "polarity": "maximise"}

    with refused(InvalidInput):
        add_key_indicator(goal=goal, by=town.wati, on=JANUARY, **good | change)


def test_edit_key_indicator_tells_what_changed_and_keeps_the_rest(town, coverage):
    edit_key_indicator(
        indicator=coverage,
        name="Cakupan imunisasi dasar lengkap",
        unit_of_measure="persen",
        polarity="maximise",
        formula="Anak terimunisasi lengkap : sasaran x 100",
        by=town.wati,
        on=JANUARY,
        revision=1,
    )

    stored = KeyIndicator.objects.get()
    assert (stored.unit_of_measure, stored.revision) == ("persen", 2)
    assert stored.data_source == "Laporan bulanan puskesmas"
    assert Event.objects.named("key_indicator.edited").get().data == {
        "changes": {
            "unit_of_measure": ["%", "persen"],
            "formula": ["", "Anak terimunisasi lengkap : sasaran x 100"],
        }
    }


def test_the_second_writer_of_an_indicator_is_told(town, coverage):
    sheet = {"name": "Cakupan", "polarity": "maximise", "by": town.wati, "on": JANUARY}
    edit_key_indicator(indicator=coverage, unit_of_measure="persen", revision=1, **sheet)

    with refused(ChangedMeanwhile):
        edit_key_indicator(indicator=coverage, unit_of_measure="anak", revision=1, **sheet)


def set_target(coverage, by, low, high, **more):
    about = {"year": 2026, "on": JANUARY} | more
    return set_key_target(
        indicator=coverage, target_min=Decimal(low), target_max=Decimal(high), by=by, **about
    )


def test_set_key_target_and_change_it(town, coverage):
    set_target(coverage, town.wati, 90, 90, source="Renstra")
    set_target(coverage, town.wati, 90, 95, source="Renstra")

    target = KeyTarget.objects.get()
    assert (target.year, target.target_min, target.target_max) == (2026, Decimal(90), Decimal(95))
    assert KeyIndicator.objects.get().revision == 3
    assert [
        event.data for event in Event.objects.named("key_indicator.target_set").order_by("pk")
    ] == [
        {
            "year": 2026,
            "changes": {
                "target_min": [None, "90"],
                "target_max": [None, "90"],
                "source": ["", "Renstra"],
            },
        },
        {"year": 2026, "changes": {"target_max": ["90", "95"]}},
    ]


def test_set_key_target_to_the_same_writes_nothing(town, coverage):
    set_target(coverage, town.wati, 90, 90)
    set_target(coverage, town.wati, 90, 90)

    assert KeyIndicator.objects.get().revision == 2
    assert Event.objects.named("key_indicator.target_set").count() == 1


def test_set_key_target_refusals(town, coverage):
    with refused(InvalidInput):
        set_target(coverage, town.wati, 95, 90)
    with refused(WrongYear, "2025 sampai 2029"):
        set_target(coverage, town.wati, 90, 90, year=2030)
    with refused(NotYours):
        set_target(coverage, town.rina, 90, 90)
    with refused(ChangedMeanwhile):
        set_target(coverage, town.wati, 90, 90, revision=7)


def measured(coverage, by, value, **more):
    about = {
        "kind": "realisation",
        "measured_on": date(2025, 12, 31),
        "source": "LKjIP 2025",
        "on": JANUARY,
    } | more
    return record_key_value(indicator=coverage, value=Decimal(value), by=by, **about)


def test_record_key_value_and_correct_it(town, coverage):
    measured(coverage, town.wati, "81.5")
    row = measured(coverage, town.wati, "82.1")

    assert list(KeyValue.objects.values_list("value", flat=True)) == [
        Decimal("81.5"),
        Decimal("82.1"),
    ]
    assert (row.measured_on, row.recorded_by) == (date(2025, 12, 31), town.wati)
    assert Event.objects.named("key_indicator.measured").first().data == {
        "kind": "realisation",
        "on": "2025-12-31",
        "value": "81.5",
        "source": "LKjIP 2025",
    }


def test_record_key_value_refusals(town, coverage):
    measured(coverage, town.wati, "81.5")

    with refused(AlreadyRecorded, "31 Desember 2025"):
        measured(coverage, town.wati, "81.50")
    with refused(FutureValue):
        measured(coverage, town.wati, 90, measured_on=date(2026, 1, 13))
    with refused(InvalidInput):
        measured(coverage, town.wati, 90, source=" ")
    with refused(InvalidInput):
        measured(coverage, town.wati, 90, kind="guess")
    with refused(NotYours):
        measured(coverage, town.rina, 90)
