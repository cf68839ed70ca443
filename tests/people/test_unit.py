"""The tree of units."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.make import a_head, a_member, a_person, a_unit, head_post

from kinerja.people.refusals import (
    CircularSupervision,
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
from kinerja.people.unit_move import move_unit
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


def test_a_moved_unit_takes_all_below_along():
    city = a_unit("Kota")
    old, new = a_unit("Dinas A", city), a_unit("Dinas B", city)
    division = a_unit("Bidang", old)
    section = a_unit("Seksi", division)

    move_unit(unit=division, parent=new, by=None, reason="Perda 3/2026")

    division.refresh_from_db()
    section.refresh_from_db()
    assert division.parent == new
    assert section.path == f"/{city.pk}/{new.pk}/{division.pk}/{section.pk}/"
    assert list(Unit.objects.under(old)) == [old]
    assert events() == [
        (
            "unit.moved",
            division.pk,
            None,
            "Perda 3/2026",
            {
                "from": f"/{city.pk}/{old.pk}/{division.pk}/",
                "to": f"/{city.pk}/{new.pk}/{division.pk}/",
            },
        )
    ]


def test_moves_that_are_refused_change_nothing():
    city = a_unit("Kota")
    health = a_unit("Dinas", city)
    division = a_unit("Bidang", health)
    closed = a_unit("Lama", city, closed_on=date(2025, 12, 31))

    for unit, parent, refusal, message in (
        (health, division, CircularUnit, "Bidang berada di bawah Dinas"),
        (health, health, CircularUnit, "Dinas berada di bawah Dinas"),
        (division, closed, UnitClosed, "Lama sudah ditutup"),
    ):
        with pytest.raises(refusal, match=message):
            move_unit(unit=unit, parent=parent, by=None, reason="")

    health.refresh_from_db()
    assert health.path == f"/{city.pk}/{health.pk}/"
    assert events() == []


def test_a_move_that_closes_a_circle_of_superiors_is_refused():
    city = a_unit("Kota")
    health, school = a_unit("Dinas Kesehatan", city), a_unit("Dinas Pendidikan", city)
    a_head("Dewi", health, reports_to=head_post(school))
    a_head("Hana", school)

    with pytest.raises(CircularSupervision, match="Dewi → Hana → Dewi"):
        move_unit(unit=school, parent=health, by=None, reason="")

    school.refresh_from_db()
    assert school.parent == city
    assert events() == []


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
        lambda: move_unit(unit=city, parent=city, by=sari, reason=""),
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


def below(unit_id: int) -> set[int]:
    """The subtree by its definition: the unit, and what is below its children."""
    found = {unit_id}
    for child in Unit.objects.filter(parent=unit_id).values_list("pk", flat=True):
        found |= below(child)
    return found


@settings(max_examples=30, deadline=None)
@given(
    parents=st.lists(st.integers(0, 50), min_size=1, max_size=9),
    moves=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6),
)
def test_the_path_is_the_subtree_by_definition_after_any_moves(parents, moves):
    new = [NewUnit("U0", "Unit 0", "agency", None)]
    for number, parent in enumerate(parents, start=1):
        new.append(NewUnit(f"U{number}", f"Unit {number}", "division", f"U{parent % number}"))
    with transaction.atomic():
        units = {unit.code: unit for unit in add_units(units=new, by=None)}
        for unit, parent in moves:
            moved, under = units[f"U{unit % len(new)}"], units[f"U{parent % len(new)}"]
            circle = under.pk in below(moved.pk)
            try:
                move_unit(unit=moved, parent=under, by=None, reason="")
            except CircularUnit:
                assert circle
            else:
                assert not circle
        for unit in Unit.objects.filter(code__startswith="U"):
            assert set(Unit.objects.under(unit).values_list("pk", flat=True)) == below(unit.pk)
            assert unit.lineage[-2:-1] == ([unit.parent_id] if unit.parent_id else [])
        transaction.set_rollback(True)
