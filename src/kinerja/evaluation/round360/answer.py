"""Answers of a 360 round: who took part and what was said, in two places that nothing joins.

An anonymous answer exists nowhere as a row. It is added to counters about the person spoken of
(`Tally360`), which lie sealed and are written anew as a whole each time; its comment joins the
others in an order drawn afresh. That somebody took part is noted in a transaction before it
(`Rater360.taken_part`): no event, no notice, no time, no key, no draft.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import SystemRandom
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import (
    AnsweredAlready,
    Incomplete,
    NotInvited,
    RoundShut,
    SealBroken,
)
from kinerja.evaluation.round360.round import Round360
from kinerja.evaluation.round360.sealing import Seal
from kinerja.people.person import Person
from kinerja.records.copying import copy_many
from kinerja.records.event import Happening, record_many
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import ANONYMOUS, MOST_COMMENT, Frequency, Group

Counts = dict[str, Any]  # what a tally holds, see `_empty`

_chance = SystemRandom()


class Tally360(models.Model):
    """All anonymous answers about one person, as counters: sealed, under a number that only the
    key connects with the person. It has no other column, so that there is nothing to compare."""

    name = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.name)


class NamedAnswer360(models.Model):
    """What the superior, or the person, said by name."""

    rater = models.OneToOneField(
        Rater360, models.PROTECT, primary_key=True, related_name="named_answer"
    )
    scores = models.JSONField()  # value -> frequency, or null: not seen
    comment = models.TextField("catatan", blank=True)
    given_on = models.DateField("diisi")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(scores={}), name="named_answer360_is_whole")
        ]

    def __str__(self) -> str:
        return f"{self.rater}"


@dataclass(frozen=True)
class Answer:
    """How often somebody shows each of the seven values; None: not seen."""

    scores: Mapping[CoreValue, Frequency | None]
    comment: str = ""


@dataclass(frozen=True)
class Given:
    """One answer to one question, for the verb of many."""

    rater: Rater360
    answer: Answer = field(repr=False)  # never in a log


def give_answer(*, rater: Rater360, answer: Answer, by: Person, on: date) -> None:
    """Answer one question, once. The superior and the person answer by name, others nobody.

    Errors: NotInvited, RoundShut, Incomplete, AnsweredAlready; nothing is kept then.
    """
    if rater.rater_id != by.pk:
        raise NotInvited("Pertanyaan ini tidak diajukan kepada Anda.")
    give_answers([Given(rater, answer)], on=on)


def give_answers(given: Sequence[Given], *, on: date) -> None:
    """The same for many answers of their raters.

    Not one transaction, by design: taking part and what was said must not share the number of one.
    If the second fails, the first is taken back. If the process dies between the two, the answer
    was never acknowledged, is lost, and is never counted twice.
    """
    for one in given:
        _check_whole(one.answer)
    ids = [one.rater.pk for one in given]
    with transaction.atomic():
        named, unnamed = _take_part(ids, on)
        _keep_named([one for one in given if one.rater.pk in named], on)
    try:
        with transaction.atomic():
            _count([one for one in given if one.rater.pk in unnamed], unnamed)
    except Exception:
        Rater360.objects.filter(pk__in=unnamed).update(taken_part=False)
        raise


def _check_whole(answer: Answer) -> None:
    missing = [value.label for value in CoreValue if value not in answer.scores]
    if missing:
        raise Incomplete(f"Pilih jawaban untuk nilai {', '.join(missing)}.")
    if len(answer.comment) > MOST_COMMENT:
        raise Incomplete(f"Catatan paling panjang {MOST_COMMENT} huruf; ringkas dulu.")


def _take_part(ids: Sequence[int], on: date) -> tuple[set[int], dict[int, Rater360]]:
    """Note that these took part: those who answer by name, and the others with their rows."""
    held = Rater360.objects.select_for_update(of=("self",)).select_related("subject__round__period")
    rows = held.filter(pk__in=ids, state=Rater360.State.ASKED).order_by("pk").in_bulk()
    if len(rows) != len({*ids}):
        raise NotInvited("Pertanyaan ini tidak diajukan kepada Anda.")
    if any(not row.subject.round.takes_answers(on) for row in rows.values()):
        raise RoundShut("Masa pengisian sudah berakhir. Terima kasih sudah berniat mengisi.")
    if any(row.taken_part for row in rows.values()):
        raise AnsweredAlready("Umpan balik ini sudah Anda kirim.")
    Rater360.objects.filter(pk__in=ids).update(taken_part=True)
    unnamed = {pk: row for pk, row in rows.items() if row.kind.is_anonymous}
    return rows.keys() - unnamed.keys(), unnamed


def _keep_named(given: Iterable[Given], on: date) -> None:
    rows = [
        NamedAnswer360(
            rater=one.rater,
            scores={
                value.value: frequency and frequency.value
                for value, frequency in one.answer.scores.items()
            },
            comment=_clean(one.answer.comment),
            given_on=on,
        )
        for one in given
    ]
    NamedAnswer360.objects.bulk_create(rows)
    record_many(
        Happening(
            "round360.answered_by_name",
            about=row.rater,
            by=row.rater.rater,
            person=row.rater.subject.person,
        )
        for row in rows
    )


def _count(given: Iterable[Given], rows: Mapping[int, Rater360]) -> None:
    """Add to the counters. Every counter and comment about a person is written anew with it."""
    about: dict[tuple[int, int], list[Given]] = defaultdict(list)
    for one in given:
        row = rows[one.rater.pk]
        about[row.subject.round_id, row.subject_id].append(one)
    rounds = {row.subject.round_id: row.subject.round for row in rows.values()}
    seals = {pk: seal_of(round) for pk, round in rounds.items()}
    names = {(round, subject): seals[round].name_of(subject) for round, subject in about}
    tallies = {
        tally.name: tally
        for tally in Tally360.objects.select_for_update()
        .filter(pk__in=names.values())
        .order_by("name")
    }
    for key, answers in about.items():
        seal, name = seals[key[0]], names[key]
        tally = tallies.get(name)
        if tally is None:
            raise SealBroken
        counts = seal.open(name, tally.sealed)
        for one in answers:
            _add(counts, rows[one.rater.pk].kind, one.answer)
        tally.sealed = seal.close(name, _mixed(counts))
    Tally360.objects.bulk_update(tallies.values(), ["sealed"])


def _add(counts: Counts, group: Group, answer: Answer) -> None:
    mine = counts[group.value]
    mine["people"] += 1
    for value, frequency in answer.scores.items():
        if frequency is not None:
            mine["values"][value.value][frequency.score - 1] += 1
    if comment := _clean(answer.comment):
        mine["comments"].append(comment)


def _mixed(counts: Counts) -> Counts:
    """The comments in a new order each time: neither the first nor the last one tells anything."""
    for group in ANONYMOUS:
        _chance.shuffle(counts[group.value]["comments"])
    return counts


def _clean(comment: str) -> str:
    return "\n".join(line.strip() for line in comment.replace("\x00", "").split("\n")).strip()


def _empty() -> Counts:
    return {
        group.value: {
            "people": 0,
            "values": {value.value: [0] * len(Frequency) for value in CoreValue},
            "comments": [],
        }
        for group in ANONYMOUS
    }


def seal_of(round: Round360) -> Seal:
    """Errors: RoundShut when nothing is sealed, or not any more."""
    if round.secret is None:
        raise RoundShut("Putaran ini tidak menerima jawaban.")
    return Seal(bytes(round.secret))


def lay_out_tallies(round: Round360, subjects: Sequence[int]) -> None:
    """Empty counters for everybody in the round, in an order that says nothing."""
    seal = seal_of(round)
    names = sorted(seal.name_of(subject) for subject in subjects)
    copy_many([Tally360(name=name, sealed=seal.close(name, _empty())) for name in names])


def open_tallies(round: Round360, subjects: Sequence[int]) -> dict[int, Counts]:
    """The counters about these subjects (ids), held. Errors: SealBroken, RoundShut."""
    seal = seal_of(round)
    names = {seal.name_of(subject): subject for subject in subjects}
    held = Tally360.objects.select_for_update().filter(pk__in=names).in_bulk()
    if len(held) != len(names):
        raise SealBroken
    return {names[name]: seal.open(name, tally.sealed) for name, tally in held.items()}


def forget_tallies(round: Round360, subjects: Sequence[int]) -> None:
    """Delete the counters about these subjects: what is told has been told."""
    seal = seal_of(round)
    Tally360.objects.filter(pk__in=[seal.name_of(subject) for subject in subjects]).delete()
