"""What waits for a person, from all rooms, with its last day; queries do not grow with it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.development.make_training import a_session, a_training, enrolled
from tests.evaluation.make import ABOVE, IN_WINDOW, a_quarter, an_accepted_report, signed
from tests.people.make import a_person, a_role, an_admin
from tests.web.evaluation.visit import words
from tests.web.work.visit import enter
from tests.work.make import NOW, TODAY, WIB, a_report

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.reopening import decide_reopening, propose_reopening
from kinerja.feedback.counselling import report_behaviour
from kinerja.feedback.guidance import agree_action, open_guidance
from kinerja.feedback.request import ask_feedback
from kinerja.feedback.schedule import accept_schedule, propose_schedule
from kinerja.people.role import Role
from kinerja.recognition.honour import open_honour
from kinerja.web.inbox.pending import pending_of
from kinerja.work.order import give_order


def told(person):
    return told_on(person, TODAY)


def told_on(person, day):
    return [(one.title, one.number, one.due_on) for one in pending_of(person, day)]


def asked(centre, by, of):
    return ask_feedback(asked=of, question="Apa?", by=by, at=NOW, on=TODAY, key=uuid4())


def test_nothing_waits_at_first(centre):
    assert told(centre.dewi) == []
    assert "Tidak ada yang menunggu Anda" in words(enter(centre.dewi).get("/kotak-masuk/"))


def test_everything_that_waits_stands_in_one_list_by_its_last_day(centre):
    a_report(centre.sari)
    asked(centre, centre.sari, centre.budi)
    schedule = propose_schedule(
        plan=centre.checks.plan, rhythm="month", by=centre.budi, on=date(2026, 9, 1)
    )
    accept_schedule(schedule=schedule, by=centre.sari, on=date(2026, 9, 1))
    period = open_period(code="2026-Q3", by=None)
    open_reviews(period=period, on=TODAY, by=None)

    assert told(centre.budi) == [
        ("Umpan balik berkala yang Anda sepakati", 1, date(2026, 9, 30)),
        ("Penilaian belum Anda lakukan", 1, date(2026, 10, 15)),
        ("Umpan balik diminta dari Anda", 1, TODAY + timedelta(days=14)),
        ("Laporan menunggu jawaban Anda", 1, None),
    ]
    assert told(centre.sari) == [("Realisasi belum Anda isi", 1, date(2026, 10, 15))]
    page = words(enter(centre.budi).get("/kotak-masuk/"))
    assert "Umpan balik berkala yang Anda sepakati Lewat batas Batas 30 September 2026 1" in page
    assert "Laporan menunggu jawaban Anda 1" in page


def test_orders_actions_and_what_is_confidential(centre):
    wati = an_admin("Wati")
    give_order(
        kind="letter",
        subject="Rapat",
        dated=TODAY,
        due_on=TODAY + timedelta(days=2),
        people=[centre.sari],
        by=centre.budi,
        on=TODAY,
    )
    session = open_guidance(
        person=centre.sari, kind="coaching", held_on=TODAY, by=centre.budi, on=TODAY, key=uuid4()
    )
    agree_action(session=session, text="Jadwal", due_on=TODAY, by=centre.budi)
    said = {"problem": "Membentak.", "done_before": "Bicara.", "spoken_on": TODAY}
    report_behaviour(person=centre.sari, by=centre.budi, on=TODAY, **said)

    assert told(centre.sari) == [
        ("Tindakan yang Anda sepakati", 1, TODAY),
        ("Perintah belum selesai", 1, TODAY + timedelta(days=2)),
    ]
    assert told(wati) == [("Laporan rahasia menunggu keputusan", 1, None)]
    assert told(centre.budi) == []


@pytest.mark.django_db
def test_what_an_official_decides_stands_there_too():
    quarter, surya = a_quarter(), a_person("Surya")
    a_role(surya, Role.Name.AUTHORISED_OFFICIAL)
    for result in (quarter.town.checks, quarter.town.classes):
        an_accepted_report(quarter.town.sari, quarter.town.budi, result)
    signed(quarter.sari, ABOVE, ABOVE)
    moment = datetime(2026, 10, 5, 9, tzinfo=WIB)
    open_honour(code="2026-09", by=quarter.wati, at=moment, on=IN_WINDOW)
    said = {"reason": "Satu lembar bukti ternyata milik unit lain.", "on": IN_WINDOW}
    reopening = propose_reopening(review=quarter.sari, by=quarter.wati, **said)

    before = told_on(surya, IN_WINDOW)
    decide_reopening(reopening=reopening, approve=True, by=surya, **said)

    chosen = ("Pemilihan pegawai terbaik menunggu keputusan Anda", 1, None)
    assert before == [chosen, ("Usulan membuka kembali hasil menunggu keputusan Anda", 1, None)]
    assert told_on(surya, IN_WINDOW) == [chosen]
    again = "Penilaian dengan batas tersendiri menunggu Anda"
    assert (again, 1, date(2026, 10, 23)) in told_on(quarter.town.budi, IN_WINDOW)
    assert told_on(quarter.wati, IN_WINDOW) == []  # prepares and proposes, does not decide


def test_as_many_queries_for_forty_as_for_one(centre):
    a_report(centre.sari)
    asked(centre, centre.sari, centre.budi)
    pending_of(centre.budi, TODAY)
    with CaptureQueriesContext(connection) as one:
        pending_of(centre.budi, TODAY)
    for _ in range(39):
        a_report(centre.tono)
    for by in (centre.tono, centre.rina, centre.dewi):
        asked(centre, by, centre.budi)

    with CaptureQueriesContext(connection) as many:
        assert told(centre.budi)[-1] == ("Laporan menunggu jawaban Anda", 40, None)

    assert len(many) == len(one)
    assert len(one) < 70


def test_a_training_that_begins_soon_and_the_form_after_one(centre):
    training = a_training()
    days = [(TODAY + timedelta(days=7),) * 2, (TODAY + timedelta(days=8),) * 2]
    days += [(TODAY - timedelta(days=14),) * 2, (TODAY - timedelta(days=15),) * 2]
    for first, last in days:
        enrolled(a_session(training, starts_on=first, ends_on=last), centre.sari)

    assert [one for one in told(centre.sari) if "elatihan" in one[0]] == [
        ("Pelatihan Anda segera dimulai", 1, TODAY + timedelta(days=7)),
        ("Tanggapan peserta pelatihan menunggu Anda", 1, None),
    ]
