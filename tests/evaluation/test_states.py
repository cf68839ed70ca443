"""The state machine of the evaluation (sections 3 and 4 of the year), step by step.

In each state everybody tries every act, inside the window and after it, for a quarter and for the
year. What is not in the table is refused and changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.db import transaction
from tests.evaluation.make import Quarter, a_feedback, a_judgement, a_quarter
from tests.unchanged import Kept
from tests.work.make import WIB

from kinerja.evaluation.closing import close_period, sign_review
from kinerja.evaluation.delivery import answer_delivery, hand_over, receive_result
from kinerja.evaluation.draft import keep_draft
from kinerja.evaluation.objection import file_objection
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.silence import follow_silence
from kinerja.people.person import Person
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Cycle:
    """A period with a day before, in and after its window, and the first night after that."""

    code: str
    before: date
    inside: date
    night: date
    after: date


QUARTER = Cycle(  # the window closes on 15 October
    "2026-Q3", date(2026, 9, 14), date(2026, 10, 14), date(2026, 10, 16), date(2026, 10, 19)
)
YEAR = Cycle(  # and on 31 January
    "2026", date(2026, 12, 30), date(2027, 1, 28), date(2027, 2, 1), date(2027, 2, 3)
)
CYCLES = pytest.mark.parametrize("cycle", [QUARTER, YEAR], ids=lambda cycle: cycle.code)

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


def _in_state(state: str, cycle: Cycle) -> Quarter:
    quarter = a_quarter(cycle.code, on=cycle.inside)
    town, review = quarter.town, quarter.sari
    a_feedback(town.budi, town.sari)
    late = "superior" in state or state == "taken over"
    by, on = (town.rina, cycle.night) if late else (town.budi, cycle.inside)
    if late:
        follow_silence(on=cycle.night)
    if state == "self_reported":
        _report(review, town.sari, on)
    elif state not in ("open", "taken over"):
        _rate(review, by, on)
    if state.split()[0] in ("signed", "delivered", "returned"):
        sign_review(review=review, by=by, on=on)
    if state.split()[0] in ("delivered", "returned"):
        receive_result(review=review, by=town.sari, on=on)
    if state.startswith("returned"):
        answer_delivery(review=review, answer="returned", by=town.sari, on=on)
    return quarter


def _days(state: str, cycle: Cycle) -> dict[date, set[tuple[str, str]]]:
    """On which day who may do what in that state."""
    inside, after = STATES[state]
    if "superior" in state or state == "taken over":  # which begins when the window is over
        return {cycle.after: after}
    return {cycle.inside: inside, cycle.after: after}


@CYCLES
@pytest.mark.parametrize("state", STATES)
def test_every_step_is_allowed_or_refused(state: str, cycle: Cycle):
    quarter = _in_state(state, cycle)
    review, kept = _loaded(quarter), Kept()
    for on, allowed in _days(state, cycle).items():
        for name, act in ACTS.items():
            for who, person in _people(quarter).items():
                if (name, who) in allowed | ALWAYS:
                    savepoint = transaction.savepoint()
                    act(review, person, on)
                    transaction.savepoint_rollback(savepoint)
                else:
                    with kept.refused(Refusal):
                        act(review, person, on)


def _loaded(quarter: Quarter) -> Review:
    return Review.objects.select_related("person", "period").get(pk=quarter.sari.pk)


def _people(quarter: Quarter) -> dict[str, Person]:
    return {
        EMPLOYEE: quarter.town.sari,
        APPRAISER: quarter.town.budi,
        SUPERIOR: quarter.town.rina,
        PERSONNEL: quarter.wati,
        COLLEAGUE: quarter.town.tono,
    }


@CYCLES
def test_before_the_window_nothing_opens_and_nobody_rates(cycle: Cycle):
    """Not open -> open is the system's, at the window."""
    quarter = _in_state("open", cycle)
    review, kept = _loaded(quarter), Kept()
    with kept.refused(Refusal, match="dibuka pada"):
        open_reviews(period=quarter.period, on=cycle.before, by=quarter.wati)
    for act in ACTS.values():
        for person in _people(quarter).values():
            if (act, person) != (ACTS["close"], quarter.wati):
                with kept.refused(Refusal):
                    act(review, person, cycle.before)


@CYCLES
@pytest.mark.parametrize(
    ("state", "is_over", "becomes", "turn"),
    [
        ("open", False, "open", "Budi"),
        ("self_reported", False, "self_reported", "Budi"),
        ("rated", False, "signed", "Budi"),
        ("signed", False, "signed", "Budi"),
        ("open", True, "open", "Rina"),
        ("self_reported", True, "self_reported", "Rina"),
        ("rated", True, "open", "Rina"),
        ("signed", True, "signed", "Budi"),
        ("rated by the superior", True, "rated", "Rina"),
        ("signed by the superior", True, "signed", "Rina"),
    ],
)
def test_closing_moves_on(state: str, is_over: bool, becomes: str, turn: str, cycle: Cycle):
    quarter = _in_state(state, cycle)
    on = cycle.after if is_over else cycle.inside

    close_period(period=quarter.period, by=quarter.wati, on=on)

    review = Review.objects.select_related("appraiser").get(pk=quarter.sari.pk)
    assert (review.state, review.appraiser and review.appraiser.name) == (becomes, turn)
