"""The tree of a year: places, measures, and a number of queries that does not grow."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY

from kinerja.planning.goal import Goal, add_goal, link_goal
from kinerja.planning.goal_tree import goal_tree, in_order
from kinerja.planning.key_indicator import add_key_indicator, record_key_value, set_key_target

pytestmark = pytest.mark.django_db


def a_goal(title, *parents, years=(2025, 2029), code=""):
    return add_goal(
        title=title, level="goal", years=years, parents=parents, code=code, by=None, on=JANUARY
    )


def drawn(nodes):
    return [(node.goal.title, drawn(node.children)) for node in nodes]


def test_goals_stand_under_what_they_serve():
    vision = a_goal("Visi")
    second = a_goal("Misi 2", vision, code="2")
    first = a_goal("Misi 1", vision, code="1")
    a_goal("Dahulu", vision, years=(2020, 2024))
    shared = a_goal("Festival", first)
    link_goal(child=shared, parent=second, by=None, on=JANUARY)
    a_goal("Sendiri", a_goal("Berakhir", years=(2020, 2025)))

    tree = goal_tree(Goal.objects.all(), 2026)

    assert drawn(tree) == [
        ("Visi", [("Misi 1", [("Festival", [])]), ("Misi 2", [])]),
        ("Sendiri", []),
    ]
    [festival] = tree[0].children[0].children
    assert [goal.title for goal in festival.also_serves] == ["Misi 2"]
    assert [node.goal.title for node in tree[0].walk()] == ["Visi", "Misi 1", "Festival", "Misi 2"]


def an_indicator(goal, *, target=90, values=()):
    indicator = add_key_indicator(
        goal=goal, name="Cakupan", unit_of_measure="%", polarity="maximise", by=None, on=JANUARY
    )
    set_key_target(
        indicator=indicator,
        year=2026,
        target_min=Decimal(target),
        target_max=Decimal(target),
        by=None,
        on=JANUARY,
    )
    for kind, day, value in values:
        record_key_value(
            indicator=indicator,
            kind=kind,
            measured_on=day,
            value=Decimal(value),
            source="LKjIP",
            by=None,
            on=date(2027, 2, 1),
        )
    return indicator


def test_each_measure_has_the_target_of_the_year_and_the_last_values():
    goal = a_goal("Anak sehat")
    an_indicator(
        goal,
        values=[
            ("baseline", date(2024, 12, 31), 70),
            ("realisation", date(2026, 3, 31), 80),
            ("realisation", date(2025, 12, 31), 75),
            ("realisation", date(2026, 3, 31), 81),
            ("realisation", date(2027, 1, 31), 99),
        ],
    )

    [node] = goal_tree(Goal.objects.all(), 2026)
    [measure] = node.measures
    assert measure.target.target_min == 90
    assert (measure.baseline.value, measure.last.value) == (70, 81)
    [other_year] = goal_tree(Goal.objects.all(), 2025)[0].measures
    assert (other_year.target, other_year.last.value) == (None, 75)


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    top = a_goal("Visi")
    for number in range(2):
        an_indicator(a_goal(f"Tujuan {number}", top))
    with django_assert_num_queries(5):
        list(goal_tree(Goal.objects.all(), 2026)[0].walk())
    for number in range(8):
        an_indicator(a_goal(f"Tujuan lain {number}", top))
    with django_assert_num_queries(5):
        list(goal_tree(Goal.objects.all(), 2026)[0].walk())


def test_codes_are_counted_as_people_count():
    for code in ("VISI/M10", "VISI/M3", "", "VISI", "VISI/M3/1", "10", "9"):
        a_goal(code or "tanpa kode", code=code)

    assert [goal.code for goal in in_order(Goal.objects.all())] == [
        *("", "VISI", "VISI/M3", "VISI/M3/1", "VISI/M10", "9", "10")
    ]
