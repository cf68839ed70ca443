"""Results go up to the authorised official: from returned, refused, unanswered and objected to
reported, everybody in each state; then read."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.evaluation.make import BELOW, Quarter, a_feedback, a_judgement, a_quarter, signed
from tests.people.make import a_person, a_role
from tests.unchanged import Kept, refused

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.objection import decide_objection, file_objection
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.refusals import NotYours, WrongState
from kinerja.evaluation.reporting import (
    ReportedResult,
    ResultsReport,
    read_report,
    report_results,
    to_report,
)
from kinerja.evaluation.review import Review
from kinerja.evaluation.silence import follow_silence
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db

RECEIVED = date(2026, 10, 7)  # a Wednesday; the last day for the answer is 27 October
LIMIT, OVER = date(2026, 10, 27), date(2026, 10, 28)
FILED = date(2026, 10, 9)  # the decision is due on 20 October
REPORT_BY = date(2026, 11, 26)  # 30 working days after 15 October
LATER = date(2026, 12, 1)


def a_reporting_quarter() -> Quarter:
    quarter = a_quarter()
    a_role(a_person("Surya"), "authorised_official")
    a_feedback(quarter.town.budi, quarter.town.sari)
    return quarter


@pytest.fixture
def quarter() -> Quarter:
    return a_reporting_quarter()


def _received(quarter: Quarter) -> Review:
    review = signed(quarter.sari, BELOW)
    receive_result(review=review, by=quarter.town.sari, on=RECEIVED)
    return review


def _answered(quarter: Quarter, answer: str) -> Review:
    review = _received(quarter)
    answer_delivery(review=review, answer=answer, note="Keliru.", by=quarter.town.sari, on=FILED)
    return review


def _objected(quarter: Quarter, *, change: bool | None = None) -> Review:
    review = _received(quarter)
    objection = file_objection(review=review, reason="Agustus.", by=quarter.town.sari, on=FILED)
    if change is not None:
        judgement = a_judgement(review) if change else None
        decide_objection(
            objection=objection, reason="Sah.", by=quarter.town.rina, on=FILED, judgement=judgement
        )
    return review


def _superiors(quarter: Quarter) -> Review:
    night = date(2026, 10, 16)
    follow_silence(on=night)
    review = Review.objects.get(pk=quarter.sari.pk)
    rate_review(review=review, judgement=a_judgement(review), by=quarter.town.rina, on=night)
    sign_review(review=review, by=quarter.town.rina, on=night)
    receive_result(review=review, by=quarter.town.sari, on=night)
    answer_delivery(review=review, answer="returned", by=quarter.town.sari, on=night)
    return review


MAKE = {
    "rated": lambda quarter: rate_review(
        review=quarter.sari, judgement=a_judgement(quarter.sari), by=quarter.town.budi, on=RECEIVED
    ),
    "signed": lambda quarter: signed(quarter.sari, BELOW),
    "delivered": _received,
    "returned": lambda quarter: _answered(quarter, "returned"),
    "refused": lambda quarter: _answered(quarter, "refused"),
    "objected": _objected,
    "confirmed": lambda quarter: _objected(quarter, change=False),
    "changed": lambda quarter: _objected(quarter, change=True),
    "set by the superior": _superiors,
}

# state -> day -> who reports it, and with which mark; everybody else is refused
STATES: dict[str, dict[date, tuple[str, str] | None]] = {
    "rated": {OVER: None, LATER: None},
    "signed": {OVER: None, LATER: None},  # not delivered: nothing runs before the receipt
    "delivered": {LIMIT: None, OVER: ("budi", "unanswered"), LATER: ("budi", "unanswered")},
    "returned": {FILED: ("budi", "returned"), LATER: ("budi", "returned")},
    "refused": {LIMIT: None, OVER: ("budi", "refused")},
    "objected": {OVER: None, REPORT_BY: ("budi", "objection_open")},
    "confirmed": {FILED: ("rina", "decided"), LATER: ("rina", "decided")},
    "changed": {FILED: ("rina", "decided"), LATER: ("rina", "decided")},
    "set by the superior": {OVER: ("rina", "returned")},
}


@pytest.mark.parametrize("state", STATES)
def test_every_step_to_reported_is_allowed_or_refused(quarter: Quarter, state: str):
    MAKE[state](quarter)
    town, kept = quarter.town, Kept()
    surya = Person.objects.get(name="Surya")
    everybody = {one.name.lower(): one for one in (town.sari, town.budi, town.rina, town.tono)}
    for day, expected in STATES[state].items():
        for name, person in (everybody | {"wati": quarter.wati, "surya": surya}).items():
            if expected is None or name != expected[0]:
                with kept.refused(Refusal):
                    report_results(period=quarter.period, by=person, on=day)
            else:
                (one,) = to_report(person, day, quarter.period)
                assert (one.standing, one.report_by) == (expected[1], REPORT_BY)
    last = max(STATES[state])
    if (expected := STATES[state][last]) is not None:
        report_results(period=quarter.period, by=everybody[expected[0]], on=last)
        assert ReportedResult.objects.get().standing == expected[1]


def test_one_act_for_the_unit_and_the_official_is_told(quarter: Quarter):
    _answered(quarter, "returned")
    tono = signed(quarter.tono)
    receive_result(review=tono, by=quarter.town.tono, on=RECEIVED)
    Notice.objects.all().delete()
    budi, surya = quarter.town.budi, Person.objects.get(name="Surya")

    first = report_results(period=quarter.period, by=budi, on=FILED)
    with refused(WrongState, "Belum ada hasil"):
        report_results(period=quarter.period, by=budi, on=FILED)
    second = report_results(period=quarter.period, by=budi, on=OVER)
    with refused(NotYours):
        report_results(period=quarter.period, by=budi, on=OVER)

    assert [one.review.person.name for one in first.lines.all()] == ["Sari"]
    assert [one.review.person.name for one in second.lines.all()] == ["Tono"]
    event = Event.objects.named("review.reported").earliest("pk")
    assert (event.by, event.person, event.data) == (
        budi,
        quarter.town.sari,
        {"report": first.pk, "standing": "returned"},
    )
    assert list(Notice.objects.order_by("pk").values_list("person__name", "text", "url")) == [
        ("Surya", "Budi melaporkan 1 hasil penilaian Triwulan III 2026.", f"/pelaporan/{one.pk}/")
        for one in (first, second)
    ]
    assert list(ResultsReport.objects.visible_to(surya, OVER)) == [second, first]


def test_the_decision_follows_the_mark_of_an_open_objection(quarter: Quarter):
    review = _objected(quarter)
    report_results(period=quarter.period, by=quarter.town.budi, on=REPORT_BY)
    assert to_report(quarter.town.budi, LATER) == []
    assert to_report(quarter.town.rina, LATER) == []

    decide_objection(
        objection=review.objection, reason="Tetap.", by=quarter.town.rina, on=REPORT_BY
    )
    report_results(period=quarter.period, by=quarter.town.rina, on=LATER)

    lines = ReportedResult.objects.order_by("pk").values_list("review", "standing", "report__by")
    assert list(lines) == [
        (review.pk, "objection_open", quarter.town.budi.pk),
        (review.pk, "decided", quarter.town.rina.pk),
    ]


def test_a_semester_goes_nowhere(quarter: Quarter):
    semester = open_period(code="2026-S2", by=None)
    on = semester.ends_on
    open_reviews(period=semester, on=on, by=None)
    review = Review.objects.get(period=semester, person=quarter.town.sari)
    rate_review(review=review, judgement=a_judgement(review), by=quarter.town.budi, on=on)
    sign_review(review=review, by=quarter.town.budi, on=on)
    receive_result(review=review, by=quarter.town.sari, on=on)
    answer_delivery(review=review, answer="returned", by=quarter.town.sari, on=on)

    with refused(NotYours):
        report_results(period=semester, by=quarter.town.budi, on=on)


def test_without_an_official_of_the_unit_nothing_is_reported(quarter: Quarter):
    _answered(quarter, "returned")
    elsewhere = quarter.town.dewi.assignments.get().position.unit
    Role.objects.filter(name="authorised_official").update(unit=elsewhere)

    with refused(WrongState, "Puskesmas Pauh"):
        report_results(period=quarter.period, by=quarter.town.budi, on=FILED)


def test_an_official_of_the_unit_notes_that_it_was_read(quarter: Quarter):
    _answered(quarter, "returned")
    nina, surya = a_person("Nina"), Person.objects.get(name="Surya")
    a_role(nina, "authorised_official", quarter.town.centre)
    report = report_results(period=quarter.period, by=quarter.town.budi, on=FILED)
    for by in (quarter.town.budi, quarter.town.sari, quarter.town.rina, quarter.wati):
        with refused(NotYours):
            read_report(report=report, by=by, on=OVER)

    read_report(report=report, by=nina, on=OVER)
    again = read_report(report=report, by=surya, on=LATER)

    assert (again.read_by, again.read_on) == (nina, OVER)
    assert Event.objects.named("results_report.read").count() == 1


def test_who_may_see_a_report(quarter: Quarter):
    _answered(quarter, "returned")
    elsewhere = a_person("Nina")
    a_role(elsewhere, "authorised_official", quarter.town.dewi.assignments.get().position.unit)
    report_results(period=quarter.period, by=quarter.town.budi, on=FILED)

    town = quarter.town
    people = (town.budi, quarter.wati, Person.objects.get(name="Surya"), town.sari, town.rina)
    seen = [ResultsReport.objects.visible_to(one, OVER).exists() for one in (*people, elsewhere)]
    assert seen == [True, True, True, False, False, False]


def test_the_queries_do_not_grow(quarter: Quarter, django_assert_num_queries):
    _answered(quarter, "returned")
    with django_assert_num_queries(4):
        to_report(quarter.town.budi, OVER)
    receive_result(review=signed(quarter.tono), by=quarter.town.tono, on=FILED)
    with django_assert_num_queries(4):
        assert len(to_report(quarter.town.budi, OVER)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_windows_report_once():
    quarter = a_reporting_quarter()
    _answered(quarter, "returned")
    barrier, said = Barrier(2), []

    def report() -> None:
        barrier.wait()
        try:
            report_results(period=quarter.period, by=quarter.town.budi, on=FILED)
            said.append("done")
        except Refusal:
            said.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=report) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(said) == ["done", "refused"]
    assert ReportedResult.objects.count() == 1
