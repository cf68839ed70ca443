"""A shared result counts once in every roll-up, and its parts add up to it at every level."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning.sharing.festival import ANSWER_BY, MARCH, Festival, a_festival, agreed

from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, add_goal, link_goal
from kinerja.planning.goal_tree import under
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.sharing.counting import (
    goals_of,
    results_of,
    shared_words,
    shares_of,
    totals_of,
)
from kinerja.planning.tally import tally_under
from kinerja.planning.target_summary import target_summary
from kinerja.rules.share import goal_totals

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


def test_each_department_has_its_share_and_the_city_has_one_result():
    town = a_festival()
    agreement = agreed(town)

    shares = {
        unit.name: shares_of(unit, [town.goal.pk], JUNE).get(town.goal.pk)
        for unit in (town.city, *town.departments)
    }

    assert shares["Kota Contoh"] is None  # all of it: nothing outside the city
    trade = shares["Dinas Perdagangan"]
    assert trade
    assert (trade.percent, trade.fraction, trade.agreement) == (30, Decimal("0.3"), agreement)
    assert shared_words([trade]) == "0,3 dari 1 hasil bersama"


def test_before_the_first_day_it_is_the_owners_alone():
    town = a_festival()
    agreed(town)
    before = date(2026, 3, 1)
    for unit, goals in ((town.tourism, 1), (town.trade, 0)):
        assert Goal.objects.filter(goals_of(unit, before)).count() == goals
        assert shares_of(unit, [town.goal.pk], before) == {}


def test_tallies_of_all_three_count_it_and_the_city_counts_it_once():
    town = a_festival()
    agreed(town)

    counts = {
        unit.name: len(tally_under(unit, JUNE).standings) for unit in (town.city, *town.departments)
    }
    totals = [target_summary(unit, 2026, JUNE).total for unit in (town.city, *town.departments)]

    assert counts == {
        "Kota Contoh": 1,
        "Dinas Pariwisata": 1,
        "Dinas Perdagangan": 1,
        "Dinas Kebudayaan": 1,
    }
    assert totals == [1, 1, 1, 1]
    assert [tally_under(unit, JUNE).shared_words for unit in town.departments] == [
        "0,5 dari 1 hasil bersama",
        "0,3 dari 1 hasil bersama",
        "0,2 dari 1 hasil bersama",
    ]
    assert tally_under(town.city, JUNE).shared_words == ""
    assert target_summary(town.trade, 2026, JUNE).shared_words == "0,3 dari 1 hasil bersama"
    assert target_summary(town.city, 2026, JUNE).shared_words == ""


def test_totals_of_units_add_up_to_the_city():
    town = a_festival()
    agreed(town)
    own = add_goal(
        title="Pasar tertib",
        level="objective",
        years=(2026, 2026),
        unit=town.trade,
        by=None,
        on=MARCH,
    )

    found = totals_of(list(Unit.objects.all()), {town.goal: Decimal(12_000), own: Decimal(8)}, JUNE)

    assert [found[unit.pk].part for unit in town.departments] == [6_000, 3_608, 2_400]
    assert (found[town.city.pk].count, found[town.city.pk].part) == (2, 12_008)
    assert (found[town.trade.pk].count, found[town.trade.pk].shared) == (2, 1)


@st.composite
def cities(draw: st.DrawFn) -> tuple[list[tuple[list[int], int, list[int]]], list[int]]:
    """Goals with the goals they serve, their owner and the widths of their shares; values."""
    number = draw(st.integers(1, 6))
    goals = []
    for at in range(number):
        above = draw(st.lists(st.integers(0, at - 1), max_size=2, unique=True)) if at else []
        owner = draw(st.integers(0, 2))
        cuts = draw(st.lists(st.integers(1, 999), max_size=2, unique=True))
        edges = [0, *sorted(cuts), 1000]
        widths = [high - low for low, high in zip(edges, edges[1:], strict=False)]  # noqa: RUF007
        goals.append((above, owner, widths))
    return goals, draw(st.lists(st.integers(-999, 999), min_size=number, max_size=number))


def _stored(town: Festival, plan: list[tuple[list[int], int, list[int]]]) -> list[Goal]:
    """Real goals with real agreements, as proposals that were accepted leave them."""
    SharePart.objects.all().delete()
    ShareAgreement.objects.all().delete()
    stored: list[Goal] = []
    for at, (above, owner, widths) in enumerate(plan):
        units = [*town.departments[owner:], *town.departments[:owner]]
        goal = add_goal(
            title=f"Sasaran {at}",
            level="objective",
            years=(2026, 2026),
            unit=units[0],
            by=None,
            on=MARCH,
        )
        for parent in above:
            link_goal(child=goal, parent=stored[parent], by=None, on=MARCH)
        stored.append(goal)
        if len(widths) > 1:
            agreement = ShareAgreement.objects.create(
                goal=goal,
                version=1,
                state="agreed",
                starts_on=MARCH,
                answer_by=ANSWER_BY,
                proposed_on=MARCH,
                agreed_on=MARCH,
            )
            for unit, width in zip(units, widths, strict=False):
                SharePart.objects.create(
                    agreement=agreement,
                    unit=unit,
                    role="Bersama",
                    share=Decimal(width) / 10,
                    state="accepted",
                    answered_on=MARCH,
                )
    return stored


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=cities())
def test_over_real_rows_the_sum_over_owners_is_the_whole_at_every_level(drawn, db):
    """Acceptance: any tree of goals with shared results, as the database holds it."""
    town = _TOWN[0] if _TOWN and Unit.objects.filter(pk=_TOWN[0].city.pk).exists() else a_festival()
    _TOWN[:] = [town]
    plan, numbers = drawn
    goals = _stored(town, plan)
    values = {goal: Decimal(number) for goal, number in zip(goals, numbers, strict=True)}

    units = totals_of(list(Unit.objects.all()), values, JUNE)
    results = {one.key: one for one in results_of(values, JUNE)}
    by_pk = {goal.pk: goal for goal in goals}
    tree = {pk: list(by_pk[pk].links_down.values_list("child_id", flat=True)) for pk in by_pk}
    totals = goal_totals(tree, {pk: [results[pk]] for pk in by_pk})

    whole = sum(values.values(), Decimal(0))
    assert units[town.city.pk].count == len(goals)
    assert units[town.city.pk].part == whole
    assert sum(units[unit.pk].part for unit in town.departments) == whole
    for goal in goals:
        below = under(goal)
        assert totals[goal.pk].count == len(below)
        value = sum((values[by_pk[pk]] for pk in below), Decimal(0))
        assert totals[goal.pk].whole == sum(totals[goal.pk].parts.values(), Fraction(0)) == value
    for unit in town.departments:
        seen = Goal.objects.filter(goals_of(unit, JUNE), pk__in=by_pk)
        assert seen.count() == units[unit.pk].count


_TOWN: list[Festival] = []
