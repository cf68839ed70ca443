"""The others in an exercise: a script answers at once, so that who practises sees the reply."""

from contextlib import suppress
from datetime import date, datetime

from kinerja.adoption.practice.trainee import Trainee
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.dialogue import set_plan
from kinerja.planning.plan import Plan
from kinerja.rules.refusal import Refusal
from kinerja.work.report import Report
from kinerja.work.verification import answer_report


def let_others_answer(*, trainee: Trainee, at: datetime, on: date) -> int:
    """The made-up leader accepts reports and sets the plan: how many answers were given.

    What a rule forbids the leader is left alone: the visitor then sees what is missing.
    """
    leader = appraiser_of(trainee.person, on)
    if leader is None or trainee.exercise not in ("lapor", "rencana"):
        return 0
    return _accept(trainee.person, leader, at) + _set(trainee.person, leader, on)


def _accept(person: Person, leader: Person, at: datetime) -> int:
    given = 0
    for report in Report.objects.filter(person=person, state=Report.State.FILED).order_by("pk"):
        with suppress(Refusal):
            answer_report(report=report, verdict="accept", by=leader, at=max(at, report.filed_at))
            given += 1
    return given


def _set(person: Person, leader: Person, on: date) -> int:
    given = 0
    for plan in Plan.objects.filter(person=person, state=Plan.State.SUBMITTED):
        with suppress(Refusal):
            set_plan(plan=plan, by=leader, on=on)
            given += 1
    return given
