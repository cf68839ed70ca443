"""Who may see whom: by relation, by task, by day."""

from datetime import date

import pytest
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_position,
    a_role,
    a_unit,
    an_assignment,
    head_post,
)

from kinerja.people.access import (
    leads_region,
    may_import_people,
    may_manage_people,
    may_see_audit,
    may_see_health,
    roles_of,
)
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 31)
Kind = Assignment.Kind


class City:
    """Kota > Dinas > Bidang with heads and members, another Dinas, and one who has left."""

    def __init__(self) -> None:
        self.city = a_unit("Kota")
        self.health = a_unit("Dinas Kesehatan", self.city)
        self.division = a_unit("Bidang", self.health)
        self.school = a_unit("Dinas Pendidikan", self.city)
        self.mayor = a_person("Wali Kota", kind=Person.Kind.OFFICIAL)
        seat = a_position(
            self.city,
            "Wali Kota",
            leads=True,
            kind=Position.Kind.OFFICIAL,
            level=Position.Level.REGIONAL_HEAD,
        )
        an_assignment(self.mayor, seat)
        self.dewi = a_head("Dewi", self.health)
        self.budi = a_head("Budi", self.division)
        self.sari = a_member("Sari", self.division)
        self.tono = a_member("Tono", self.division)
        self.hana = a_head("Hana", self.school)
        self.guru = a_member("Guru", self.school)
        self.former = a_person("Mantan", status=Person.Status.LEFT)


@pytest.fixture
def city() -> City:
    return City()


def seen_by(viewer: Person, on: date = MARCH) -> list[str]:
    return sorted(str(person) for person in Person.objects.visible_to(viewer, on))


EVERYBODY = ["Budi", "Dewi", "Guru", "Hana", "Mantan", "Sari", "Tono", "Wali Kota"]


def test_people_see_themselves_and_those_below_and_no_peers(city: City):
    assert seen_by(city.sari) == ["Sari"]
    assert seen_by(city.budi) == ["Budi", "Sari", "Tono"]
    assert seen_by(city.dewi) == ["Budi", "Dewi", "Sari", "Tono"]
    assert seen_by(city.hana) == ["Guru", "Hana"]
    assert seen_by(city.former) == ["Mantan"]


def test_the_head_of_the_region_sees_all_as_does_who_acts_for_him(city: City):
    assert seen_by(city.mayor) == EVERYBODY
    an_assignment(city.dewi, head_post(city.city), Kind.PLH, MARCH, MARCH)

    assert seen_by(city.dewi) == EVERYBODY
    assert leads_region(city.dewi, MARCH)
    assert seen_by(city.dewi, date(2026, 4, 1)) == ["Budi", "Dewi", "Sari", "Tono"]
    assert not leads_region(city.dewi, date(2026, 4, 1))


def test_a_former_superior_loses_sight_with_the_end_of_the_post(city: City):
    Assignment.objects.filter(person=city.budi).update(ends_on=date(2026, 3, 30))

    assert seen_by(city.budi, date(2026, 3, 30)) == ["Budi", "Sari", "Tono"]
    assert seen_by(city.budi, date(2026, 3, 31)) == ["Budi"]


def test_who_moves_away_is_seen_there_and_no_more_here(city: City):
    Assignment.objects.filter(person=city.sari).update(ends_on=date(2026, 3, 30))
    an_assignment(city.sari, a_position(city.school), starts_on=MARCH)

    assert seen_by(city.budi) == ["Budi", "Tono"]
    assert seen_by(city.hana) == ["Guru", "Hana", "Sari"]


def test_a_head_who_is_suspended_sees_nobody_else(city: City):
    Person.objects.filter(pk=city.budi.pk).update(
        status=Person.Status.SUSPENDED, status_since=date(2026, 3, 15)
    )

    assert seen_by(city.budi) == ["Budi"]


def test_who_reports_by_name_is_seen(city: City):
    a_member("Nita", city.school, reports_to=head_post(city.division))

    assert seen_by(city.budi) == ["Budi", "Nita", "Sari", "Tono"]
    assert seen_by(city.dewi) == ["Budi", "Dewi", "Nita", "Sari", "Tono"]


@pytest.mark.parametrize(
    ("role", "everything"),
    [
        (Role.Name.PERSONNEL_ADMIN, True),
        (Role.Name.PERSONNEL_VIEWER, True),
        (Role.Name.AUTHORISED_OFFICIAL, True),
        (Role.Name.INSPECTOR, True),
        (Role.Name.CALIBRATION_MEMBER, False),
        (Role.Name.COUNSELLOR, False),
        (Role.Name.TRAINING_OFFICER, False),
        (Role.Name.SURVEY_OFFICER, False),
        (Role.Name.SYSTEM_OPERATOR, False),
    ],
)
def test_tasks_open_all_people_or_none(city: City, role: str, everything: bool):
    a_role(city.guru, role)

    assert seen_by(city.guru) == (EVERYBODY if everything else ["Guru"])


@pytest.mark.parametrize(
    "role", [Role.Name.UNIT_ADMIN, Role.Name.PERSONNEL_VIEWER, Role.Name.INSPECTOR]
)
def test_a_task_for_a_unit_opens_that_unit_and_those_below(city: City, role: str):
    a_role(city.guru, role, unit=city.health)

    assert seen_by(city.guru) == ["Budi", "Dewi", "Guru", "Sari", "Tono"]


def test_a_task_opens_nothing_before_it_begins_or_after_it_ends(city: City):
    a_role(city.guru, "inspector", starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 20))

    assert seen_by(city.guru, date(2026, 3, 9)) == ["Guru"]
    assert seen_by(city.guru, date(2026, 3, 20)) == EVERYBODY
    assert seen_by(city.guru, date(2026, 3, 21)) == ["Guru"]


def test_without_a_day_it_is_today(city: City):
    a_role(city.guru, "inspector", ends_on=date(2026, 1, 2))

    assert sorted(str(one) for one in Person.objects.visible_to(city.guru)) == ["Guru"]


def test_the_gate_narrows_what_it_is_given(city: City):
    women = Person.objects.filter(name__in=["Sari", "Hana"])

    assert [str(one) for one in women.visible_to(city.budi, MARCH)] == ["Sari"]


def test_the_number_of_queries_does_not_grow_with_the_people(
    city: City, django_assert_max_num_queries
):
    for number in range(30):
        a_member(f"Pegawai {number}", city.division)

    with django_assert_max_num_queries(5):
        assert len(Person.objects.visible_to(city.dewi, MARCH)) == 34


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("personnel_admin", [True, True, False, False]),
        ("personnel_viewer", [False, False, False, False]),
        ("system_operator", [False, False, True, True]),
        ("inspector", [False, False, False, True]),
        ("authorised_official", [False, False, False, True]),
    ],
)
def test_what_tasks_allow(role: str, rights: list[bool]):
    sari, budi = a_person("Sari"), a_person("Budi")
    a_role(sari, role)
    a_role(budi, role, unit=a_unit())
    questions = [may_manage_people, may_import_people, may_see_health, may_see_audit]

    assert [may(sari, MARCH) for may in questions] == rights
    assert [may(budi, MARCH) for may in questions] == [False] * 4  # limited to a unit
    assert [may(sari, date(2025, 12, 31)) for may in questions] == [False] * 4
    assert roles_of(sari, MARCH) == {role}
