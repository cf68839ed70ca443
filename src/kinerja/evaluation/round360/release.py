"""The end of a round: closed, then told in one batch, then frozen; the counters go."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import SystemRandom
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.evaluation.round360.answer import (
    Counts,
    NamedAnswer360,
    forget_tallies,
    open_tallies,
)
from kinerja.evaluation.round360.refusals import RoundShut
from kinerja.evaluation.round360.round import Round360, Subject360, held_round
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.supervision import report_ids
from kinerja.records.event import record
from kinerja.records.notice import notify_many
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import ANONYMOUS, Frequency, Group, Told, band, told_groups

AT_A_TIME = 1_000  # people whose counters are opened together

_chance = SystemRandom()


class Result360QuerySet(models.QuerySet["Result360"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, and those of people whom one appraised then or appraises on that day."""
        team = Q(subject__appraiser=person) | Q(subject__person__in=report_ids(person, on))
        return self.filter(Q(subject__person=person) | team)


class Result360(models.Model):
    """What a round told about one person; a trigger refuses to change or delete it.

    `told`: `threshold`; `groups`: a list of {groups, label, people, values {value: frequency or
    null}, comments}; `named`: {superior, self: {name, scores, comment} or null}.
    """

    subject = models.OneToOneField(
        Subject360, models.PROTECT, primary_key=True, related_name="result"
    )
    told = models.JSONField()

    objects = Result360QuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.subject}"


@transaction.atomic
def close_round(*, round: Round360, by: Person | None, on: date) -> None:
    """No more answers. Errors: NotAllowed, WrongStep, RoundShut before the last day is over."""
    check_may_manage_people(by)
    held = held_round(round, Round360.State.OPEN)
    if on <= held.closes_on:
        raise RoundShut(
            f"Pengisian berjalan sampai {held.closes_on:%d-%m-%Y}; tutup mulai esok harinya."
        )
    held.state = Round360.State.CLOSED
    held.save(update_fields=["state"])
    record("round360.closed", about=held, by=by)
    round.refresh_from_db()


@transaction.atomic
def release_round(*, round: Round360, by: Person | None, on: date) -> int:
    """Tell everybody's results at once, freeze them, and forget the counters and the secret.

    How many people have anonymous answers that can be told is the number returned.
    Errors: NotAllowed, WrongStep before it is closed, SealBroken; nothing is changed then.
    """
    check_may_manage_people(by)
    held = held_round(round, Round360.State.CLOSED)
    subjects = list(Subject360.objects.filter(round=held).select_related("person").order_by("pk"))
    with_answers = 0
    for batch in _batches(subjects):
        results = _results(held, batch)
        with_answers += sum(bool(one.told["groups"]) for one in results)
        Result360.objects.bulk_create(results)
        forget_tallies(held, [one.pk for one in batch])
    held.state, held.secret = Round360.State.RELEASED, None
    held.save(update_fields=["state", "secret"])
    data = {"people": len(subjects), "with_answers": with_answers, "threshold": held.threshold}
    record("round360.released", about=held, by=by, data=data)
    people = [subject.person for subject in subjects]
    notify_many(people, f"Hasil {held} dapat dibaca.", "/360/hasil/")
    round.refresh_from_db()
    return with_answers


def _batches(subjects: Sequence[Subject360]) -> Iterator[Sequence[Subject360]]:
    for start in range(0, len(subjects), AT_A_TIME):
        yield subjects[start : start + AT_A_TIME]


def _results(round: Round360, subjects: Sequence[Subject360]) -> list[Result360]:
    ids = [one.pk for one in subjects]
    counts, named = open_tallies(round, ids), _named(ids)
    return [
        Result360(
            subject=one,
            told={
                "threshold": round.threshold,
                "groups": told_of(counts[one.pk], round.threshold),
                "named": named.get(one.pk, {}),
            },
        )
        for one in subjects
    ]


def told_of(counts: Counts, threshold: int) -> list[dict[str, Any]]:
    """What the counters about one person say, by groups that are large enough."""
    people = {group: counts[group.value]["people"] for group in ANONYMOUS}
    return [_told(one, counts, threshold) for one in told_groups(people, threshold)]


def _told(told: Told, counts: Counts, threshold: int) -> dict[str, Any]:
    parts = [counts[group.value] for group in told.groups]
    comments = [comment for part in parts for comment in part["comments"]]
    _chance.shuffle(comments)
    return {
        "groups": [group.value for group in told.groups],
        "label": told.label,
        "people": told.people,
        "values": {value.value: _band(value, parts, threshold) for value in CoreValue},
        "comments": comments,
    }


def _band(value: CoreValue, parts: Sequence[Mapping[str, Any]], threshold: int) -> str | None:
    """The word for one value; None where too few have seen it."""
    counts = [sum(part["values"][value.value][n] for part in parts) for n in range(len(Frequency))]
    total = sum(count * frequency.score for count, frequency in zip(counts, Frequency, strict=True))
    word = band(total, sum(counts), threshold)
    return word and word.value


def _named(subjects: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What was said by name, by subject."""
    rows = NamedAnswer360.objects.filter(rater__subject__in=subjects).select_related("rater__rater")
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        kind = Group(row.rater.group).value
        found.setdefault(row.rater.subject_id, {})[kind] = {
            "name": row.rater.rater.full_name,
            "scores": row.scores,
            "comment": row.comment,
        }
    return found
