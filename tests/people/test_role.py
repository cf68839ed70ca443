"""Tasks beyond one's place in the line."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.people.make import a_person, a_role, a_unit, an_admin

from kinerja.people.refusals import InvalidInput, NotAllowed, RoleHeld, WrongDates
from kinerja.people.role import Role, end_role, grant_role
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)


def test_a_task_is_given_and_taken_with_dates():
    admin, sari, unit = an_admin(), a_person("Sari"), a_unit()

    role = grant_role(person=sari, name="unit_admin", unit=unit, by=admin, on=MARCH)
    end_role(role=role, by=admin, on=date(2026, 3, 31))

    assert list(Role.objects.on(date(2026, 3, 31)).filter(person=sari)) == [role]
    assert not Role.objects.on(date(2026, 4, 1)).filter(person=sari).exists()
    assert not Role.objects.on(date(2026, 2, 28)).filter(person=sari).exists()
    assert list(Event.objects.order_by("pk").values_list("name", "person", "by", "data")) == [
        (
            "role.granted",
            sari.pk,
            admin.pk,
            {
                "role": "unit_admin",
                "unit": unit.pk,
                "starts_on": "2026-03-01",
                "ends_on": None,
            },
        ),
        ("role.ended", sari.pk, admin.pk, {"role": "unit_admin", "ends_on": "2026-03-31"}),
    ]


def test_nobody_gives_tasks_to_himself_and_others_not_at_all():
    admin, sari = an_admin(), a_person("Sari")

    with pytest.raises(NotAllowed, match="Tugas Anda sendiri"):
        grant_role(person=admin, name="inspector", by=admin, on=MARCH)
    with pytest.raises(NotAllowed, match="Tugas Anda sendiri"):
        end_role(role=admin.roles.get(), by=admin, on=MARCH)
    with pytest.raises(NotAllowed, match="Hanya admin kepegawaian"):
        grant_role(person=sari, name="inspector", by=sari, on=MARCH)

    assert list(Role.objects.values_list("name", "ends_on")) == [("personnel_admin", None)]
    assert not Event.objects.exists()


def test_a_task_that_has_ended_is_not_made_longer():
    role = a_role(a_person(), "counsellor", starts_on=MARCH, ends_on=date(2026, 3, 31))

    with pytest.raises(WrongDates, match="sudah berakhir 31 Maret 2026"):
        end_role(role=role, by=an_admin(), on=date(2026, 4, 30))

    assert Role.objects.get(pk=role.pk).ends_on == date(2026, 3, 31)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal", "message"),
    [
        ({"name": "raja"}, InvalidInput, "Tugas: "),
        ({"name": "unit_admin"}, InvalidInput, "Pilih unit"),
        ({"ends_on": date(2026, 2, 28)}, WrongDates, "lebih awal"),
        ({}, RoleHeld, "Sari sudah mempunyai tugas Konselor"),
    ],
)
def test_a_task_that_is_refused_changes_nothing(fields, refusal, message):
    sari = a_person("Sari")
    a_role(sari, "counsellor", ends_on=MARCH)

    with pytest.raises(refusal, match=message):
        grant_role(**{"person": sari, "name": "counsellor", "by": None, "on": MARCH, **fields})

    assert Role.objects.count() == 1
    assert not Event.objects.exists()


def test_a_task_does_not_end_before_it_begins():
    role = a_role(a_person(), "counsellor", starts_on=MARCH)

    with pytest.raises(WrongDates):
        end_role(role=role, by=None, on=date(2026, 2, 28))

    assert Role.objects.get().ends_on is None


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"name": "unit_admin"}, "unit_admin_has_unit"),
        ({"name": "inspector", "ends_on": date(2025, 1, 1)}, "role_ends_after_start"),
    ],
)
def test_the_database_itself_refuses(fields, constraint):
    sari = a_person()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        a_role(sari, **fields)
