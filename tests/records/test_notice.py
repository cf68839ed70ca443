"""The inbox belongs to one person."""

from datetime import UTC, datetime

import pytest
from tests.people.make import a_person

from kinerja.records.notice import Notice, mark_read, notify, notify_many

pytestmark = pytest.mark.django_db


def test_everybody_sees_only_the_own_notices():
    sari, budi = a_person("Sari"), a_person("Budi")
    mine = notify(sari, "Laporan Anda dikembalikan.", "/laporan/1/")
    notify(budi, "Ada laporan baru.", "/tim/")

    assert list(Notice.objects.visible_to(sari)) == [mine]
    assert (mine.text, mine.url, mine.read_at) == (
        "Laporan Anda dikembalikan.",
        "/laporan/1/",
        None,
    )


def test_many_are_told_the_same():
    people = [a_person("Sari"), a_person("Budi")]

    notify_many(people, "Periode dibuka.", "/")

    assert set(Notice.objects.values_list("person", "text", "url")) == {
        (person.pk, "Periode dibuka.", "/") for person in people
    }


def test_reading_is_noted_once():
    sari = a_person("Sari")
    notify(sari, "Satu", "/")
    morning = datetime(2026, 3, 10, 1, tzinfo=UTC)
    evening = datetime(2026, 3, 10, 11, tzinfo=UTC)

    assert mark_read(Notice.objects.visible_to(sari), at=morning) == 1
    assert mark_read(Notice.objects.visible_to(sari), at=evening) == 0

    assert Notice.objects.get().read_at == morning
    assert not Notice.objects.visible_to(sari).unread().exists()
