"""The table "when somebody is ..." of the year, for an objection: who left, moved or is suspended.

Sari was rated by Budi and has the result in her hand; then somebody moves. The document stays with
the line that signed it, and nobody loses the days for an objection.
"""

from datetime import date

import pytest
from tests.evaluation.make import BELOW, Quarter, a_feedback, a_judgement, a_quarter, signed
from tests.people.make import a_head, a_position, a_unit, an_assignment, head_post
from tests.unchanged import refused

from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.objection import (
    decide_objection,
    decider_of,
    explain_objection,
    file_objection,
)
from kinerja.evaluation.refusals import NotYours, ObjectionTooLate
from kinerja.evaluation.succession import follow_evaluators
from kinerja.people.models import Assignment, Person
from kinerja.planning.moves import follow_moves

pytestmark = pytest.mark.django_db

RECEIVED = date(2026, 10, 7)  # a Wednesday; the last day for an objection is 27 October
GONE = date(2026, 10, 12)
EVE = date(2026, 10, 11)
LAST, TOO_LATE = date(2026, 10, 27), date(2026, 10, 28)


@pytest.fixture
def quarter() -> Quarter:
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.sari)
    quarter.sari = signed(quarter.sari, BELOW)
    receive_result(review=quarter.sari, by=quarter.town.sari, on=RECEIVED)
    return quarter


def _leaves(person: Person, status: str) -> None:
    """Out of service, or out of the post for a while, since that day."""
    Person.objects.filter(pk=person.pk).update(status=status, status_since=GONE)
    if status == "left":
        Assignment.objects.filter(person=person).update(ends_on=EVE)
    _night()


def _moves(person: Person, *, leads: bool) -> None:
    """To another office, which has a leader of its own."""
    unit = a_unit("Dinas Sosial")
    seat = head_post(unit) if leads else a_position(unit)
    if not leads:
        a_head("Eko", unit)
    Assignment.objects.filter(person=person).update(ends_on=EVE)
    an_assignment(person, seat, starts_on=GONE)
    _night()


def _night() -> None:
    follow_moves(on=GONE)
    follow_evaluators(on=GONE)


@pytest.mark.parametrize("status", ["left", "suspended", "unpaid_leave", "pre_retirement_leave"])
def test_who_left_still_answers_and_objects_and_is_heard(quarter: Quarter, status: str):
    town = quarter.town
    _leaves(town.sari, status)

    answer_delivery(review=quarter.sari, answer="refused", note="Keliru.", by=town.sari, on=LAST)
    with refused(ObjectionTooLate):
        file_objection(review=quarter.sari, reason="Agustus.", by=town.sari, on=TOO_LATE)
    objection = file_objection(review=quarter.sari, reason="Agustus.", by=town.sari, on=LAST)
    decided = decide_objection(
        objection=objection,
        reason="Laporan Agustus sah.",
        by=town.rina,
        on=TOO_LATE,
        judgement=a_judgement(quarter.sari),
    )

    assert decided.outcome is not None
    assert (decided.outcome.person, decided.outcome.predicate) == (town.sari, "baik")


def test_who_moved_objects_to_the_superior_of_the_old_unit(quarter: Quarter):
    town = quarter.town
    _moves(town.sari, leads=False)

    objection = file_objection(review=quarter.sari, reason="Agustus.", by=town.sari, on=LAST)

    assert decider_of(objection, LAST) == town.rina
    with refused(NotYours):
        explain_objection(
            objection=objection, words="x", by=Person.objects.get(name="Eko"), on=LAST
        )
    explain_objection(objection=objection, words="Datanya ada.", by=town.budi, on=LAST)


def test_an_appraiser_who_moved_answers_for_what_was_signed(quarter: Quarter):
    town = quarter.town
    _moves(town.budi, leads=True)
    follower = a_head("Fitri", town.centre, starts_on=GONE)

    objection = file_objection(review=quarter.sari, reason="Agustus.", by=town.sari, on=LAST)

    explain_objection(objection=objection, words="Datanya ada.", by=town.budi, on=LAST)
    with refused(NotYours):
        explain_objection(objection=objection, words="Datanya ada.", by=follower, on=LAST)
    assert decider_of(objection, LAST) == town.rina
    decide_objection(objection=objection, reason="Tetap.", by=town.rina, on=LAST)
