"""Posts in units."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.people.make import a_person, a_position, a_unit

from kinerja.people.position import Position, add_position, add_positions
from kinerja.people.refusals import InvalidInput, NotAllowed, PositionExists, UnitClosed
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def test_add_position():
    health = a_unit("Dinas Kesehatan")

    head = add_position(
        unit=health,
        title=" Kepala  Dinas ",
        kind="jpt",
        level="jpt_pratama",
        job_class=14,
        leads=True,
        by=None,
    )

    head.refresh_from_db()
    assert (head.title, head.unit, head.job_class, head.leads) == ("Kepala Dinas", health, 14, True)
    assert head.plans_like_jpt
    assert list(Position.objects.leading()) == [head]
    event = Event.objects.get()
    assert (event.name, event.about_id) == ("position.added", head.pk)
    assert event.data == {
        "unit": health.pk,
        "title": "Kepala Dinas",
        "kind": "jpt",
        "level": "jpt_pratama",
        "job_class": 14,
        "leads": True,
        "independent": False,
    }


def test_the_head_of_an_independent_unit_plans_like_a_jpt():
    school = a_unit("SMPN 1")
    head = add_position(
        unit=school,
        title="Kepala Sekolah",
        kind="jf",
        level="ahli_madya",
        leads=True,
        independent=True,
        by=None,
    )

    assert head.plans_like_jpt
    assert not a_position(school).plans_like_jpt


@pytest.mark.parametrize(
    ("fields", "refusal", "message"),
    [
        ({"title": "Kepala"}, PositionExists, "Dinas sudah mempunyai Kepala"),
        ({"leads": True}, PositionExists, "Dinas sudah dipimpin Kepala; satu unit mempunyai satu"),
        ({"level": "ahli_muda"}, InvalidInput, "jenjang Ahli Muda tidak ada pada Jabatan Admin"),
        ({"kind": "x"}, InvalidInput, "Jenis: "),
        ({"title": ""}, InvalidInput, "Nama jabatan: "),
        ({"independent": True}, InvalidInput, "harus dipimpin jabatan ini"),
        ({"job_class": -1}, InvalidInput, "Kelas jabatan: "),
    ],
)
def test_a_post_that_is_refused_changes_nothing(fields, refusal, message):
    unit = a_unit("Dinas")
    a_position(unit, "Kepala", leads=True)
    post = {"unit": unit, "title": "Arsiparis", "kind": "ja", "level": "pelaksana", **fields}

    with pytest.raises(refusal, match=message):
        add_position(**post, by=None)

    assert Position.objects.get().title == "Kepala"
    assert not Event.objects.exists()


def test_nothing_is_added_to_a_closed_unit_and_only_by_admins():
    closed = a_unit("Lama", closed_on=date(2025, 12, 31))
    with pytest.raises(UnitClosed):
        add_position(unit=closed, title="A", kind="ja", level="pelaksana", by=None)
    with pytest.raises(NotAllowed):
        add_position(unit=a_unit(), title="A", kind="ja", level="pelaksana", by=a_person())

    assert not Position.objects.exists()


def test_of_many_posts_one_that_is_there_twice_stores_none():
    unit = a_unit("Dinas")
    posts = [Position(unit=unit, title="Arsiparis", kind="ja", level="pelaksana") for _ in range(2)]

    with pytest.raises(PositionExists):
        add_positions(positions=posts, by=None)

    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"title": "Kepala"}, "position_once_in_unit"),
        ({"leads": True}, "unit_has_one_head"),
        ({"independent": True}, "independent_unit_has_head"),
    ],
)
def test_the_database_itself_refuses(fields, constraint):
    unit = a_unit("Dinas")
    a_position(unit, "Kepala", leads=True)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Position.objects.create(
            **{"unit": unit, "title": "Lain", "kind": "ja", "level": "pelaksana", **fields}
        )
