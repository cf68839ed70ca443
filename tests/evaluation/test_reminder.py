"""One act reminds everybody who can do away with a cause."""

from datetime import date, timedelta

import pytest
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, rated
from tests.people.make import a_member
from tests.unchanged import refused
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.missing import Cause
from kinerja.evaluation.refusals import WindowShut, WrongState
from kinerja.evaluation.reminder import remind_missing
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


def _remind(quarter: Quarter, cause: Cause, on: date = IN_WINDOW) -> list[tuple[str, str, str]]:
    """Who was told what, by name."""
    before = set(Notice.objects.values_list("pk", flat=True))
    told = remind_missing(period=quarter.period, cause=cause, by=quarter.wati, on=on)
    new = Notice.objects.exclude(pk__in=before).order_by("person__name")
    assert told == len(new)
    return list(new.values_list("person__name", "text", "url"))


def test_people_without_a_plan_are_told_themselves(quarter):
    text = "Susun SKP Anda: Triwulan III 2026 sedang dinilai."

    assert _remind(quarter, Cause.NO_PLAN) == [
        (name, text, "/rencana/") for name in ("Budi", "Dewi", "Rina")
    ]
    event = Event.objects.named("period.reminded").get()
    assert (event.by, event.about_id) == (quarter.wati, quarter.period.pk)
    assert event.data == {"cause": "no_plan", "on": "2026-10-05", "told": 3}


def test_an_appraiser_is_told_once_for_all_who_wait(quarter):
    text = "Pegawai Anda menunggu penilaian Triwulan III 2026. Nilai sebelum ditutup."

    assert _remind(quarter, Cause.NOT_RATED) == [("Budi", text, "/penilaian/")]


def test_a_plan_that_waits_is_told_to_the_appraiser(quarter):
    umi = a_member("Umi", quarter.town.centre)
    a_result(a_set_plan(umi, state="submitted", appraiser=quarter.town.budi), 1, "Arsip")

    ((name, _, url),) = _remind(quarter, Cause.PLAN_NOT_SET)

    assert (name, url) == ("Budi", "/rencana/masuk/")


def test_the_same_reminder_goes_out_once_a_day(quarter):
    _remind(quarter, Cause.NOT_RATED)

    with refused(WrongState, match="sudah dikirim hari ini"):
        _remind(quarter, Cause.NOT_RATED)
    assert len(_remind(quarter, Cause.NO_PLAN)) == 3
    assert len(_remind(quarter, Cause.NOT_RATED, IN_WINDOW + timedelta(days=1))) == 1


def test_what_no_reminder_settles_is_refused(quarter):
    for review in (quarter.sari, quarter.tono):
        rated(review)

    for cause in (Cause.NOT_SIGNED, Cause.NO_APPRAISER, Cause.NOT_OPENED, Cause.NOT_RATED):
        with refused(WrongState):
            _remind(quarter, cause)


def test_outside_the_window_nobody_is_reminded(quarter):
    with refused(WindowShut):
        _remind(quarter, Cause.NOT_RATED, date(2026, 10, 16))


def test_only_who_manages_people_reminds(quarter):
    with refused(Refusal):
        remind_missing(
            period=quarter.period, cause=Cause.NO_PLAN, by=quarter.town.budi, on=IN_WINDOW
        )
