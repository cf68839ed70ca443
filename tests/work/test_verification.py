"""The leader's answer: who may, what it does, and what happens when two come at once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.people.make import a_head, a_member, a_unit, an_assignment, head_post
from tests.work.make import NOW, TODAY, a_centre, a_report, days_ago, opened

from kinerja.people.assignment import Assignment
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile, Refusal
from kinerja.work.correction import correct_report
from kinerja.work.freeze import freeze_reports
from kinerja.work.refusals import NoteMissing, NotYours, PeriodFrozen, TextTooLong, WrongState
from kinerja.work.report import Report
from kinerja.work.verification import (
    Verification,
    answer_report,
    answer_reports,
    queue_of,
    take_back_answers,
)

pytestmark = pytest.mark.django_db


def test_accepting_a_report():
    centre = a_centre()
    report = a_report(centre.sari)

    answer = answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)

    assert Verification.objects.get() == answer
    assert (answer.report, answer.by, answer.at, answer.note) == (report, centre.budi, NOW, "")
    assert Report.objects.get().state == "noted"
    event = Event.objects.named("report.accepted").get()
    assert (event.about_id, event.person, event.by) == (report.pk, centre.sari, centre.budi)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("verdict", "state", "event"),
    [("ask", "asked", "report.asked"), ("return", "returned", "report.returned")],
)
def test_giving_a_report_back_tells_its_author(verdict, state, event):
    centre = a_centre()
    report = a_report(centre.sari)

    answer_report(report=report, verdict=verdict, by=centre.budi, at=NOW, note=" Berapa orang? ")

    assert Report.objects.get().state == state
    assert Verification.objects.get().note == "Berapa orang?"
    assert Event.objects.named(event).get().reason == "Berapa orang?"
    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (centre.sari, "Budi: Berapa orang?")
    assert notice.url == f"/laporan/{report.pk}/"


def test_a_long_note_is_cut_in_the_notice_only():
    centre = a_centre()
    report = a_report(centre.sari)

    answer_report(report=report, verdict="ask", by=centre.budi, at=NOW, note="a" * 1_000)

    assert Verification.objects.get().note == "a" * 1_000
    assert Notice.objects.get().text == "Budi: " + "a" * 293 + "…"


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("the author", NotYours),
        ("a colleague", NotYours),
        ("the leader's leader", NotYours),
        ("somebody elsewhere", NotYours),
        ("no words to a question", NoteMissing),
        ("no words to a return", NoteMissing),
        ("too many words", TextTooLong),
        ("taken back", WrongState),
        ("given back already", WrongState),
        ("corrected since it was read", ChangedMeanwhile),
        ("days are signed", PeriodFrozen),
    ],
)
def test_a_refused_answer_changes_nothing(case, refusal):
    centre = a_centre()
    report = a_report(centre.sari, result=centre.checks)
    given = {"report": report, "verdict": "accept", "by": centre.budi, "at": NOW}
    match case:
        case "the author":
            given["by"] = centre.sari
        case "a colleague":
            given["by"] = centre.tono
        case "the leader's leader":
            given["by"] = centre.rina
        case "somebody elsewhere":
            given["by"] = centre.dewi
        case "no words to a question":
            given |= {"verdict": "ask", "note": " \n"}
        case "no words to a return":
            given |= {"verdict": "return"}
        case "too many words":
            given |= {"verdict": "ask", "note": "a" * 2_001}
        case "taken back":
            Report.objects.update(state="withdrawn")
        case "given back already":
            Report.objects.update(state="returned")
        case "corrected since it was read":
            Report.objects.update(version=2)
        case "days are signed":
            freeze_reports(plans=[centre.checks.plan], first=days_ago(11), last=TODAY)
    before = Report.objects.values().get()

    with pytest.raises(refusal):
        answer_report(**given)

    assert Report.objects.values().get() == before
    assert not Verification.objects.exists()
    assert not Notice.objects.exists()
    assert [event.name for event in Event.objects.all()] == ["report.filed"]


def test_the_head_of_the_head_answers_the_head():
    centre = a_centre()
    report = a_report(centre.budi)

    with pytest.raises(NotYours):
        answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    answer_report(report=report, verdict="accept", by=centre.rina, at=NOW)

    assert Report.objects.get().state == "noted"


def test_a_new_leader_answers_from_the_first_day_and_the_former_one_no_more():
    centre = a_centre()
    report = a_report(centre.sari)
    Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))
    eka = a_head("Eka", centre.centre, starts_on=TODAY)

    with pytest.raises(NotYours):
        answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    answer_report(report=report, verdict="accept", by=eka, at=NOW)

    assert list(queue_of(centre.budi, TODAY)) == []


def test_a_plt_of_oneself_does_not_answer_oneself():
    health = a_unit("Dinas")
    rina, sari = a_head("Rina", health), a_member("Sari", centre := a_unit("Puskesmas", health))
    an_assignment(sari, head_post(centre), kind="plt")
    report = a_report(sari)

    with pytest.raises(NotYours):
        answer_report(report=report, verdict="accept", by=sari, at=NOW)
    answer_report(report=report, verdict="accept", by=rina, at=NOW)


def test_the_same_answer_twice_is_one_and_another_one_is_refused():
    centre = a_centre()
    report = a_report(centre.sari)

    first = answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    again = answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    with pytest.raises(WrongState, match="sudah diterima"):
        answer_report(report=report, verdict="return", by=centre.budi, at=NOW, note="Kurang.")

    assert first == again == Verification.objects.get()
    assert Report.objects.get().state == "noted"
    assert Event.objects.exclude(name="report.filed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_different_answers_at_once_leave_one():
    centre = a_centre()
    report = a_report(centre.sari)
    gate, ends = Barrier(2), []

    def answer(verdict: str) -> None:
        try:
            gate.wait()
            answer_report(report=report, verdict=verdict, by=centre.budi, at=NOW, note="Kurang.")
            ends.append(verdict)
        except Refusal as refusal:
            ends.append(type(refusal))
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[verdict]) for verdict in ("accept", "return")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    answer_given = Verification.objects.get()
    assert sorted(ends, key=str) == sorted([answer_given.verdict, WrongState], key=str)
    assert Event.objects.exclude(name="report.filed").count() == 1


def test_answer_reports_gives_one_answer_to_many_or_to_none():
    centre = a_centre()
    one, two = a_report(centre.sari), a_report(centre.tono)
    mine = a_report(centre.budi)

    with pytest.raises(NotYours):
        answer_reports(reports=[one, two, mine], verdict="accept", by=centre.budi, at=NOW)
    assert not Verification.objects.exists()
    opened(centre.budi, one, two)
    answers = answer_reports(reports=[one, two], verdict="accept", by=centre.budi, at=NOW)

    assert [answer.report for answer in answers] == [one, two]
    assert list(Report.objects.accepted().order_by("pk")) == [one, two]
    assert answer_reports(reports=[], verdict="accept", by=centre.budi, at=NOW) == []


def test_queue_of_holds_what_waits_for_this_leader_oldest_first():
    centre = a_centre()
    new = a_report(centre.sari)
    old = a_report(centre.tono, done_on=days_ago(5))
    a_report(centre.budi)
    a_report(centre.dewi)
    done = a_report(centre.tono, done_on=days_ago(6))
    answer_report(report=done, verdict="accept", by=centre.budi, at=NOW)

    assert list(queue_of(centre.budi, TODAY)) == [old, new]
    assert [report.person for report in queue_of(centre.rina, TODAY)] == [centre.budi]
    assert list(queue_of(centre.sari, TODAY)) == []


# --- Undo


def test_take_back_answers_lets_the_reports_wait_again():
    centre = a_centre()
    one, two = a_report(centre.sari), a_report(centre.tono)
    opened(centre.budi, one, two)
    answer_reports(reports=[one, two], verdict="accept", by=centre.budi, at=NOW)

    undone = take_back_answers(reports=[one, two], by=centre.budi, at=NOW)
    again = take_back_answers(reports=[one, two], by=centre.budi, at=NOW)

    assert (undone, again) == (2, 0)
    assert set(queue_of(centre.budi, TODAY)) == {one, two}
    assert Verification.objects.filter(taken_back_at=NOW).count() == 2
    assert Event.objects.named("report.answer_taken_back").count() == 2
    answer_report(report=one, verdict="return", by=centre.budi, at=NOW, note="Kurang.")
    assert Report.objects.get(pk=one.pk).state == "returned"


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("the author", NotYours),
        ("a new leader", NotYours),
        ("frozen", WrongState),
        ("taken back by its author", WrongState),
    ],
)
def test_an_answer_that_stands_is_not_taken_back(case, refusal):
    centre = a_centre()
    report = a_report(centre.sari, result=centre.checks)
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    by = centre.budi
    match case:
        case "the author":
            by = centre.sari
        case "a new leader":
            Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))
            by = a_head("Eka", centre.centre, starts_on=TODAY)
        case "frozen":
            freeze_reports(plans=[centre.checks.plan], first=days_ago(11), last=TODAY)
        case "taken back by its author":
            Report.objects.update(state="withdrawn", version=2)
    before = Report.objects.values().get()

    with pytest.raises(refusal):
        take_back_answers(reports=[report], by=by, at=NOW)

    assert Report.objects.values().get() == before
    assert Verification.objects.get().taken_back_at is None
    assert not Event.objects.named("report.answer_taken_back").exists()


def test_after_the_authors_correction_the_next_answer_counts():
    centre = a_centre()
    report = a_report(centre.sari)
    answer_report(report=report, verdict="ask", by=centre.budi, at=NOW, note="Berapa?")
    corrected = correct_report(report=report, version=1, text="12", by=centre.sari, at=NOW)

    answer_report(report=corrected, verdict="accept", by=centre.budi, at=NOW + timedelta(minutes=5))

    assert [one.version for one in Verification.objects.all()] == [1, 2]
    assert Report.objects.get().state == "noted"
    assert date(2026, 10, 12) == corrected.done_on
