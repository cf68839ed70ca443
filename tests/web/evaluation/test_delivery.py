"""What follows a result: opening it is the receipt; the answer; the hand-over on paper."""

from tests.evaluation.make import signed
from tests.web.evaluation.visit import enter, words

from kinerja.evaluation.delivery import Delivery
from kinerja.records.event import Event


def test_opening_ones_own_result_is_its_receipt_and_tells_the_last_days(quarter):
    review = signed(quarter.sari)
    sari = enter(quarter.town.sari)

    sari.get(f"/hasil/{review.pk}/")
    page = words(sari.get(f"/hasil/{review.pk}/"))

    assert (
        "Tindak lanjut Diterima 5 Oktober 2026, dibuka di aplikasi Tanda tangan Anda Paling lambat"
        " 23 Oktober 2026 Keberatan Dapat diajukan sampai 23 Oktober 2026 (sisa 14 hari kerja)"
        " Tanda tangani Ajukan keberatan" in page
    )
    assert Event.objects.named("review.received").count() == 1


def test_others_who_open_it_receive_nothing(quarter):
    review = signed(quarter.sari)

    page = words(enter(quarter.town.rina).get(f"/hasil/{review.pk}/"))

    assert "Ajukan keberatan" not in page
    assert not Delivery.objects.exists()


def test_the_employee_signs_and_the_appraiser_sees_it(quarter):
    review = signed(quarter.sari)
    sari = enter(quarter.town.sari)
    sari.get(f"/hasil/{review.pk}/")

    response = sari.post(f"/hasil/{review.pk}/jawaban/", {"answer": "returned"})

    assert response.url == f"/hasil/{review.pk}/"
    assert sari.get(f"/hasil/{review.pk}/jawaban/").url == response.url
    page = words(enter(quarter.town.budi).get(f"/hasil/{review.pk}/"))
    assert "Jawaban pegawai Ditandatangani dan dikembalikan, 5 Oktober 2026" in page


def test_refusing_without_a_reason_comes_back_with_words(quarter):
    review = signed(quarter.sari)
    sari = enter(quarter.town.sari)
    sari.get(f"/hasil/{review.pk}/")

    response = sari.post(f"/hasil/{review.pk}/jawaban/", {"answer": "refused", "note": " "})

    assert response.status_code == 422
    assert "Tulis alasan Anda menolak menandatangani." in words(response)
    assert not Delivery.objects.get().answer


def test_the_appraiser_notes_a_hand_over(quarter):
    review = signed(quarter.sari)
    budi = enter(quarter.town.budi)
    assert (
        "Belum dibuka pegawai; sampaikan paling lambat 23 Oktober 2026 Catat penyerahan langsung"
    ) in words(budi.get(f"/hasil/{review.pk}/"))
    url = f"/hasil/{review.pk}/penyerahan/"

    early = budi.post(url, {"received_on": "01-10-2026", "note": "Saksi Tono"})
    done = budi.post(url, {"received_on": "05-10-2026", "note": "Saksi Tono"})

    assert early.status_code == 422
    assert "Tanggal penyerahan antara 05-10-2026" in words(early)
    assert done.url == f"/hasil/{review.pk}/"
    assert Delivery.objects.get().note == "Saksi Tono"
