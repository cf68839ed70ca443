"""`Prepared`: the same rows as the query itself, and no wrong day baked in."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_person

from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.prepared import Prepared

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


@Prepared
def tasks(person: int, on: date) -> QuerySet[Role, tuple[str]]:
    return Role.objects.on(on).filter(person=person).values_list("name")


def _grant(person: Person, name: str, starts_on: date) -> None:
    Role.objects.create(person=person, name=name, starts_on=starts_on)


def test_each_call_answers_for_its_own_values() -> None:
    sari, budi = a_person(), a_person()
    _grant(sari, "counsellor", MONDAY)
    _grant(budi, "inspector", MONDAY - timedelta(days=1))

    assert tasks(sari.pk, MONDAY) == [("counsellor",)]
    assert tasks(sari.pk, MONDAY - timedelta(days=1)) == []
    assert tasks(budi.pk, MONDAY - timedelta(days=1)) == [("inspector",)]


def test_one_query_a_call() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tasks(1, MONDAY)
    assert len(queries) == 1


def test_a_computed_day_is_refused() -> None:
    @Prepared
    def earlier(person: int, on: date) -> QuerySet[Role]:
        return Role.objects.on(on - timedelta(days=1)).filter(person=person, starts_on=on)

    with pytest.raises(ValueError, match="counts with its days"):
        earlier(1, MONDAY)


def test_a_value_that_is_not_used_is_refused() -> None:
    @Prepared
    def any_day(person: int, on: date) -> QuerySet[Role]:
        return Role.objects.filter(person=person)

    with pytest.raises(ValueError, match="does not use"):
        any_day(1, MONDAY)


@Prepared
def held_by(people: list[int], name: str, on: date) -> QuerySet[Role]:
    return Role.objects.on(on).filter(person__among=people, name__startswith=name).order_by("pk")


def test_lists_of_ids_and_texts():
    sari, budi = a_person(), a_person()
    _grant(sari, "counsellor", MONDAY)
    _grant(budi, "inspector", MONDAY)

    def found(people: list[Person], name: str) -> list[str]:
        return [role.name for role in held_by.objects([one.pk for one in people], name, MONDAY)]

    assert found([sari, budi], "") == ["counsellor", "inspector"]
    assert found([sari, budi], "insp") == ["inspector"]
    assert found([sari], "insp") == []
    assert found([], "") == []


def test_objects_carry_what_was_annotated():
    sari = a_person()
    _grant(sari, "counsellor", MONDAY)

    @Prepared
    def people(ids: list[int]) -> QuerySet[Person]:
        return Person.objects.filter(pk__among=ids).annotate(tasks=Count("roles"))

    (found,) = people.objects([sari.pk])

    assert (found, found.name, found.tasks) == (sari, sari.name, 1)
