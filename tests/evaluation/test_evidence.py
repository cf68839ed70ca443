"""What the records say: accepted quantities with evidence; the rest is named and left out."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.evaluation.make import (
    IN_WINDOW,
    Quarter,
    a_feedback,
    a_quarter,
    an_accepted_report,
    signed,
)
from tests.work.make import PDF, WIB, a_report

from kinerja.evaluation.evidence import achievement, evidence_of, feedback_in
from kinerja.evaluation.review import Review
from kinerja.feedback.appreciation import give_appreciation, withdraw_appreciation
from kinerja.feedback.initiative import record_initiative, speak_on
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def _checks(quarter: Quarter) -> tuple[Any, Any, Decimal | None]:
    """Sari's first result: its reports, what was measured, and the ratio."""
    result = evidence_of(quarter.sari)["results"][0]
    indicator = result["indicators"][0]
    return result["reports"], indicator["measured"], achievement(indicator)


def test_accepted_quantities_with_evidence_add_up():
    quarter = a_quarter()
    town = quarter.town
    first, last = (
        an_accepted_report(town.sari, town.budi, town.checks, quantity=quantity, done_on=day)
        for quantity, day in ((12, FIRST), (24, LAST))
    )
    bare = an_accepted_report(town.sari, town.budi, town.checks, quantity=7, evidence=False)
    silent = an_accepted_report(town.sari, town.budi, town.checks, done_on=date(2026, 8, 11))
    a_report(town.sari, result=town.checks, quantity=Decimal(5), done_on=date(2026, 8, 3))

    reports, measured, percent = _checks(quarter)

    assert reports == {
        "accepted": [first.pk, bare.pk, silent.pk, last.pk],
        "with_evidence": 3,
        "waiting": 1,
    }
    assert measured == {"value": "36", "reports": 2, "left_out": "7", "left_out_reports": 1}
    assert percent == Decimal(36)  # of 100 in the year, for information


def test_nothing_reported_and_nothing_measured_is_not_zero():
    assert _checks(a_quarter()) == (None, None, None)


def test_without_evidence_nothing_is_measured():
    quarter = a_quarter()
    town = quarter.town
    an_accepted_report(town.sari, town.budi, town.checks, quantity=7, evidence=False)

    _, measured, percent = _checks(quarter)

    assert measured == {"value": None, "reports": 0, "left_out": "7", "left_out_reports": 1}
    assert percent is None


def test_a_measured_zero_is_a_value():
    quarter = a_quarter()
    town = quarter.town
    an_accepted_report(town.sari, town.budi, town.checks, quantity=0)

    _, measured, percent = _checks(quarter)

    assert measured == {"value": "0", "reports": 1, "left_out": "0", "left_out_reports": 0}
    assert percent == Decimal(0)


def test_parts_of_a_unit_are_kept():
    quarter = a_quarter()
    town = quarter.town
    report = an_accepted_report(town.sari, town.budi, town.checks, quantity=1)
    Report.objects.filter(pk=report.pk).update(quantity=Decimal("1234.50"))

    assert _checks(quarter)[1]["value"] == "1234.5"


def test_work_of_other_days_is_outside():
    quarter = a_quarter()
    town = quarter.town
    for day in (date(2026, 6, 30), date(2026, 10, 1)):
        an_accepted_report(town.sari, town.budi, town.checks, quantity=9, done_on=day)

    assert _checks(quarter) == (None, None, None)


def test_what_was_taken_back_is_outside():
    quarter = a_quarter()
    report = a_report(quarter.town.sari, result=quarter.town.checks, done_on=date(2026, 8, 3))
    Report.objects.filter(pk=report.pk).update(state=Report.State.WITHDRAWN)

    assert _checks(quarter) == (None, None, None)


def test_a_target_of_zero_gives_no_ratio():
    quarter = a_quarter()
    town = quarter.town
    town.checks.indicators.update(target_min=0, target_max=0)
    an_accepted_report(town.sari, town.budi, town.checks, quantity=3)

    _, measured, percent = _checks(quarter)

    assert (measured["value"], percent) == ("3", None)


def test_one_query(django_assert_num_queries):
    quarter = a_quarter()
    an_accepted_report(quarter.town.sari, quarter.town.budi, quarter.town.checks, quantity=3)

    review = Review.objects.select_related("period").get(pk=quarter.sari.pk)
    with django_assert_num_queries(1):
        evidence_of(review)


def test_feedback_counts_until_the_evaluation_closes():
    quarter = a_quarter()
    budi, sari = quarter.town.budi, quarter.town.sari
    for day in (date(2026, 6, 30), FIRST, date(2026, 10, 15), date(2026, 10, 16)):
        a_feedback(budi, sari, on=day)
    a_feedback(budi, quarter.town.tono, on=FIRST)

    assert [one.given_at.date() for one in feedback_in(quarter.period).filter(receiver=sari)] == [
        FIRST,
        date(2026, 10, 15),
    ]
    assert [one["given_on"] for one in evidence_of(quarter.sari)["feedback"]] == [
        "2026-07-01",
        "2026-10-15",
    ]


def test_thanks_and_initiatives_are_told_where_they_rest_on_work():
    quarter = a_quarter()
    town, at = quarter.town, datetime(2026, 9, 1, 10, tzinfo=WIB)
    said = {"receiver": town.sari, "work": "Posyandu", "at": at}
    report = an_accepted_report(town.sari, town.budi, town.checks, quantity=3)
    tied = give_appreciation(text="Antrean tertib.", by=town.budi, report=report, **said)
    give_appreciation(text="Ramah.", by=town.tono, **said)  # for no work that is on record
    gone = give_appreciation(text="Cepat.", by=town.tono, result=town.checks, **said)
    withdraw_appreciation(appreciation=gone, by=town.tono, at=at)
    initiative = record_initiative(
        kind="service",
        title="Loket lansia",
        text="Lansia dilayani lebih dulu.",
        done_on=date(2026, 8, 20),
        measure="waktu tunggu",
        unit_of_measure="menit",
        before=Decimal(60),
        after=Decimal("12.5"),
        source="buku antrean",
        files=[("bukti.pdf", PDF)],
        by=town.sari,
        at=at,
        on=IN_WINDOW,
    )
    speak_on(initiative=initiative, words="Benar.", by=town.budi, at=at, on=IN_WINDOW)

    evidence = evidence_of(quarter.sari)

    assert evidence["thanks"] == [
        {
            "id": tied.pk,
            "giver": "Budi",
            "given_on": "2026-09-01",
            "work": "Posyandu",
            "text": "Antrean tertib.",
            "report": report.pk,
            "result": None,
            "initiative": None,
        }
    ]
    (told,) = evidence["initiatives"]
    assert (told["id"], told["before"], told["after"]) == (initiative.pk, "60", "12.5")
    assert told["voices"] == [{"name": "Budi", "role": "leader", "words": "Benar."}]
    snapshot = signed(quarter.sari).document
    assert (snapshot["thanks"], snapshot["initiatives"]) == (evidence["thanks"], [told])
    assert evidence_of(quarter.tono)["thanks"] == []
