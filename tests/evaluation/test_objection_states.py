"""The state machine of the objection (section 5 of the year), step by step.

In each state everybody tries every act, on the last day of the limit and after it. What is not in
the table is refused and changes nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from django.db import transaction
from tests.evaluation.make import BELOW, Quarter, a_feedback, a_judgement, a_quarter, signed
from tests.people.make import a_person, a_role
from tests.unchanged import Kept

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.delivery import receive_result
from kinerja.evaluation.objection import (
    Objection,
    decide_objection,
    explain_objection,
    file_objection,
)
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.reopening import propose_reopening
from kinerja.evaluation.review import Review
from kinerja.evaluation.silence import follow_silence
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db

RECEIVED = date(2026, 10, 7)  # a Wednesday
LAST = date(2026, 10, 27)  # 14 working days later: the last one for an objection
FILED = date(2026, 10, 9)
DECIDE_BY = date(2026, 10, 20)  # 7 working days after it was filed
LATER = date(2026, 10, 28)

EMPLOYEE, APPRAISER, SUPERIOR, PERSONNEL, COLLEAGUE = "sari", "budi", "rina", "wati", "tono"
BARRED: set[tuple[str, str]] = set()
REOPEN = {("propose reopening", PERSONNEL)}  # of a signed result without an open objection
HEARING = {
    *(("explain", EMPLOYEE), ("explain", APPRAISER)),
    *(("confirm", SUPERIOR), ("change", SUPERIOR)),
}

# state -> who may do what: within the limit of that state, after it
STATES: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]] = {
    "not received": (REOPEN, REOPEN),
    "delivered": (REOPEN | {("file", EMPLOYEE)}, REOPEN),
    "filed": (HEARING, HEARING),  # late, but never too late: the result stands meanwhile
    "explained": (HEARING, HEARING),
    "confirmed": (REOPEN, REOPEN),
    "changed": (BARRED, BARRED),  # the old result; the next row is the new one
    "changed, the new result": (REOPEN, REOPEN),
    "final by rank": (REOPEN, REOPEN),
    "set by the superior": (REOPEN, REOPEN),
}
WITHIN = {"filed": DECIDE_BY, "explained": DECIDE_BY}  # else the last day for an objection


def _file(review: Review, by: Person, on: date) -> object:
    return file_objection(review=review, reason="Laporan Agustus belum dihitung.", by=by, on=on)


def _decide(review: Review, by: Person, on: date, *, change: bool) -> object:
    return decide_objection(
        objection=_objection(review),
        reason="Buktinya sudah cukup.",
        by=by,
        on=on,
        judgement=a_judgement(review) if change else None,
    )


def _objection(review: Review) -> Objection:
    """The objection to it, or to what it replaced; one that is not there is refused as such."""
    found = Objection.objects.filter(review=review) | Objection.objects.filter(outcome=review)
    if (objection := found.first()) is None:
        raise Refusal("Tidak ada keberatan.")
    return objection


ACTS: Mapping[str, Callable[[Review, Person, date], object]] = {
    "file": _file,
    "explain": lambda review, by, on: explain_objection(
        objection=_objection(review), words="Datanya ada.", by=by, on=on
    ),
    "confirm": lambda review, by, on: _decide(review, by, on, change=False),
    "change": lambda review, by, on: _decide(review, by, on, change=True),
    "propose reopening": lambda review, by, on: propose_reopening(
        review=review, reason="Angka keliru.", by=by, on=on
    ),
}


def _in_state(state: str) -> tuple[Quarter, Review]:
    quarter = a_quarter()
    town, review = quarter.town, quarter.sari
    a_role(a_person("Surya"), "authorised_official")
    a_feedback(town.budi, town.sari)
    if state == "set by the superior":
        night = date(2026, 10, 16)
        follow_silence(on=night)
        review = Review.objects.get(pk=review.pk)
        rate_review(review=review, judgement=a_judgement(review), by=town.rina, on=night)
        sign_review(review=review, by=town.rina, on=night)
        receive_result(review=review, by=town.sari, on=night)
        return quarter, review
    signed(review, BELOW)
    if state != "not received":
        receive_result(review=review, by=town.sari, on=RECEIVED)
    if state == "final by rank":
        _ranks_decide_for_good(quarter)
    if state in ("not received", "delivered", "final by rank"):
        return quarter, review
    objection = file_objection(review=review, reason="Agustus.", by=town.sari, on=FILED)
    if state == "explained":
        for person in (town.sari, town.budi):
            explain_objection(objection=objection, words="Ada.", by=person, on=FILED)
    if state == "confirmed":
        decide_objection(objection=objection, reason="Tetap.", by=town.rina, on=FILED)
    if state.startswith("changed"):
        made = decide_objection(
            objection=objection,
            reason="Sah.",
            by=town.rina,
            on=FILED,
            judgement=a_judgement(review),
        )
        if state.endswith("new result"):
            assert made.outcome is not None
            receive_result(review=made.outcome, by=town.sari, on=FILED)
            return quarter, made.outcome
    return quarter, review


def _ranks_decide_for_good(quarter: Quarter) -> None:
    """Sari leads a device of the region, and its head rates her (6/2022 annex p. 90)."""
    seat = quarter.town.budi.assignments.get(leads=True).position
    Position.objects.filter(pk=seat.pk).update(level="regional_head")
    post = quarter.sari.plan.assignment.position
    Position.objects.filter(pk=post.pk).update(kind="jpt", level="jpt_pratama")


@pytest.mark.parametrize("state", STATES)
def test_every_step_is_allowed_or_refused(state: str):
    quarter, review = _in_state(state)
    review = Review.objects.select_related("person", "period").get(pk=review.pk)
    town, kept = quarter.town, Kept()
    people = {
        EMPLOYEE: town.sari,
        APPRAISER: town.budi,
        SUPERIOR: town.rina,
        PERSONNEL: quarter.wati,
        COLLEAGUE: town.tono,
    }
    for on, allowed in zip((WITHIN.get(state, LAST), LATER), STATES[state], strict=True):
        for name, act in ACTS.items():
            for who, person in people.items():
                if (name, who) in allowed:
                    savepoint = transaction.savepoint()
                    act(review, person, on)
                    transaction.savepoint_rollback(savepoint)
                else:
                    with kept.refused(Refusal):
                        act(review, person, on)
