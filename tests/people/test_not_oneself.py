"""Nobody decides about himself or herself, personnel admins included."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.people.make import (
    a_head,
    a_member,
    a_unit,
    an_account,
    an_admin,
    an_assignment,
    head_post,
)

from kinerja.people.account import reset_password
from kinerja.people.assignment import assign, end_assignment, end_service, transfer
from kinerja.people.models import Assignment, Person
from kinerja.people.person import edit_person, set_status
from kinerja.people.position import Position
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import grant_role
from kinerja.records.models import Event

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 1)

Act = Callable[[Person, Assignment, Position, Person], object]
ACTS: dict[str, Act] = {
    "assign": lambda who, _, post, by: assign(
        person=who, position=post, kind="plt", starts_on=ON, by=by
    ),
    "end_assignment": lambda _, held, __, by: end_assignment(assignment=held, on=ON, by=by),
    "transfer": lambda who, _, post, by: transfer(person=who, position=post, on=ON, by=by),
    "end_service": lambda who, _, __, by: end_service(person=who, on=ON, by=by, reason="x"),
    "edit_person": lambda who, _, __, by: edit_person(person=who, by=by, grade="IV/a"),
    "set_status": lambda who, _, __, by: set_status(
        person=who, status="study_leave", since=ON, by=by
    ),
    "grant_role": lambda who, _, __, by: grant_role(person=who, name="inspector", by=by, on=ON),
    "reset_password": lambda who, _, __, by: reset_password(account=who.account, by=by),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_oneself_is_refused_and_on_somebody_else_is_not(name: str):
    office = a_unit("BKPSDM")
    a_head("Yusuf", office)
    wati = an_admin("Wati")
    held = an_assignment(wati, a_member("Gita", office).assignments.get().position)
    colleague = a_member("Sari", office)
    vacant = head_post(a_unit("Bidang Mutasi", office))
    for person in (wati, colleague):
        an_account(person)
    before = Event.objects.count()

    with pytest.raises(NotAllowed, match="sendiri"):
        ACTS[name](wati, held, vacant, wati)
    assert Event.objects.count() == before

    ACTS[name](colleague, colleague.assignments.get(), vacant, wati)
    assert Event.objects.count() > before
