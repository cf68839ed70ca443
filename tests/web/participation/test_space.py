"""The pages of a space, phase by phase."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.participation.town import BEFORE, Town
from tests.people.make import an_admin
from tests.web.evaluation.visit import enter, hidden, mistakes, words

from kinerja.participation.idea import Idea
from kinerja.participation.space import Space
from kinerja.participation.switching import follow_spaces

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
FORM = {
    "question": "Bagaimana waktu tunggu bus berkurang?",
    "about": "Anggaran tetap.",
    "collect_from": "2026-11-02",
    "discuss_from": "2026-11-09",
    "decide_from": "2026-11-16",
    "report_from": "2026-11-30",
    "ballot": "secret",
    "vote_until": "2026-11-20",
    "votes_each": "1",
    "quorum": "50",
    "supports_each": "2",
    "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
}
IDEA = {"title": "Minibus", "problem": "Jauh.", "proposal": "Minibus.", "ajukan": "1"}


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 10, 28, 9, 30, tzinfo=WIB)) as traveller:
        yield traveller


@pytest.fixture
def town(clock: time_machine.Traveller) -> Town:
    return Town()


def go(clock: time_machine.Traveller, day: int, month: int = 11) -> None:
    """To nine o'clock of that day; the jobs of the night have run."""
    clock.move_to(datetime(2026, month, day, 9, tzinfo=WIB))
    follow_spaces(on=date(2026, month, day))


def test_a_space_goes_from_the_question_to_the_decision(
    clock: time_machine.Traveller, town: Town
) -> None:
    rina = enter(town.rina)
    choose = words(rina.get("/gagasan/ruang/baru/?cari=perhubungan"))
    opened = rina.post(f"/gagasan/ruang/baru/?unit={town.transport.pk}", FORM, follow=True)
    space = Space.objects.get()
    assert "Dinas Perhubungan" in choose
    assert "Tahap: Persiapan, dimulai 2 November 2026" in words(opened)

    go(clock, 3)
    for one in (town.sari, town.tono):
        shown = enter(one).get(space.page)
        assert "Tahap: Pengumpulan gagasan , tutup 8 November 2026" in words(shown)
        enter(one).post(f"/gagasan/baru/?ruang={space.pk}", IDEA)
    first, second = Idea.objects.order_by("pk")

    go(clock, 10)
    late = enter(town.wira).post(f"/gagasan/baru/?ruang={space.pk}", IDEA)
    assert mistakes(late) == [
        "Gagasan baru diajukan dalam tahap pengumpulan gagasan. Ruang ini sedang dalam tahap"
        " pembahasan."
    ]
    enter(town.wira).post(f"{first.page}dukung/")

    go(clock, 17)
    for one in (town.sari, town.tono, town.wira, town.budi):
        page = enter(one).get(f"{space.page}suara/")
        assert "Suara rahasia" in words(page)
        assert b'type="radio"' in page.content
        assert b'type="checkbox"' not in page.content
        enter(one).post(f"{space.page}suara/", {"ideas": [first.pk]})
        assert "Anda sudah memilih" in words(enter(one).get(space.page))
    rina = enter(town.rina)
    none = rina.post(f"{space.page}suara/", {})
    rina.post(f"{space.page}suara/", {"ideas": [second.pk]})
    assert mistakes(none) == ["Pilih satu gagasan."]
    assert "suara dari" not in words(rina.get(first.page))

    go(clock, 23)
    rina = enter(town.rina)
    decide = words(rina.get(f"{space.page}keputusan/"))
    assert "5 dari 5 orang yang diajak memilih. Kuorum 50 persen (3 orang) Tercapai" in decide
    assert decide.index("Suara 4 dari 5 pemilih") < decide.index("Suara 1 dari 5 pemilih")
    against = rina.post(f"{second.page}jawaban/", {"answer": "accepted", "reason": "Murah."})
    assert mistakes(against) == ["Keputusan ini berbeda dari hasil suara. Tulis mengapa berbeda."]
    rina.post(f"{first.page}jawaban/", {"answer": "accepted", "reason": "Pilihan semua."})
    rina.post(f"{second.page}jawaban/", {"answer": "rejected", "reason": "Sama dengan lain."})
    go(clock, 30)
    enter(town.rina).post(f"{space.page}tutup/")

    space.refresh_from_db()
    assert space.closed_on == date(2026, 11, 30)
    assert "Diterima" in words(enter(town.sari).get(f"{space.page}keputusan/"))
    assert enter(town.lina).get(space.page).status_code == 404
    assert enter(town.sari).get(f"{space.page}daftar-suara/").status_code == 404


def test_an_open_vote_is_listed_by_name_afterwards(
    clock: time_machine.Traveller, town: Town
) -> None:
    space = town.space(ballot="open")
    go(clock, 3)
    one = town.idea(space=space)
    go(clock, 17)
    page = words(enter(town.tono).get(f"{space.page}suara/"))
    enter(town.tono).post(f"{space.page}suara/", {"ideas": [one.pk]})
    early = enter(town.tono).get(f"{space.page}daftar-suara/")
    go(clock, 23)

    assert "Suara terbuka" in page
    assert early.status_code == 404
    listed = words(enter(town.sari).get(f"{space.page}daftar-suara/"))
    assert "Nama Pilihan Tono Minibus pengumpan" in listed


def test_a_space_is_changed_before_it_begins_and_moved_afterwards(
    clock: time_machine.Traveller, town: Town
) -> None:
    space = town.space(town.routes)
    rina = enter(town.rina)
    rina.post(f"{space.page}ubah/", FORM | {"question": "Bagaimana bus tepat waktu?"})
    add = words(rina.get(f"{space.page}unit/?unit={town.transport.pk}"))
    rina.post(f"{space.page}unit/?unit={town.transport.pk}")
    go(clock, 3)
    rina = enter(town.rina)
    wrong = rina.post(f"{space.page}ubah/", FORM)
    page = words(rina.get(f"{space.page}tahap/"))
    rina.post(f"{space.page}tahap/", {"first_day": "2026-11-12", "reason": "Masih masuk."})
    moved = words(rina.get(space.page))
    rina.post(f"{space.page}pemutus/?orang={town.hasan.pk}", {"reason": "Lintas dinas."})

    space.refresh_from_db()
    assert "Dinas Perhubungan dan semua unit di bawahnya ikut diajak" in add
    assert wrong.status_code == 422
    assert "direncanakan mulai 9 November 2026" in page
    assert "Pembahasan: dari 9 November 2026 menjadi 12 November 2026, oleh Rina. Masih masuk." in (
        moved
    )
    assert (space.question, space.asked.count()) == ("Bagaimana bus tepat waktu?", 2)
    assert space.owner == town.hasan
    assert enter(town.sari).get(f"{space.page}tahap/").status_code == 403


def test_who_changes_a_space_second_reads_what_stands_now(town: Town) -> None:
    space = town.space(town.routes)
    rina, address = enter(town.rina), f"{space.page}ubah/"
    mine = FORM | {"seen": hidden(rina.get(address), "seen")}
    rina.post(address, mine | {"question": "Kata rekan?", "quorum": "20"})

    late = rina.post(address, mine)

    assert late.status_code == 422
    told = words(late)
    assert "Yang tersimpan sekarang Pertanyaan Kata rekan?" in told
    assert "Kuorum (persen) 20" in told
    space.refresh_from_db()
    assert space.question == "Kata rekan?"
    assert rina.post(address, mine | {"seen": hidden(late, "seen")}).status_code == 302


def test_bad_days_come_back_with_what_is_wrong(town: Town) -> None:
    answer = enter(town.rina).post(
        f"/gagasan/ruang/baru/?unit={town.transport.pk}",
        FORM | {"discuss_from": "0001-01-01", "collect_from": "2020-01-01", "vote_until": ""},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "collect_from": ["Hari pertama pengumpulan gagasan tidak boleh sudah lewat."],
        "discuss_from": ["Pembahasan dimulai sesudah hari pertama pengumpulan gagasan."],
        "vote_until": ["Tulis hari terakhir pemungutan suara, atau pilih tanpa pemungutan suara."],
    }
    assert not Space.objects.exists()


def test_the_whole_agency_is_asked_by_an_admin_alone(town: Town) -> None:
    admin = an_admin()

    assert enter(town.sari).get("/gagasan/ruang/baru/").status_code == 403
    asked = words(enter(admin).get("/gagasan/ruang/baru/?unit=semua"))
    assert "Siapa yang memutuskan?" in asked
    enter(admin).post(f"/gagasan/ruang/baru/?unit=semua&pemutus={town.hasan.pk}", FORM)
    assert Space.objects.get().owner == town.hasan
    page = words(enter(town.rina).get("/gagasan/ruang/baru/?unit=semua"))
    assert "Siapa yang diajak?" in page


def test_the_list_takes_the_same_queries_for_any_length(town: Town) -> None:
    sari = enter(town.sari)
    assert "Belum ada ruang untuk unit Anda" in words(sari.get("/gagasan/ruang/"))
    town.space()
    with CaptureQueriesContext(connection) as one:
        sari.get("/gagasan/ruang/")
    for _ in range(9):
        town.space()
    with CaptureQueriesContext(connection) as many:
        sari.get("/gagasan/ruang/")

    assert len(one) == len(many)
    assert "Belum ada ruang yang ditutup" in words(sari.get("/gagasan/ruang/?bagian=selesai"))
    assert date(2026, 10, 28) == BEFORE
