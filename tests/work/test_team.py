"""The leader's team on one day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member
from tests.work.make import TODAY, a_centre, a_report, a_set_plan, days_ago

from kinerja.people.assignment import Assignment
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.planning.plan import Plan
from kinerja.work.report import Report
from kinerja.work.team import TeamNumbers, team_numbers, team_of

pytestmark = pytest.mark.django_db


def test_team_of_puts_the_silent_ones_first():
    centre = a_centre()
    ani, zaki = a_member("Ani", centre.centre), a_member("Zaki", centre.centre)
    a_report(centre.tono, done_on=days_ago(2))
    a_report(ani, done_on=days_ago(9))
    a_report(centre.sari)

    members = team_of(centre.budi, TODAY)

    assert [member.person for member in members] == [zaki, ani, centre.tono, centre.sari]
    assert [member.is_silent for member in members] == [True, True, True, False]


def test_a_line_of_the_team():
    centre = a_centre()
    a_report(centre.sari, done_on=days_ago(1))
    back = a_report(centre.sari, "Ditanya")
    gone = a_report(centre.sari, "Ditarik")
    last = a_report(centre.sari, "Terakhir")
    Report.objects.filter(pk=back.pk).update(state="asked")
    Report.objects.filter(pk=gone.pk).update(state="withdrawn")

    member = team_of(centre.budi, TODAY)[-1]

    assert member.person == centre.sari
    assert member.post == Assignment.objects.get(person=centre.sari).position.title
    assert (member.today, member.waiting, member.given_back) == (2, 2, 1)
    assert (member.last, member.plan_state, member.needs_plan) == (last, "set", True)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ([], ""),
        (["draft"], "draft"),
        (["superseded", "submitted"], "submitted"),
        (["set", "draft"], "set"),
    ],
)
def test_the_state_of_the_plan(states, shown):
    centre = a_centre()
    before = None
    for version, state in enumerate(states, start=1):
        changed = {"amends": before, "change": "target", "change_reason": "Anggaran berubah"}
        told = changed | {"opened_by": centre.tono} if before else {}
        if state == "superseded":  # it was in force until September
            told |= {"ends_on": date(2026, 9, 30)}
        before = a_set_plan(centre.tono, state=state, version=version, **told)

    (tono,) = [one for one in team_of(centre.budi, TODAY) if one.person == centre.tono]

    assert tono.plan_state == shown


def test_who_is_on_leave_needs_no_plan():
    centre = a_centre()
    centre.tono.status = "unpaid_leave"
    centre.tono.save()

    assert {one.person: one.needs_plan for one in team_of(centre.budi, TODAY)} == {
        centre.sari: True,
        centre.tono: False,
    }


def test_team_numbers():
    centre = a_centre()
    a_report(centre.sari)
    a_report(centre.sari)
    a_report(centre.tono, done_on=days_ago(1))
    a_report(centre.dewi)

    assert team_numbers(centre.budi, TODAY) == TeamNumbers(people=2, reported=1, waiting=3)
    assert team_numbers(centre.budi, TODAY).silent == 1
    assert team_numbers(centre.sari, TODAY) == TeamNumbers(people=0, reported=0, waiting=0)


def test_who_is_on_leave_is_expected_to_report_nothing():
    centre = a_centre()
    note_leaves(leaves=[NewLeave(centre.tono, "annual", TODAY, TODAY)], by=None, on=TODAY)
    numbers = team_numbers(centre.budi, TODAY)

    assert (numbers.people, numbers.absent, numbers.silent) == (2, 1, 1)
    assert [one.absence for one in team_of(centre.budi, TODAY)] == ["", "Cuti"]
    a_report(centre.tono)  # whoever works nevertheless has reported
    numbers = team_numbers(centre.budi, TODAY)
    assert (numbers.reported, numbers.absent, numbers.silent) == (1, 0, 1)


def test_the_number_of_queries_does_not_grow_with_the_team():
    centre = a_centre()
    counts = []
    for number in (2, 40):
        for n in range(number):
            person = a_member(f"Pegawai {n}", centre.centre)
            a_set_plan(person)
            a_report(person)
        with CaptureQueriesContext(connection) as queries:
            team_of(centre.budi, TODAY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Plan.objects.count() == 43
