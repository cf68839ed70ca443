"""The register of people."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.people.make import a_person, an_admin

from kinerja.people.person import Person, add_people, add_person, edit_person, set_status
from kinerja.people.refusals import HasLeft, InvalidInput, NipTaken, NotAllowed
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db

NIP = "199003152015032905"  # born 15-03-1990, from March 2015, sex 2


def events() -> list[tuple]:
    return [
        (one.name, one.person_id, one.by_id, one.reason, one.data)
        for one in Event.objects.order_by("pk")
    ]


def test_add_person_keeps_the_digits_of_the_nip_and_what_they_say():
    admin = an_admin()

    sari = add_person(name="  Sari   Dewi ", kind="pns", nip="19900315 201503 2 905", by=admin)

    sari.refresh_from_db()
    assert (sari.name, sari.nip, sari.sex) == ("Sari Dewi", NIP, "female")
    assert (sari.birth_date, sari.status, sari.version) == (date(1990, 3, 15), "active", 1)
    assert events() == [
        (
            "person.added",
            sari.pk,
            admin.pk,
            "",
            {
                "nip": NIP,
                "name": "Sari Dewi",
                "kind": "pns",
                "sex": "female",
                "birth_date": "1990-03-15",
            },
        )
    ]


def test_what_is_given_comes_before_what_the_nip_says():
    sari = add_person(name="Sari", kind="pns", nip=NIP, birth_date=date(1990, 3, 16), by=None)

    assert sari.birth_date == date(1990, 3, 16)


def test_the_mayor_needs_no_nip():
    mayor = add_person(name="Wali Kota", kind="official", by=None)

    assert (mayor.nip, mayor.full_name) == (None, "Wali Kota")


@pytest.mark.parametrize(
    ("fields", "refusal", "message"),
    [
        ({"kind": "pns"}, InvalidInput, "Sari: NIP wajib diisi untuk PNS dan PPPK."),
        ({"kind": "pns", "nip": "123"}, InvalidInput, "18 angka; yang tertulis 3 angka"),
        ({"kind": "pppk", "nip": NIP}, InvalidInput, "NIP ini milik PNS, bukan PPPK"),
        ({"kind": "dewa"}, InvalidInput, "Jenis: "),
        ({"kind": "other", "sex": "x"}, InvalidInput, "Jenis kelamin: "),
        ({"kind": "other", "name": " "}, InvalidInput, "Nama: "),
        ({"kind": "other", "name": "x" * 151}, InvalidInput, "Nama: "),
        ({"kind": "pns", "nip": "198001012010011900"}, NipTaken, "sudah dipakai oleh Budi"),
    ],
)
def test_a_person_who_cannot_be_stored_changes_nothing(fields, refusal, message):
    a_person("Budi", nip="198001012010011900")

    with pytest.raises(refusal, match=message):
        add_person(**{"name": "Sari", **fields}, by=None)

    assert Person.objects.get().name == "Budi"
    assert events() == []


def test_many_are_the_same_rows_and_events_as_one_by_one():
    rows = [
        {"name": "Sari", "kind": "pns", "nip": NIP, "grade": "III/a"},
        {"name": "Wali Kota", "kind": "official"},
    ]
    for row in rows:
        add_person(**row, by=None)
    single = [(row["name"], row["nip"], row["grade"]) for row in Person.objects.values()]
    said = [(name, data) for name, _, _, _, data in events()]
    Person.objects.update(nip=None, kind="other")

    add_people(people=[Person(**row) for row in rows], by=None)

    many = Person.objects.order_by("pk")[2:].values()
    assert [(row["name"], row["nip"], row["grade"]) for row in many] == single
    assert [(name, data) for name, _, _, _, data in events()[2:]] == said


def test_one_bad_row_stores_none_of_many():
    with pytest.raises(NipTaken, match=f"NIP {NIP} muncul lebih dari sekali"):
        add_people(
            people=[Person(name=name, kind="pns", nip=NIP) for name in ("Sari", "Budi")], by=None
        )

    assert not Person.objects.exists()
    assert events() == []


def test_only_personnel_admins_change_people():
    sari = a_person("Sari")

    for act in (
        lambda: add_person(name="Budi", kind="other", by=sari),
        lambda: edit_person(person=sari, name="Sri", by=sari),
        lambda: set_status(person=sari, status="suspended", since=date(2026, 3, 1), by=sari),
    ):
        with pytest.raises(NotAllowed, match="Hanya admin kepegawaian"):
            act()

    assert Person.objects.get().name == "Sari"
    assert events() == []


def test_an_ended_or_limited_task_gives_no_right():
    former = an_admin("Mantan", ends_on=date(2026, 1, 31))

    with pytest.raises(NotAllowed):
        add_person(name="Budi", kind="other", by=former)


def test_edit_person_tells_what_changed_from_what_to_what():
    admin, sari = an_admin(), a_person("Sari", grade="III/a")

    edit_person(
        person=sari,
        by=admin,
        reason="Kenaikan pangkat.",
        name="Sari",
        grade="III/b",
        start_date=date(2015, 3, 1),
    )

    stored = Person.objects.get(pk=sari.pk)
    assert (stored.grade, stored.start_date, stored.version) == ("III/b", date(2015, 3, 1), 2)
    assert (sari.grade, sari.version) == ("III/b", 2)
    name, person, by, reason, data = events()[-1]
    assert (name, person, by, reason) == ("person.edited", sari.pk, admin.pk, "Kenaikan pangkat.")
    assert data["grade"] == ["III/a", "III/b"]
    assert data["start_date"] == ["", "2015-03-01"]
    assert "name" not in data


def test_an_edit_that_changes_nothing_writes_nothing():
    sari = add_person(name="Sari", kind="pns", nip=NIP, by=None)

    edit_person(person=sari, by=None, name=" Sari ")

    assert sari.version == 1
    assert [name for name, *_ in events()] == ["person.added"]


def test_the_second_of_two_editors_is_told():
    sari = add_person(name="Sari", kind="pns", nip=NIP, by=None)
    edit_person(person=sari, by=None, version=1, grade="III/b")

    with pytest.raises(ChangedMeanwhile, match="Data Sari sudah diubah orang lain"):
        edit_person(person=sari, by=None, version=1, grade="III/c")

    assert Person.objects.get().grade == "III/b"
    assert len(events()) == 2


def test_a_refused_edit_changes_nothing():
    sari = add_person(name="Sari", kind="pns", nip=NIP, by=None)
    a_person("Budi", nip="198001012010011900")

    with pytest.raises(NipTaken, match="sudah dipakai oleh Budi"):
        edit_person(person=sari, by=None, nip="198001012010011900")

    assert Person.objects.get(pk=sari.pk).nip == NIP
    assert len(events()) == 1


def test_only_known_fields_are_edited():
    with pytest.raises(TypeError, match="not editable"):
        edit_person(person=a_person(), by=None, status="left")


def test_set_status_from_a_day_on():
    sari = a_person("Sari")

    set_status(person=sari, status="study_leave", since=date(2026, 9, 1), by=None, reason="S2")

    sari.refresh_from_db()
    assert (sari.status, sari.status_since) == ("study_leave", date(2026, 9, 1))
    assert events() == [
        (
            "person.status_set",
            sari.pk,
            None,
            "S2",
            {"from": "active", "to": "study_leave", "since": "2026-09-01"},
        )
    ]
    assert list(Person.objects.present(date(2026, 8, 31))) == [sari]
    assert list(Person.objects.present(date(2026, 9, 1))) == []
    assert not Person.objects.active().exists()


@pytest.mark.parametrize(
    ("now", "status", "refusal"),
    [("left", "active", HasLeft), ("active", "left", InvalidInput), ("active", "x", InvalidInput)],
)
def test_a_status_that_is_refused_changes_nothing(now, status, refusal):
    sari = a_person("Sari", status=now)

    with pytest.raises(refusal):
        set_status(person=sari, status=status, since=date(2026, 3, 1), by=None)

    assert Person.objects.get().status == now
    assert events() == []


def test_full_name_carries_the_titles():
    assert str(a_person("Sari")) == "Sari"
    titled = Person(name="Sari Dewi", front_title="dr.", back_title="M.Kes.")
    assert titled.full_name == "dr. Sari Dewi, M.Kes."


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "other", "nip": "12345678901234567x"}, "nip_has_18_digits"),
        ({"kind": "pns", "nip": None}, "civil_servant_has_nip"),
        ({"kind": "pns", "nip": NIP}, "people_person_nip_key"),
    ],
)
def test_the_database_itself_refuses(fields, constraint):
    a_person(nip=NIP)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Person.objects.bulk_create([Person(name="Budi", **fields)])
