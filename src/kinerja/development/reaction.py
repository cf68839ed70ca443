"""The first level: what participants say right after a session, kept as counts alone.

Nobody can tell who said what: an answer only raises counters, and they are shown when the form is
closed and enough people answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F

from kinerja.development.enrolment import Enrolment
from kinerja.development.refusals import NotForYou, NotNow, WrongState
from kinerja.development.session import Session, held_session
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words
from kinerja.rules.training import (
    HIGHEST_ANSWER,
    LEAST_ANSWERS,
    LOWEST_ANSWER,
    REACTION_DAYS,
    ReactionQuestion,
)


class ReactionTally(models.Model):
    """How many gave this level to this question."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="reactions", db_index=False)
    question = models.CharField(max_length=10, choices=ReactionQuestion.choices())
    level = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "question", "level"], name="reaction_tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.question} {self.level}"


@dataclass(frozen=True)
class Reaction:
    """What was said to one question: counts of the levels 1 to 5."""

    question: ReactionQuestion
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> Decimal:
        total = sum(level * count for level, count in enumerate(self.counts, start=LOWEST_ANSWER))
        return (Decimal(total) / self.answers).quantize(Decimal("0.01"))


def last_day_of_reaction(session: Session) -> date:
    return session.ends_on + timedelta(days=REACTION_DAYS)


def may_react(enrolment: Enrolment, on: date) -> bool:
    """Whether the form waits for this participant on that day."""
    session = enrolment.session
    return (
        enrolment.state == Enrolment.State.ACCEPTED
        and session.cancelled_on is None
        and not enrolment.reacted
        and session.ends_on <= on <= last_day_of_reaction(session)
    )


@transaction.atomic
def give_reaction(*, enrolment: Enrolment, levels: Mapping[str, int], by: Person, on: date) -> None:
    """Answer the form once. Errors: NotForYou, NotNow, WrongState, InvalidInput."""
    session = held_session(enrolment.session)
    held = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    held.session = session
    if held.person_id != by.pk or held.state != Enrolment.State.ACCEPTED:
        raise NotForYou("Formulir ini untuk peserta sesi itu.")
    if held.reacted:
        raise WrongState("Jawaban Anda sudah masuk.")
    if not may_react(held, on):
        raise NotNow(
            f"Formulir dibuka {date_in_words(session.ends_on)} sampai"
            f" {date_in_words(last_day_of_reaction(session))}."
        )
    allowed = range(LOWEST_ANSWER, HIGHEST_ANSWER + 1)
    if set(levels) != {*ReactionQuestion} or any(one not in allowed for one in levels.values()):
        raise InvalidInput("Jawab semua pertanyaan dengan angka 1 sampai 5.")
    for question, level in levels.items():
        row, _ = ReactionTally.objects.get_or_create(
            session=session, question=question, level=level
        )
        ReactionTally.objects.filter(pk=row.pk).update(answers=F("answers") + 1)
    held.reacted = True
    held.save(update_fields=["reacted"])
    record("reaction.given", about=session, by=None)


def reactions_of(session: Session, on: date) -> list[Reaction]:
    """The counts, when the form is closed and enough people answered; else none."""
    if on <= last_day_of_reaction(session):
        return []
    counts: dict[str, dict[int, int]] = {}
    for row in session.reactions.all():
        counts.setdefault(row.question, {})[row.level] = row.answers
    levels = range(LOWEST_ANSWER, HIGHEST_ANSWER + 1)
    found = [
        Reaction(one, tuple(counts.get(one, {}).get(level, 0) for level in levels))
        for one in ReactionQuestion
    ]
    return found if all(one.answers >= LEAST_ANSWERS for one in found) else []
