"""The control room: from a cause to the finished bulk remedy in four clicks."""

from datetime import timedelta

import pytest
import time_machine
from tests.evaluation.make import IN_WINDOW, signed
from tests.people.make import a_member
from tests.unchanged import everything
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation import remedying
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period
from kinerja.evaluation.remedy import Remedy
from kinerja.evaluation.review import Review
from kinerja.jobs.tasks import carry_remedy
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.records.notice import Notice

ON_LEAVE = "/ruang-kendali/2026-Q3/on_leave/"
SENT = {"kind": "hand_over", "reason": "Penilai cuti sampai akhir bulan."}


@pytest.fixture
def away(quarter):
    """Budi, who rates Sari and Tono, is on leave."""
    leave = NewLeave(quarter.town.budi, "annual", IN_WINDOW, IN_WINDOW + timedelta(days=20))
    note_leaves(leaves=[leave], by=None, on=IN_WINDOW)
    return quarter


@pytest.mark.parametrize("who", ["sari", "budi", "rina"])
def test_for_everybody_else_there_is_nothing(away, who):
    client, before = enter(getattr(away.town, who)), everything()

    for url in ("/ruang-kendali/", ON_LEAVE, "/ruang-kendali/2026-Q3/perpanjang/"):
        assert client.get(url).status_code == 404
        assert client.post(url, SENT).status_code == 404
    assert client.post(f"{ON_LEAVE}ingatkan/").status_code == 404
    assert everything() == before


def test_the_room_counts_by_cause_and_shows_the_pace(away):
    signed(away.sari)

    page = words(enter(away.wati).get("/ruang-kendali/"))

    assert "Tahap: penilaian Triwulan III 2026 , tutup 15 Oktober 2026, 1 dari 5 selesai" in page
    assert (
        "Penilai sedang cuti 1 Penilai belum mulai 1 Realisasi belum diisi pegawai 1"
        " Hasil belum dibuka pegawai 1"
    ) in page
    assert "Belum sampai ke penilaian Belum memiliki SKP 3" in page
    assert "Penilaian selesai per jam, 24 jam terakhir" in page


def test_a_day_without_anything_finished_is_said_in_words(away):
    page = words(enter(away.wati).get("/ruang-kendali/"))

    assert "Belum ada yang dinilai atau ditandatangani dalam 24 jam terakhir." in page
    assert "Lihat angkanya" not in page


def test_a_long_list_of_names_folds(away):
    for number in range(11):
        person = a_member(f"Pegawai {number:02}", away.town.centre)
        a_result(a_set_plan(person, appraiser=away.town.budi), 1, "Posyandu")
    open_reviews(period=away.period, on=IN_WINDOW, by=None)

    page = words(enter(away.wati).get("/ruang-kendali/2026-Q3/not_started/"))

    shown, folded = page.split(" nama berikutnya ")
    assert (shown.count("Puskesmas Pauh"), folded.count("Puskesmas Pauh")) == (10, 3)


def test_four_clicks_from_the_room_to_the_finished_remedy(away):
    client = enter(away.wati)

    room = client.get("/ruang-kendali/").content.decode()  # 1: the room
    assert f'href="{ON_LEAVE}"' in room
    cause = words(client.get(ON_LEAVE))  # 2: the cause
    assert "Alihkan kepada atasan penilai" in cause  # 3: the remedy
    done = client.post(ON_LEAVE, SENT, follow=True)  # 4: do it

    assert "2 dari 2 penilaian berubah." in words(done)
    assert {one.appraiser for one in Review.objects.all()} == {away.town.rina}
    assert "Urungkan" in words(done)
    undone = client.post(
        f"/ruang-kendali/tindakan/{Remedy.objects.get().pk}/urungkan/", follow=True
    )
    assert "Semua kembali seperti sebelumnya." in words(undone)
    assert {one.appraiser for one in Review.objects.all()} == {away.town.budi}
    assert "Diurungkan" in words(client.get("/ruang-kendali/"))


def test_later_it_cannot_be_undone(away):
    client = enter(away.wati)
    client.post(ON_LEAVE, SENT)
    page = f"/ruang-kendali/tindakan/{Remedy.objects.get().pk}/"
    with time_machine.travel("2026-10-05T10:16:00+07:00"):
        client = enter(away.wati)
        assert "sudah lewat" in words(client.get(page))
        assert "Urungkan" not in words(client.get(page))
        late = client.post(f"{page}urungkan/", follow=True)

    assert "dapat diurungkan sampai" in words(late)
    assert Remedy.objects.get().undone_at is None


def test_a_long_one_goes_on_in_the_worker(away, monkeypatch):
    monkeypatch.setattr(remedying, "BATCH", 1)
    client = enter(away.wati)

    started = client.post(ON_LEAVE, SENT, follow=True)

    assert "Sedang dikerjakan 1 dari 2 penilaian selesai." in words(started)
    remedy = Remedy.objects.get()
    carry_remedy(remedy.pk)
    page = f"/ruang-kendali/tindakan/{remedy.pk}/"
    assert "2 dari 2 penilaian berubah." in words(client.get(page))


def test_what_is_missing_is_said_at_the_field(away):
    client, before = enter(away.wati), everything()

    empty = client.post(ON_LEAVE, {"kind": "hand_over"})
    unknown = client.post(ON_LEAVE, {"kind": "named", "nip": "123", "reason": "Cuti."})

    assert (empty.status_code, mistakes(empty)) == (422, ["Alasan belum diisi."])
    assert "NIP ini tidak ada di data pegawai." in mistakes(unknown)[0]
    assert everything() == before


def test_an_appraiser_is_named_by_nip(away):
    response = enter(away.wati).post(
        ON_LEAVE, {"kind": "named", "nip": away.town.dewi.nip, "reason": "Delegasi."}, follow=True
    )

    assert "Penilai Dewi" in words(response)
    assert {one.appraiser for one in Review.objects.all()} == {away.town.dewi}


def test_reminders_and_the_longer_window(away):
    client = enter(away.wati)

    reminded = client.post("/ruang-kendali/2026-Q3/no_self_report/ingatkan/", follow=True)
    again = client.post("/ruang-kendali/2026-Q3/no_self_report/ingatkan/", follow=True)
    form = {"closes_on": "2026-10-22", "reason": "Banjir di dua kecamatan."}
    longer = client.post("/ruang-kendali/2026-Q3/perpanjang/", form, follow=True)
    shorter = client.post("/ruang-kendali/2026-Q3/perpanjang/", form | {"closes_on": "2026-10-01"})

    assert "Pengingat terkirim ke kotak masuk." in words(reminded)
    assert "sudah dikirim hari ini" in words(again)
    assert "Penilaian ditutup 22 Oktober 2026. 3 orang mendapat kabar." in words(longer)
    assert shorter.status_code == 422
    assert Period.objects.get().closes_on.isoformat() == "2026-10-22"
    assert Notice.objects.filter(text__contains="diperpanjang sampai").count() == 3


def test_unknown_causes_and_periods_are_not_there(away):
    client = enter(away.wati)

    for url in ("/ruang-kendali/?periode=2020", "/ruang-kendali/2026-Q3/lain/",
                "/ruang-kendali/2020/late/", "/ruang-kendali/tindakan/999/"):  # fmt: skip
        assert client.get(url).status_code == 404


def test_without_a_period_the_room_says_what_next(quarter):
    Review.objects.all().delete()
    Period.objects.all().delete()

    assert "Belum ada masa penilaian" in words(enter(quarter.wati).get("/ruang-kendali/"))


def test_the_queries_do_not_grow_with_the_people(away, django_assert_max_num_queries):
    client = enter(away.wati)
    client.get("/ruang-kendali/")
    counts = []
    for url in ("/ruang-kendali/", ON_LEAVE):
        with django_assert_max_num_queries(40) as few:
            client.get(url)
        counts.append(len(few))
    for number in range(15):
        nia = a_member(f"Pegawai {number}", away.town.centre)
        a_result(a_set_plan(nia), 1, "Posyandu")
    open_reviews(period=away.period, on=IN_WINDOW, by=None)

    for url, count in zip(("/ruang-kendali/", ON_LEAVE), counts, strict=True):
        with django_assert_max_num_queries(count):
            client.get(url)
