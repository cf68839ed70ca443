"""Pages of the reopening: proposed from the result, decided by the official, rated again."""

from tests.evaluation.make import Quarter, signed
from tests.people.make import a_person, a_role
from tests.web.evaluation.visit import enter, judged, words

from kinerja.evaluation.reopening import Reopening
from kinerja.evaluation.review import Review


def test_from_the_result_to_a_new_version(quarter: Quarter):
    old = signed(quarter.sari)
    surya = a_person("Surya")
    a_role(surya, "authorised_official")
    wati, official, budi = enter(quarter.wati), enter(surya), enter(quarter.town.budi)
    sari = enter(quarter.town.sari)
    url = f"/hasil/{old.pk}/buka-kembali/"
    assert url in wati.get(f"/hasil/{old.pk}/").content.decode()
    assert url not in sari.get(f"/hasil/{old.pk}/").content.decode()

    empty = wati.post(url, {"reason": " "})
    proposed = wati.post(url, {"reason": "Angka Agustus keliru diimpor."})
    page = proposed["Location"]
    assert empty.status_code == 422
    assert wati.get(url)["Location"] == page
    assert "Menunggu keputusan" in words(official.get("/buka-kembali/"))
    assert "Keputusan Anda" not in words(wati.get(page))
    assert "Keputusan Anda" in words(official.get(page))
    assert official.post(page, {"approve": "yes", "reason": ""}).status_code == 422
    official.post(page, {"approve": "yes", "reason": "Terbukti."})

    new = Review.objects.get(replaces=old)
    assert Reopening.objects.get().outcome == new
    assert "dibuka kembali dan sedang dinilai ulang" in words(sari.get(f"/hasil/{old.pk}/"))
    assert "Dibuka kembali dan dinilai ulang" in words(sari.get("/hasil/"))
    assert "dibuka kembali: batas" in words(budi.get("/penilaian/"))
    assert "Hasil ini dibuka kembali" in words(budi.get(f"/penilaian/{new.pk}/"))
    signing = budi.post(f"/penilaian/{new.pk}/", judged(new))["Location"]
    new.refresh_from_db()
    budi.post(signing, {"revision": new.revision})
    result = words(sari.get(f"/hasil/{new.pk}/"))
    assert "Versi baru setelah dibuka kembali" in result
    assert "baca alasannya" in result
    assert sari.get(f"/hasil/{old.pk}/").status_code == 200
    assert "Baca hasil yang baru" in words(sari.get(page))


def test_refused_it_stays(quarter: Quarter):
    old = signed(quarter.sari)
    surya = a_person("Surya")
    a_role(surya, "authorised_official")
    wati, official = enter(quarter.wati), enter(surya)
    page = wati.post(f"/hasil/{old.pk}/buka-kembali/", {"reason": "Keliru."})["Location"]

    official.post(page, {"approve": "no", "reason": "Belum terbukti."})

    assert "Ditolak Belum terbukti." in words(wati.get(page))
    assert Review.objects.get(pk=old.pk).state == "signed"
    late = official.post(page, {"approve": "yes", "reason": "Berubah pikiran."})
    assert late.status_code == 422


def test_strangers_see_nothing_of_it(quarter: Quarter):
    old = signed(quarter.sari)
    a_role(a_person("Surya"), "authorised_official")
    page = enter(quarter.wati).post(f"/hasil/{old.pk}/buka-kembali/", {"reason": "Keliru."})
    for person in (quarter.town.tono, quarter.town.rina):
        client = enter(person)
        assert client.get(page["Location"]).status_code == 404
        assert client.get(f"/hasil/{old.pk}/buka-kembali/").status_code == 404
        assert "Tidak ada usulan" in words(client.get("/buka-kembali/"))
