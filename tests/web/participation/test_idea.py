"""The pages of ideas, as the people who use them go through them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.participation.town import COLLECT, DISCUSS, TEXT, Town, at
from tests.people.make import an_admin
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import PDF

from kinerja.needs.finding import Proof, note_finding
from kinerja.participation.amendment import propose_amendment
from kinerja.participation.answer import answer_idea
from kinerja.participation.idea import Idea
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
FORM = {
    "title": "Minibus pengumpan",
    "problem": "Halte R4 jauh dari perumahan.",
    "proposal": "Dua minibus berputar tiap 20 menit.",
    "measure": "penumpang sehari",
    "effect_from": "310",
    "effect_to": "545,5",
    "unit_of_measure": "orang",
    "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
}


@pytest.fixture
def town():
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=WIB)):
        yield Town()


def test_an_idea_from_a_finding_is_handed_in_and_answered(town: Town) -> None:
    finding = note_finding(
        source="other",
        statement="Penumpang R4 turun 40 persen.",
        proofs=[Proof("Data bus.")],
        by=None,
        on=DISCUSS,
    )
    sari, budi = enter(town.sari), enter(town.budi)
    page = sari.get(f"/gagasan/baru/?temuan={finding.pk}")
    file = SimpleUploadedFile("peta.pdf", PDF, "application/pdf")

    shown = sari.post(
        f"/gagasan/baru/?temuan={finding.pk}",
        FORM | {"ajukan": "1", "proofs": file},
        follow=True,
    )
    one = Idea.objects.get()
    bare = budi.post(f"{one.page}jawaban/", {"answer": "trial"})
    budi.post(f"{one.page}jawaban/", {"answer": "trial", "reason": "Dicoba dua pekan."})
    after = words(sari.get(one.page))

    assert "Penumpang R4 turun 40 persen." in words(page)
    assert "Untuk Bidang Angkutan; dijawab pimpinannya." in words(page)
    assert "penumpang sehari: dari 310 menjadi 545,5 orang" in words(shown)
    assert "Penjawab Budi, paling lambat 1 Desember 2026" in words(shown)
    assert bare.status_code == 422
    assert mistakes(bare) == ["Alasan belum diisi."]
    assert "Diuji coba Budi, 10 November 2026 Dicoba dua pekan." in after
    assert sari.get(f"{one.page}berkas/{one.files.get().pk}/").status_code == 200


def test_a_draft_waits_for_its_author(town: Town) -> None:
    sari = enter(town.sari)
    sari.post("/gagasan/baru/", FORM | {"konsep": "1"})
    one = Idea.objects.get()

    assert one.state == "draft"
    assert enter(town.tono).get(one.page).status_code == 404
    sari.post(f"{one.page}ubah/", FORM | {"title": "Minibus R4", "revision": "1"})
    late = sari.post(f"{one.page}ubah/", FORM | {"title": "Lain", "revision": "1"})
    sari.post(f"{one.page}ajukan/")

    one.refresh_from_db()
    assert late.status_code == 422
    assert (one.state, one.title) == ("submitted", "Minibus R4")
    assert enter(town.lina).get(one.page).status_code == 200


def test_the_form_sent_again_from_the_page_before_keeps_the_newer_words(town: Town) -> None:
    sari = enter(town.sari)
    file = SimpleUploadedFile("peta.pdf", PDF, "application/pdf")
    sari.post("/gagasan/baru/", FORM | {"konsep": "1"})
    file_and_words = {"proposal": "Tiga minibus.", "proofs": file, "ajukan": "1"}
    sari.post("/gagasan/baru/", FORM | file_and_words)

    one = Idea.objects.get()
    assert (one.state, one.proposal, one.files.count()) == ("submitted", "Tiga minibus.", 1)
    sari.post("/gagasan/baru/", FORM | {"ajukan": "1"})
    one.refresh_from_db()
    assert one.proposal == "Tiga minibus."


def test_the_form_sent_again_does_not_undo_what_was_changed_since(town: Town) -> None:
    sari = enter(town.sari)
    sari.post("/gagasan/baru/", FORM | {"konsep": "1"})
    one = Idea.objects.get()
    sari.post(f"{one.page}ubah/", FORM | {"title": "Minibus R4", "revision": "1"})

    answer = sari.post("/gagasan/baru/", FORM | {"ajukan": "1"})

    one.refresh_from_db()
    assert answer.status_code == 422
    assert "sudah Anda ubah sesudah halaman ini dibuka" in mistakes(answer)[0]
    assert (one.state, one.title) == ("draft", "Minibus R4")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": "", "problem": " "}, ["Judul belum diisi.", "Masalah belum diisi."]),
        (
            {"effect_to": ""},
            ["Tulis angka yang diharapkan dari perubahan itu."],
        ),
        (
            {"measure": ""},
            ["Tulis apa yang berubah menurut angka itu, atau kosongkan angkanya."],
        ),
        (
            {"title": "a" * 151},
            ["Judul paling banyak 150 huruf; sekarang 151."],
        ),
        (
            {"effect_to": "banyak"},
            ["Menjadi: Tulis angka dengan koma untuk pecahan, misalnya 1.234,5."],
        ),
    ],
)
def test_what_is_missing_is_said(town: Town, said: dict[str, str], words: list[str]) -> None:
    answer = enter(town.sari).post("/gagasan/baru/", FORM | said | {"ajukan": "1"})

    assert answer.status_code == 422
    assert mistakes(answer) == words
    assert not Idea.objects.exists()


def test_another_unit_is_chosen_by_searching(town: Town) -> None:
    sari = enter(town.sari)
    choose = words(sari.get("/gagasan/baru/?unit=pilih&cari=kesehatan"))
    sari.post(f"/gagasan/baru/?unit={town.health.pk}", FORM | {"ajukan": "1"})

    assert "Dinas Kesehatan" in choose
    assert Idea.objects.get().owner == town.dedi


def test_colleagues_comment_support_and_change_the_text(town: Town) -> None:
    one = town.idea(day=COLLECT)
    tono, sari, wira = enter(town.tono), enter(town.sari), enter(town.wira)
    for person in (tono, wira):
        person.post(f"{one.page}dukung/")
    empty = tono.post(f"{one.page}komentar/", {"text": " "})
    tono.post(f"{one.page}komentar/", {"text": "Pagi hari penuh."})
    text = {"title": TEXT.title, "problem": TEXT.problem, "why": "Dua tidak cukup."}
    tono.post(
        f"{one.page}perubahan/baru/",
        text | {"proposal": TEXT.proposal.replace("Dua", "Tiga"), "version": "1"},
    )
    row = one.amendments.get()
    diff = sari.get(row.page)
    said = sari.post(row.page, {"tolak": "1", "reason": ""})
    sari.post(row.page, {"terima": "1"})
    shown = words(tono.get(one.page))
    version = words(tono.get(f"{one.page}versi/2/"))

    assert empty.status_code == 422
    assert b"<del>" in diff.content
    assert "dihapus: Dua ditambahkan: Tiga minibus berputar" in words(diff)
    assert mistakes(said) == ["Mengapa tidak dipakai belum diisi."]
    assert "Sari, Tono. Untuk Bidang Angkutan." in shown
    assert "Tiga minibus berputar" in shown
    assert "Ditulis Tono, 10 November 2026." in version
    assert "Dukungan 1 " in shown  # an author stands behind it without one
    wira.post(f"{one.page}dukung/", {"tarik": "1"})
    comment = one.comments.get()
    tono.post(f"{one.page}komentar/{comment.pk}/tarik/")
    assert "Dukungan 0 " in words(tono.get(one.page))
    assert "Komentar ditarik." in words(tono.get(one.page))


def test_a_colleague_is_invited_and_agrees(town: Town) -> None:
    one = town.idea(day=COLLECT)
    sari, tono = enter(town.sari), enter(town.tono)
    found = words(sari.get(f"{one.page}penulis/?cari=tono"))
    asks = words(sari.get(f"{one.page}penulis/?orang={town.tono.pk}"))
    sari.post(f"{one.page}penulis/?orang={town.tono.pk}")
    invited = words(tono.get(one.page))
    tono.post(f"{one.page}undangan/", {"jawab": "ya"})

    assert "Tono" in found
    assert "menjadi penulis bersama bila ia setuju" in asks
    assert "Anda diundang menjadi penulis" in invited
    assert "Sari, Tono." in words(sari.get(one.page))
    assert tono.get(f"{one.page}penulis/").status_code == 200


def test_who_says_no_to_a_draft_reads_it_no_more_until_asked_again(town: Town) -> None:
    draft = town.draft(day=COLLECT)
    sari, tono = enter(town.sari), enter(town.tono)
    ask = f"{draft.page}penulis/?orang={town.tono.pk}"
    sari.post(ask)

    said = tono.post(f"{draft.page}undangan/", {"jawab": "tidak"}, follow=True)

    assert said.redirect_chain[-1][0] == "/gagasan/"
    assert "Undangan ditolak." in words(said)
    assert tono.get(draft.page).status_code == 404
    sari.post(ask)
    sari.post(ask)
    assert "Anda diundang menjadi penulis" in words(tono.get(draft.page))
    tono.post(f"{draft.page}undangan/", {"jawab": "ya"})
    assert "Sari, Tono." in words(sari.get(draft.page))


def test_an_author_notes_the_trial_once_the_idea_is_taken_up(town: Town) -> None:
    one = town.idea(day=COLLECT)
    sari, tono = enter(town.sari), enter(town.tono)
    assert "Catat uji coba" not in words(sari.get(one.page))

    answer_idea(idea=one, answer="trial", reason="Coba.", by=town.budi, at=at(COLLECT), on=COLLECT)

    assert "Catat uji coba" in words(sari.get(one.page))
    assert "Hubungkan sasaran" not in words(sari.get(one.page))
    assert "Catat uji coba" not in words(tono.get(one.page))
    assert one.title in words(sari.get(f"/inisiatif/baru/?gagasan={one.pk}"))


def test_the_owner_is_moved_and_the_idea_withdrawn(town: Town) -> None:
    one, other = town.idea(day=COLLECT), town.idea(town.tono, day=COLLECT)
    budi = enter(town.budi)
    budi.post(f"{one.page}penjawab/?orang={town.rina.pk}", {"reason": "Lintas bidang."})
    tono = enter(town.tono)
    tono.post(f"{other.page}tarik/", {"reason": "Sudah ada."})

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.owner, other.state) == (town.rina, "withdrawn")
    assert tono.get(f"{one.page}penjawab/").status_code == 403


def test_the_page_tells_what_it_became_and_the_figures(town: Town) -> None:
    one = town.idea(day=COLLECT)
    goal = add_goal(
        title="Bus tepat waktu", level="activity", years=(2026, 2026), by=None, on=COLLECT
    )
    indicator = add_key_indicator(
        goal=goal,
        name="Waktu tunggu",
        unit_of_measure="menit",
        polarity="minimise",
        by=None,
        on=COLLECT,
    )
    for day, value in ((COLLECT, 30), (DISCUSS, 18)):
        record_key_value(
            indicator=indicator,
            kind="realisation",
            measured_on=day,
            value=value,  # type: ignore[arg-type]
            source="Hitungan di halte",
            by=None,
            on=DISCUSS,
        )
    answer_idea(idea=one, answer="accepted", reason="Ya.", by=town.budi, at=at(COLLECT), on=COLLECT)
    budi = enter(town.budi)
    found = words(budi.get(f"{one.page}wujud/?cari=tepat"))
    address = f"{one.page}wujud/?sasaran={goal.pk}"
    asks = words(budi.get(address))
    budi.post(address, {"indicator": indicator.pk})
    shown = words(enter(town.tono).get(one.page))
    budi.post(f"{one.page}pelaksanaan/", {"words": "Berjalan sejak 9 November."})

    assert "Bus tepat waktu" in found
    assert "Waktu tunggu (menit)" in asks
    assert "Menjadi kegiatan: Bus tepat waktu" in shown
    assert (
        "Sebelum diputuskan 30 menit (3 November 2026), sekarang 18 menit (10 November 2026)."
        " Membaik Sumber: Hitungan di halte." in shown
    )
    one.refresh_from_db()
    assert one.state == "done"


def test_goals_of_the_own_unit_stand_first(town: Town) -> None:
    admin = an_admin()
    for title, unit in (("Arsip rapi", town.health), ("Bus tepat waktu", town.routes)):
        add_goal(
            title=title,
            level="activity",
            unit=unit,
            years=(2026, 2026),
            by=admin,
            on=COLLECT,
        )
    one = town.idea(day=COLLECT)
    answer_idea(idea=one, answer="accepted", reason="Ya.", by=town.budi, at=at(COLLECT), on=COLLECT)

    shown = words(enter(town.budi).get(f"{one.page}wujud/"))

    assert shown.index("Bus tepat waktu") < shown.index("Arsip rapi")


def test_a_refused_file_is_said_at_its_field_and_the_text_stays(town: Town) -> None:
    bad = SimpleUploadedFile("peta.pdf", b"MZ bukan pdf", "application/pdf")

    answer = enter(town.sari).post("/gagasan/baru/", FORM | {"konsep": "1", "proofs": bad})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["proofs"]
    assert FORM["problem"] in words(answer)
    assert "Berkas perlu dipilih sekali lagi." in words(answer)


def test_a_text_that_comes_after_the_answer_stays_on_the_page(town: Town) -> None:
    one = town.idea(day=COLLECT)
    answer_idea(idea=one, answer="accepted", reason="Ya.", by=town.budi, at=at(COLLECT), on=COLLECT)

    late = enter(town.sari).post(f"{one.page}ubah/", FORM | {"proposal": "Tiga minibus."})
    again = words(enter(town.budi).get(f"{one.page}jawaban/"))

    assert late.status_code == 422
    assert "Tiga minibus." in words(late)
    assert "Sudah dijawab Jawabannya: diterima, 3 November 2026." in again


def test_a_changed_text_that_nobody_answered_in_time_waits_no_longer(town: Town) -> None:
    one = town.idea(day=COLLECT)
    text = {"title": one.title, "problem": one.problem, "proposal": "Tiga minibus."}
    row = propose_amendment(
        idea=one, **text, why="Lebih sering.", by=town.tono, at=at(COLLECT), on=COLLECT
    )
    sari = enter(town.sari)
    assert "Menunggu penulis" in words(sari.get(one.page))
    answer_idea(idea=one, answer="accepted", reason="Ya.", by=town.budi, at=at(COLLECT), on=COLLECT)

    for page in (one.page, row.page):
        assert "Tidak sempat dijawab" in words(sari.get(page))


def test_a_planner_makes_a_goal_of_it(town: Town) -> None:
    one = town.idea(day=COLLECT)
    answer_idea(idea=one, answer="accepted", reason="Ya.", by=town.budi, at=at(COLLECT), on=COLLECT)
    ani = enter(an_admin())
    page = ani.get(f"{one.page}sasaran/")
    ani.post(
        f"{one.page}sasaran/",
        {
            "title": "Trayek FD-4",
            "level": "activity",
            "year_from": "2026",
            "year_to": "2026",
            "measure": "Penumpang",
            "unit_of_measure": "orang",
            "polarity": "maximise",
            "target": "22.000",
        },
    )

    assert page.status_code == 200
    assert one.outcomes.get().goal.title == "Trayek FD-4"
    assert enter(town.budi).get(f"{one.page}sasaran/").status_code == 403


def test_the_agency_sets_its_days(town: Town) -> None:
    ani = enter(an_admin())
    ani.post("/gagasan/aturan/", {"answer_days": "3", "supports_each": "2"})
    wrong = ani.post("/gagasan/aturan/", {"answer_days": "0", "supports_each": "2"})

    assert wrong.status_code == 422
    assert town.idea(day=DISCUSS).due_on == date(2026, 11, 13)
    assert enter(town.sari).get("/gagasan/aturan/").status_code == 403


def test_the_list_has_its_parts_and_the_same_queries_for_any_length(town: Town) -> None:
    budi = enter(town.budi)
    empty = words(budi.get("/gagasan/?bagian=jawab"))
    first = words(budi.get("/gagasan/"))
    town.idea(day=COLLECT)
    assert "Minibus pengumpan" in words(budi.get("/gagasan/?bagian=jawab"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        budi.get("/gagasan/")
    for _ in range(12):
        town.idea(town.tono, day=COLLECT)
    with CaptureQueriesContext(connection) as many:
        budi.get("/gagasan/")

    assert "Tidak ada gagasan di bagian ini" in empty
    assert "Anda belum menulis gagasan" in words(enter(town.budi).get("/gagasan/?bagian=saya"))
    assert "Belum ada gagasan terbuka" in first
    assert len(many) == len(one)
    for part in ("saya", "jalan", "semua", "apa\x00"):
        assert budi.get("/gagasan/", {"bagian": part}).status_code == 200
