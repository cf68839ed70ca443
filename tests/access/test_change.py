"""A change of post, leader, task or account takes effect on the next request."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.access.matrix import SIGN_IN, Walk
from tests.access.world import TODAY, World

from kinerja.people.account import set_account_open
from kinerja.people.assignment import assign, end_assignment, end_service, transfer
from kinerja.people.role import end_role

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)
# What a leader opens of somebody below: address, kind of thing.
OF_A_PERSON = (
    ("person_show", "person"),
    ("team_member", "person"),
    ("report_detail", "report_waiting"),
    ("evidence_file", "photo"),
    ("evidence_thumbnail", "photo"),
    ("plan_show", "plan_set"),
)


def status(walk: Walk, viewer: str, route: str, kind: str, owner: str) -> int:
    return walk.request(viewer, "get", reverse(route, kwargs=walk.world.things[kind][owner]))[0]


def opens(walk: Walk, viewer: str, owner: str) -> set[int]:
    """The statuses of all that a leader opens of that person."""
    return {status(walk, viewer, route, kind, owner) for route, kind in OF_A_PERSON}


def test_a_leader_who_leaves_the_post_sees_nothing_of_the_team(walk: Walk, world: World) -> None:
    assert opens(walk, "budi", "sari") == {200}

    end_assignment(assignment=world.post_of("budi"), on=YESTERDAY, by=None)

    assert opens(walk, "budi", "sari") == {404}
    assert status(walk, "budi", "result_show", "review_signed", "sari") == 200  # he signed it
    assert b"Laporan Melati" not in walk.request("budi", "get", reverse("queue"))[2]
    assert opens(walk, "rina", "sari") == {200}
    assert b"Laporan Melati" in walk.request("rina", "get", reverse("queue"))[2]


def test_a_new_leader_sees_the_team_at_once(walk: Walk, world: World) -> None:
    end_assignment(assignment=world.post_of("budi"), on=YESTERDAY, by=None)
    assert opens(walk, "tari", "sari") == {404}

    transfer(person=world.people["tari"], position=world.posts["budi"], on=TODAY, by=None)

    assert opens(walk, "tari", "sari") == {200}
    answer = reverse("queue_answer", kwargs=world.things["report_waiting"]["sari"])
    said = {"verdict": "accept", "version": "1"}
    assert walk.act("budi", "post", answer, data=said) == (404, [])
    assert walk.act("tari", "post", answer, data=said)[0] == 302


def test_an_acting_head_loses_sight_with_the_end_of_the_task(walk: Walk, world: World) -> None:
    acting = world.people["dedi"].assignments.get(kind="plt")
    assert opens(walk, "dedi", "lina") == {200}

    end_assignment(assignment=acting, on=YESTERDAY, by=None)

    assert opens(walk, "dedi", "lina") == {404}


def test_an_acting_head_sees_from_the_first_day(walk: Walk, world: World) -> None:
    end_assignment(assignment=world.post_of("budi"), on=YESTERDAY, by=None)
    assert opens(walk, "tari", "sari") == {404}

    assign(
        person=world.people["tari"],
        position=world.posts["budi"],
        kind="plh",
        starts_on=TODAY,
        by=None,
    )

    assert opens(walk, "tari", "sari") == {200}


def test_who_is_transferred_is_seen_by_the_new_leader_only(walk: Walk, world: World) -> None:
    assert (opens(walk, "budi", "sari"), opens(walk, "fajar", "sari")) == ({200}, {404})

    transfer(person=world.people["sari"], position=world.posts["dewi"], on=TODAY, by=None)

    assert (opens(walk, "budi", "sari"), opens(walk, "fajar", "sari")) == ({404}, {200})


@pytest.mark.parametrize(
    ("name", "route", "kind", "owner", "after"),
    [
        ("wati", "person_edit", "person", "sari", 404),
        ("wati", "report_detail", "report_waiting", "sari", 404),
        ("gita", "person_show", "person", "sari", 404),
        ("uli", "report_detail", "report_waiting", "lina", 404),
        ("uli", "goal_edit", "goal", "health", 403),
        ("surya", "result_show", "review_signed", "sari", 404),
        ("irma", "evidence_file", "photo", "sari", 404),
    ],
)
def test_a_task_that_ends_opens_nothing_any_more(
    walk: Walk, world: World, name: str, route: str, kind: str, owner: str, after: int
) -> None:
    assert status(walk, name, route, kind, owner) == 200
    (role,) = world.people[name].roles.all()

    end_role(role=role, by=None, on=YESTERDAY)

    assert status(walk, name, route, kind, owner) == after


def test_an_operator_without_the_task_has_no_page_of_health(walk: Walk, world: World) -> None:
    assert walk.request("oki", "get", reverse("health"))[0] == 200
    (role,) = world.people["oki"].roles.all()

    end_role(role=role, by=None, on=YESTERDAY)

    assert walk.request("oki", "get", reverse("health"))[0] == 403


def test_a_closed_account_is_signed_out(walk: Walk, world: World) -> None:
    set_account_open(account=world.accounts["budi"], is_open=False, by=None, reason="Dipinjamkan")

    code, headers, _ = walk.request("budi", "get", reverse("home"))

    assert code == 302
    assert headers["Location"].startswith(SIGN_IN)


def test_who_has_left_keeps_the_own_results_and_nothing_else(walk: Walk, world: World) -> None:
    assert opens(walk, "budi", "sari") == {200}

    end_service(person=world.people["budi"], on=YESTERDAY, by=None, reason="Pensiun")

    assert opens(walk, "budi", "sari") == {404}
    assert status(walk, "budi", "result_show", "review_signed", "budi") == 200
