"""The pages of announcements: sent, read, understood, counted."""

from datetime import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.adoption.test_announcement import MONDAY, RULE, TUESDAY, WIB, City
from tests.people.make import a_head, a_person, a_role, a_unit
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import PDF

from kinerja.adoption.announcement import Announcement, Reading, remind_receivers
from kinerja.adoption.audience import Audience
from kinerja.people.role import Role
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Disiplin PNS",
    "text": "Baca bab II di https://contoh.go.id/pp.\n\n<b>Penting</b>",
    "must_understand": "on",
    "starts_on": "2026-10-05",
    "regulation": "Peraturan Pemerintah tentang Disiplin PNS",
    "regulation_number": "94 Tahun 2021",
    "regulation_link": "https://contoh.go.id/pp-94-2021.pdf",
    "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
}


@pytest.fixture
def city(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB), tick=False):
        yield City()


def test_from_the_sender_to_saya_paham(city: City) -> None:
    proof = SimpleUploadedFile("naskah.pdf", PDF, "application/pdf")
    sent = enter(city.ani).post("/pengumuman/baru/", FORM | {"proofs": proof}, follow=True)
    one = Announcement.objects.get()
    sari = enter(city.sari)
    home = words(sari.get("/"))
    page = sari.get(one.page)

    assert "Penerima" not in words(sent)
    assert "Untuk: Seluruh instansi." in words(sent)
    assert "Disiplin PNS" in home
    assert "Perlu dipahami" in home
    assert "&lt;b&gt;Penting&lt;/b&gt;" in page.text
    assert '<a href="https://contoh.go.id/pp" rel="nofollow">' in page.text
    assert "Peraturan Pemerintah tentang Disiplin PNS , 94 Tahun 2021" in words(page)
    assert sari.get(f"{one.page}berkas/{one.files.get().pk}/").status_code == 200

    done = words(sari.post(f"{one.page}paham/", {"version": "1"}, follow=True))
    assert "Sudah Anda pahami 5 Oktober 2026" in done
    assert "Saya paham" not in done
    assert "Disiplin PNS" not in words(sari.get("/"))
    assert Reading.objects.filter(person=city.sari, understood_version=1).count() == 1
    assert "Sudah dipahami" in words(sari.get("/pengumuman/"))


def test_who_has_not_is_told_to_leaders_of_their_own_people(city: City) -> None:
    one = city.sent(message=RULE, must_understand=True)
    enter(city.tono).post(f"{one.page}paham/", {"version": "1"})
    address = f"{one.page}penerima/"

    budi = words(enter(city.budi).get(address))
    ani = enter(city.ani)

    assert "Pauh 3 0 1" not in budi  # Tono has opened it by understanding it
    assert "Pauh 3 1 1" in budi
    assert "SS Sari" not in budi
    assert "Sari" in budi
    assert "Tono" not in budi
    assert "Lina" not in budi
    assert "Ingatkan" not in budi
    assert enter(city.sari).get(address).status_code == 404
    assert "Lina" in words(ani.get(address))
    reminded = words(ani.post(f"{one.page}ingatkan/", follow=True))
    assert " orang diingatkan lewat kotak masuk." in reminded
    assert "Sudah diingatkan hari ini" in reminded
    again = words(ani.post(f"{one.page}ingatkan/", follow=True))
    assert "ingatkan lagi besok" in again
    assert enter(city.budi).post(f"{one.page}ingatkan/").status_code == 404


def test_mistakes_come_back_with_what_was_typed(city: City) -> None:
    wrong = enter(city.ani).post(
        "/pengumuman/baru/", FORM | {"title": "", "starts_on": "0001-01-01", "text": "a\x00b"}
    )
    late = enter(city.ani).post("/pengumuman/baru/", FORM | {"starts_on": "0001-01-01"})
    own = enter(city.budi).post("/pengumuman/baru/", FORM | {"units": [city.dinas.pk]})

    assert (wrong.status_code, late.status_code, own.status_code) == (422, 422, 422)
    assert "Judul belum diisi." in mistakes(wrong)
    assert mistakes(late) == ["Pengumuman mulai hari ini atau sesudahnya."]
    assert "Disiplin PNS" in late.text
    assert len(mistakes(own)) == 1
    assert not Announcement.objects.exists()


def test_who_sends_to_nobody_has_no_form(city: City) -> None:
    assert enter(city.sari).get("/pengumuman/baru/").status_code == 403
    assert "Tulis pengumuman" not in words(enter(city.sari).get("/pengumuman/"))


def test_a_leader_of_one_unit_finds_it_ticked(city: City) -> None:
    page = enter(city.budi).get("/pengumuman/baru/")

    assert page.context["form"]["units"].value() == [city.pauh.pk]


def test_among_many_units_one_searches(city: City) -> None:
    for number in range(30):
        a_unit(f"SD {number}", city.dinas)
    ani = enter(city.ani)

    first = words(ani.get("/pengumuman/baru/"))
    found = words(ani.get("/pengumuman/baru/?units=&unit=pilih&cari=Pauh"))
    chosen = ani.get(f"/pengumuman/baru/?units={city.kuranji.pk}&unit={city.pauh.pk}")
    ani.post("/pengumuman/baru/", FORM | {"units": [city.pauh.pk]})

    assert "seluruh instansi. Pilih unit tertentu" in first
    assert "SD 3" not in first
    assert "Pauh" in found
    assert "Kuranji" not in found
    assert {*chosen.context["form"]["units"].value()} == {city.kuranji.pk, city.pauh.pk}
    assert list(Announcement.objects.get().units.all()) == [city.pauh]


def test_changed_and_withdrawn_by_who_manages_it(city: City) -> None:
    one = city.sent()
    ani = enter(city.ani)
    new = {"title": "Jam kerja", "text": "Baru.", "substance": "1", "version": "1"}

    lacking = ani.post(f"{one.page}ubah/", new)
    ani.post(f"{one.page}ubah/", new | {"change": "Jam pulang"})
    stale = ani.post(f"{one.page}ubah/", new | {"change": "Lagi", "text": "Lain."})
    assert len(mistakes(lacking)) == 1
    assert stale.status_code == 422
    assert "Versi 2" in words(ani.get(one.page))
    assert "Jam pulang" in words(ani.get(one.page))
    assert enter(city.sari).get(f"{one.page}ubah/").status_code == 404

    assert ani.post(f"{one.page}tarik/", {"tarik-reason": ""}).status_code == 422
    ani.post(f"{one.page}tarik/", {"tarik-reason": "Keliru."})
    sari = enter(city.sari)
    assert sari.post(f"{one.page}paham/", {"version": "2"}).status_code == 404
    notice = Notice.objects.filter(person=city.sari).latest("pk")
    led = words(sari.get(f"/kotak-masuk/{notice.pk}/", follow=True))
    assert "Pengumuman “Jam kerja” ditarik: Keliru." in led
    assert "Baru." not in led
    assert "Ditarik" in words(ani.get("/pengumuman/?lihat=dikirim"))


def test_what_was_withdrawn_before_it_began_or_for_others_is_not_there(city: City) -> None:
    for fields in ({"starts_on": TUESDAY}, {"audience": Audience(units=[city.kuranji])}):
        one = city.sent(**fields)
        enter(city.ani).post(f"{one.page}tarik/", {"tarik-reason": "Keliru."})
        assert enter(city.sari).get(one.page).status_code == 404


def test_a_pinned_one_stands_once_and_says_that_it_is_not_read(city: City) -> None:
    city.sent(message=RULE, pinned=True, must_understand=True)
    page = words(enter(city.sari).get("/pengumuman/"))

    assert page.count(RULE.title) == 1
    assert "Perlu dipahami" in page
    assert "Belum ada pengumuman" not in page


def test_the_archive_costs_the_same_for_three_and_for_twenty(city: City) -> None:
    client, counts = enter(city.sari), []
    for number in (3, 20):
        for _ in range(number):
            city.sent(message=RULE, pinned=True)
        with CaptureQueriesContext(connection) as queries:
            client.get("/pengumuman/")
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


def test_a_refusal_stands_at_the_field_that_it_is_about(city: City) -> None:
    ani = enter(city.ani)

    def where(**said: str) -> list[str]:
        answer = ani.post("/pengumuman/baru/", FORM | said)
        assert answer.status_code == 422
        return [*answer.context["form"].errors]

    assert where(starts_on="2026-10-04") == ["starts_on"]
    assert where(ends_on="2026-10-04") == ["ends_on"]
    assert where(regulation="") == ["regulation"]
    assert where(regulation_link="contoh") == ["regulation_link"]
    one = city.sent()
    said = {"title": "Jam kerja", "text": "Baru.", "substance": "1", "version": "1"}
    assert [*ani.post(f"{one.page}ubah/", said).context["form"].errors] == ["change"]


def test_a_long_text_that_was_pasted_is_not_cut(city: City) -> None:
    """The browser would cut it without a word; so it is told, and everything is still there."""
    ani = enter(city.ani)
    page = ani.get("/pengumuman/baru/").text
    field = page[page.index('<textarea name="text"') :]
    assert "maxlength" not in field[: field.index(">")]

    answer = ani.post("/pengumuman/baru/", FORM | {"text": "kata " * 3_000 + "akhir"})

    assert answer.status_code == 422
    assert "kata akhir" in answer.text
    assert not Announcement.objects.exists()


def test_who_was_slower_compares_and_then_wins_knowingly(city: City) -> None:
    one = city.sent()
    ani, said = enter(city.ani), {"title": "Jam kerja", "substance": "0", "version": "1"}
    ani.post(f"{one.page}ubah/", said | {"text": "Yang pertama."})

    slower = ani.post(f"{one.page}ubah/", said | {"text": "Yang kedua."})

    assert "Isi yang tersimpan sekarang Jam kerja Yang pertama." in words(slower)
    assert "Yang kedua." in slower.text
    shown = slower.context["form"]["version"].value()
    ani.post(f"{one.page}ubah/", said | {"text": "Yang kedua.", "version": shown})
    assert Announcement.objects.get().text == "Yang kedua."


def test_what_one_sent_to_others_does_not_count_as_read_by_oneself(city: City) -> None:
    a_head("Wira", city.kuranji)
    city.sent(audience=Audience(units=[city.kuranji]), message=RULE)
    page = words(enter(city.ani).get("/pengumuman/"))
    assert RULE.title not in page
    assert RULE.title in words(enter(city.ani).get("/pengumuman/?lihat=dikirim"))


def test_nobody_is_said_to_have_read_it_because_one_cannot_see_them(city: City) -> None:
    """Who sends for a unit without leading it sees the numbers, and may still remind."""
    wira = a_person("Wira")
    a_role(wira, Role.Name.UNIT_ADMIN, city.kuranji)
    one = city.sent(by=wira, audience=Audience(units=[city.kuranji]))
    page = words(enter(wira).get(f"{one.page}penerima/"))
    assert "Semua sudah" not in page
    assert "Ingatkan yang belum" in page


def test_what_told_of_it_is_read_with_it(city: City) -> None:
    one = city.sent(message=RULE, must_understand=True)
    sari = enter(city.sari)
    assert Notice.objects.unread().filter(person=city.sari).count() == 1
    sari.get(one.page)
    assert not Notice.objects.unread().filter(person=city.sari).exists()
    remind_receivers(announcement=one, by=city.ani, on=MONDAY)
    assert Notice.objects.unread().filter(person=city.sari).count() == 1  # not understood yet
