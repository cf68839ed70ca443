"""Targets by month: agreed ones, the straight line that stands in, and who is behind."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.expectation import Expected, Reached, behind, expected_by
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import Indicator, add_indicator
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyTarget,
    KeyValue,
    add_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.refusals import NotYours, WrongState, WrongYear
from kinerja.planning.trajectory import (
    Trajectory,
    copy_trajectories,
    set_key_trajectory,
    set_trajectory,
)
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db

END = date(2026, 12, 31)


@pytest.fixture
def town():
    return a_town()


def a_key_indicator(*, polarity="maximise", target=("90", "90"), values=(), name="Cakupan"):
    goal = add_goal(title="Anak sehat", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    indicator = add_key_indicator(
        goal=goal, name=name, unit_of_measure="%", polarity=polarity, by=None, on=JANUARY
    )
    if target:
        low, high = map(Decimal, target)
        set_key_target(
            indicator=indicator, year=2026, target_min=low, target_max=high, by=None, on=JANUARY
        )
    for day, value in values:
        measured(indicator, day, value)
    return indicator


def measured(indicator, day, value, kind="realisation"):
    record_key_value(
        indicator=indicator,
        kind=kind,
        measured_on=day,
        value=Decimal(value),
        source="LKjIP",
        by=None,
        on=END,
    )


def points(**by_month):
    """m3="15" is March."""
    return {int(month[1:]): Decimal(value) for month, value in by_month.items()}


QUARTERS = points(m3="15000000", m6="55000000", m9="95000000", m12="100000000")  # 6/2022 p. 93


def test_the_quarters_of_the_annex_are_due_at_their_ends(town):
    fish = a_key_indicator(target=("100000000", "100000000"))

    made = set_key_trajectory(
        indicator=fish, year=2026, shape="cumulative", points=QUARTERS, by=town.wati, on=JANUARY
    )

    assert made.by_month == QUARTERS
    due = {
        day: expected_by([fish], day).get(fish.pk)
        for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 8, 15), END)
    }
    assert list(due.values()) == [
        None,
        Expected(Decimal(15_000_000), agreed=True),
        Expected(Decimal(55_000_000), agreed=True),
        Expected(Decimal(100_000_000), agreed=True),
    ]
    event = Event.objects.get(name="key_indicator.trajectory_set")
    assert event.by == town.wati
    assert event.data["before"] is None
    assert event.data["after"]["points"]["6"] == "55000000"


def test_without_an_agreement_a_straight_line_stands_in():
    rising = a_key_indicator(values=[(date(2025, 12, 31), "60")])

    half = expected_by([rising], date(2026, 6, 30))[rising.pk]

    assert half == Expected(Decimal(75), agreed=False)
    assert expected_by([rising], date(2026, 1, 30)) == {}


def test_a_range_is_aimed_at_by_its_nearer_end():
    high = a_key_indicator(target=("80", "90"), values=[(date(2025, 12, 31), "68")])
    low = a_key_indicator(
        polarity="minimise", target=("2", "4"), values=[(date(2025, 12, 31), "10")]
    )

    due = expected_by([high, low], END)

    assert (due[high.pk].value, due[low.pk].value) == (Decimal(80), Decimal(4))


def test_nothing_is_expected_without_a_start_or_a_target():
    assert expected_by([a_key_indicator(), a_key_indicator(target=None)], END) == {}
    assert expected_by([], END) == {}
    baseline = a_key_indicator()
    measured(baseline, date(2026, 1, 5), "60", kind="baseline")
    assert expected_by([baseline], END)[baseline.pk].value == Decimal(90)


def test_behind_is_told_of_the_day_of_the_value():
    before = (date(2025, 12, 31), "60")
    late = a_key_indicator(values=[before, (date(2026, 6, 30), "70.5")])
    early = a_key_indicator(values=[before, (date(2026, 3, 31), "67.5")])  # due then: 67.5
    falling = a_key_indicator(
        polarity="minimise",
        target=("12", "12"),
        values=[(date(2025, 12, 31), "18"), (date(2026, 6, 30), "16")],
    )
    silent = a_key_indicator(values=[before])

    found = behind([late, early, falling, silent], date(2026, 9, 15))

    assert set(found) == {late.pk, falling.pk}
    assert found[late.pk].gap == Decimal("4.5")  # 75 were due
    assert found[falling.pk].gap == Decimal(1)  # 15 were due
    assert found[late.pk].expected.agreed is False


def test_points_that_do_not_fit_are_refused_in_words(town):
    indicator = a_key_indicator(target=("90", "90"))

    def agree(**changed):
        given = {"year": 2026, "points": points(m6="80", m12="90"), "by": town.wati}
        return set_key_trajectory(indicator=indicator, on=JANUARY, **given | changed)

    with refused(WrongYear, "2025 sampai 2029"):
        agree(year=2030)
    with refused(InvalidInput, "Target 2027 belum ada"):
        agree(year=2027)
    with refused(WrongYear, "di luar masa"):
        agree(points=points(m13="90"))
    with refused(InvalidInput, "tidak mungkin turun"):
        agree(points=points(m6="91", m12="90"), shape="cumulative")
    with refused(InvalidInput, "belum sama dengan target setahun"):
        agree(points=points(m6="70", m12="85"))
    with refused(NotYours):
        agree(by=town.sari)
    with refused(ChangedMeanwhile):
        agree(revision=1)  # the target was set since
    with refused(InvalidInput):
        agree(shape="other")
    explained = agree(points=points(m6="70", m12="85"), note="Anggaran turun Juli")
    assert explained.note == "Anggaran turun Juli"


def test_an_agreement_can_be_changed_and_taken_back(town):
    indicator = a_key_indicator(values=[(date(2025, 12, 31), "60")])

    def agree(given):
        indicator.refresh_from_db()
        return set_key_trajectory(indicator=indicator, year=2026, points=given, by=None, on=JANUARY)

    agree(points(m6="70", m12="90"))
    revision = KeyIndicator.objects.get().revision
    agree(points(m6="70", m12="90"))  # the same again
    assert KeyIndicator.objects.get().revision == revision
    agree(points(m12="90"))
    assert Trajectory.objects.get().by_month == points(m12="90")
    assert agree({}) is None
    assert not Trajectory.objects.exists()
    assert expected_by([indicator], END)[indicator.pk].agreed is False
    assert Event.objects.filter(name="key_indicator.trajectory_set").count() == 3


def test_the_owner_sets_the_months_of_a_measure_of_a_draft(town):
    plan = a_draft(town.sari)
    indicator = a_result(plan).indicators.get()
    revision = plan.results.get().plan.revision

    set_trajectory(indicator=indicator, points=points(m6="50", m12="90"), by=town.sari)

    assert expected_by([indicator], date(2026, 7, 1)) == {
        indicator.pk: Expected(Decimal(50), agreed=True)
    }
    plan.refresh_from_db()
    assert plan.revision == revision + 1
    event = Event.objects.get(name="indicator.trajectory_set")
    assert (event.person, event.by) == (town.sari, town.sari)
    lag = behind([indicator], END, {indicator.pk: Reached(Decimal(80), END)})
    assert lag[indicator.pk].gap == Decimal(10)
    assert behind([indicator], END, {}) == {}


def test_only_the_owner_and_only_in_a_draft(town):
    draft = a_result(a_draft(town.sari)).indicators.get()
    agreed = a_set_plan(town.tono).results.get().indicators.get()

    with refused(NotYours):
        set_trajectory(indicator=draft, points=points(m12="90"), by=town.budi)
    with refused(WrongState):
        set_trajectory(indicator=agreed, points=points(m12="90"), by=town.tono)


def test_a_measure_in_words_has_no_months(town):
    result = a_result(a_draft(town.sari))
    words = add_indicator(result=result, text="Mutu", target_text="Baik", by=town.sari)

    with refused(InvalidInput, "hanya untuk indikator dengan target angka"):
        set_trajectory(indicator=words, points=points(m12="90"), by=town.sari)
    assert expected_by([words], END) == {}


def test_the_months_of_a_plan_that_begins_later(town):
    plan = a_draft(town.sari)
    indicator = a_result(plan).indicators.get()
    plan.starts_on = date(2026, 4, 1)
    plan.save()
    indicator.result.plan.refresh_from_db()

    with refused(WrongYear, "bulan ke-4 sampai ke-12"):
        set_trajectory(indicator=indicator, points=points(m3="50", m12="90"), by=town.sari)
    Indicator.objects.update(counts_reports=True)
    line = expected_by([Indicator.objects.get()], date(2026, 4, 30))
    assert line[indicator.pk] == Expected(Decimal(10), agreed=False)  # 90 in nine months


def test_copies_of_measures_take_their_months_along(town):
    result = a_result(a_draft(town.sari))
    old = result.indicators.get()
    set_trajectory(indicator=old, points=points(m6="50", m12="90"), by=town.sari)
    new = add_indicator(result=result, text="Salinan", target_min=Decimal(90), by=town.sari)

    copy_trajectories({old.pk: new.pk})

    assert new.trajectory.by_month == old.trajectory.by_month


def test_ids_of_both_kinds_do_not_mix(town):
    mine = a_result(a_draft(town.sari)).indicators.get()

    with pytest.raises(TypeError, match="ids would mix"):
        expected_by([a_key_indicator(), mine], END)


@pytest.mark.parametrize("number", [1, 40, 400])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, town, number):
    goal = add_goal(title="Anak sehat", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    indicators = KeyIndicator.objects.bulk_create(
        KeyIndicator(goal=goal, name=str(at), unit_of_measure="%", polarity="maximise")
        for at in range(number)
    )
    KeyTarget.objects.bulk_create(
        KeyTarget(indicator=one, year=2026, target_min=90, target_max=90) for one in indicators
    )
    KeyValue.objects.bulk_create(
        KeyValue(indicator=one, kind="realisation", measured_on=day, value=60, source="LKjIP")
        for one in indicators
        for day in (date(2025, 12, 31), date(2026, 6, 30))
    )
    result = a_result(a_draft(town.sari))
    measures = Indicator.objects.bulk_create(
        Indicator(result=result, text=str(at), target_min=1, target_max=1, baseline=0)
        for at in range(number)
    )

    with django_assert_num_queries(4):
        assert len(behind(indicators, END)) == number
    with django_assert_num_queries(2):
        behind(measures, END, {})
