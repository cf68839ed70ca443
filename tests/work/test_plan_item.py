"""The plan item that a report serves: which may be chosen, which is likely."""

from datetime import date

import pytest
from tests.work.make import TODAY, a_centre, a_result

from kinerja.planning.plan import Plan
from kinerja.work.plan_item import (
    Choice,
    choice_of,
    choices_on,
    counted_indicator,
    likely_result,
    serves,
)

pytestmark = pytest.mark.django_db


def test_choices_on_lists_main_results_first():
    centre = a_centre()
    extra = a_result(centre.checks.plan, 3, "Tugas tambahan", kind="additional")
    late = a_result(centre.checks.plan, 4, "Imunisasi")

    offered = [choice.result for choice in choices_on(centre.sari, TODAY)]
    assert offered == [centre.checks, centre.classes, late, extra]
    assert choices_on(centre.tono, TODAY) == []


@pytest.mark.parametrize("state", Plan.State.values)
@pytest.mark.parametrize(
    "day", [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
)
def test_serves_says_of_one_result_what_the_plans_in_force_say_of_all(state, day):
    centre = a_centre()
    Plan.objects.update(state=state)
    centre.checks.plan.refresh_from_db()

    for person in (centre.sari, centre.tono):
        expected = Plan.objects.filter(person=person).current(day).exists()
        assert serves(centre.checks, person, day) == expected


def test_counted_indicator_is_the_one_that_reports_add_up_to():
    centre = a_centre()

    assert counted_indicator(centre.checks) == centre.checks.indicators.get()
    assert counted_indicator(centre.classes) is None
    assert counted_indicator(None) is None


def test_likely_result_is_the_one_used_most_of_late():
    centre = a_centre()
    choices = choices_on(centre.sari, TODAY)
    one, two = centre.checks.pk, centre.classes.pk

    assert likely_result(choices, [two, one, two, None, None, None], TODAY) == centre.classes
    assert likely_result(choices, [two, one], TODAY) == centre.classes  # equal: the newest
    assert likely_result(choices, [999, 999], TODAY) == centre.checks  # of another plan
    assert likely_result(choices, [], TODAY) == centre.checks
    assert likely_result(choices, [one], date(2027, 1, 1)) is None  # the plan has ended
    assert likely_result([], [one], TODAY) is None


def test_choices_on_also_offers_those_of_a_plan_that_has_just_ended(django_assert_num_queries):
    centre = a_centre()
    Plan.objects.update(ends_on=date(2026, 6, 30))
    offered = [Choice(centre.checks, "pemeriksaan"), Choice(centre.classes, "")]

    with django_assert_num_queries(1):
        assert choices_on(centre.sari, date(2026, 9, 30)) == offered
    assert choices_on(centre.sari, date(2026, 10, 1)) == []
    assert choices_on(centre.sari, date(2025, 12, 31)) == []
    assert [choice_of(centre.checks), choice_of(centre.classes)] == offered
