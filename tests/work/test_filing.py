"""Filing one report: what is stored, what is refused, and exactly once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.people.make import a_member, a_person, a_unit
from tests.work.make import NOW, PDF, TODAY, WIB, a_centre, a_report, a_set_plan, days_ago

from kinerja.people.assignment import Assignment
from kinerja.planning.plan import Plan
from kinerja.records.attachment import Attachment, Blob
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.evidence import Evidence
from kinerja.work.filing import file_report, repeat_report
from kinerja.work.lateness import lateness_of
from kinerja.work.refusals import (
    BadQuantity,
    FilesRefused,
    FutureWork,
    NoPost,
    NothingToRepeat,
    NotYours,
    TextMissing,
    TextTooLong,
    UnknownResult,
)
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

NEW_YEARS_EVE = date(2025, 12, 31)
KEY = UUID("11111111-1111-4111-8111-111111111111")


def test_file_report_stores_the_words_the_count_and_the_unit_of_that_day():
    centre = a_centre()

    report = file_report(
        text="  Memeriksa 12 ibu hamil\x00 ",
        key=KEY,
        by=centre.sari,
        at=NOW,
        done_on=TODAY,
        result=centre.checks,
        quantity=Decimal("12"),
    )

    stored = Report.objects.get()
    assert stored == report
    assert (stored.person, stored.unit, stored.key) == (centre.sari, centre.centre, KEY)
    assert (stored.text, stored.quantity) == ("Memeriksa 12 ibu hamil", Decimal("12.00"))
    assert (stored.result, stored.indicator) == (centre.checks, centre.checks.indicators.get())
    assert (stored.done_on, stored.filed_at) == (TODAY, NOW)
    assert (stored.state, stored.version) == ("filed", 1)
    assert stored.receipt == f"261012-{stored.pk}"
    event = Event.objects.get()
    assert (event.name, event.about_type, event.about_id) == (
        "report.filed",
        "work.report",
        stored.pk,
    )
    assert (event.person, event.by) == (centre.sari, centre.sari)
    assert event.data == {"done_on": "2026-10-12", "files": []}


def test_file_report_needs_no_plan_item_and_takes_decimals():
    centre = a_centre()

    loose = a_report(centre.tono, "Menata arsip")
    half = a_report(centre.sari, result=centre.checks, quantity=Decimal("0.5"))

    assert (loose.result, loose.indicator, loose.quantity) == (None, None, None)
    assert half.quantity == Decimal("0.5")


def test_the_unit_is_the_one_on_the_day_of_the_work():
    centre = a_centre()
    post = Assignment.objects.get(person=centre.tono)
    post.ends_on = date(2026, 9, 30)
    post.save()
    elsewhere = a_unit("Puskesmas Kurai")
    a_new_post = a_member("Lain", elsewhere).assignments.get()
    a_new_post.person, a_new_post.starts_on = centre.tono, date(2026, 10, 1)
    a_new_post.save()

    before = a_report(centre.tono, done_on=date(2026, 9, 30))
    after = a_report(centre.tono, done_on=date(2026, 10, 1))

    assert (before.unit, after.unit) == (centre.centre, elsewhere)


def test_the_same_key_answers_with_the_first_report_unchanged():
    centre = a_centre()
    first = a_report(centre.sari, "Yang pertama", key=KEY)

    again = file_report(
        text="Yang kedua",
        key=KEY,
        by=centre.sari,
        at=NOW,
        done_on=days_ago(1),
        files=[("a.pdf", PDF)],
    )

    assert again == first
    assert again.text == "Yang pertama"
    assert (Report.objects.count(), Event.objects.count(), Evidence.objects.count()) == (1, 1, 0)


def test_the_key_of_somebody_else_is_refused():
    centre = a_centre()
    a_report(centre.sari, key=KEY)

    with pytest.raises(NotYours):
        a_report(centre.tono, key=KEY)

    assert (Report.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_make_one_report():
    centre = a_centre()
    gate, answers = Barrier(2), []

    def tap(text: str) -> None:
        try:
            gate.wait()
            answers.append(a_report(centre.sari, text, key=KEY, files=[("a.pdf", PDF)]))
        finally:
            connection.close()

    taps = [Thread(target=tap, args=[text]) for text in ("Satu", "Dua")]
    for one in taps:
        one.start()
    for one in taps:
        one.join()

    report = Report.objects.get()
    assert [answer.pk for answer in answers] == [report.pk, report.pk]
    assert {answer.text for answer in answers} == {report.text}
    assert (Event.objects.count(), Evidence.objects.count()) == (1, 1)


def test_yesterday_in_utc_is_today_in_the_agency():
    centre = a_centre()
    early = datetime(2026, 10, 12, 1, 30, tzinfo=WIB)  # 18.30 UTC on the 11th

    report = a_report(centre.sari, at=early.astimezone(UTC), done_on=date(2026, 10, 12))

    assert report.done_on == date(2026, 10, 12)
    assert lateness_of([report])[report.pk].days == 0


def test_a_late_entry_is_taken_and_says_how_late():
    centre = a_centre()

    report = a_report(centre.sari, done_on=days_ago(40))

    assert lateness_of([report])[report.pk].days == 28  # 40 days, 28 of them worked


def test_files_are_kept_once_by_content(kept_files):
    centre = a_centre()

    one = a_report(centre.sari, files=[("hasil.pdf", PDF), ("salinan.pdf", PDF)])
    other = a_report(centre.tono, files=[("hasil.pdf", PDF)])

    blob = Blob.objects.get()
    assert blob.path.read_bytes() == PDF
    assert [str(evidence) for evidence in one.evidence.all()] == ["hasil.pdf", "salinan.pdf"]
    assert [evidence.attachment.uploaded_by for evidence in other.evidence.all()] == [centre.tono]
    assert Attachment.objects.count() == 3
    data = Event.objects.about(one).get().data
    assert data["files"] == [blob.sha256, blob.sha256]


def _refusals(centre):
    """name, refusal, and what is handed in."""
    other_plan = a_set_plan(centre.tono)
    tonos = other_plan.results.create(number=1, title="Arsip tertata")
    return {
        "no words": (TextMissing, {"text": " \n\x00"}),
        "too many words": (TextTooLong, {"text": "a" * 5_001}),
        "tomorrow": (FutureWork, {"done_on": TODAY + timedelta(days=1)}),
        "another person's result": (UnknownResult, {"result": tonos}),
        "before the plan": (
            UnknownResult,
            {"result": centre.checks, "done_on": date(2025, 12, 31)},
        ),
        "negative": (BadQuantity, {"result": centre.checks, "quantity": Decimal(-1)}),
        "not a number": (BadQuantity, {"result": centre.checks, "quantity": Decimal("NaN")}),
        "endless": (BadQuantity, {"result": centre.checks, "quantity": Decimal("Infinity")}),
        "three decimals": (BadQuantity, {"result": centre.checks, "quantity": Decimal("1.005")}),
        "too large": (BadQuantity, {"result": centre.checks, "quantity": Decimal(10) ** 12}),
        "counts for nothing": (BadQuantity, {"result": centre.classes, "quantity": Decimal(1)}),
        "counts for no result": (BadQuantity, {"quantity": Decimal(1)}),
        "six files": (FilesRefused, {"files": [(f"{n}.pdf", PDF) for n in range(6)]}),
        "one bad file": (FilesRefused, {"files": [("a.pdf", PDF), ("b.exe", b"MZ\x90\x00")]}),
        "before the first post": (NoPost, {"done_on": NEW_YEARS_EVE}),
    }


@pytest.mark.parametrize(
    "case",
    [
        "no words",
        "too many words",
        "tomorrow",
        "another person's result",
        "before the plan",
        "negative",
        "not a number",
        "endless",
        "three decimals",
        "too large",
        "counts for nothing",
        "counts for no result",
        "six files",
        "one bad file",
        "before the first post",
    ],
)
def test_a_refused_report_leaves_nothing(case, kept_files):
    centre = a_centre()
    refusal, given = _refusals(centre)[case]

    with pytest.raises(refusal):
        a_report(centre.sari, **given)

    assert not Report.objects.exists()
    assert not Event.objects.exists()
    assert not Attachment.objects.exists()
    assert not Blob.objects.exists()
    assert not kept_files.exists()


def test_each_refused_file_is_named():
    centre = a_centre()

    with pytest.raises(FilesRefused) as refused:
        a_report(
            centre.sari,
            files=[("jahat.exe", b"MZ\x90\x00"), ("baik.pdf", PDF), ("aneh.bin", b"\x00\x01")],
        )

    assert [reason.split(":")[0] for reason in refused.value.reasons] == ["jahat.exe", "aneh.bin"]


def test_a_result_of_a_plan_that_is_not_set_cannot_be_chosen():
    centre = a_centre()
    Plan.objects.update(state=Plan.State.SUBMITTED)

    with pytest.raises(UnknownResult):
        a_report(centre.sari, result=centre.checks)


def test_nobody_reports_without_a_post():
    with pytest.raises(NoPost):
        a_report(a_person("Hasan", kind="official"))


# --- Like yesterday


def test_repeat_report_files_the_last_words_again_without_the_count():
    centre = a_centre()
    a_report(centre.sari, "Kelas ibu", done_on=days_ago(3), result=centre.classes)
    a_report(centre.sari, "Periksa", done_on=days_ago(1), result=centre.checks, quantity=Decimal(9))

    report = repeat_report(key=KEY, by=centre.sari, at=NOW)

    assert (report.text, report.result, report.done_on) == ("Periksa", centre.checks, TODAY)
    assert (report.quantity, report.state, report.key) == (None, "filed", KEY)
    assert Event.objects.about(report).get().name == "report.filed"


def test_repeat_report_twice_makes_one_report():
    centre = a_centre()
    a_report(centre.sari, "Periksa", done_on=days_ago(1))

    first = repeat_report(key=KEY, by=centre.sari, at=NOW)
    same_form = repeat_report(key=KEY, by=centre.sari, at=NOW)
    other_window = repeat_report(key=uuid4(), by=centre.sari, at=NOW)

    assert first == same_form == other_window
    assert Report.objects.filter(done_on=TODAY).count() == 1


def test_repeat_report_drops_a_plan_item_that_is_over():
    centre = a_centre()
    a_report(centre.sari, "Periksa", done_on=days_ago(1), result=centre.checks)
    Plan.objects.update(ends_on=days_ago(1))

    assert repeat_report(key=KEY, by=centre.sari, at=NOW).result is None


def test_repeat_report_skips_what_was_taken_back_and_needs_something_to_repeat():
    centre = a_centre()
    Report.objects.filter(pk=a_report(centre.sari, done_on=days_ago(1)).pk).update(
        state="withdrawn"
    )

    with pytest.raises(NothingToRepeat):
        repeat_report(key=KEY, by=centre.sari, at=NOW)

    assert not Report.objects.filter(done_on=TODAY).exists()
    assert not Notice.objects.exists()
