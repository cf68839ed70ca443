"""A leader who stays silent costs nobody anything: noted, marked, and still to be checked."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.people.make import a_member
from tests.web.work.visit import enter
from tests.work.make import NOW, WIB, Centre, a_centre, a_report

from kinerja.people.agency import update_settings
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.records.outage import Outage
from kinerja.work.correction import correct_report
from kinerja.work.refusals import NotYours, WrongState
from kinerja.work.report import Report
from kinerja.work.unanswered import note_unanswered, remind_leaders, unchecked_of
from kinerja.work.verification import answer_report, may_answer, take_back_answers

pytestmark = pytest.mark.django_db

AFTER = datetime(2026, 10, 20, 0, 0, tzinfo=WIB)  # five working days after Monday the 12th
ON = AFTER.date()


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def state(report: Report) -> tuple[str, bool]:
    report.refresh_from_db()
    return report.state, report.unchecked_at is not None


def test_after_five_working_days_it_counts_as_noted_with_a_mark(centre: Centre) -> None:
    report = a_report(centre.sari)

    assert note_unanswered(at=AFTER - timedelta(seconds=1)) == 0
    assert state(report) == ("filed", False)
    assert note_unanswered(at=AFTER) == 1
    assert state(report) == ("noted", True)
    event = Event.objects.named("report.noted_unchecked").get()
    assert (event.by, event.person) == (None, centre.sari)
    assert note_unanswered(at=AFTER + timedelta(days=1)) == 0
    assert Event.objects.named("report.noted_unchecked").count() == 1


def test_what_was_answered_stays_as_it_is(centre: Centre) -> None:
    report = a_report(centre.sari)
    answer_report(report=report, verdict="ask", by=centre.budi, at=NOW, note="Berapa?")

    assert note_unanswered(at=AFTER) == 0
    assert state(report) == ("asked", False)


def test_the_days_are_a_setting_and_an_outage_gives_more(centre: Centre) -> None:
    report = a_report(centre.sari)
    update_settings(by=None, answer_days=7)
    assert note_unanswered(at=AFTER) == 0
    update_settings(by=None, answer_days=5)
    Outage.objects.create(
        cause="stopped", starts_at=AFTER - timedelta(hours=12), ends_at=AFTER - timedelta(hours=9)
    )

    assert note_unanswered(at=AFTER) == 0
    assert note_unanswered(at=AFTER + timedelta(days=1)) == 1
    assert state(report) == ("noted", True)


def test_a_correction_gives_the_leader_the_whole_time_again(centre: Centre) -> None:
    report = a_report(centre.sari)
    Report.objects.filter(pk=report.pk).update(waiting_since=NOW + timedelta(days=3))
    assert note_unanswered(at=AFTER) == 0

    other = a_report(centre.sari)
    correct_report(report=other, version=1, text="Memeriksa 14 ibu hamil", by=centre.sari, at=NOW)
    other.refresh_from_db()
    assert other.waiting_since is not None


def test_the_leader_may_check_it_afterwards_and_undo_that(centre: Centre) -> None:
    report = a_report(centre.sari)
    note_unanswered(at=AFTER)
    report.refresh_from_db()
    assert list(unchecked_of(centre.budi, ON)) == [report]
    assert list(unchecked_of(centre.rina, ON)) == []
    assert may_answer(centre.budi, report, ON)
    assert not may_answer(centre.sari, report, ON)
    with pytest.raises(NotYours):
        answer_report(report=report, verdict="accept", by=centre.rina, at=AFTER)

    answer_report(report=report, verdict="accept", by=centre.budi, at=AFTER)

    assert state(report) == ("noted", False)
    assert list(unchecked_of(centre.budi, ON)) == []
    with pytest.raises(WrongState):
        answer_report(report=report, verdict="return", by=centre.budi, at=AFTER, note="Tidak")
    take_back_answers(reports=[report], by=centre.budi, at=AFTER)
    report.refresh_from_db()
    assert (report.state, report.waiting_since) == ("filed", AFTER)
    assert note_unanswered(at=AFTER + timedelta(days=1)) == 0  # the time begins anew


def test_the_leader_is_told_the_day_before_once_a_day(centre: Centre) -> None:
    for author in (centre.sari, centre.tono, centre.sari):
        a_report(author)
    friday = datetime(2026, 10, 16, 7, tzinfo=WIB)  # the last day is Monday the 19th

    assert remind_leaders(at=friday - timedelta(days=1)) == 0
    assert remind_leaders(at=friday) == 1
    assert remind_leaders(at=friday + timedelta(hours=1)) == 0

    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (centre.budi, "/antrean/")
    assert notice.text == (
        "3 laporan menunggu jawaban Anda sampai 19 Oktober 2026."
        " Setelah itu dicatat tanpa pemeriksaan."
    )


def test_many_are_noted_in_few_statements(centre: Centre, django_assert_max_num_queries) -> None:
    for n in range(40):
        a_report(a_member(f"Orang {n}", centre.centre), key=uuid4())

    with django_assert_max_num_queries(12):
        assert note_unanswered(at=AFTER) == 40


def test_the_pages_say_it(centre: Centre) -> None:
    report = a_report(centre.sari, done_on=date(2026, 10, 5))
    note_unanswered(at=AFTER)

    page = enter(centre.budi).get("/antrean/lewat-batas/")
    detail = enter(centre.sari).get(f"/laporan/{report.pk}/").content.decode()

    assert [one.pk for one in page.context["page"]] == [report.pk]
    assert "dicatat 5 hari kerja kemudian" in page.content.decode()
    assert "Dicatat, belum diperiksa" in detail
    assert "Dicatat tanpa pemeriksaan, karena lewat batas" in detail
    assert "Jawaban Anda" in enter(centre.budi).get(f"/laporan/{report.pk}/").content.decode()
