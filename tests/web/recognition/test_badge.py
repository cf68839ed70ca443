"""The page of badges."""

from procrastinate.contrib.django.models import ProcrastinateJob
from tests.web.evaluation.visit import enter, words

from kinerja.jobs.tasks import award_earned_badges
from kinerja.recognition.badge import Badge, BadgeRule

RULE = {
    "valid_from": "2026-11-01",
    "least_steps": "3",
    "on_time_percent": "90",
    "change_percent": "15",
}


def test_the_rules_are_published_and_own_badges_have_evidence(quarter):
    response = enter(quarter.town.sari).get("/lencana/")

    page = words(response)
    assert "Mutu hasil Triwulan III 2026 Diperoleh 5 Oktober 2026. Dasarnya:" in page
    assert f'href="/hasil/{quarter.sari.pk}/"' in response.content.decode()
    assert "Sedikitnya 2 langkah rencana aksi jatuh tempo" in page
    assert "Jumlah laporan tidak pernah dihitung." in page
    assert "Pegawai yang Anda lihat" not in page


def test_the_leader_sees_those_of_the_team_and_colleagues_do_not(quarter):
    assert "Pegawai yang Anda lihat S Sari" in words(enter(quarter.town.budi).get("/lencana/"))
    assert "Sari" not in words(enter(quarter.town.tono).get("/lencana/"))


def test_other_limits_are_published_by_the_office(quarter):
    client = enter(quarter.wati)
    assert "Ubah aturan" in words(client.get("/lencana/"))

    wrong = client.post("/lencana/aturan/", RULE | {"valid_from": "2026-10-01"})
    right = client.post("/lencana/aturan/", RULE, follow=True)

    assert wrong.status_code == 422
    assert "Mulai 1 November 2026: sedikitnya 3 langkah, 90% tepat waktu" in words(right)
    assert BadgeRule.objects.count() == 1
    assert enter(quarter.town.budi).get("/lencana/aturan/").status_code == 404


def test_the_worker_awards_them(quarter):
    Badge.objects.all().delete()

    answer = enter(quarter.wati).post("/lencana/hitung/", follow=True)
    assert "Lencana sedang dihitung." in words(answer)
    assert ProcrastinateJob.objects.filter(task_name="recognition.award").count() == 1
    award_earned_badges(0)

    assert Badge.objects.get().person == quarter.town.sari
    assert enter(quarter.town.budi).post("/lencana/hitung/").status_code == 404
