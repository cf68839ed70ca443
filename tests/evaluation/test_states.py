"""The state machine of the evaluation (sections 3 and 4 of the year), step by step.

In each state everybody tries every act, inside the window and after it. What is not in the table is
refused and changes nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest
from django.db import transaction
from tests.evaluation.make import BELOW, Quarter, a_feedback, a_judgement, a_quarter, rated, signed
from tests.unchanged import refused
from tests.work.make import WIB

from kinerja.evaluation.closing import close_period, sign_review
from kinerja.evaluation.delivery import answer_delivery, hand_over, receive_result
from kinerja.evaluation.draft import keep_draft
from kinerja.evaluation.objection import file_objection
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.silence import follow_silence
from kinerja.people.person import Person
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db

INSIDE, AFTER = date(2026, 10, 14), date(2026, 10, 19)  # the window closes on 15 October

Act = Callable[[Review, Person, date], object]


def _rate(review: Review, by: Person, on: date) -> object:
    return rate_review(review=review, judgement=a_judgement(review), by=by, on=on)


def _report(review: Review, by: Person, on: date) -> object:
    results = review.assessments.values_list("result_id", flat=True)
    words = dict.fromkeys(results, "Tercapai.")
    return report_realisation(review=review, realisations=words, by=by, on=on)


def _draft(review: Review, by: Person, on: date) -> object:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=WIB)
    return keep_draft(review=review, content={"note": "x"}, by=by, at=at)


def _object(review: Review, by: Person, on: date) -> object:
    return file_objection(review=review, reason="Keliru.", by=by, on=on)


ACTS: Mapping[str, Act] = {
    "report": _report,
    "draft": _draft,
    "rate": _rate,
    "sign": lambda review, by, on: sign_review(review=review, by=by, on=on),
    "receive": lambda review, by, on: receive_result(review=review, by=by, on=on),
    "hand over": lambda review, by, on: hand_over(
        review=review, received_on=on, note="Tanda terima.", by=by, on=on
    ),
    "return": lambda review, by, on: answer_delivery(
        review=review, answer="returned", by=by, on=on
    ),
    "refuse": lambda review, by, on: answer_delivery(
        review=review, answer="refused", note="Tidak setuju.", by=by, on=on
    ),
    "object": _object,
    "close": lambda review, by, on: close_period(period=review.period, by=by, on=on),
}

EMPLOYEE, APPRAISER, SUPERIOR, PERSONNEL, COLLEAGUE = "sari", "budi", "rina", "wati", "tono"
ALWAYS = {("close", PERSONNEL)}  # which does with a review what the table of `close` says
RATING = {("draft", APPRAISER), ("rate", APPRAISER)}
STANDING_IN = {("draft", SUPERIOR), ("rate", SUPERIOR)}
DELIVERING = {("receive", EMPLOYEE), ("hand over", APPRAISER)}
ANSWERING = {("return", EMPLOYEE), ("refuse", EMPLOYEE)}

# state -> who may do what: inside the window, after it
STATES: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]] = {
    "open": (RATING | {("report", EMPLOYEE)}, set()),
    "self_reported": (RATING | {("report", EMPLOYEE)}, set()),
    "rated": (RATING | {("sign", APPRAISER)}, set()),
    "signed": (DELIVERING, DELIVERING),
    "delivered": (
        DELIVERING | ANSWERING | {("object", EMPLOYEE)},
        DELIVERING | ANSWERING | {("object", EMPLOYEE)},
    ),
    "returned": (
        DELIVERING | {("return", EMPLOYEE), ("object", EMPLOYEE)},
        DELIVERING | {("return", EMPLOYEE), ("object", EMPLOYEE)},
    ),
    "taken over": (set(), STANDING_IN),
    "rated by the superior": (set(), STANDING_IN | {("sign", SUPERIOR)}),
    "signed by the superior": (set(), {("receive", EMPLOYEE), ("hand over", SUPERIOR)}),
    "delivered by the superior": (
        set(),
        {("receive", EMPLOYEE), ("hand over", SUPERIOR)} | ANSWERING,
    ),
}


def _in_state(state: str) -> Quarter:
    quarter = a_quarter()
    town, review = quarter.town, quarter.sari
    a_feedback(town.budi, town.sari)
    if state == "self_reported":
        _report(review, town.sari, INSIDE)
    elif state == "rated":
        rated(review, BELOW)
    elif state in ("signed", "delivered", "returned"):
        signed(review, BELOW)
    elif "superior" in state or state == "taken over":
        follow_silence(on=date(2026, 10, 16))
    review = Review.objects.get(pk=review.pk)
    if "superior" in state:
        _rate(review, town.rina, date(2026, 10, 16))
        if not state.startswith("rated"):
            sign_review(review=review, by=town.rina, on=date(2026, 10, 16))
    if state in ("delivered", "returned", "delivered by the superior"):
        day = date(2026, 10, 16) if "superior" in state else INSIDE
        receive_result(review=review, by=town.sari, on=day)
    if state == "returned":
        answer_delivery(review=review, answer="returned", by=town.sari, on=INSIDE)
    return quarter


@pytest.mark.parametrize("state", STATES)
def test_every_step_is_allowed_or_refused(state: str):
    quarter = _in_state(state)
    review = Review.objects.select_related("person", "period").get(pk=quarter.sari.pk)
    people = {
        EMPLOYEE: quarter.town.sari,
        APPRAISER: quarter.town.budi,
        SUPERIOR: quarter.town.rina,
        PERSONNEL: quarter.wati,
        COLLEAGUE: quarter.town.tono,
    }
    for on, allowed in zip((INSIDE, AFTER), STATES[state], strict=True):
        if ("superior" in state and on == INSIDE) or (state == "taken over" and on == INSIDE):
            continue  # it begins when the window is over
        for name, act in ACTS.items():
            for who, person in people.items():
                if (name, who) in allowed | ALWAYS:
                    savepoint = transaction.savepoint()
                    act(review, person, on)
                    transaction.savepoint_rollback(savepoint)
                else:
                    with refused(Refusal):
                        act(review, person, on)


@pytest.mark.parametrize(
    ("state", "on", "becomes", "turn"),
    [
        ("open", INSIDE, "open", "Budi"),
        ("self_reported", INSIDE, "self_reported", "Budi"),
        ("rated", INSIDE, "signed", "Budi"),
        ("signed", INSIDE, "signed", "Budi"),
        ("open", AFTER, "open", "Rina"),
        ("self_reported", AFTER, "self_reported", "Rina"),
        ("rated", AFTER, "open", "Rina"),
        ("signed", AFTER, "signed", "Budi"),
        ("rated by the superior", AFTER, "rated", "Rina"),
        ("signed by the superior", AFTER, "signed", "Rina"),
    ],
)
def test_closing_moves_on(state: str, on: date, becomes: str, turn: str):
    quarter = _in_state(state)

    close_period(period=quarter.period, by=quarter.wati, on=on)

    review = Review.objects.select_related("appraiser").get(pk=quarter.sari.pk)
    assert (review.state, review.appraiser and review.appraiser.name) == (becomes, turn)
