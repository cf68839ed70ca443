"""What is expected of a person on one page, confirmed as understood, asked for after changes."""

import pytest
from django.db import transaction
from tests.planning.town import JANUARY, YEAR, a_draft, a_person, a_result, a_set_plan, a_town, seat
from tests.unchanged import refused

from kinerja.people.position import set_duties
from kinerja.people.refusals import NotAllowed
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.refusals import WrongState
from kinerja.planning.role import role_of, roles_of
from kinerja.planning.role_confirmation import RoleConfirmation, confirm_role, confirm_roles
from kinerja.planning.terms import set_expectation
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def sari(town):
    """Her result serves Budi's, whose goal serves the vision."""
    vision = add_goal(title="Kota sehat", level="vision", years=(2025, 2029), by=None, on=JANUARY)
    goal = add_goal(
        title="Ibu selamat",
        level="objective",
        years=(2025, 2029),
        parents=[vision],
        by=None,
        on=JANUARY,
    )
    above = a_draft(town.budi)
    leaders = a_result(above, "Kematian ibu turun", goal=goal)
    submit_plan(plan=above, by=town.budi, on=JANUARY)
    set_plan(plan=above, by=town.rina, on=JANUARY)
    plan = a_draft(town.sari)
    a_result(plan, parent=leaders)
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
    set_plan(plan=plan, by=town.budi, on=JANUARY)
    set_expectation(plan=plan, value="service", text="Sambut ibu.", by=town.budi, on=JANUARY)
    return town.sari


def test_the_page_holds_post_leader_results_and_goals_up_to_the_vision(sari):
    shown = role_of(sari, JANUARY).shown

    assert [(one["title"], one["unit"]) for one in shown["posts"]] == [
        ("Bidan Terampil", "Puskesmas Pauh")
    ]
    assert shown["leader"] == "Budi Santoso"
    assert shown["expectations"] == [{"value": "Berorientasi Pelayanan", "text": "Sambut ibu."}]
    [result] = shown["results"]
    assert result["targets"] == [{"text": "Cakupan pelayanan", "target": "90 %"}]
    assert result["serves"] == {"title": "Kematian ibu turun", "of": "Budi Santoso"}
    assert [one["title"] for one in result["goals"]] == ["Ibu selamat", "Kota sehat"]


def test_confirmed_with_what_was_shown_and_asked_again_after_a_change(town, sari):
    view = role_of(sari, JANUARY)

    kept = confirm_role(by=sari, on=JANUARY, digest=view.digest)

    assert (kept.shown, kept.digest) == (view.shown, view.digest)
    assert Event.objects.named("role.confirmed").get().data == {"digest": view.digest}
    with refused(WrongState, "sudah mengonfirmasi"):
        confirm_role(by=sari, on=JANUARY, digest=view.digest)
    plan = sari.plans.get()
    set_expectation(plan=plan, value="harmonious", text="Bantu rekan.", by=town.budi, on=JANUARY)
    newer = role_of(sari, JANUARY)
    assert newer.digest != view.digest
    with refused(ChangedMeanwhile, "baru saja berubah"):
        confirm_role(by=sari, on=JANUARY, digest=view.digest)
    confirm_role(by=sari, on=JANUARY, digest=newer.digest)
    assert RoleConfirmation.objects.count() == 2


def test_many_confirm_as_one_by_one(town, sari):
    people = [sari, town.tono]
    with transaction.atomic():
        for one in people:
            confirm_role(by=one, on=JANUARY, digest=role_of(one, JANUARY).digest)
        single = confirmed()
        transaction.set_rollback(True)

    confirm_roles(people=people, on=JANUARY)

    assert confirmed() == single
    assert len(single[0]) == len(single[1]) == 2
    with refused(WrongState):
        confirm_roles(people=people, on=JANUARY)


def confirmed():
    rows = RoleConfirmation.objects.order_by("pk").values_list(
        "person", "confirmed_on", "digest", "shown"
    )
    events = Event.objects.named("role.confirmed").order_by("pk")
    return list(rows), list(events.values_list("person", "by", "data"))


def test_without_a_plan_the_role_still_names_the_post(town):
    shown = role_of(town.tono, JANUARY).shown
    assert (shown["posts"][0]["title"], shown["results"]) == ("Pengadministrasi", [])


def test_the_queries_do_not_grow_with_the_people(town, django_assert_num_queries):
    a_set_plan(town.sari)
    people = [town.sari]
    with django_assert_num_queries(11):
        roles_of(people, JANUARY)
    for number in range(5):
        person = a_person(f"Pegawai {number}", f"1990041220150329{30 + number}")
        seat(person, town.centre, f"Perawat {number}", "jf", "terampil")
        a_set_plan(person)
        people.append(person)

    with django_assert_num_queries(11):
        views = roles_of(people, JANUARY)
    assert len({view.digest for view in views.values()}) == 6
    assert YEAR == 2026


def test_the_duties_of_the_post_stand_on_the_page_and_ask_for_a_new_confirmation(town, sari):
    before = role_of(sari, JANUARY)
    assert "duties" not in before.shown["posts"][0]
    confirm_role(by=sari, on=JANUARY, digest=before.digest)
    post = sari.assignments.get().position

    set_duties(position=post, text=" Memeriksa  ibu hamil \n\n Mencatat kohort", by=None)
    set_duties(position=post, text="Memeriksa ibu hamil\nMencatat kohort", by=None)

    after = role_of(sari, JANUARY)
    assert after.shown["posts"][0]["duties"] == "Memeriksa ibu hamil\nMencatat kohort"
    assert after.digest != before.digest
    event = Event.objects.get(name="position.duties_set")
    assert event.data == {"from": "", "to": "Memeriksa ibu hamil\nMencatat kohort"}
    with pytest.raises(NotAllowed):
        set_duties(position=post, text="Lain", by=sari)
