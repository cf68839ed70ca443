"""The official answer: taken up, tried, accepted or rejected by a person, with a reason for all."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Q

from kinerja.participation.ballot import counts_of
from kinerja.participation.idea import (
    LONGEST_REASON,
    Idea,
    authors_of,
    check_right,
    checked_text,
    held_idea,
    is_author,
)
from kinerja.participation.refusals import NotYours, OwnIdea, WrongPhase
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.ballot import differs_from_vote
from kinerja.rules.idea import IdeaState, may_answer
from kinerja.rules.space import Right

TAKEN_UP = (IdeaState.TRIAL, IdeaState.ACCEPTED, IdeaState.DONE)


class IdeaAnswer(models.Model):
    """One official word on an idea; the last one counts, the earlier ones stay."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="answers")
    state = models.CharField("jawaban", max_length=9, choices=IdeaState.choices())
    reason = models.TextField("alasan")
    against_vote = models.BooleanField("berbeda dari suara", default=False)
    why_against = models.TextField("mengapa berbeda dari suara", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answered_on = models.DateField("tanggal")
    at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="idea_answer_has_reason"),
            models.CheckConstraint(
                condition=Q(against_vote=False) | ~Q(why_against=""),
                name="idea_answer_against_vote_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.idea}"


@transaction.atomic
def take_up(*, idea: Idea, words: str, by: Person, at: datetime, on: date) -> Idea:
    """Say that an idea of the box is being discussed, and with whom. Twice: once.

    Errors: NotYours, OwnIdea, WrongPhase, InvalidInput.
    """
    held = _held(idea, by, on)
    if held.state == IdeaState.DISCUSSED:
        return held
    check_right(held, Right.ANSWER, on, "Gagasan ini tidak dapat dijawab sekarang.")
    if held.state != IdeaState.SUBMITTED:
        raise WrongPhase("Gagasan ini sudah dijawab.")
    said = checked_text(words, "Tulis dengan siapa dan kapan dibahas.", LONGEST_REASON)
    held.state = IdeaState.DISCUSSED
    held.save(update_fields=["state"])
    _answered(held, IdeaState.DISCUSSED, said, by, at, on)
    return held


@transaction.atomic
def answer_idea(
    *,
    idea: Idea,
    answer: str,
    reason: str,
    by: Person,
    at: datetime,
    on: date,
    why_against: str = "",
) -> IdeaAnswer:
    """Accept, try or reject it; the reason is read by all. The same answer and reason twice: once.

    When the answer differs from a vote, `why_against` must say why.
    Errors: NotYours, OwnIdea, WrongPhase, InvalidInput.
    """
    held = _held(idea, by, on)
    state = _state_of(answer)
    said = checked_text(reason, "Tulis alasannya; semua pembaca gagasan ini melihatnya.")
    last = held.answers.first()
    if last is not None and (last.state, last.reason) == (state, said):
        return last
    check_right(held, Right.ANSWER, on, "Gagasan ini tidak dapat dijawab sekarang.")
    if not may_answer(IdeaState(held.state), state):
        raise WrongPhase("Jawaban ini tidak dapat diberikan lagi.")
    if held.space is not None and held.space.vote_until and held.space.counted_on is None:
        raise WrongPhase("Suara sedang dihitung. Coba lagi beberapa menit lagi.")
    against = vote_differs(held, state)
    why = why_against.replace("\x00", "").strip()[:LONGEST_REASON] if against else ""
    if against and not why:
        raise DiffersFromVote("Keputusan ini berbeda dari hasil suara. Tulis mengapa berbeda.")
    held.state, held.decided_on = state, on
    held.save(update_fields=["state", "decided_on"])
    return _answered(held, state, said, by, at, on, why)


@transaction.atomic
def carry_out(*, idea: Idea, words: str, by: Person, at: datetime, on: date) -> Idea:
    """Say that an accepted idea was carried out, and how. Twice: once.

    Errors: NotYours, OwnIdea, WrongPhase, InvalidInput.
    """
    held = _held(idea, by, on)
    if held.state == IdeaState.DONE:
        return held
    check_right(held, Right.REPORT, on, "Pelaksanaan dicatat setelah gagasan diputuskan.")
    if held.state != IdeaState.ACCEPTED:
        raise WrongPhase("Hanya gagasan yang diterima yang dilaksanakan.")
    said = checked_text(words, "Tulis apa yang dilaksanakan dan sejak kapan.", LONGEST_REASON)
    held.state, held.done_on = IdeaState.DONE, on
    held.save(update_fields=["state", "done_on"])
    _answered(held, IdeaState.DONE, said, by, at, on)
    return held


class DiffersFromVote(InvalidInput):
    """The reason for deciding otherwise than the vote is missing."""


def vote_differs(idea: Idea, state: IdeaState) -> bool:
    """Whether this answer differs from the vote of its space."""
    if idea.space is None:
        return False
    counts: Mapping[int, int] = counts_of(idea.space)
    carried = Idea.objects.filter(space=idea.space, state__in=TAKEN_UP).exclude(pk=idea.pk)
    return differs_from_vote(
        idea.pk,
        counts,
        rejected=state == IdeaState.REJECTED,
        carried=carried.values_list("pk", flat=True),
    )


def _state_of(answer: str) -> IdeaState:
    try:
        return IdeaState(answer)
    except ValueError:
        raise InvalidInput("Pilih jawabannya: diterima, diuji coba, atau tidak diterima.") from None


def _held(idea: Idea, by: Person, on: date) -> Idea:
    """Locked, for who must answer it. Errors: OwnIdea, NotYours."""
    held = held_idea(idea)
    if is_author(by, held):
        raise OwnIdea("Gagasan Anda sendiri dijawab pimpinan di atas Anda.")
    if held.owner_id != by.pk or not by.serves(on):  # the account outlives the service
        raise NotYours("Gagasan ini dijawab penjawabnya.")
    return held


def _answered(
    idea: Idea,
    state: IdeaState,
    reason: str,
    by: Person,
    at: datetime,
    on: date,
    why: str = "",
) -> IdeaAnswer:
    row = IdeaAnswer.objects.create(
        idea=idea,
        state=state,
        reason=reason,
        against_vote=bool(why),
        why_against=why,
        by=by,
        answered_on=on,
        at=at,
    )
    record(
        "idea.answered",
        about=idea,
        person=idea.author,
        by=by,
        reason=reason[:300],
        data={"state": str(state), "against_vote": bool(why)},
    )
    told = f"Gagasan “{idea.title}”: {state.label.lower()}."
    notify_all(authors_of(idea), told[:300], idea.page)
    return row
