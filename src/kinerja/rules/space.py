"""A space for ideas: four phases between dated days, and what each phase lets people do.

The phases (collect, discuss, decide, report back) are the design of this product; no regulation
sets them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kinerja.rules.label import Labelled


class SpacePhase(Labelled):
    """Where a space stands."""

    PLANNED = "planned", "Persiapan"
    COLLECT = "collect", "Pengumpulan gagasan"
    DISCUSS = "discuss", "Pembahasan"
    DECIDE = "decide", "Keputusan"
    REPORT = "report", "Pelaporan balik"
    CLOSED = "closed", "Ditutup"


class Right(StrEnum):
    """What may be done with an idea."""

    SUBMIT = "submit"  # hand a new one in
    EDIT = "edit"  # change one's own text
    AMEND = "amend"  # propose another text for somebody's idea
    CO_AUTHOR = "co_author"  # invite a co-author, agree to be one
    COMMENT = "comment"
    SUPPORT = "support"
    VOTE = "vote"
    ANSWER = "answer"  # the official answer
    REPORT = "report"  # what became of it


@dataclass(frozen=True)
class SpacePlan:
    """The first days of the phases; `vote_until` is the last day of a vote (None: no vote)."""

    collect_from: date
    discuss_from: date
    decide_from: date
    report_from: date
    vote_until: date | None = None
    closed_on: date | None = None


RIGHTS: Mapping[SpacePhase, frozenset[Right]] = {
    SpacePhase.PLANNED: frozenset(),
    SpacePhase.COLLECT: frozenset({Right.SUBMIT, Right.EDIT, Right.CO_AUTHOR}),
    SpacePhase.DISCUSS: frozenset({Right.AMEND, Right.CO_AUTHOR, Right.COMMENT, Right.SUPPORT}),
    SpacePhase.DECIDE: frozenset({Right.ANSWER}),
    SpacePhase.REPORT: frozenset({Right.ANSWER, Right.REPORT}),
    SpacePhase.CLOSED: frozenset({Right.REPORT}),
}
_STARTS = {
    SpacePhase.COLLECT: "collect_from",
    SpacePhase.DISCUSS: "discuss_from",
    SpacePhase.DECIDE: "decide_from",
    SpacePhase.REPORT: "report_from",
}


def plan_faults(plan: SpacePlan) -> dict[str, str]:
    """What is wrong with the days of a plan: the day, and words for the form; empty: nothing.

    Units: dates; each phase lasts a day or more.
    Errors: none.
    Source: our design, not law.
    Confidence: U.

    >>> plan_faults(
    ...     SpacePlan(date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 20), date(2026, 11, 30))
    ... )
    {'discuss_from': 'Pembahasan dimulai sesudah hari pertama pengumpulan gagasan.'}
    """
    found: dict[str, str] = {}
    if plan.discuss_from <= plan.collect_from:
        found["discuss_from"] = "Pembahasan dimulai sesudah hari pertama pengumpulan gagasan."
    if plan.decide_from <= plan.discuss_from:
        found["decide_from"] = "Keputusan dimulai sesudah hari pertama pembahasan."
    if plan.report_from <= plan.decide_from:
        found["report_from"] = "Pelaporan balik dimulai sesudah hari pertama keputusan."
    if plan.vote_until is not None and not (
        plan.decide_from <= plan.vote_until < plan.report_from - timedelta(days=1)
    ):
        found["vote_until"] = (
            "Pemungutan suara berakhir dalam tahap keputusan, dan menyisakan sedikitnya satu hari"
            " untuk memutuskan."
        )
    return found


def space_phase(plan: SpacePlan, on: date) -> SpacePhase:
    """The phase of a day.

    Units: dates in the zone of the agency.
    Errors: none.
    Source: our design, not law.
    Confidence: U.

    >>> plan = SpacePlan(
    ...     date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 30)
    ... )
    >>> space_phase(plan, date(2026, 11, 15)).label
    'Pembahasan'
    """
    if plan.closed_on is not None and plan.closed_on <= on:
        return SpacePhase.CLOSED
    begun = [phase for phase, name in _STARTS.items() if getattr(plan, name) <= on]
    return begun[-1] if begun else SpacePhase.PLANNED


def rights_in(phase: SpacePhase, *, voting: bool = False) -> frozenset[Right]:
    """What a phase lets people do; while a vote runs (`voting`) nothing else than voting.

    Units: none.
    Errors: none.
    Source: our design, not law: a vote advises, and comes before the decision of a person.
    Confidence: U.

    >>> sorted(rights_in(SpacePhase.DECIDE)), sorted(rights_in(SpacePhase.DECIDE, voting=True))
    ([<Right.ANSWER: 'answer'>], [<Right.VOTE: 'vote'>])
    """
    if voting and phase == SpacePhase.DECIDE:
        return frozenset({Right.VOTE})
    return RIGHTS[phase]


def is_voting(plan: SpacePlan, on: date) -> bool:
    """Whether votes can be cast on that day.

    Units: dates; the last day counts in full.
    Errors: none.
    Source: our design, not law.
    Confidence: U.

    >>> days = [date(2026, 11, day) for day in (2, 9, 16, 30, 20)]
    >>> (
    ...     is_voting(SpacePlan(*days), date(2026, 11, 20)),
    ...     is_voting(SpacePlan(*days), date(2026, 11, 21)),
    ... )
    (True, False)
    """
    decides = space_phase(plan, on) == SpacePhase.DECIDE
    return decides and plan.vote_until is not None and on <= plan.vote_until


def next_phase(phase: SpacePhase) -> SpacePhase | None:
    """The phase that follows by its day; None after the last one.

    Units: none.
    Errors: none.
    Source: our design, not law.
    Confidence: U.

    >>> next_phase(SpacePhase.COLLECT), next_phase(SpacePhase.REPORT)
    (<SpacePhase.DISCUSS: 'discuss'>, None)
    """
    order = [SpacePhase.PLANNED, *_STARTS]
    if phase not in order or phase == SpacePhase.REPORT:
        return None
    return order[order.index(phase) + 1]


def moved(plan: SpacePlan, phase: SpacePhase, first_day: date) -> SpacePlan:
    """The plan when a phase begins on another day: all that follow keep their length.

    Units: dates, calendar days.
    Errors: ValueError for a phase without a first day, or a day that is not after the start of the
    phase before it.
    Source: our design, not law: a move is recorded with its reason.
    Confidence: U.

    >>> plan = SpacePlan(
    ...     date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 30)
    ... )
    >>> later = moved(plan, SpacePhase.DISCUSS, date(2026, 11, 12))
    >>> later.discuss_from.day, later.decide_from.day, later.report_from.isoformat()
    (12, 19, '2026-12-03')
    """
    if phase not in _STARTS:
        raise ValueError(f"no first day: {phase}")
    names = list(_STARTS.values())
    at = names.index(_STARTS[phase])
    if at and first_day <= getattr(plan, names[at - 1]):
        raise ValueError("a phase begins after the one before it")
    shift = first_day - getattr(plan, names[at])
    days = {name: getattr(plan, name) + shift for name in names[at:]}
    ends = plan.vote_until
    if ends is not None and phase != SpacePhase.REPORT:
        ends += shift
    return replace(plan, **days, vote_until=ends)
