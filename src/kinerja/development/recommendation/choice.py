"""The choice of the person: into the learning plan, or not now and why."""

from datetime import date

from django.db import transaction

from kinerja.development.learning_plan import LearningStep, add_step
from kinerja.development.recommendation.recommendation import AlreadyAnswered, Recommendation
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import record

LONGEST_TEXT = 500  # characters of a reason


@transaction.atomic
def accept_recommendation(
    *, recommendation: Recommendation, due_on: date, by: Person, on: date
) -> LearningStep:
    """Take it into one's learning plan as a step. Said twice: the first step.

    Errors: NotAllowed, AlreadyAnswered after it was declined, and as `add_step`.
    """
    held = _held(recommendation, by)
    if held.step is not None:
        return held.step
    if held.answer:
        raise AlreadyAnswered("Anda sudah memilih untuk rekomendasi ini.")
    aim = f"Mengatasi: {held.said}"
    step = add_step(
        aim=aim[:300],
        way=held.way,
        due_on=due_on,
        competency=held.competency,
        training=held.training,
        by=by,
        on=on,
    )
    if Recommendation.objects.filter(step=step).exists():
        raise AlreadyAnswered("Langkah untuk kompetensi ini sudah ada dari rekomendasi lain.")
    held.answer, held.answered_on, held.step = Recommendation.Answer.ACCEPTED, on, step
    held.save(update_fields=["answer", "answered_on", "step"])
    record("recommendation.accepted", about=held, person=by, by=by)
    return step


@transaction.atomic
def decline_recommendation(
    *, recommendation: Recommendation, reason: str, by: Person, on: date
) -> Recommendation:
    """Not now, and why. Said twice: once. Errors: NotAllowed, InvalidInput, AlreadyAnswered."""
    held = _held(recommendation, by)
    if held.answer == Recommendation.Answer.DECLINED:
        return held
    if held.answer:
        raise AlreadyAnswered("Rekomendasi ini sudah masuk rencana belajar Anda.")
    words = reason.replace("\x00", "").strip()
    if not words:
        raise InvalidInput("Tulis mengapa belum sekarang; atasan dan pengelola belajar darinya.")
    if len(words) > LONGEST_TEXT:
        raise InvalidInput(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    held.answer, held.answered_on = Recommendation.Answer.DECLINED, on
    held.answer_reason = words
    held.save(update_fields=["answer", "answered_on", "answer_reason"])
    record("recommendation.declined", about=held, person=by, by=by)
    return held


def _held(recommendation: Recommendation, by: Person) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",))
    held = rows.select_related("proposal__review", "step", "competency", "training").get(
        pk=recommendation.pk
    )
    if held.proposal.review.person_id != by.pk:
        raise NotAllowed("Rekomendasi ini untuk orang lain; yang bersangkutan yang memilih.")
    return held
