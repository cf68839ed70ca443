"""The pages of the review of the system, and of the box."""

from dataclasses import replace
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.adoption.test_announcement import WIB, City
from tests.adoption.test_system_review import ASKED, DAY
from tests.web.evaluation.visit import enter, hidden, mistakes, words

from kinerja.adoption.help_feedback import say_whether_helped
from kinerja.adoption.suggestion import Suggestion
from kinerja.adoption.system_review import (
    SystemReview,
    begin_review,
    publish_review,
    put_item,
    write_summary,
)

pytestmark = pytest.mark.django_db
ITEM = {
    "source": "suggestion",
    "asked": "Lapor tanpa sinyal",
    "decision": "do",
    "reason": "Banyak puskesmas tanpa sinyal.",
    "changed": "Mode luring",
    "changed_on": "2026-09-01",
    "changed_in": "1.1",
}


@pytest.fixture
def city():
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB), tick=False):
        yield City()


def test_from_the_box_to_the_published_review(city: City) -> None:
    sari, ani = enter(city.sari), enter(city.ani)
    key = "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4"
    sent = sari.post("/usul/", {"kind": "wish", "text": "Tema gelap.", "key": key}, follow=True)
    office = words(ani.get("/usul/"))
    assert "Terkirim." in words(sent)
    assert "Tema gelap. Usul perbaikan, Sari" in office
    assert "Tema gelap." not in words(enter(city.tono).get("/usul/"))

    page = ani.post("/tinjauan/mulai/", follow=True)
    review = SystemReview.objects.get()
    address = review.page
    wrong = ani.post(f"{address}butir/", ITEM | {"reason": ""})
    ani.post(f"{address}butir/", ITEM)
    early = words(ani.post(f"{address}terbitkan/", follow=True))
    assert "Konsep" in words(page)
    assert mistakes(wrong) == ["Tulis alasan keputusannya."]
    assert "Tulis ringkasan" in early
    assert sari.get(address).status_code == 404

    ani.post(f"{address}ringkasan/", {"ringkas-summary": "Tahun yang baik."})
    ani.post(f"{address}terbitkan/")
    told = words(sari.get(address))
    assert "Dikerjakan, sudah berubah Banyak puskesmas" in told
    assert "Yang berubah: Mode luring Sejak 1 September 2026, versi 1.1" in told
    assert "1 usul" in told
    assert "Terbitkan" not in told
    assert ani.get(f"{address}butir/").status_code == 200
    assert ani.post(f"{address}butir/", ITEM).status_code == 422

    assert mistakes(ani.post(f"{address}versi/", {"baru-change": ""}))
    ani.post(f"{address}versi/", {"baru-change": "Angka"})
    assert SystemReview.objects.get(version=2).is_draft
    assert "versi 2" not in words(sari.get("/tinjauan/"))


def test_those_who_write_it_read_what_was_said_about_the_guides(city: City) -> None:
    for helped, text in ((True, ""), (False, "Contoh untuk guru belum ada.")):
        say_whether_helped(guide="rencana", helped=helped, words=text, on=DAY)
    say_whether_helped(guide="lama", helped=False, words="", on=DAY)
    review = begin_review(year=2026, by=city.ani, on=DAY)

    told = words(enter(city.ani).get(review.page))
    assert "3 tanggapan atas panduan." in told
    assert "Rencana (SKP) dan sasaran Membantu 1, belum membantu 1." in told
    assert "“Contoh untuk guru belum ada.”" in told
    assert "Panduan: lama" in told
    put_item(review=review, item=ASKED, by=city.ani, on=DAY)
    write_summary(review=review, summary="Baik.", by=city.ani, on=DAY)
    publish_review(review=review, by=city.ani, at=datetime(2026, 10, 5, 10, tzinfo=WIB), on=DAY)
    assert "guru" not in words(enter(city.sari).get(review.page))


def test_a_line_is_changed_and_taken_out(city: City) -> None:
    review = begin_review(year=2026, by=city.ani, on=DAY)
    item = put_item(review=review, item=ASKED, by=city.ani, on=DAY)
    ani, address = enter(city.ani), f"{review.page}butir/{item.pk}/"

    ani.post(address, ITEM | {"asked": "Lapor luring"})
    assert review.items.get().asked == "Lapor luring"
    assert enter(city.budi).post(address, ITEM).status_code == 404
    assert enter(city.budi).post("/tinjauan/mulai/").status_code == 404
    ani.post(f"{address}hapus/")
    assert not review.items.exists()


def test_a_line_that_somebody_else_changed_is_not_replaced_unseen(city: City) -> None:
    review = begin_review(year=2026, by=city.ani, on=DAY)
    item = put_item(review=review, item=ASKED, by=city.ani, on=DAY)
    ani, address = enter(city.ani), f"{review.page}butir/{item.pk}/"
    mine = ITEM | {"asked": "Isian saya", "seen": hidden(ani.get(address), "seen")}
    newer = replace(ASKED, asked="Lapor luring, kata rekan")
    put_item(review=review, item=newer, known=item, by=city.ani, on=DAY)

    answer = ani.post(address, mine)

    assert answer.status_code == 422
    assert "sudah diubah orang lain" in words(answer)
    assert "Yang tersimpan sekarang Yang diminta Lapor luring, kata rekan" in words(answer)
    assert "Isian saya" in words(answer)
    assert review.items.get().asked == newer.asked
    assert ani.post(address, mine | {"seen": hidden(answer, "seen")}).status_code == 302
    assert ani.post(address, mine).status_code == 302  # sent twice
    assert review.items.get().asked == "Isian saya"


def test_a_summary_that_somebody_else_changed_is_not_replaced_unseen(city: City) -> None:
    review = begin_review(year=2026, by=city.ani, on=DAY)
    ani, address = enter(city.ani), f"{review.page}ringkasan/"
    mine = {"ringkas-summary": "Kata saya."}
    mine["ringkas-seen"] = hidden(ani.get(review.page), "ringkas-seen")
    write_summary(review=review, summary="Kata rekan.\nDua baris.", by=city.ani, on=DAY)

    answer = ani.post(address, mine)

    assert answer.status_code == 422
    assert "Yang tersimpan sekarang Ringkasan Kata rekan. Dua baris." in words(answer)
    review.refresh_from_db()
    assert review.summary == "Kata rekan.\nDua baris."
    seen = {"ringkas-seen": hidden(answer, "ringkas-seen")}
    assert ani.post(address, mine | seen).status_code == 302
    review.refresh_from_db()
    assert review.summary == "Kata saya."


def test_what_is_empty_or_bad_comes_back(city: City) -> None:
    assert enter(city.sari).post("/usul/", {"kind": "x", "text": "a\x00"}).status_code == 422
    assert not Suggestion.objects.exists()
    assert "Belum ada tinjauan" in words(enter(city.sari).get("/tinjauan/"))


def test_the_page_costs_the_same_for_two_lines_and_for_twenty(city: City) -> None:
    review = begin_review(year=2026, by=city.ani, on=DAY)
    client, counts = enter(city.ani), []
    for number in (2, 20):
        for _ in range(number):
            put_item(review=review, item=ASKED, by=city.ani, on=DAY)
        with CaptureQueriesContext(connection) as queries:
            client.get(review.page)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_in_the_first_months_the_last_year_can_still_be_looked_back_on(city: City) -> None:
    with time_machine.travel(datetime(2027, 1, 11, 9, 0, tzinfo=WIB), tick=False):
        ani = enter(city.ani)
        assert "Mulai tinjauan 2026 Mulai tinjauan 2027" in words(ani.get("/tinjauan/"))
        ani.post("/tinjauan/mulai/", {"year": "2026"})
        assert SystemReview.objects.get().year == 2026
        assert "Mulai tinjauan 2026" not in words(ani.get("/tinjauan/"))
        answer = ani.post("/tinjauan/mulai/", {"year": "2028"}, follow=True)
        assert "tahun ini atau yang sudah lewat" in words(answer)
    with time_machine.travel(datetime(2027, 4, 1, 9, 0, tzinfo=WIB), tick=False):
        SystemReview.objects.all().delete()
        assert "Mulai tinjauan 2026" not in words(enter(city.ani).get("/tinjauan/"))
