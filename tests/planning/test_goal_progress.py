"""Progress of goals: from their indicators, from below by weights, with what is missing named."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from tests.planning.town import JANUARY, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import Goal, GoalLink, add_goal, link_goal
from kinerja.planning.goal_progress import Unknown, Warning, assess
from kinerja.planning.goal_tree import goal_tree, under
from kinerja.planning.goal_weight import weigh_parts
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyTarget,
    KeyValue,
    add_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.refusals import NotYours
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.rules.rollup import WeightFault

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 15)


def a_goal(title, *parents, value=None, **more):
    """A goal; `value` is measured of a target of 100."""
    goal = add_goal(
        title=title, level="goal", years=(2025, 2029), parents=parents, by=None, on=JANUARY
    )
    if value is not None or more:
        an_indicator(goal, value=value, **more)
    return goal


def an_indicator(
    goal, *, value=None, polarity="maximise", target=("100", "100"), on=date(2026, 6, 30), name="C"
):
    indicator = add_key_indicator(
        goal=goal, name=name, unit_of_measure="%", polarity=polarity, by=None, on=JANUARY
    )
    if target:
        low, high = map(Decimal, target)
        set_key_target(
            indicator=indicator, year=2026, target_min=low, target_max=high, by=None, on=JANUARY
        )
    if value is not None:
        measured(indicator, on, value)
    return indicator


def measured(indicator, on, value):
    record_key_value(
        indicator=indicator,
        kind="realisation",
        measured_on=on,
        value=Decimal(value),
        source="LKjIP",
        by=None,
        on=date(2027, 1, 1),
    )


def progress(year=2026, on=JULY):
    return assess(goal_tree(Goal.objects.all(), year), year, on)


@pytest.mark.parametrize(
    ("polarity", "target", "value", "percent"),
    [
        ("maximise", ("90", "90"), "81", "90"),
        ("maximise", ("90", "90"), "99", "110"),  # more than the target stays more
        ("minimise", ("12", "12"), "15", "75"),  # (2 - 15/12) * 100
        ("minimise", ("12", "12"), "9", "125"),
        ("maximise", ("80", "90"), "85", "100"),  # inside the range
        ("maximise", ("80", "90"), "99", "110"),  # against its upper end
        ("minimise", ("2", "4"), "5", "75"),
    ],
)
def test_the_achievement_of_an_indicator_is_that_of_the_rule(polarity, target, value, percent):
    goal = a_goal("Anak sehat", value=value, polarity=polarity, target=target)

    assert progress()[goal.pk].percent == Decimal(percent)


def test_a_goal_takes_the_mean_of_its_indicators_and_names_those_without_a_value():
    goal = a_goal("Anak sehat", value="90")
    an_indicator(goal, value="120", name="Imunisasi")
    an_indicator(goal, name="Stunting")
    an_indicator(goal, target=None, value="5", name="Gizi")
    an_indicator(goal, target=("0", "0"), value="5", polarity="minimise", name="Kematian")

    found = progress()[goal.pk]

    assert (found.percent, found.own.known, found.own.parts) == (Decimal(105), 2, 5)
    assert found.own.missing == ("Stunting", "Gizi", "Kematian")
    assert [one.unknown for one in found.standings] == [
        None,
        None,
        Unknown.NO_VALUE,
        Unknown.NO_TARGET,
        Unknown.NO_RATIO,
    ]


def test_the_gap_to_the_target_is_told_in_the_unit_of_the_indicator():
    goal = a_goal("Anak sehat", value="73.48", target=("74", "74"))
    an_indicator(goal, value="15", polarity="minimise", target=("10", "12"), name="turun")
    an_indicator(goal, value="75", target=("74", "74"), name="tercapai")
    an_indicator(goal, name="tanpa nilai")

    gaps = [one.gap for one in progress()[goal.pk].standings]

    assert gaps == [Decimal("0.52"), Decimal(3), Decimal(0), None]


def test_a_value_of_an_earlier_year_counts_for_nothing():
    goal = a_goal("Anak sehat", value="80", on=date(2025, 12, 31))

    found = progress()[goal.pk]

    assert (found.percent, found.newest) == (None, None)
    assert found.warnings == [Warning.NO_VALUE]


def test_a_goal_without_own_values_takes_its_parts_by_weight():
    vision = a_goal("Visi")
    a_goal("Misi 1", vision, value="100")
    a_goal("Misi 2", vision, value="80")
    a_goal("Misi 3", vision)
    by_equal = progress()[vision.pk]
    assert (by_equal.percent, by_equal.below.missing) == (Decimal(90), ("Misi 3",))
    assert by_equal.from_indicators is False
    assert by_equal.newest == date(2026, 6, 30)

    for link, weight in zip(GoalLink.objects.order_by("pk"), (60, 20, 20), strict=True):
        link_goal(child=link.child, parent=vision, by=None, on=JANUARY, weight=Decimal(weight))

    found = progress()[vision.pk]
    assert (found.percent, found.below.known_weight) == (Decimal(95), Decimal(80))


def test_weights_that_do_not_add_up_are_named_and_not_computed_with():
    vision = a_goal("Visi")
    part = a_goal("Misi 1", vision, value="100")
    link_goal(child=part, parent=vision, by=None, on=JANUARY, weight=Decimal(90))

    found = progress()[vision.pk]

    assert (found.percent, found.below.fault) == (None, WeightFault.NOT_WHOLE)
    assert found.below.weights_total == Decimal(90)
    assert Warning.WEIGHTS in found.warnings


def test_a_goal_with_two_parents_counts_at_each_and_the_top_counts_no_more_than_all():
    vision = a_goal("Visi")
    first, second = a_goal("Misi 1", vision), a_goal("Misi 2", vision)
    shared = a_goal("Festival", first, second, value="100")
    a_goal("Pantai", first, value="60")

    found = progress()

    assert found[first.pk].percent == Decimal(80)
    assert found[second.pk].percent == Decimal(100)
    assert found[vision.pk].percent == Decimal(90)
    assert len(found) == 5
    assert under(first) == {first.pk, shared.pk, Goal.objects.get(title="Pantai").pk}


def test_whoever_is_behind_the_way_is_warned_of():
    goal = a_goal("Anak sehat", value="70", target=("90", "90"))
    measured(KeyIndicator.objects.get(), date(2025, 12, 31), "60")

    found = progress()[goal.pk]

    assert found.warnings == [Warning.BEHIND]
    assert found.standings[0].lag.gap == Decimal(5)  # 75 were due in June, by the straight line


def test_an_overdue_value_is_old():
    goal = a_goal("Anak sehat", value="90", on=date(2026, 1, 31))
    KeyIndicator.objects.update(period="month")

    assert Warning.OLD not in progress(on=date(2026, 4, 3))[goal.pk].warnings
    assert Warning.OLD in progress(on=date(2026, 4, 4))[goal.pk].warnings


def test_weights_of_all_parts_at_once():
    town = a_town()
    vision = a_goal("Visi")
    one, two = a_goal("Misi 1", vision), a_goal("Misi 2", vision)

    def weigh(first, second, **more):
        weights = {
            goal.pk: None if text is None else Decimal(text)
            for goal, text in ((one, first), (two, second))
        }
        given = {"goal": vision, "weights": weights, "by": town.wati, "on": JANUARY} | more
        weigh_parts(**given)
        return list(GoalLink.objects.order_by("pk").values_list("weight", flat=True))

    assert weigh("62.5", "37.5") == [Decimal("62.5"), Decimal("37.5")]
    event = Event.objects.get(name="goal.weighed")
    assert event.data["after"] == {str(one.pk): "62.5", str(two.pk): "37.5"}
    weigh("62.5", "37.5")
    assert Event.objects.filter(name="goal.weighed").count() == 1
    with refused(InvalidInput, "Jumlah bobot sekarang 99,5%; sesuaikan sampai 100%"):
        weigh("62", "37.5")
    with refused(InvalidInput, "Isi bobot semua bagian"):
        weigh("100", None)
    with refused(InvalidInput, "lebih dari 0"):
        weigh("0", "100")
    with refused(InvalidInput, "sudah berubah"):
        weigh("62", "38", weights={one.pk: Decimal(100)})
    with refused(ChangedMeanwhile):
        weigh("60", "40", revision=1)
    with refused(NotYours):
        weigh("60", "40", by=town.sari)
    assert weigh(None, None) == [None, None]


def a_forest(number):
    """Goals in a tree of five below each, every one measured."""
    goals = Goal.objects.bulk_create(
        Goal(title=f"Sasaran {at}", level="goal", year_from=2025, year_to=2029)
        for at in range(number)
    )
    GoalLink.objects.bulk_create(
        GoalLink(parent=goals[(at - 1) // 5], child=goals[at]) for at in range(1, number)
    )
    indicators = KeyIndicator.objects.bulk_create(
        KeyIndicator(goal=goal, name=goal.title, unit_of_measure="%", polarity="maximise")
        for goal in goals
    )
    KeyTarget.objects.bulk_create(
        KeyTarget(indicator=one, year=2026, target_min=100, target_max=100) for one in indicators
    )
    KeyValue.objects.bulk_create(
        KeyValue(
            indicator=one, kind="realisation", measured_on=date(2026, 6, 30), value=90, source="L"
        )
        for one in indicators
    )
    return goals


@pytest.mark.parametrize("number", [1, 40, 400])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, number):
    a_forest(number)

    with django_assert_num_queries(8):
        found = progress()
    assert len(found) == number


def test_a_deep_line_of_goals_does_not_exhaust_anything():
    goals = a_forest(300)
    GoalLink.objects.all().delete()
    GoalLink.objects.bulk_create(
        GoalLink(parent=above, child=below) for above, below in pairwise(goals)
    )

    assert len(progress()) == 300
