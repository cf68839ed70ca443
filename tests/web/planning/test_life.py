"""The pages around a plan that goes its way: deadlock, offers, links, states, roles."""

import time_machine
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted, post_of
from tests.web.unchanged import everything

from kinerja.people.assignment import assign, end_assignment
from kinerja.planning.dialogue import offer_dialogue
from kinerja.planning.indicator import Indicator
from kinerja.planning.offer import Offer, make_offer
from kinerja.planning.plan import Plan
from kinerja.planning.result_step import adjust_result
from kinerja.planning.role import role_of
from kinerja.planning.role_confirmation import RoleConfirmation
from kinerja.planning.work_result import WorkResult


def my_plan(enter, person):
    return enter(person).get("/rencana/").content.decode()


AFTER = "2026-02-02T09:00:00+07:00"


def test_a_late_plan_says_whom_to_talk_to(town, enter):
    plan = a_submitted(town.sari)
    assert "Bicarakan dengan atasan penilai" not in my_plan(enter, town.sari)
    with time_machine.travel(AFTER, tick=False):
        sari, rina = enter(town.sari), enter(town.rina)
        page = sari.get("/rencana/").content.decode()
        assert "Rencana Anda kini dapat dibicarakan dengan Rina Marlina." in page

        answer = sari.post(f"/rencana/{plan.pk}/atasan-penilai/")

        assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
        assert "sudah mendapat kabar hari ini" in sari.get(answer.url).content.decode()
        inbox = rina.get("/rencana/masuk/").content.decode()
        assert "Anda menjawab sebagai atasan pejabat penilai" in inbox
        assert "karena batas penetapan sudah lewat" in rina.get(answer.url).content.decode()
        assert rina.post(f"/rencana/{plan.pk}/tetapkan/").status_code == 302
    assert Plan.objects.get().set_by == town.rina


def test_drafts_that_were_not_handed_in_are_offered_the_dialogue(town, enter):
    plan = a_draft(town.sari)
    a_result(plan)
    with time_machine.travel(AFTER, tick=False):
        budi = enter(town.budi)
        assert "Tawarkan dialog" in budi.get("/rencana/masuk/").content.decode()
        assert budi.get(f"/rencana/{plan.pk}/").status_code == 404

        budi.post(f"/rencana/{plan.pk}/dialog/")

        page = budi.get(f"/rencana/{plan.pk}/").content.decode()
        assert "mulai 9 Februari 2026" in page
        assert "Tetapkan rencana" not in page
    with time_machine.travel("2026-02-09T09:00:00+07:00", tick=False):
        budi = enter(town.budi)
        assert "Tetapkan rencana" in budi.get(f"/rencana/{plan.pk}/").content.decode()
        assert budi.post(f"/rencana/{plan.pk}/tetapkan/").status_code == 302
    assert Plan.objects.get().state == "set"


def test_propose_and_answer_a_target(town, enter):
    plan = a_submitted(town.sari)
    measure = Indicator.objects.get()
    budi, sari = enter(town.budi), enter(town.sari)
    assert "Usulkan target lain" in budi.get(f"/rencana/{plan.pk}/").content.decode()

    empty = budi.post(f"/rencana/indikator/{measure.pk}/usul/", {"reason": "Naik."})
    assert empty.status_code == 422
    budi.post(f"/rencana/indikator/{measure.pk}/usul/", {"target_min": "95", "reason": "Naik."})
    offer = Offer.objects.get()
    assert f'href="/rencana/usulan/{offer.pk}/"' in sari.get("/rencana/").content.decode()
    assert budi.get(f"/rencana/usulan/{offer.pk}/").status_code == 404
    sari.post(
        f"/rencana/usulan/{offer.pk}/",
        {"answer": "counter", "target_min": "92,5", "reason": "Satu bidan cuti."},
    )
    second = Offer.objects.latest("pk")
    budi.post(f"/rencana/usulan/{second.pk}/", {"answer": "accept"})

    page = sari.get("/rencana/").content.decode()
    for words in ("mengusulkan 95 %", "mengusulkan 92,5 %", "Satu bidan cuti.", "Disetujui"):
        assert words in page
    assert str(Indicator.objects.get().target_min.normalize()) == "92.5"


def test_declining_asks_for_the_reason(town, enter):
    a_submitted(town.sari)
    offer = make_offer(
        indicator=Indicator.objects.get(), target_text="Naik", reason="X", by=town.budi, on=JANUARY
    )
    before = everything()

    answer = enter(town.sari).post(f"/rencana/usulan/{offer.pk}/", {"answer": "decline"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    assert everything() == before


def test_link_many_results_of_a_set_plan(town, enter):
    plan = a_set_plan(town.sari)
    above = a_set_plan(town.budi, "Ibu sehat").results.get()
    mine = plan.results.get()
    sari = enter(town.sari)
    assert f'href="/rencana/{plan.pk}/hubungkan/"' in sari.get("/rencana/").content.decode()
    page = sari.get(f"/rencana/{plan.pk}/hubungkan/").content.decode()
    assert "1. Ibu sehat" in page

    answer = sari.post(
        f"/rencana/{plan.pk}/hubungkan/",
        {f"parent_{mine.pk}": above.pk, f"way_{mine.pk}": "area", "revision": plan.revision},
    )

    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.parent, mine.alignment) == (above, "area")
    after = sari.get(f"/rencana/{plan.pk}/hubungkan/").content.decode()
    assert "Semua hasil kerja sudah terhubung" in after


def test_remind_the_leader_whose_plan_is_missing(town, enter):
    plan = a_draft(town.sari)
    a_result(plan)
    sari = enter(town.sari)
    assert "Ingatkan atasan" in sari.get("/rencana/").content.decode()

    sari.post(f"/rencana/{plan.pk}/ingatkan/")

    assert "sudah diingatkan pada 12 Januari 2026" in sari.get("/rencana/").content.decode()
    assert sari.post(f"/rencana/{plan.pk}/ingatkan/").status_code == 409
    a_draft(town.budi)
    assert "1 pegawai Anda sudah menyusun konsep" in my_plan(enter, town.budi)


def test_steps_of_a_result_for_both_sides(town, enter):
    plan = a_set_plan(town.sari)
    result = plan.results.get()
    path = f"/rencana/hasil/{result.pk}/keadaan/"
    budi, sari = enter(town.budi), enter(town.sari)
    assert "Diambil alih" not in budi.get(path).content.decode().split("<form", 1)[1]
    assert "Bimbingan diberikan" not in sari.get(path).content.decode()
    assert sari.post(path, {"kind": "guided", "note": "X"}).status_code == 422

    budi.post(path, {"kind": "guided", "note": "Dibimbing mencatat."})
    assert "Dibimbing mencatat." in sari.get(path).content.decode()
    budi.post(path, {"kind": "taken_over", "note": "Belum selesai setelah bimbingan."})

    assert WorkResult.objects.get().state == "taken_over"
    assert "Diambil alih atasan" in sari.get("/rencana/").content.decode()
    assert enter(town.rina).get(path).status_code == 404


def test_a_result_that_was_taken_over_stays_as_it_is(town, enter):
    result = a_set_plan(town.sari).results.get()
    adjust_result(result=result, kind="guided", note="X", by=town.budi, on=JANUARY)
    path = f"/rencana/hasil/{result.pk}/keadaan/"
    enter(town.budi).post(path, {"kind": "taken_over", "note": "Belum selesai."})
    assert "sudah berakhir" in enter(town.budi).get(path).content.decode()


def test_a_task_as_plh_is_offered_as_a_main_result(town, enter):
    task = assign(
        person=town.budi,
        position=post_of(town.rina).position,
        kind="plh",
        starts_on=JANUARY,
        by=None,
    )
    plan = a_draft(town.budi)
    budi = enter(town.budi)
    assert (
        f"/rencana/{plan.pk}/hasil/baru/?tugas={task.pk}" in budi.get("/rencana/").content.decode()
    )
    path = f"/rencana/{plan.pk}/hasil/baru/?tugas={task.pk}"
    assert "selalu menjadi hasil kerja utama" in budi.get(path).content.decode()

    budi.post(path, {"title": "Dinas terpimpin", "kind": "additional", "iki-polarity": "maximise"})

    result = WorkResult.objects.get()
    assert (result.task, result.kind) == (task, "main")


def test_with_a_new_appraiser_the_page_says_so_and_agrees_anew(town, enter):
    plan = a_set_plan(town.sari)
    end_assignment(assignment=post_of(town.budi), on=JANUARY.replace(day=11), by=None)

    assert "Perlu disepakati ulang" in enter(town.sari).get("/rencana/").content.decode()
    answer = enter(town.rina).post(f"/rencana/{plan.pk}/sepakati/")

    assert answer.status_code == 302
    assert "Perlu disepakati ulang" not in my_plan(enter, town.sari)


def test_who_moved_is_led_to_a_new_plan(town, enter):
    plan = a_set_plan(town.sari)
    end_assignment(assignment=post_of(town.sari), on=JANUARY.replace(day=5), by=None)

    page = enter(town.sari).get(f"/rencana/{plan.pk}/").content.decode()
    assert "Rencana ini berlaku sampai 5 Januari 2026." in page


def test_ones_role_is_confirmed_and_the_leader_sees_it(town, enter):
    a_set_plan(town.sari)
    sari, budi = enter(town.sari), enter(town.budi)
    page = sari.get("/peran/").content.decode()
    for words in ("Bidan Terampil", "Budi Santoso", "Ibu hamil terlayani", "90 %", "Saya paham"):
        assert words in page
    assert "Belum dikonfirmasi" in budi.get("/peran/tim/").content.decode()

    sari.post("/peran/paham/", {"digest": role_of(town.sari, JANUARY).digest})

    assert "Anda menyatakan paham pada 12 Januari 2026" in sari.get("/peran/").content.decode()
    team = budi.get("/peran/tim/").content.decode()
    assert "1 dari 2 pegawai" in team
    assert RoleConfirmation.objects.get().person == town.sari
    assert sari.post("/peran/paham/", {"digest": "0" * 64}).status_code == 409


def test_the_dialogue_is_part_of_the_history(town, enter):
    plan = a_draft(town.sari)
    offer_dialogue(plan=plan, by=town.budi, on=JANUARY)
    assert "Dialog ditawarkan" in enter(town.sari).get("/rencana/").content.decode()
