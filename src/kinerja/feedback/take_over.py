"""Taking a result over, as the law asks: only after help, of which feedback is one kind (p. 70)."""

from datetime import date

from kinerja.feedback.feedback import Feedback
from kinerja.feedback.guidance import Guidance
from kinerja.feedback.guidance_fields import SessionKind
from kinerja.people.person import Person
from kinerja.planning.result_step import take_over_result, was_helped
from kinerja.planning.work_result import WorkResult


def may_be_taken_over(result: WorkResult) -> bool:
    """Is adjustment, guidance or feedback on what to improve on record for this result?"""
    return was_helped(result) or _told(result) or _guided(result)


def take_over(*, result: WorkResult, note: str, by: Person, on: date) -> None:
    """Errors: as `take_over_result`."""
    told = _told(result) or _guided(result)
    take_over_result(result=result, note=note, by=by, on=on, told_before=told)


def _guided(result: WorkResult) -> bool:
    """Was a coaching or mentoring about this result held, and confirmed by both?"""
    held = Guidance.objects.confirmed().exclude(kind=SessionKind.DIALOGUE)
    return held.filter(result__line=result.line).exists()


def _told(result: WorkResult) -> bool:
    """Was the owner told about this result, or about a report for it, what could be better?"""
    told = Feedback.objects.for_rating().filter(
        tone=Feedback.Tone.IMPROVE, receiver=result.plan.person_id
    )
    return (
        told.filter(result__line=result.line).exists()
        or told.filter(report__result__line=result.line).exists()
    )
