"""Realisation in the employee's own words."""

from datetime import date

import pytest
from tests.evaluation.make import IN_WINDOW, a_quarter, rated, signed
from tests.unchanged import refused

from kinerja.evaluation.refusals import (
    NotYours,
    PartMissing,
    TextTooLong,
    UnknownResult,
    WindowShut,
    WrongState,
)
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import SelfReport, report_realisation, report_realisation_many
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def _said(review: Review) -> list[str]:
    return list(review.assessments.order_by("result__number").values_list("realisation", flat=True))


def test_the_employee_says_what_was_reached():
    quarter = a_quarter()
    sari, checks = quarter.town.sari, quarter.town.checks

    report_realisation(
        review=quarter.sari, realisations={checks.pk: " 36 ibu diperiksa. "}, by=sari, on=IN_WINDOW
    )

    review = Review.objects.get(pk=quarter.sari.pk)
    assert review.state == "self_reported"
    assert _said(review) == ["36 ibu diperiksa.", ""]
    event = Event.objects.named("review.self_reported").get()
    assert (event.by, event.person, event.data) == (sari, sari, {"before": {}})


def test_again_keeps_what_was_said_before_in_the_event():
    quarter = a_quarter()
    sari, checks, classes = quarter.town.sari, quarter.town.checks, quarter.town.classes
    first = {checks.pk: "36 ibu.", classes.pk: "3 kelas."}
    report_realisation(review=quarter.sari, realisations=first, by=sari, on=IN_WINDOW)

    report_realisation(
        review=quarter.sari, realisations={checks.pk: "37 ibu."}, by=sari, on=IN_WINDOW
    )

    assert _said(quarter.sari) == ["37 ibu.", "3 kelas."]
    assert Event.objects.named("review.self_reported").latest("pk").data == {
        "before": {str(checks.pk): "36 ibu."}
    }


@pytest.mark.parametrize("who", ["budi", "tono", "rina"])
def test_nobody_says_it_for_somebody_else(who: str):
    quarter = a_quarter()

    with refused(NotYours):
        report_realisation(
            review=quarter.sari,
            realisations={quarter.town.checks.pk: "36 ibu."},
            by=getattr(quarter.town, who),
            on=IN_WINDOW,
        )


def test_nothing_said_is_refused():
    quarter = a_quarter()

    with refused(PartMissing):
        report_realisation(
            review=quarter.sari,
            realisations={quarter.town.checks.pk: "  "},
            by=quarter.town.sari,
            on=IN_WINDOW,
        )


def test_a_result_of_somebody_else_is_refused():
    quarter = a_quarter()

    with refused(UnknownResult):
        report_realisation(
            review=quarter.sari,
            realisations={quarter.tonos.pk: "Selesai."},
            by=quarter.town.sari,
            on=IN_WINDOW,
        )


def test_too_many_words_are_refused():
    quarter = a_quarter()

    with refused(TextTooLong):
        report_realisation(
            review=quarter.sari,
            realisations={quarter.town.checks.pk: "x" * 4_001},
            by=quarter.town.sari,
            on=IN_WINDOW,
        )


@pytest.mark.parametrize("on", [date(2026, 9, 14), date(2026, 10, 16)])
def test_not_outside_the_window(on: date):
    quarter = a_quarter()

    with refused(WindowShut):
        report_realisation(
            review=quarter.sari,
            realisations={quarter.town.checks.pk: "36 ibu."},
            by=quarter.town.sari,
            on=on,
        )


@pytest.mark.parametrize("done", [rated, signed])
def test_not_after_the_rating(done):
    quarter = a_quarter()
    done(quarter.sari)

    with refused(WrongState):
        report_realisation(
            review=quarter.sari,
            realisations={quarter.town.checks.pk: "36 ibu."},
            by=quarter.town.sari,
            on=IN_WINDOW,
        )


def test_many_at_once_write_what_one_by_one_writes():
    written = []
    for together in (False, True):
        quarter = a_quarter()
        reports = [
            SelfReport(quarter.sari, {quarter.town.checks.pk: "36 ibu."}, quarter.town.sari),
            SelfReport(quarter.tono, {quarter.tonos.pk: "Semua tertata."}, quarter.town.tono),
        ]
        if together:
            report_realisation_many(reports=reports, on=IN_WINDOW)
        else:
            for one in reports:
                report_realisation(
                    review=one.review, realisations=one.realisations, by=one.by, on=IN_WINDOW
                )
        both = Review.objects.filter(pk__in=[quarter.sari.pk, quarter.tono.pk])
        events = Event.objects.named("review.self_reported").filter(about_id__in=both)
        written.append(
            (
                list(
                    both.order_by("pk", "assessments__result__number").values_list(
                        "state", "assessments__realisation", "revision"
                    )
                ),
                list(events.order_by("pk").values_list("person__name", "by__name", "data")),
            )
        )
    assert written[0] == written[1]


def test_one_refusal_among_many_changes_nothing():
    quarter = a_quarter()
    reports = [
        SelfReport(quarter.sari, {quarter.town.checks.pk: "36 ibu."}, quarter.town.sari),
        SelfReport(quarter.tono, {quarter.tonos.pk: "Selesai."}, quarter.town.sari),
    ]

    with refused(NotYours):
        report_realisation_many(reports=reports, on=IN_WINDOW)
