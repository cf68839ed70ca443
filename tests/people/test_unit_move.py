"""A unit that moves takes all below along, and never closes a circle."""

from datetime import date

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.make import a_head, a_person, a_unit, head_post

from kinerja.people.refusals import CircularSupervision, CircularUnit, NotAllowed, UnitClosed
from kinerja.people.unit import HOLD_TREE, NewUnit, Unit, add_unit, add_units
from kinerja.people.unit_move import move_unit
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def events() -> list[tuple]:
    return [
        (one.name, one.about_id, one.by_id, one.reason, one.data)
        for one in Event.objects.order_by("pk")
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


def test_only_personnel_admins_move_units():
    city = a_unit("Kota")
    health = a_unit("Dinas", city)

    with pytest.raises(NotAllowed):
        move_unit(unit=health, parent=city, by=a_person("Sari"), reason="")

    assert events() == []


def below(unit_id: int) -> set[int]:
    """The subtree by its definition: the unit, and what is below its children."""
    found = {unit_id}
    for child in Unit.objects.filter(parent=unit_id).values_list("pk", flat=True):
        found |= below(child)
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_is_hung_under_a_unit_while_it_moves():
    """A child that copied the old path of its parent would be lost from the subtree."""
    city = a_unit("Kota")
    given = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{key: given[key] for key in keys if key in given}) as mover:
        mover.execute(HOLD_TREE)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                add_unit(code="D", name="Dinas", level="device", parent=city, by=None)

    add_unit(code="D", name="Dinas", level="device", parent=city, by=None)
    assert Unit.objects.under(city).count() == 2


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
