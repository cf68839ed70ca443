"""What the records say: accepted quantities with evidence; the rest is named and left out."""

from datetime import date
from decimal import Decimal

import pytest
from tests.evaluation.make import a_feedback, a_quarter, an_accepted_report
from tests.work.make import a_report, a_result, a_set_plan

from kinerja.evaluation.realisation import feedback_in, records_of, records_of_plans
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def test_accepted_quantities_with_evidence_add_up():
    town = a_quarter().town
    for quantity, day in ((12, FIRST), (24, LAST)):
        an_accepted_report(
            town.sari, town.budi, town.checks, quantity=quantity, done_on=day, evidence=True
        )
    an_accepted_report(town.sari, town.budi, town.checks, quantity=7, evidence=False)
    an_accepted_report(town.sari, town.budi, town.checks)  # without a quantity
    a_report(town.sari, result=town.checks, quantity=Decimal(5), done_on=date(2026, 8, 3))

    checks, classes = records_of(town.checks.plan_id, FIRST, LAST)

    assert (checks.accepted, checks.waiting, checks.with_evidence) == (4, 1, 3)
    assert checks.measured is not None
    assert (checks.measured.value, checks.measured.reports) == (Decimal(36), 2)
    assert (checks.measured.left_out, checks.measured.left_out_reports) == (Decimal(7), 1)
    assert checks.measured.achievement == Decimal(36)  # of 100 in the year, for information
    assert (classes.measured, classes.accepted, classes.is_silent) == (None, 0, True)


def test_nothing_measured_is_not_zero():
    town = a_quarter().town

    checks = records_of(town.checks.plan_id, FIRST, LAST)[0]

    assert checks.measured is not None
    assert (checks.measured.value, checks.measured.achievement) == (None, None)


def test_a_measured_zero_is_a_value():
    town = a_quarter().town
    an_accepted_report(town.sari, town.budi, town.checks, quantity=0)

    checks = records_of(town.checks.plan_id, FIRST, LAST)[0]

    assert checks.measured is not None
    assert checks.measured.value == Decimal(0)


def test_work_of_other_days_is_outside():
    town = a_quarter().town
    for day in (date(2026, 6, 30), date(2026, 10, 1)):
        an_accepted_report(town.sari, town.budi, town.checks, quantity=9, done_on=day)

    assert records_of(town.checks.plan_id, FIRST, LAST)[0].is_silent


def test_what_was_taken_back_is_outside():
    town = a_quarter().town
    report = a_report(town.sari, result=town.checks, done_on=date(2026, 8, 3))
    Report.objects.filter(pk=report.pk).update(state=Report.State.WITHDRAWN)

    assert records_of(town.checks.plan_id, FIRST, LAST)[0].is_silent


def test_a_target_of_zero_gives_no_ratio():
    town = a_quarter().town
    town.checks.indicators.update(target_min=0, target_max=0)
    an_accepted_report(town.sari, town.budi, town.checks, quantity=3)

    checks = records_of(town.checks.plan_id, FIRST, LAST)[0]

    assert checks.measured is not None
    assert (checks.measured.value, checks.measured.achievement) == (Decimal(3), None)


def test_the_queries_do_not_grow_with_the_plans(django_assert_num_queries):
    quarter = a_quarter()
    town = quarter.town
    an_accepted_report(town.sari, town.budi, town.checks, quantity=3)
    third = a_set_plan(town.dewi)
    a_result(third, 1, "Rute tersusun", counts="rute")

    with django_assert_num_queries(4):
        records_of_plans([quarter.sari.plan_id], FIRST, LAST)
    with django_assert_num_queries(4):
        records_of_plans([quarter.sari.plan_id, quarter.tono.plan_id, third.pk], FIRST, LAST)


def test_feedback_counts_until_the_evaluation_closes():
    quarter = a_quarter()
    budi, sari = quarter.town.budi, quarter.town.sari
    for day in (date(2026, 6, 30), FIRST, date(2026, 10, 15), date(2026, 10, 16)):
        a_feedback(budi, sari, on=day)
    a_feedback(budi, quarter.town.tono, on=FIRST)

    found = feedback_in(quarter.period, [sari.pk])

    assert [one.given_at.date() for one in found] == [FIRST, date(2026, 10, 15)]
