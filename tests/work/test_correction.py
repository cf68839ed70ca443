"""Correcting and taking back one's own report."""

from decimal import Decimal

import pytest
from tests.work.make import NOW, PDF, a_centre, a_report, a_result, a_set_plan, days_ago

from kinerja.planning.plan import Plan
from kinerja.records.attachment import Blob
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.work.correction import correct_report, withdraw_report
from kinerja.work.evidence import Evidence
from kinerja.work.freeze import freeze_reports
from kinerja.work.refusals import (
    BadQuantity,
    FilesRefused,
    NotYours,
    PeriodFrozen,
    TextMissing,
    UnknownResult,
    WrongState,
)
from kinerja.work.report import Report, may_correct
from kinerja.work.verification import answer_report

pytestmark = pytest.mark.django_db


def test_correct_report_changes_it_and_keeps_what_it_said_in_the_event():
    centre = a_centre()
    report = a_report(centre.sari, "12 ibu", result=centre.checks, quantity=Decimal(12))

    correct_report(
        report=report,
        version=1,
        text="Kelas ibu, 9 orang",
        by=centre.sari,
        at=NOW,
        result=centre.classes,
    )

    stored = Report.objects.get()
    assert (stored.text, stored.result, stored.quantity) == (
        "Kelas ibu, 9 orang",
        centre.classes,
        None,
    )
    assert (stored.indicator, stored.state, stored.version) == (None, "filed", 2)
    assert (stored.filed_at, stored.done_on, stored.key) == (
        report.filed_at,
        report.done_on,
        report.key,
    )
    event = Event.objects.named("report.corrected").get()
    assert (event.about_id, event.person, event.by) == (stored.pk, centre.sari, centre.sari)
    assert event.data == {
        "before": {
            "text": "12 ibu",
            "result": centre.checks.pk,
            "quantity": "12.00",
            "removed": [],
        },
        "files": [],
    }


@pytest.mark.parametrize("verdict", ["ask", "return"])
def test_a_report_given_back_waits_again_after_the_correction(verdict):
    centre = a_centre()
    report = a_report(centre.sari)
    answer_report(report=report, verdict=verdict, by=centre.budi, at=NOW, note="Berapa orang?")

    correct_report(report=report, version=1, text="12 orang", by=centre.sari, at=NOW)

    assert Report.objects.get().state == "filed"
    assert list(Report.objects.waiting()) == [report]


def test_a_correction_adds_and_removes_evidence():
    centre = a_centre()
    report = a_report(centre.sari, files=[("lama.pdf", PDF), ("tetap.pdf", PDF + b"1")])
    old = report.evidence.get(attachment__name="lama.pdf")

    correct_report(
        report=report,
        version=1,
        text=report.text,
        by=centre.sari,
        at=NOW,
        files=[("baru.pdf", PDF + b"2")],
        without=[old.pk],
    )

    assert [str(one) for one in report.evidence.all()] == ["tetap.pdf", "baru.pdf"]
    data = Event.objects.named("report.corrected").get().data
    assert data["before"]["removed"] == [old.attachment.original_sha256]
    assert len(data["files"]) == 1


def test_evidence_of_another_report_cannot_be_removed():
    centre = a_centre()
    mine = a_report(centre.sari, files=[("a.pdf", PDF)])
    other = a_report(centre.tono, files=[("b.pdf", PDF)])

    correct_report(
        report=mine,
        version=1,
        text="Lain",
        by=centre.sari,
        at=NOW,
        without=[other.evidence.get().pk],
    )

    assert Evidence.objects.count() == 2


def test_the_second_of_two_windows_is_told_and_overwrites_nothing():
    centre = a_centre()
    report = a_report(centre.sari, "Satu")
    correct_report(report=report, version=1, text="Dua", by=centre.sari, at=NOW)

    with pytest.raises(ChangedMeanwhile):
        correct_report(report=report, version=1, text="Tiga", by=centre.sari, at=NOW)

    assert Report.objects.get().text == "Dua"
    assert Event.objects.named("report.corrected").count() == 1


def test_the_same_correction_twice_is_one():
    centre = a_centre()
    report = a_report(centre.sari, "Satu")

    for _ in range(2):
        correct_report(report=report, version=1, text="Dua", by=centre.sari, at=NOW)

    assert Report.objects.get().version == 2
    assert Event.objects.named("report.corrected").count() == 1


def test_a_plan_item_that_was_right_when_filed_stays_right():
    centre = a_centre()
    report = a_report(centre.sari, "Satu", result=centre.checks, quantity=Decimal(3))
    Plan.objects.update(state=Plan.State.SUBMITTED)

    correct_report(
        report=report,
        version=1,
        text="Dua",
        by=centre.sari,
        at=NOW,
        result=centre.checks,
        quantity=Decimal(4),
    )

    assert Report.objects.get().quantity == Decimal(4)
    with pytest.raises(UnknownResult):
        correct_report(
            report=report, version=2, text="Dua", by=centre.sari, at=NOW, result=centre.classes
        )


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("somebody else", NotYours),
        ("the leader", NotYours),
        ("accepted", WrongState),
        ("frozen", WrongState),
        ("withdrawn", WrongState),
        ("no words", TextMissing),
        ("negative", BadQuantity),
        ("bad file", FilesRefused),
        ("a sixth file", FilesRefused),
        ("another person's result", UnknownResult),
        ("days are signed", PeriodFrozen),
    ],
)
def test_a_refused_correction_changes_nothing(case, refusal, kept_files):
    centre = a_centre()
    report = a_report(
        centre.sari, result=centre.checks, files=[(f"{n}.pdf", PDF) for n in range(5)]
    )
    given = {"report": report, "version": 1, "text": "Lain", "by": centre.sari, "at": NOW}
    match case:
        case "somebody else":
            given["by"] = centre.tono
        case "the leader":
            given["by"] = centre.budi
        case "accepted" | "frozen" | "withdrawn":
            state = {"accepted": "noted"}.get(case, case)
            Report.objects.update(state=state)
        case "no words":
            given["text"] = "  "
        case "negative":
            given |= {"result": centre.checks, "quantity": Decimal(-1)}
        case "bad file":
            Evidence.objects.all().delete()
            given["files"] = [("a.pdf", PDF + b"a"), ("b.exe", b"MZ\x90\x00")]
        case "a sixth file":
            given["files"] = [("6.pdf", PDF + b"6")]
        case "another person's result":
            given["result"] = a_result(a_set_plan(centre.tono), 1, "Arsip")
        case "days are signed":
            freeze_reports(plans=[centre.checks.plan], first=days_ago(11), last=days_ago(0))
    before = Report.objects.values().get()

    with pytest.raises(refusal):
        correct_report(**given)

    assert Report.objects.values().get() == before
    assert not Event.objects.named("report.corrected").exists()
    assert Blob.objects.count() == 1


# --- Taking back


@pytest.mark.parametrize("state", ["filed", "asked", "returned"])
def test_withdraw_report_keeps_it_and_counts_it_no_more(state):
    centre = a_centre()
    report = a_report(centre.sari)
    Report.objects.update(state=state)

    withdraw_report(report=report, by=centre.sari)
    withdraw_report(report=report, by=centre.sari)

    assert Report.objects.get().state == "withdrawn"
    assert not Report.objects.standing().exists()
    event = Event.objects.named("report.withdrawn").get()
    assert (event.about_id, event.by) == (report.pk, centre.sari)


@pytest.mark.parametrize("state", ["noted", "frozen"])
def test_an_accepted_report_is_not_taken_back(state):
    centre = a_centre()
    report = a_report(centre.sari)
    Report.objects.update(state=state)

    with pytest.raises(WrongState):
        withdraw_report(report=report, by=centre.sari)

    assert Report.objects.get().state == state
    assert not Event.objects.named("report.withdrawn").exists()


def test_only_the_author_takes_it_back():
    centre = a_centre()
    report = a_report(centre.sari)

    with pytest.raises(NotYours):
        withdraw_report(report=report, by=centre.budi)

    assert Report.objects.get().state == "filed"


def test_may_correct_is_for_the_author_of_an_open_report():
    centre = a_centre()
    report = a_report(centre.sari)

    assert may_correct(centre.sari, report)
    assert not may_correct(centre.budi, report)
    report.state = Report.State.NOTED
    assert not may_correct(centre.sari, report)
