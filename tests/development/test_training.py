"""The catalogue of trainings."""

from decimal import Decimal

import pytest
from tests.development.make_training import TODAY, a_training
from tests.people.make import a_person, a_role, a_unit, an_admin

from kinerja.development.training import (
    Training,
    add_training,
    edit_training,
    retire_training,
    start_catalogue,
    take_start_catalogue,
)
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.role import Role
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
SAID = {"name": " Bahasa  Inggris ", "kind": "language", "form": "classical", "on": TODAY}


def test_a_training_is_added_with_its_competencies_and_hours():
    ani = an_admin()

    one = add_training(
        **SAID,
        hours_jp=Decimal(12),
        competencies=["kom", "KOM", "TEK-01"],
        aim=" Melayani ",
        by=ani,
    )

    assert (one.name, one.aim, one.competencies) == (
        "Bahasa Inggris",
        "Melayani",
        ["KOM", "TEK-01"],
    )
    assert Event.objects.named("training.added").get().data["hours_jp"] == "12"
    assert list(Training.objects.teaching(["KOM", "INT"])) == [one]
    assert list(Training.objects.teaching(["INT"])) == []


def test_hours_that_nobody_knows_are_empty_and_never_zero():
    ani = an_admin()

    assert add_training(**SAID, by=ani).hours_jp is None
    with pytest.raises(InvalidInput, match="Lama"):
        add_training(**SAID | {"name": "Lain"}, hours_jp=Decimal(0), by=ani)


def test_the_same_name_and_form_stands_once_in_the_catalogue():
    ani = an_admin()
    one = add_training(**SAID, by=ani)

    with pytest.raises(InvalidInput, match="sudah ada"):
        add_training(**SAID, by=ani)
    retire_training(training=one, by=ani, on=TODAY)
    retire_training(training=one, by=ani, on=TODAY)
    add_training(**SAID, by=ani)
    assert Event.objects.named("training.retired").count() == 1
    assert Training.objects.offered().count() == 1


def test_only_those_who_run_trainings_for_everybody_change_the_catalogue():
    one, officer, limited = a_training(), a_person("Lala"), a_person("Tini")
    a_role(officer, Role.Name.TRAINING_OFFICER)
    a_role(limited, Role.Name.TRAINING_OFFICER, a_unit())

    for somebody in (limited, a_person("Sari")):
        with pytest.raises(NotAllowed):
            edit_training(training=one, by=somebody, on=TODAY, name="Lain")
    edit_training(training=one, by=officer, on=TODAY, name="Bahasa Inggris lanjutan")
    edit_training(training=one, by=officer, on=TODAY, name="Bahasa Inggris lanjutan")
    assert Event.objects.named("training.edited").get().data == {
        "name": ["Bahasa Inggris dasar", "Bahasa Inggris lanjutan"]
    }


def test_the_start_catalogue_is_taken_over_with_its_source_and_once():
    ani = an_admin()
    assert [entry.hours_jp for entry in start_catalogue()] == [None] * 27

    taken = [
        take_start_catalogue(codes=["TR-003", "TR-019"], form="classical", by=ani, on=TODAY)
        for _ in range(2)
    ]

    assert [[one.name for one in rows] for rows in taken] == [
        ["Orientasi pelayanan publik", "Bahasa Inggris (BESTiE)"],
        [],
    ]
    assert (taken[0][1].source, taken[0][1].competencies) == (
        "artikel Trenasia tentang BESTiE (2023)",
        ["KOM"],
    )
