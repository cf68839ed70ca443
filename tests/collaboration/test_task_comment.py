"""What is said about a task: members and partners read each other, the leads and the owner hear."""

import pytest
from tests.collaboration.festival import NOON, a_task, a_team, joined
from tests.collaboration.test_partner import invited
from tests.planning.sharing.festival import MARCH
from tests.unchanged import refused

from kinerja.collaboration.programme import close_programme
from kinerja.collaboration.refusals import NotYours, ProgrammeClosed
from kinerja.collaboration.task_comment import TaskComment, comment_as_partner, comment_on_task
from kinerja.people.refusals import InvalidInput
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


def heard():
    """Who was told of a comment."""
    told = Notice.objects.filter(url__endswith="/komentar/").order_by("person__name")
    return list(told.values_list("person__name", "text"))


def test_the_leads_and_the_owner_hear_a_partner():
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    task = a_task(team, "Panggung", person=team.rudi, shown_to_partners=True)
    partner, _ = invited(team)
    for _ in range(2):
        comment_as_partner(task=task, partner=partner, text="Siap.", at=NOON, on=MARCH)
    said = "Ibu Rahma menulis komentar pada tugas “Panggung”."
    assert heard() == [("Rudi Hakim", said), (team.town.tia.name, said)]


def test_a_member_answers_and_is_not_told_of_it():
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    task = a_task(team, "Panggung", person=team.rudi)
    say = {"task": task, "at": NOON, "on": MARCH}
    first = comment_on_task(text="Sudah dipesan.", by=team.rudi, **say)
    assert comment_on_task(text=" Sudah  dipesan. ", by=team.rudi, **say) == first
    assert heard() == [
        (team.town.tia.name, "Rudi Hakim menulis komentar pada tugas “Panggung”."),
    ]
    assert TaskComment.objects.get().whose == "Rudi Hakim"


def test_only_members_write_while_it_is_open():
    team = a_team()
    task = a_task(team)
    say = {"task": task, "at": NOON, "on": MARCH}
    with refused(NotYours):
        comment_on_task(text="Halo.", by=team.rudi, **say)
    for bad in ("", " \x00 ", "x" * 1_001):
        with refused(InvalidInput):
            comment_on_task(text=bad, by=team.town.tia, **say)
    close_programme(programme=team.programme, by=team.town.tia, on=MARCH)
    with refused(ProgrammeClosed):
        comment_on_task(text="Terlambat.", by=team.town.tia, **say)
