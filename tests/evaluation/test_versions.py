"""A plan that changed in the middle of a quarter is evaluated once, over all its versions.

Sari's target of 100 examinations became 80 on 17 August 2026; "Kelas ibu" was dropped that day.
"""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from tests.evaluation.make import IN_WINDOW, a_judgement, an_accepted_report
from tests.people.make import an_admin, an_agency
from tests.work.make import WIB, a_centre, a_report

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.evidence import evidence_of
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.review import Review
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.indicator import edit_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import remove_result
from kinerja.work.plan_item import choices_on
from kinerja.work.refusals import PeriodFrozen, UnknownResult
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db
CHANGED = date(2026, 8, 17)


@pytest.fixture
def town():
    an_agency()
    town = a_centre()
    plan = town.checks.plan
    Plan.objects.update(appraiser=town.budi, set_on=date(2026, 1, 20))
    new = open_amendment(plan=plan, change="target", reason="Alat", by=town.sari, on=CHANGED)
    checks, classes = new.results.order_by("number")
    counted = checks.indicators.get()
    edit_indicator(indicator=counted, text=counted.text, target_min=Decimal(80), by=town.sari)
    remove_result(result=classes, by=town.sari)
    submit_plan(plan=new, by=town.sari, on=CHANGED)
    set_plan(plan=new, by=town.budi, on=CHANGED)
    return town


def accepted(town, day, quantity):
    return an_accepted_report(town.sari, town.budi, town.checks, quantity=quantity, done_on=day)


def quarter_of(town, code="2026-Q3", on=IN_WINDOW):
    wati = an_admin("Wati")
    period = open_period(code=code, by=wati)
    open_reviews(period=period, on=on, by=wati)
    return Review.objects.get(period=period, person=town.sari)


def test_a_report_serves_the_version_of_its_day(town):
    before = accepted(town, date(2026, 8, 16), 20)
    after = accepted(town, CHANGED, 30)

    assert (before.result.plan.version, after.result.plan.version) == (1, 2)
    assert before.result.line == after.result.line
    assert before.indicator.line == after.indicator.line
    assert [one.result.plan.version for one in choices_on(town.sari, CHANGED)] == [2]


def test_a_result_that_was_dropped_takes_no_more_work(town):
    with pytest.raises(UnknownResult):
        accepted_without_number(town, CHANGED)
    assert accepted_without_number(town, date(2026, 8, 16)).result == town.classes


def accepted_without_number(town, day):
    return a_report(
        town.sari, result=town.classes, done_on=day, at=datetime.combine(day, time(15), WIB)
    )


def test_what_was_done_in_both_versions_adds_up_once(town):
    accepted(town, date(2026, 8, 16), 20)
    accepted(town, CHANGED, 30)
    review = quarter_of(town)

    checks, classes = evidence_of(review)["results"]

    assert (review.plan.version, checks["title"], classes["title"]) == (
        2,
        "Ibu hamil diperiksa",
        "Kelas ibu berjalan",
    )
    assert checks["indicators"][0]["target_min"] == "80"
    assert checks["indicators"][0]["measured"]["value"] == "50"
    assert len(checks["reports"]["accepted"]) == 2
    assert checks["state"] == "adjusted"
    spans = [(one["version"], one["from"], one["to"]) for one in checks["versions"]]
    assert spans == [(1, "2026-01-01", "2026-08-16"), (2, "2026-08-17", "2026-12-31")]
    assert [one["targets"][0]["target_min"] for one in checks["versions"]] == ["100", "80"]
    assert [one["version"] for one in classes["versions"]] == [1]


def test_an_earlier_period_keeps_the_version_of_its_time(town):
    review = quarter_of(town, "2026-Q2", date(2026, 7, 6))

    results = evidence_of(review)["results"]
    assert review.plan.version == 1
    assert [one["indicators"][0]["target_min"] for one in results] == ["100", "100"]
    assert [len(one["versions"]) for one in results] == [1, 1]


def test_a_change_inside_the_window_opens_no_second_review(town):
    review = quarter_of(town)
    plan = Plan.objects.get(state="set", person=town.sari)
    new = open_amendment(plan=plan, change="target", reason="Lagi", by=town.sari, on=IN_WINDOW)
    submit_plan(plan=new, by=town.sari, on=IN_WINDOW)
    set_plan(plan=new, by=town.budi, on=IN_WINDOW)

    assert open_reviews(period=review.period, on=IN_WINDOW, by=None) == 0
    assert Review.objects.filter(person=town.sari).count() == 1


def test_signing_freezes_the_reports_of_all_versions(town):
    old = accepted(town, date(2026, 8, 16), 20)
    new = accepted(town, CHANGED, 30)
    review = quarter_of(town)
    rate_review(review=review, judgement=a_judgement(review), by=town.budi, on=IN_WINDOW)
    sign_review(review=review, by=town.budi, on=IN_WINDOW)

    assert set(Report.objects.values_list("pk", "state")) == {
        (old.pk, "frozen"),
        (new.pk, "frozen"),
    }
    for day in (date(2026, 8, 15), CHANGED):
        with pytest.raises(PeriodFrozen):
            accepted(town, day, 1)
