"""Which questions of a survey somebody is asked: branching by what was answered before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Answers = Mapping[str, Collection[str]]  # code of a question -> the chosen values


@dataclass(frozen=True)
class Condition:
    """Asked only of those who chose one of these values at an earlier question."""

    question: str
    any_of: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """One question: its code, the section it stands in, and all that must hold before it is
    asked."""

    code: str
    section: int
    conditions: tuple[Condition, ...] = ()


def shown_questions(questions: Sequence[Asked], answers: Answers) -> list[str]:
    """The questions that somebody with these answers is asked, in their order.

    A question whose condition rests on one that is not asked itself is not asked either, whatever
    was sent for it. A condition on a later or an unknown question never holds.

    Units: codes of questions in and out.
    Errors: none.
    Source: the product's own: a survey that asks nobody what does not concern them.
    Confidence: U.

    >>> child = Asked("P2", 1, (Condition("P1", frozenset({"ya"})),))
    >>> shown_questions([Asked("P1", 1), child], {"P1": ["ya"]})
    ['P1', 'P2']
    >>> shown_questions([Asked("P1", 1), child], {"P1": ["tidak"]})
    ['P1']
    """
    shown: list[str] = []
    for one in questions:
        if all(
            need.question in shown and not need.any_of.isdisjoint(answers.get(need.question, ()))
            for need in one.conditions
        ):
            shown.append(one.code)
    return shown


def survey_steps(questions: Sequence[Asked]) -> list[list[str]]:
    """The pages of a survey: one for all questions where nothing branches, else as few as a
    browser without JavaScript needs.

    With branches each section is a page, and a new page begins before a question that rests on
    one of the same page: its answer must be sent first.

    Units: codes of questions in and out.
    Errors: none.
    Source: the product's own: a page works without JavaScript.
    Confidence: U.

    >>> child = Asked("P2", 1, (Condition("P1", frozenset({"ya"})),))
    >>> survey_steps([Asked("P1", 1), child, Asked("P3", 2)])
    [['P1'], ['P2'], ['P3']]
    >>> survey_steps([Asked("P1", 1), Asked("P3", 2)])
    [['P1', 'P3']]
    """
    branches = any(one.conditions for one in questions)
    steps: list[list[str]] = []
    section = None
    for one in questions:
        rests = steps and any(need.question in steps[-1] for need in one.conditions)
        if not steps or (branches and one.section != section) or rests:
            steps.append([])
        steps[-1].append(one.code)
        section = one.section
    return steps
