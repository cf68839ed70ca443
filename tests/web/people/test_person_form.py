"""Adding a person, and putting right what the register says."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from tests.web.people.conftest import SARI_NIP, City
from tests.web.work.visit import enter

from kinerja.people.person import Person, edit_person
from kinerja.records.event import Event

DEWI = {
    "name": "  Dewi   Kartika ",
    "front_title": "dr.",
    "back_title": "Sp.A",
    "kind": "pns",
    "nip": "19850305 201002 2 901",
    "sex": "",
    "birth_date": "",
    "start_date": "1 Februari 2010",
    "grade": "III/d",
    "education": "S2",
}


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_a_person_is_added_with_what_the_nip_says(city: City) -> None:
    answer = enter(city.ani).post("/pegawai/baru/", DEWI)

    dewi = Person.objects.get(name="Dewi Kartika")
    assert answer.headers["Location"] == f"/pegawai/{dewi.pk}/"
    assert (dewi.full_name, dewi.nip) == ("dr. Dewi Kartika, Sp.A", "198503052010022901")
    assert (dewi.birth_date, dewi.sex) == (date(1985, 3, 5), "female")
    assert (dewi.start_date, dewi.grade, dewi.education) == (date(2010, 2, 1), "III/d", "S2")
    event = Event.objects.get()
    assert (event.name, event.person, event.by) == ("person.added", dewi, city.ani)


def test_somebody_without_a_nip_is_added(city: City) -> None:
    enter(city.ani).post("/pegawai/baru/", DEWI | {"kind": "other", "nip": ""})

    assert Person.objects.get(name="Dewi Kartika").nip is None


def test_what_is_missing_or_wrong_is_told_at_its_field(city: City) -> None:
    client = enter(city.ani)

    missing = client.post("/pegawai/baru/", DEWI | {"name": "", "nip": ""})
    wrong = client.post(
        "/pegawai/baru/",
        DEWI | {"nip": "198503052010022", "birth_date": "31-31-1985", "grade": "V/z"},
    )

    assert missing.status_code == wrong.status_code == 422
    assert errors(missing) == {
        "name": ["Nama tanpa gelar belum diisi."],
        "nip": ["NIP belum diisi; wajib untuk PNS dan PPPK."],
    }
    assert errors(wrong) == {
        "nip": ["NIP terdiri atas 18 angka; yang tertulis 15 angka."],
        "birth_date": ["Tulis tanggal seperti 31-12-2026."],
        "grade": ["Masukkan pilihan yang valid. V/z bukan salah satu dari pilihan yang tersedia."],
    }
    assert 'value="198503052010022"' in wrong.content.decode()
    assert Person.objects.filter(name="Dewi Kartika").count() == 0


def test_a_nip_that_somebody_has_is_refused_in_words(city: City) -> None:
    answer = enter(city.ani).post("/pegawai/baru/", DEWI | {"nip": SARI_NIP})

    assert answer.status_code == 422
    assert errors(answer) == {"__all__": [f"NIP {SARI_NIP} sudah dipakai oleh Sari Dewi."]}
    assert Event.objects.count() == 0


# --- Editing


def sent(person: Person, **changed: Any) -> dict[str, Any]:
    """What the form sends back for this person, with some values changed."""
    fields = (
        *("name", "front_title", "back_title", "kind", "nip", "sex"),
        *("birth_date", "start_date", "grade", "education", "version"),
    )
    values = {name: getattr(person, name) or "" for name in fields}
    return values | changed


def test_a_change_is_stored_with_its_reason(city: City) -> None:
    sari = city.sari

    answer = enter(city.ani).post(
        f"/pegawai/{sari.pk}/ubah/", sent(sari, grade="III/b", reason="SK 12")
    )

    assert answer.headers["Location"] == f"/pegawai/{sari.pk}/"
    sari.refresh_from_db()
    assert (sari.grade, sari.version, sari.nip) == ("III/b", 2, SARI_NIP)
    event = Event.objects.get()
    assert (event.name, event.reason, event.data["grade"]) == (
        "person.edited",
        "SK 12",
        ["", "III/b"],
    )


def test_the_slower_editor_sees_both_versions_and_may_win_knowingly(city: City) -> None:
    sari, client = city.sari, enter(city.ani)
    typed = sent(sari, grade="III/b", education="D3")
    edit_person(person=Person.objects.get(pk=sari.pk), by=None, grade="III/c", education="D3")

    slower = client.post(f"/pegawai/{sari.pk}/ubah/", typed)

    assert slower.status_code == 422
    assert slower.context["stored"] == [
        ("Jenis kelamin", "Perempuan"),
        ("Tanggal lahir", "12 April 1987"),
        ("Golongan ruang", "III/c"),
    ]
    assert Person.objects.get(pk=sari.pk).grade == "III/c"
    assert 'name="version" value="2"' in slower.content.decode()

    again = client.post(f"/pegawai/{sari.pk}/ubah/", typed | {"version": 2})

    assert again.status_code == 302
    assert Person.objects.get(pk=sari.pk).grade == "III/b"


def test_a_grade_that_an_import_wrote_otherwise_stays_choosable(city: City) -> None:
    sari = city.sari
    Person.objects.filter(pk=sari.pk).update(grade="3B")
    sari.refresh_from_db()

    answer = enter(city.ani).post(f"/pegawai/{sari.pk}/ubah/", sent(sari, education="S1"))

    assert answer.status_code == 302
    sari.refresh_from_db()
    assert (sari.grade, sari.education) == ("3B", "S1")
