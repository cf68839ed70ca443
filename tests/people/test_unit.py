"""The tree of units."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.people.make import a_member, a_person, a_unit

from kinerja.people.refusals import (
    CircularUnit,
    CodeTaken,
    InvalidInput,
    NotAllowed,
    UnitClosed,
    UnitInUse,
    UnknownUnit,
)
from kinerja.people.unit import (
    NewUnit,
    Unit,
    UnitName,
    add_unit,
    add_units,
    close_unit,
    know_unit_as,
    lineages,
    rename_unit,
)
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def events() -> list[tuple]:
    return [
        (one.name, one.about_id, one.by_id, one.reason, one.data)
        for one in Event.objects.order_by("pk")
    ]


def test_a_unit_knows_its_line_from_the_top():
    city = add_unit(code="K", name="Kota", level="agency", parent=None, by=None)
    health = add_unit(code="D", name=" Dinas  Kesehatan ", level="device", parent=city, by=None)

    health.refresh_from_db()
    assert (city.path, health.path) == (f"/{city.pk}/", f"/{city.pk}/{health.pk}/")
    assert (health.name, health.depth, health.lineage) == (
        "Dinas Kesehatan",
        1,
        [city.pk, health.pk],
    )
    assert list(Unit.objects.above(health)) == [city, health]
    assert list(Unit.objects.under(city)) == [city, health]
    assert lineages([health]) == {city.pk, health.pk}
    assert events() == [
        ("unit.added", city.pk, None, "", {"code": "K", "name": "Kota", "path": city.path}),
        (
            "unit.added",
            health.pk,
            None,
            "",
            {"code": "D", "name": "Dinas Kesehatan", "path": health.path},
        ),
    ]


def test_many_units_in_any_order_are_the_same_as_one_by_one():
    top = a_unit("Kota")
    added = add_units(
        units=[
            NewUnit("C", "Seksi", "section", "B"),
            NewUnit("A", "Dinas", "device", top),
            NewUnit("B", "Bidang", "division", "A"),
        ],
        by=None,
    )

    assert [unit.code for unit in added] == ["A", "B", "C"]
    dinas, bidang, seksi = Unit.objects.exclude(pk=top.pk).order_by("path")
    assert [dinas.parent, bidang.parent, seksi.parent] == [top, dinas, bidang]
    assert seksi.path == f"/{top.pk}/{dinas.pk}/{bidang.pk}/{seksi.pk}/"
    assert [(name, about) for name, about, *_ in events()] == [
        ("unit.added", unit.pk) for unit in (dinas, bidang, seksi)
    ]


@pytest.mark.parametrize(
    ("units", "refusal", "message"),
    [
        ([("A", None), ("B", "X")], UnknownUnit, "Induk X dari unit B tidak ditemukan"),
        ([("A", "B"), ("B", "A")], CircularUnit, "Unit A, B saling menjadi induk"),
        ([("A", "A")], CircularUnit, "Unit A saling menjadi induk"),
        ([("A", None), ("A", None)], CodeTaken, "Kode unit A muncul lebih dari sekali"),
        ([("A", None), ("OLD", None)], CodeTaken, "Kode unit OLD sudah dipakai oleh Lama"),
        ([("A", None), ("", None)], InvalidInput, "Kode: "),
    ],
)
def test_units_that_cannot_be_added_change_nothing(units, refusal, message):
    old = a_unit("Lama", code="OLD")

    with pytest.raises(refusal, match=message):
        add_units(
            units=[NewUnit(code, f"Unit {code}", "division", parent) for code, parent in units],
            by=None,
        )

    assert list(Unit.objects.all()) == [old]
    assert events() == []


def test_nothing_is_added_under_a_closed_unit():
    old = a_unit("Lama", closed_on=date(2025, 12, 31))

    with pytest.raises(UnitClosed, match="Lama sudah ditutup; pilih induk yang lain"):
        add_unit(code="B", name="Baru", level="division", parent=old, by=None)

    assert list(Unit.objects.all()) == [old]


def test_a_new_name_keeps_the_old_one_known():
    unit = a_unit("Dinas Kominfo")

    rename_unit(unit=unit, name="Dinas  Komunikasi", by=None)

    unit.refresh_from_db()
    assert unit.name == "Dinas Komunikasi"
    old = UnitName.objects.get()
    assert (old.unit, old.name, old.kind, old.confirmed) == (unit, "Dinas Kominfo", "old", True)
    assert events() == [
        ("unit.renamed", unit.pk, None, "", {"from": "Dinas Kominfo", "to": "Dinas Komunikasi"})
    ]


def test_an_alias_is_confirmed_once():
    unit = a_unit("Dinas Kesehatan")
    UnitName.objects.create(unit=unit, name="Dinkes")

    know_unit_as(unit=unit, name=" Dinkes ", kind="abbreviation", by=None)

    known = UnitName.objects.get()
    assert (known.name, known.kind, known.confirmed) == ("Dinkes", "abbreviation", True)
    assert events() == [
        ("unit.known_as", unit.pk, None, "", {"name": "Dinkes", "kind": "abbreviation"})
    ]


def test_a_unit_is_closed_when_nobody_is_left():
    city = a_unit("Kota")
    health = a_unit("Dinas", city)
    division = a_unit("Bidang", health)
    a_member("Sari", division, ends_on=date(2026, 3, 31))

    with pytest.raises(UnitInUse, match="Masih ada 1 unit di bawah Dinas"):
        close_unit(unit=health, on=date(2026, 4, 1), by=None)
    with pytest.raises(UnitInUse, match="Masih ada 1 pegawai di Bidang"):
        close_unit(unit=division, on=date(2026, 3, 31), by=None)
    assert events() == []

    close_unit(unit=division, on=date(2026, 4, 1), by=None, reason="Digabung.")
    close_unit(unit=health, on=date(2026, 4, 1), by=None)

    assert list(Unit.objects.open()) == [city]
    assert events()[0] == ("unit.closed", division.pk, None, "Digabung.", {"on": "2026-04-01"})
    with pytest.raises(UnitClosed):
        close_unit(unit=division, on=date(2026, 5, 1), by=None)


def test_only_personnel_admins_change_units():
    sari, city = a_person("Sari"), a_unit("Kota")

    for act in (
        lambda: add_unit(code="B", name="B", level="device", parent=city, by=sari),
        lambda: rename_unit(unit=city, name="B", by=sari),
        lambda: know_unit_as(unit=city, name="B", by=sari),
        lambda: close_unit(unit=city, on=date(2026, 1, 1), by=sari),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert list(Unit.objects.values_list("name", "closed_on")) == [("Kota", None)]
    assert events() == []


def test_a_subtree_is_one_query_on_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Unit.objects.under(a_unit("Kota")).order_by().explain()

    assert "Index" in plan
    assert "people_unit_path" in plan


def test_the_database_refuses_a_path_that_does_not_end_with_the_unit():
    unit = a_unit("Kota")

    with pytest.raises(IntegrityError, match="unit_path_ends_with_itself"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(path="/999999/")
