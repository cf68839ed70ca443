"""The page of a plan: one's own, those of others, and the way between owner and appraiser."""

import pytest
from tests.planning.town import (
    JANUARY,
    a_draft,
    a_person,
    a_result,
    a_set_plan,
    a_submitted,
    post_of,
    seat,
)
from tests.web.unchanged import everything

from kinerja.people.assignment import end_assignment, transfer
from kinerja.people.position import add_position
from kinerja.planning.dialogue import return_plan, set_plan, submit_plan, withdraw_plan
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.terms import add_term
from kinerja.planning.work_result import add_result
from kinerja.records.event import Event

PAGES = ["", "hasil/baru/", "lampiran/", "kembalikan/", "ekspektasi/"]
ACTS = ["salin/", "ajukan/", "tarik/", "tetapkan/"]


def test_without_a_plan_the_page_says_how_to_begin(town, enter):
    page = enter(town.sari).get("/rencana/")

    assert page.status_code == 200
    assert "Belum ada rencana untuk tahun 2026" in page.content.decode()
    assert 'href="/rencana/mulai/2026/"' in page.content.decode()


def test_who_makes_no_plan_is_told_so(town, enter):
    assert "SKP tidak perlu disusun" in enter(town.mayor).get("/rencana/").content.decode()
    end_assignment(assignment=post_of(town.tono), on=JANUARY.replace(day=5), by=None)
    assert "Jabatan Anda belum tercatat" in enter(town.tono).get("/rencana/").content.decode()


def test_start_a_plan(town, enter):
    sari = enter(town.sari)
    form = {"assignment": post_of(town.sari).pk, "approach": "qualitative"}

    answer = sari.post("/rencana/mulai/2026/", form)

    plan = Plan.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    assert (plan.person, plan.approach, plan.year) == (town.sari, "qualitative", 2026)
    again = sari.post("/rencana/mulai/2026/", form)
    assert again.status_code == 422
    assert "sudah ada" in again.content.decode()


def test_a_post_of_somebody_else_cannot_be_planned_for(town, enter):
    before = everything()

    answer = enter(town.sari).post(
        "/rencana/mulai/2026/", {"assignment": post_of(town.tono).pk, "approach": "quantitative"}
    )

    assert answer.status_code == 422
    assert everything() == before


def test_my_plan_shows_what_it_holds_and_what_is_missing(town, enter):
    leaders = a_set_plan(town.budi, "Ibu dan anak sehat").results.get()
    plan = a_draft(town.sari)
    a_result(plan, "Ibu hamil terlayani", parent=leaders)
    add_result(plan=plan, title="Kelas ibu", by=town.sari, on=JANUARY)

    page = enter(town.sari).get("/rencana/").content.decode()

    for words in (
        "Rencana saya",
        "perencanaan SKP 2026",
        "tutup 31 Januari 2026",
        "Konsep",
        "Budi Santoso",
        "1. Ibu hamil terlayani",
        "Mendukung hasil kerja Budi Santoso:",
        "Cakupan pelayanan",
        "90%",
        "Isi indikator dan target untuk hasil kerja nomor 2.",
        "Hasil kerja nomor 2 belum terhubung dengan hasil kerja atasan.",
        f"/rencana/{plan.pk}/hasil/baru/?induk={leaders.pk}",
    ):
        assert words in page
    assert "Ajukan rencana" not in page


def test_a_complete_draft_can_be_submitted(town, enter):
    plan = a_draft(town.sari)
    a_result(plan)
    sari = enter(town.sari)
    assert "Ajukan rencana" in sari.get("/rencana/").content.decode()

    answer = sari.post(f"/rencana/{plan.pk}/ajukan/", {"revision": plan.revision})

    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    assert Plan.objects.get().state == "submitted"
    page = sari.get("/rencana/").content.decode()
    assert "Rencana diajukan." in page
    assert "Menunggu jawaban Budi Santoso." in page
    sari.post(f"/rencana/{plan.pk}/tarik/")
    assert Plan.objects.get().state == "draft"


def test_an_incomplete_draft_stays_and_the_page_says_why(town, enter):
    plan = a_draft(town.sari)
    before = everything()

    answer = enter(town.sari).post(f"/rencana/{plan.pk}/ajukan/", {"revision": plan.revision})

    assert answer.status_code == 409
    assert "Lengkapi dulu: tulis sedikitnya satu hasil kerja." in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize("revision", ["", "abc", "²", "9" * 30])
def test_a_revision_that_is_no_number_counts_as_none(town, enter, revision):
    plan = a_draft(town.sari)
    a_result(plan)

    answer = enter(town.sari).post(f"/rencana/{plan.pk}/ajukan/", {"revision": revision})

    assert answer.status_code == 302


def test_the_appraiser_finds_the_plan_and_sets_it(town, enter):
    plan = a_submitted(town.sari)
    budi = enter(town.budi)
    assert "1 rencana menunggu jawaban Anda" in budi.get("/rencana/").content.decode()
    inbox = budi.get("/rencana/masuk/").content.decode()
    assert f'href="/rencana/{plan.pk}/"' in inbox
    assert "1 hasil kerja, diajukan 12 Januari 2026" in inbox
    assert "Tetapkan rencana" in budi.get(f"/rencana/{plan.pk}/").content.decode()

    answer = budi.post(f"/rencana/{plan.pk}/tetapkan/", {"revision": plan.revision})

    assert answer.status_code == 302
    assert Plan.objects.get().state == "set"
    page = budi.get(f"/rencana/{plan.pk}/").content.decode()
    assert "SKP Sari Dewi ditetapkan." in page
    assert "Tetapkan rencana" not in page
    assert "Tidak ada yang menunggu" in budi.get("/rencana/masuk/").content.decode()


def test_a_new_leader_finds_what_waits_and_the_former_one_nothing(town, enter):
    plan = a_submitted(town.sari)
    end_assignment(assignment=post_of(town.budi), on=JANUARY.replace(day=11), by=None)
    budi, rina = enter(town.budi), enter(town.rina)

    assert budi.get(f"/rencana/{plan.pk}/").status_code == 404
    assert "Tidak ada yang menunggu" in budi.get("/rencana/masuk/").content.decode()
    assert budi.post(f"/rencana/{plan.pk}/tetapkan/").status_code == 404
    assert f'href="/rencana/{plan.pk}/"' in rina.get("/rencana/masuk/").content.decode()
    assert "Menunggu jawaban Rina Marlina." in enter(town.sari).get("/rencana/").content.decode()
    assert rina.post(f"/rencana/{plan.pk}/tetapkan/").status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.appraiser) == ("set", town.rina)


def test_the_appraiser_cannot_set_what_changed_meanwhile(town, enter):
    plan = a_submitted(town.sari)
    seen = plan.revision
    withdraw_plan(plan=plan, by=town.sari)
    a_result(plan, "Satu lagi")
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
    before = everything()

    answer = enter(town.budi).post(f"/rencana/{plan.pk}/tetapkan/", {"revision": seen})

    assert answer.status_code == 409
    assert "Isinya sudah berubah sejak halaman ini dibuka." in answer.content.decode()
    assert "Satu lagi" in answer.content.decode()
    assert everything() == before


def test_the_appraiser_returns_the_plan_with_a_reason(town, enter):
    plan = a_submitted(town.sari)
    budi, url = enter(town.budi), f"/rencana/{plan.pk}/kembalikan/"
    assert budi.get(url).status_code == 200
    empty = budi.post(url, {"reason": " ", "revision": plan.revision})
    assert empty.status_code == 422
    assert "Tulis apa yang perlu diperbaiki." in empty.content.decode()

    answer = budi.post(url, {"reason": "Naikkan target.", "revision": plan.revision})

    assert (answer.status_code, answer.url) == (302, "/rencana/masuk/")
    assert Plan.objects.get().return_reason == "Naikkan target."
    page = enter(town.sari).get("/rencana/").content.decode()
    assert "Dikembalikan untuk diperbaiki" in page
    assert page.count("Naikkan target.") == 2  # on top, and in the history
    assert budi.get(f"/rencana/{plan.pk}/").status_code == 404  # a draft again
    gone = budi.post(url, {"reason": "Lagi."})
    assert gone.status_code == 404


def test_return_of_a_plan_that_is_set_already_is_refused(town, enter):
    plan = a_set_plan(town.sari)
    before = everything()

    answer = enter(town.budi).post(f"/rencana/{plan.pk}/kembalikan/", {"reason": "Tidak."})

    assert answer.status_code == 422
    assert "berstatus ditetapkan" in answer.content.decode()
    assert everything() == before


def test_special_expectations(town, enter):
    plan = a_submitted(town.sari)
    budi, url = enter(town.budi), f"/rencana/{plan.pk}/ekspektasi/"
    assert "Berorientasi Pelayanan" in budi.get(url).content.decode()

    answer = budi.post(url, {"service": "Senyum di loket.", "revision": plan.revision})

    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    assert "Senyum di loket." in enter(town.sari).get("/rencana/").content.decode()
    stale = budi.post(url, {"service": "", "revision": plan.revision})
    assert stale.status_code == 422
    assert "Senyum di loket." in stale.content.decode()
    assert plan.expectations.get().text == "Senyum di loket."


def test_copy_the_plan_of_last_year(town, enter):
    old = start_plan(assignment=post_of(town.sari), year=2025, by=town.sari, on=JANUARY)
    a_result(old, "Ibu hamil terlayani")
    plan = a_draft(town.sari)
    sari = enter(town.sari)
    assert "Salin dari SKP 2025" in sari.get("/rencana/").content.decode()

    answer = sari.post(f"/rencana/{plan.pk}/salin/")

    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    assert plan.results.get().title == "Ibu hamil terlayani"
    assert sari.post(f"/rencana/{old.pk}/salin/").status_code == 404  # nothing earlier


@pytest.mark.parametrize("path", PAGES)
def test_drafts_of_others_are_not_there(town, enter, path):
    plan = a_draft(town.sari)

    for other in (town.budi, town.rina, town.mayor, town.tono, town.wati):
        assert enter(other).get(f"/rencana/{plan.pk}/{path}").status_code == 404


@pytest.mark.parametrize("path", [*PAGES[1:], *ACTS])
@pytest.mark.parametrize("make", [a_draft, a_submitted, a_set_plan])
def test_nobody_else_acts_on_a_plan(town, enter, path, make):
    plan = make(town.sari)
    before = everything()

    for other in (town.rina, town.mayor, town.tono, town.wati):
        answer = enter(other).post(
            f"/rencana/{plan.pk}/{path}",
            {"reason": "Titipan", "title": "Titipan", "kind": "main", "service": "Titipan"},
        )
        assert answer.status_code == 404
    assert everything() == before


@pytest.mark.parametrize("path", ACTS)
def test_acts_need_a_press_not_a_visit(town, enter, path):
    plan = a_submitted(town.sari)

    for person in (town.sari, town.budi):
        assert enter(person).get(f"/rencana/{plan.pk}/{path}").status_code == 405
    assert Plan.objects.get().state == "submitted"


def test_the_owner_cannot_set_or_return(town, enter):
    plan = a_submitted(town.sari)
    sari = enter(town.sari)

    assert sari.post(f"/rencana/{plan.pk}/tetapkan/").status_code == 404
    assert sari.post(f"/rencana/{plan.pk}/kembalikan/", {"reason": "x"}).status_code == 404
    assert sari.get(f"/rencana/{plan.pk}/ekspektasi/").status_code == 404


def test_those_above_read_but_do_not_press(town, enter):
    plan = a_set_plan(town.sari)

    for reader in (town.budi, town.rina, town.mayor, town.wati):
        page = enter(reader).get(f"/rencana/{plan.pk}/")
        assert page.status_code == 200
        assert "Rencana Sari Dewi" in page.content.decode()
        assert "Tetapkan rencana" not in page.content.decode()
        assert f"/rencana/{plan.pk}/hasil/baru/" not in page.content.decode()


def test_after_a_move_the_new_post_asks_for_a_new_plan(town, enter):
    old = a_set_plan(town.sari)
    post = add_position(unit=town.health, title="Bidan Mahir", kind="jf", level="mahir", by=None)
    transfer(person=town.sari, position=post, on=JANUARY, by=None)

    page = enter(town.sari).get("/rencana/").content.decode()

    assert "Belum ada rencana untuk tahun 2026" in page
    assert f'href="/rencana/{old.pk}/"' in page


def test_the_attachment(town, enter):
    plan = a_draft(town.sari)
    sari, url = enter(town.sari), f"/rencana/{plan.pk}/lampiran/"
    empty = sari.post(url, {"kind": "resource", "text": ""})
    assert empty.status_code == 422

    answer = sari.post(url, {"kind": "resource", "text": "Dua alat timbang"})

    assert (answer.status_code, answer.url) == (302, url)
    term = plan.terms.get()
    assert "Dua alat timbang" in sari.get("/rencana/").content.decode()
    for other in (town.budi, town.tono):
        assert enter(other).post(f"/rencana/lampiran/{term.pk}/hapus/").status_code == 404
    assert sari.get(f"/rencana/lampiran/{term.pk}/hapus/").status_code == 405
    assert sari.post(f"/rencana/lampiran/{term.pk}/hapus/").status_code == 302
    assert not plan.terms.exists()


def test_the_attachment_of_a_set_plan_is_closed(town, enter):
    plan = a_draft(town.sari)
    a_result(plan)
    term = add_term(plan=plan, kind="resource", text="Motor", by=town.sari)
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
    set_plan(plan=plan, by=town.budi, on=JANUARY)
    sari = enter(town.sari)

    assert sari.get(f"/rencana/{plan.pk}/lampiran/").status_code == 409
    assert sari.post(f"/rencana/lampiran/{term.pk}/hapus/").status_code == 409
    assert plan.terms.get() == term


def test_the_history_names_who_did_what(town, enter):
    plan = a_submitted(town.sari)
    return_plan(plan=plan, reason="Naikkan target.", by=town.budi, on=JANUARY)

    page = enter(town.sari).get(f"/rencana/{plan.pk}/").content.decode()

    assert "<strong>Dikembalikan</strong> oleh Budi Santoso" in page
    assert "<strong>Penyusunan dimulai</strong> oleh Sari Dewi" in page
    assert Event.objects.about(plan).count() == 3


def test_the_page_of_a_plan_asks_the_same_number_of_questions(
    town, enter, django_assert_max_num_queries, django_assert_num_queries
):
    leaders = a_set_plan(town.budi).results.get()
    plan = a_draft(town.sari)
    a_result(plan, parent=leaders)
    sari = enter(town.sari)
    with django_assert_max_num_queries(50) as few:
        sari.get("/rencana/")
    for number in range(5):
        a_result(plan, f"Hasil {number}", parent=leaders)
    with django_assert_num_queries(len(few)):
        sari.get("/rencana/")


def test_the_inbox_asks_the_same_number_of_questions(
    town, enter, django_assert_max_num_queries, django_assert_num_queries
):
    a_submitted(town.sari)
    budi = enter(town.budi)
    with django_assert_max_num_queries(20) as few:
        budi.get("/rencana/masuk/")
    for number in range(4):
        person = a_person(f"Pegawai {number}", f"19900101201503191{number}")
        seat(person, town.centre, f"Perawat {number}", "jf", "terampil")
        a_submitted(person)
    with django_assert_num_queries(len(few)):
        assert budi.get("/rencana/masuk/").content.decode().count("hasil kerja, diajukan") == 5


def test_who_is_not_signed_in_is_asked_to(client, town):
    plan = a_draft(town.sari)

    for path in ("/rencana/", "/rencana/masuk/", f"/rencana/{plan.pk}/", "/sasaran/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/akun/masuk/")
