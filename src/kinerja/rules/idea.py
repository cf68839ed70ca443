"""The life of an idea: its states, what may be done in each, and by when it is answered."""

from collections.abc import Mapping
from datetime import date

from kinerja.rules.label import Labelled
from kinerja.rules.lateness import Works, day_after_working_days
from kinerja.rules.space import Right

ANSWER_DAYS = 15  # working days until an idea of the box has its official answer; a setting (U)
SUPPORTS_EACH = 5  # open supports that one person may give at a time; a setting (U)


class IdeaState(Labelled):
    """Where an idea stands."""

    DRAFT = "draft", "Konsep"
    SUBMITTED = "submitted", "Diajukan"
    DISCUSSED = "discussed", "Dibahas"
    TRIAL = "trial", "Diuji coba"
    ACCEPTED = "accepted", "Diterima"
    REJECTED = "rejected", "Tidak diterima"
    DONE = "done", "Dilaksanakan"
    WITHDRAWN = "withdrawn", "Ditarik"


UNDECIDED = frozenset({IdeaState.SUBMITTED, IdeaState.DISCUSSED})
GOING_ON = frozenset({IdeaState.TRIAL, IdeaState.ACCEPTED})
ANSWERS = frozenset(
    {IdeaState.TRIAL, IdeaState.ACCEPTED, IdeaState.REJECTED}
)  # what an official answer may say

_BOX = frozenset({Right.AMEND, Right.CO_AUTHOR, Right.COMMENT, Right.SUPPORT, Right.ANSWER})
_IN_BOX: Mapping[IdeaState, frozenset[Right]] = {
    IdeaState.DRAFT: frozenset({Right.SUBMIT, Right.EDIT, Right.CO_AUTHOR}),
    IdeaState.SUBMITTED: _BOX | {Right.EDIT},
    IdeaState.DISCUSSED: _BOX,
    IdeaState.TRIAL: frozenset({Right.ANSWER, Right.REPORT, Right.COMMENT}),
    IdeaState.ACCEPTED: frozenset({Right.REPORT, Right.COMMENT}),
    IdeaState.DONE: frozenset({Right.REPORT, Right.COMMENT}),
}


def idea_rights(state: IdeaState, of_space: frozenset[Right] | None = None) -> frozenset[Right]:
    """What may be done with an idea: by its state, and in a space by the phase as well.

    An idea of the box (``of_space`` None) is open until it is answered. In a space the phase opens
    and closes; what was decided there is answered anew only after a trial.

    Units: none.
    Errors: none.
    Source: our design, not law.
    Confidence: U.

    >>> from kinerja.rules.space import SpacePhase, rights_in
    >>> sorted(idea_rights(IdeaState.SUBMITTED, rights_in(SpacePhase.COLLECT)))
    [<Right.CO_AUTHOR: 'co_author'>, <Right.EDIT: 'edit'>]
    """
    if of_space is None:
        return _IN_BOX.get(state, frozenset())
    if state == IdeaState.DRAFT:
        return of_space & {Right.SUBMIT, Right.EDIT, Right.CO_AUTHOR}
    if state in UNDECIDED:
        return of_space - {Right.SUBMIT, Right.REPORT}
    if state == IdeaState.TRIAL:  # a trial ends when it ends, also after its space
        return (of_space & {Right.REPORT}) | {Right.ANSWER}
    if state in (IdeaState.ACCEPTED, IdeaState.DONE):
        return of_space & {Right.REPORT}
    return frozenset()


def idea_due(submitted_on: date, days: int, works: Works) -> date:
    """The last day for the official answer to an idea of the box; the day of submission is day 0.

    Units: working days of the agency.
    Errors: ValueError if ``days`` is negative, or no day is worked in four years.
    Source: our setting, not law.
    Confidence: U.

    >>> idea_due(date(2026, 10, 9), 2, lambda day: day.weekday() < 5)
    datetime.date(2026, 10, 13)
    """
    return day_after_working_days(submitted_on, days, works)


def may_answer(state: IdeaState, answer: IdeaState) -> bool:
    """Whether an answer may follow on a state: after a trial it says how the trial ended.

    Units: none.
    Errors: none.
    Source: our design, not law.
    Confidence: U.

    >>> (
    ...     may_answer(IdeaState.TRIAL, IdeaState.ACCEPTED),
    ...     may_answer(IdeaState.REJECTED, IdeaState.TRIAL),
    ... )
    (True, False)
    """
    if state == IdeaState.TRIAL:
        return answer in ANSWERS - {IdeaState.TRIAL}
    return state in UNDECIDED and answer in ANSWERS
