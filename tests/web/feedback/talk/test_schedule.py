"""Scheduled feedback on its page: proposed, accepted, owed, late."""

from datetime import datetime
from uuid import uuid4

from tests.web.evaluation.visit import words
from tests.web.work.visit import enter
from tests.work.make import WIB

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.feedback.schedule import FeedbackSchedule, accept_schedule, propose_schedule

AUGUST = datetime(2026, 8, 3, 9, tzinfo=WIB)


def agreed(centre):
    plan = centre.checks.plan
    schedule = propose_schedule(plan=plan, rhythm="month", by=centre.budi, on=AUGUST.date())
    return accept_schedule(schedule=schedule, by=centre.sari, on=AUGUST.date())


def test_the_leader_proposes_and_the_employee_accepts(centre):
    budi, sari = enter(centre.budi), enter(centre.sari)
    url = f"/umpan-balik/jadwal/{centre.checks.plan_id}/"

    assert "Belum ada jadwal S Sari" in words(budi.get("/umpan-balik/jadwal/"))
    missing = budi.post(url, {"rhythm": ""})
    budi.post(url, {"rhythm": "month"})
    waiting = words(sari.get("/umpan-balik/jadwal/"))
    page = words(sari.get(url))
    own_answer = budi.post(url)
    sari.post(url)

    assert missing.status_code == 422
    assert "Menunggu persetujuan Anda Setiap bulan Budi" in waiting
    assert "Diusulkan Budi." in page
    assert own_answer.status_code == 403
    schedule = FeedbackSchedule.objects.get()
    assert schedule.agreed_on is not None
    assert "Setiap bulan oleh Budi, sejak 12 Oktober 2026." in words(
        sari.get("/umpan-balik/jadwal/")
    )
    assert enter(centre.tono).get(url).status_code == 404


def test_what_is_late_is_named_to_both(centre):
    agreed(centre)
    fields = {"receiver": centre.sari, "tone": "positive", "text": "Rapi.", "by": centre.budi}
    give_feedback(at=AUGUST, scheduled=True, **fields)

    budi = words(enter(centre.budi).get("/umpan-balik/jadwal/"))
    sari = words(enter(centre.sari).get("/umpan-balik/jadwal/"))

    assert "Lewat batas Batas 30 September 2026" in budi
    assert "Batas 31 Oktober 2026" in budi
    assert "Rapi. Diberikan Batas 31 Agustus 2026" in sari
    assert "Budi Belum diberikan, lewat batas Batas 30 September 2026" in sari


def test_the_form_offers_the_open_turn(centre):
    agreed(centre)
    budi, url = enter(centre.budi), f"/umpan-balik/beri/{centre.sari.pk}/"
    sent = {"purpose": "rating", "tone": "positive", "text": "Rapi.", "way": "direct"}

    page = words(budi.get(url))
    budi.post(url, sent | {"scheduled": "on", "key": str(uuid4())})

    assert "umpan balik berkala yang disepakati, batas 31 Agustus 2026" in page
    feedback = Feedback.objects.get()
    assert (feedback.mode, str(feedback.due_on)) == ("scheduled", "2026-08-31")
    assert "berkala yang disepakati" not in words(budi.get(f"/umpan-balik/beri/{centre.tono.pk}/"))
