"""After the evaluation is signed nothing comes in for its days."""

import pytest
from tests.work.make import TODAY, a_centre, a_report, days_ago

from kinerja.work.freeze import ReportFreeze, freeze_reports, frozen_days
from kinerja.work.refusals import PeriodFrozen
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db


def test_freeze_reports_locks_the_accepted_ones_of_these_days():
    centre = a_centre()
    days = {"inside": days_ago(5), "outside": days_ago(20), "waiting": days_ago(6)}
    made = {
        name: a_report(centre.sari, done_on=day, result=centre.checks) for name, day in days.items()
    }
    made["loose"] = a_report(centre.sari, done_on=days_ago(5))
    Report.objects.exclude(pk=made["waiting"].pk).update(state="noted")

    locked = freeze_reports(plans=[centre.checks.plan], first=days_ago(10), last=TODAY)
    again = freeze_reports(plans=[centre.checks.plan], first=days_ago(10), last=TODAY)

    states = {name: Report.objects.get(pk=report.pk).state for name, report in made.items()}
    assert (locked, again, ReportFreeze.objects.count()) == (1, 0, 1)
    assert states == {"inside": "frozen", "outside": "noted", "waiting": "filed", "loose": "noted"}


def test_a_late_report_for_frozen_days_is_refused():
    centre = a_centre()
    freeze_reports(plans=[centre.checks.plan], first=days_ago(10), last=days_ago(3))

    with pytest.raises(PeriodFrozen):
        a_report(centre.sari, result=centre.checks, done_on=days_ago(3))
    after = a_report(centre.sari, result=centre.checks, done_on=days_ago(2))
    unplanned = a_report(centre.sari, done_on=days_ago(3))

    assert set(Report.objects.all()) == {after, unplanned}


def test_frozen_days_names_plan_and_day(django_assert_num_queries):
    centre = a_centre()
    plan = centre.checks.plan
    freeze_reports(plans=[plan], first=days_ago(10), last=days_ago(3))

    with django_assert_num_queries(1):
        found = frozen_days([plan.pk, plan.pk + 1], [days_ago(11), days_ago(10), days_ago(2)])
    with django_assert_num_queries(0):
        assert frozen_days([], [TODAY]) == set()

    assert found == {(plan.pk, days_ago(10))}
