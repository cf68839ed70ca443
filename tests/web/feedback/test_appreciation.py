"""The pages of thanks."""

from datetime import datetime

import pytest
from tests.people.make import a_member
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import WIB, a_report

from kinerja.feedback.appreciation import Appreciation, give_appreciation, show_appreciation

# The pages' clock stands at 5 October; thanks of that month count.
NOW = datetime(2026, 10, 5, 9, tzinfo=WIB)
WORK, TEXT = "Posyandu 12 Oktober", "Antrean tertib sekali."


@pytest.fixture
def thanks(quarter):
    """Tono has thanked Sari."""
    return give_appreciation(
        receiver=quarter.town.sari, work=WORK, text=TEXT, by=quarter.town.tono, at=NOW
    )


def test_from_the_feed_to_a_thank_you(quarter):
    client = enter(quarter.town.tono)
    assert "Belum ada apresiasi" in words(client.get("/apresiasi/"))
    choices = words(client.get("/apresiasi/beri/"))
    assert ("Sari" in choices, "Dewi" in choices) == (True, False)
    assert "Dewi" in words(client.get("/apresiasi/beri/?cari=dew"))
    assert "Tulis sedikitnya tiga huruf." in words(client.get("/apresiasi/beri/?cari=de"))

    sari = quarter.town.sari.pk
    form = client.get(f"/apresiasi/beri/?penerima={sari}").context["form"]
    sent = {"work": WORK, "text": TEXT, "key": str(form.initial["key"])}
    response = client.post(f"/apresiasi/beri/?penerima={sari}", sent, follow=True)
    client.post(f"/apresiasi/beri/?penerima={sari}", sent)  # the same page twice

    assert "Apresiasi Anda sampai kepada Sari." in words(response)
    assert Appreciation.objects.get().giver == quarter.town.tono
    assert "Tono kepada Sari" in words(client.get("/apresiasi/"))


def test_the_quota_is_said_at_the_form(quarter):
    client, sari = enter(quarter.town.tono), quarter.town.sari
    for _ in range(5):
        give_appreciation(receiver=sari, work=WORK, text=TEXT, by=quarter.town.tono, at=NOW)
    url = f"/apresiasi/beri/?penerima={sari.pk}"
    key = str(client.get(url).context["form"].initial["key"])

    response = client.post(url, {"work": WORK, "text": TEXT, "key": key})

    assert response.status_code == 422
    assert mistakes(response) == [
        "Apresiasi Anda bulan ini sudah habis. Kuota terisi lagi bulan depan."
    ]


def test_a_leader_thanks_for_a_report(quarter):
    report = a_report(quarter.town.sari)
    client = enter(quarter.town.budi)
    url = f"/apresiasi/beri/?laporan={report.pk}"
    form = client.get(url).context["form"]

    client.post(url, {"work": form.initial["work"], "text": TEXT, "key": str(form.initial["key"])})

    assert Appreciation.objects.get().report == report
    assert "Pilih rekan yang" in words(enter(quarter.town.tono).get(url))  # sees no such report


def test_words_are_read_as_the_receiver_allows(quarter, thanks):
    feed, page = "/apresiasi/", f"/apresiasi/{thanks.pk}/"
    dewi = enter(quarter.town.dewi)
    assert TEXT not in words(dewi.get(feed)) + words(dewi.get(page))
    assert "Isinya hanya dibaca penerimanya." in words(dewi.get(feed))
    assert TEXT in words(enter(quarter.town.budi).get(feed))

    enter(quarter.town.sari).post(f"{page}buka/", {"buka": "1"})

    assert TEXT in words(dewi.get(feed))


def test_the_receiver_ties_it_to_a_report(quarter, thanks):
    report = a_report(quarter.town.sari)
    client = enter(quarter.town.sari)
    page = f"/apresiasi/{thanks.pk}/"
    assert "belum dikaitkan" in words(client.get(page))

    empty = client.post(f"{page}kaitkan/", {"thing": ""})
    done = client.post(f"{page}kaitkan/", {"thing": f"report-{report.pk}"}, follow=True)
    other = enter(quarter.town.dewi).post(f"{page}kaitkan/", {"thing": f"report-{report.pk}"})

    assert empty.status_code == 422
    assert "Terkait." in words(done)
    assert f'href="/laporan/{report.pk}/"' in done.content.decode()
    assert (other.status_code, Appreciation.objects.get().report) == (403, report)


def test_withdrawn_it_is_gone_for_others(quarter, thanks):
    page = f"/apresiasi/{thanks.pk}/"
    response = enter(quarter.town.tono).post(f"{page}tarik/", follow=True)

    assert "Tono menarik apresiasi ini" in words(response)
    assert enter(quarter.town.dewi).get(page).status_code == 404
    assert enter(quarter.town.sari).post(f"{page}tarik/").status_code == 403


def test_reported_and_hidden_by_the_office(quarter, thanks):
    page = f"/apresiasi/{thanks.pk}/"
    dewi, wati = enter(quarter.town.dewi), enter(quarter.wati)

    assert dewi.post(f"{page}laporkan/", {"reason": ""}).status_code == 422
    dewi.post(f"{page}laporkan/", {"reason": "Tidak pernah terjadi."})
    assert dewi.get("/apresiasi/periksa/").status_code == 404
    assert "Tono kepada Sari Tidak pernah terjadi." in words(wati.get("/apresiasi/periksa/"))
    assert "Dilaporkan" not in words(enter(quarter.town.sari).get(page))
    wati.post(f"{page}putuskan/", {"verdict": "hide", "reason": "Kejadiannya tidak ada."})

    assert dewi.get(page).status_code == 404
    assert "Kejadiannya tidak ada." in words(enter(quarter.town.sari).get(page))


def test_the_queries_of_the_feed_do_not_grow(quarter, thanks, django_assert_max_num_queries):
    show_appreciation(appreciation=thanks, public=True, by=quarter.town.sari)
    client = enter(quarter.town.dewi)
    client.get("/apresiasi/")
    with django_assert_max_num_queries(30) as few:
        client.get("/apresiasi/")
    for number in range(10):
        person = a_member(f"Pegawai {number}", quarter.town.centre)
        give_appreciation(receiver=quarter.town.sari, work=WORK, text=TEXT, by=person, at=NOW)

    with django_assert_max_num_queries(len(few)):
        client.get("/apresiasi/")
