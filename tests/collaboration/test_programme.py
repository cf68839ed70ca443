"""Programmes and their people: begun, invited with the superior's consent, dated, closed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.collaboration.festival import a_task, a_team, joined
from tests.planning.sharing.festival import MARCH
from tests.unchanged import refused

from kinerja.collaboration.feed import entries_of
from kinerja.collaboration.meeting import plan_meeting
from kinerja.collaboration.member import Member, answer_member, end_member, invite_member
from kinerja.collaboration.programme import (
    AROUND,
    Programme,
    begin_programme,
    close_programme,
    edit_programme,
    leads,
)
from kinerja.collaboration.refusals import NotYours, ProgrammeClosed, WrongState
from kinerja.collaboration.task import move_task
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


def visible(person, on=MARCH):
    return list(Programme.objects.visible_to(person, on))


def test_begin_programme_and_who_sees_it():
    team = a_team()
    town, programme = team.town, team.programme
    assert leads(town.tia, programme, MARCH)
    assert list(programme.goals.all()) == [town.goal]
    for person in (*town.heads, town.wati, town.mayor):  # the mayor stands above its heads
        assert visible(person) == [programme]
    for person in (town.nia, team.rudi):
        assert visible(person) == []
    event = Event.objects.get(name="programme.begun")
    assert event.data["units"] == [one.pk for one in town.departments]


def test_the_same_key_begins_one_programme():
    team = a_team()
    given = {
        "name": "Pasar malam",
        "purpose": "",
        "starts_on": MARCH,
        "ends_on": MAY,
        "units": [team.town.trade],
        "goals": [],
        "by": team.town.dani,
        "on": MARCH,
        "key": uuid4(),
    }
    assert begin_programme(**given) == begin_programme(**given)
    with refused(NotYours):
        begin_programme(**given | {"by": team.town.nia, "key": uuid4()})
    for wrong in ({"units": []}, {"ends_on": date(2026, 3, 1)}, {"starts_on": date(1, 1, 1)},
                  {"name": "\x00"}, {"name": "x" * 201}):  # fmt: skip
        with refused(InvalidInput):
            begin_programme(**given | wrong | {"key": uuid4()})


def test_another_departments_staff_join_when_their_superior_agrees():
    team = a_team()
    town = team.town
    member = invite_member(
        programme=team.programme,
        person=team.rudi,
        role="secretary",
        starts_on=MARCH,
        by=town.tia,
        on=MARCH,
    )
    assert member.state == "asked"
    assert Notice.objects.get(person=town.dani).text.startswith("Tia Rahayu meminta Rudi Hakim")
    assert Member.objects.to_answer(town.dani, MARCH).get() == member
    assert visible(team.rudi) == []
    for person in (team.rudi, town.tia, town.bayu):
        with refused(NotYours):
            answer_member(member=member, agree=True, by=person, on=MARCH)
    with refused(InvalidInput, "alasannya"):
        answer_member(member=member, agree=False, by=town.dani, on=MARCH)

    for _ in range(2):
        answer_member(member=member, agree=True, by=town.dani, on=MARCH)

    assert visible(team.rudi) == [team.programme]
    assert Event.objects.filter(name="programme.member_agreed").count() == 1
    with refused(WrongState):
        answer_member(member=member, agree=False, reason="Batal.", by=town.dani, on=MARCH)


def test_a_no_is_told_and_may_be_asked_again():
    team = a_team()
    ask = {"programme": team.programme, "person": team.rudi, "role": "member"}
    ask |= {"starts_on": MARCH, "by": team.town.tia, "on": MARCH}
    first = invite_member(**ask)
    answer_member(member=first, agree=False, reason="Sibuk.", by=team.town.dani, on=MARCH)
    assert "Sibuk" in Notice.objects.filter(person=team.town.tia).get().text
    assert invite_member(**ask) != first


def test_own_staff_belong_at_once_and_twice_is_once():
    team = a_team()
    member = joined(team, team.town.nia, team.town.tia)
    assert member.state == "agreed"
    assert joined(team, team.town.nia, team.town.tia) == member
    with pytest.raises(IntegrityError, match="one_role_a_day"), transaction.atomic():
        Member.objects.create(
            programme=team.programme,
            person=team.town.nia,
            starts_on=MAY,
            asked_by=team.town.tia,
            asked_on=MARCH,
        )


def test_roles_are_dated_and_a_programme_keeps_a_lead():
    team = a_team()
    member = joined(team, team.rudi, team.town.dani)
    end_member(member=member, last_day=date(2026, 4, 30), by=team.town.tia, on=MARCH)
    assert visible(team.rudi, date(2026, 4, 30)) == [team.programme]
    assert visible(team.rudi, MAY) == []
    lead = team.programme.members.get(person=team.town.tia)
    with refused(WrongState, "tanpa ketua"):
        end_member(member=lead, last_day=MAY, by=team.town.tia, on=MARCH)
    with refused(NotYours):
        end_member(member=lead, last_day=MAY, by=team.town.dani, on=MARCH)


def test_who_begins_later_is_not_sent_to_a_page_that_is_still_shut():
    team = a_team()
    joined(team, team.rudi, team.town.dani, starts_on=MAY)
    joined(team, team.town.nia, team.town.tia)

    later = Notice.objects.get(person=team.rudi)
    assert (later.url, later.text[-17:]) == ("/kolaborasi/", "mulai 1 Mei 2026.")
    assert Notice.objects.get(person=team.town.nia).url == f"/kolaborasi/{team.programme.pk}/"


def test_a_shorter_programme_leaves_nothing_open_outside_it():
    team = a_team()
    edit = {"name": "Festival", "purpose": "", "goals": [], "by": team.town.tia, "on": MARCH}
    edit |= {"programme": team.programme, "starts_on": MARCH}
    far = MAY + timedelta(days=200)
    edit_programme(ends_on=far, **edit)
    task = a_task(team, "Bongkar panggung", due_on=far)
    with refused(InvalidInput, "“Bongkar panggung” pada"):
        edit_programme(ends_on=MAY, **edit)
    edit_programme(ends_on=far - AROUND, **edit)
    move_task(task=task, state="done", by=team.town.tia, on=MARCH)
    edit_programme(ends_on=MAY, **edit)
    edit_programme(ends_on=far, **edit)
    plan = {"programme": team.programme, "by": team.town.tia, "on": MARCH}
    plan_meeting(title="Evaluasi", held_on=far, **plan)
    with refused(InvalidInput, "Acara “Evaluasi”"):
        edit_programme(ends_on=MAY, **edit)


def left(person, since=MAY):
    """The post is over; the account stays open."""
    Person.objects.filter(pk=person.pk).update(status="left", status_since=since)


def test_who_has_left_the_service_has_left_the_programme():
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    left(team.rudi)
    left(team.town.tia)
    april = MAY - timedelta(days=1)
    assert visible(team.rudi, april) == [team.programme]
    assert visible(team.rudi, MAY) == []
    assert entries_of(team.rudi, MAY) == []
    assert leads(team.town.tia, team.programme, april)
    with refused(NotYours):
        close_programme(programme=team.programme, by=team.town.tia, on=MAY)


def test_without_a_lead_the_heads_of_its_units_stand_in_until_there_is_one():
    team = a_team()
    town = team.town
    left(town.tia)
    assert not leads(town.dani, team.programme, MAY - timedelta(days=1))
    assert [leads(one, team.programme, MAY) for one in (*town.heads, town.mayor)] == [
        False,
        True,
        True,
        True,
    ]
    assert not leads(team.rudi, team.programme, MAY)

    lead = joined(team, team.rudi, town.dani, role="lead", by=town.dani, starts_on=MAY, on=MAY)

    assert lead.state == "agreed"
    assert leads(team.rudi, team.programme, MAY)
    assert not leads(town.dani, team.programme, MAY)


def test_edit_and_close():
    team = a_team()
    change = {"name": "Festival Laut", "purpose": "", "starts_on": MARCH, "ends_on": MAY}
    edit_programme(programme=team.programme, goals=[], by=team.town.tia, on=MARCH, **change)
    team.programme.refresh_from_db()
    assert (team.programme.name, team.programme.goals.count()) == ("Festival Laut", 0)
    with refused(NotYours):
        edit_programme(programme=team.programme, goals=[], by=team.town.dani, on=MARCH, **change)

    for _ in range(2):
        close_programme(programme=team.programme, by=team.town.tia, on=MAY)

    assert Event.objects.filter(name="programme.closed").count() == 1
    with refused(ProgrammeClosed):
        a_task(team, on=MAY)
