"""Tries to find out who said what: every order that the database knows of the participants against
the order in which what was said lies there. Guesses are marked against the truth, beside chance.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from kinerja.evaluation.round360.answer import Answer
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency

from .dump import Participant, Place

WORDS = list(Frequency)
Key = Callable[[Participant], Any]

ORDERS: Mapping[str, Key] = {
    "order of the rows": lambda one: one.question,
    "order of the people": lambda one: one.person,
    "transaction": lambda one: one.written_by,
    "place in the file": lambda one: one.place,
    "time of a notice": lambda one: one.seen_at,
    "last event": lambda one: (one.last_event, one.person),
}


@dataclass
class Marks:
    """How often guesses of one kind were right, and how often blind ones would be."""

    guesses: int = 0
    right: int = 0
    by_chance: float = 0.0

    @property
    def rate(self) -> float:
        return self.right / self.guesses if self.guesses else 0.0

    @property
    def chance(self) -> float:
        return self.by_chance / self.guesses if self.guesses else 0.0

    @property
    def gain(self) -> float:
        """Above chance, as a share."""
        return self.rate - self.chance

    @property
    def noise(self) -> float:
        """One standard deviation of blind guessing."""
        return sqrt(self.chance * (1 - self.chance) / self.guesses) if self.guesses else 0.0


def attack(
    places: Sequence[Place], truth: Mapping[int, Answer], marks: dict[str, Marks]
) -> dict[str, Marks]:
    """Every strategy against every person; the marks are added to those given."""
    for name, guesses in _strategies(places):
        kept = marks.setdefault(name, Marks())
        for question, value, said, chance in guesses:
            answer = truth[question]
            found = answer.comment if value is None else answer.scores[value]
            kept.guesses += 1
            kept.right += found == said
            kept.by_chance += chance
    return marks


# A guess: the question, the value (None: the comment), what was said, how often chance is right.
Guess = tuple[int, CoreValue | None, object, float]


def _strategies(places: Sequence[Place]) -> Iterator[tuple[str, Iterator[Guess]]]:
    for name, key in ORDERS.items():
        yield f"scores by {name}", _scores(places, key)
        yield f"comments by {name}", _comments(places, key)
    yield "comment of the last to write", _last_comment(places)
    yield "comments told, by transaction", _told_comments(places)


def _scores(places: Sequence[Place], key: Key) -> Iterator[Guess]:
    """The i-th participant gave the i-th score of the counters."""
    for place in places:
        for group, participants in place.participants.items():
            if place.counts is None:
                continue
            in_order = sorted(participants, key=key)
            for value in CoreValue:
                counts = place.counts[group]["values"][value.value]
                scores = [word for word, n in zip(WORDS, counts, strict=True) for _ in range(n)]
                chance = sum(n * n for n in counts) / max(len(scores), 1) ** 2
                for one, said in zip(in_order, scores, strict=True):
                    yield one.question, value, said, chance


def _comments(places: Sequence[Place], key: Key) -> Iterator[Guess]:
    """The i-th comment is from the participant who stands as far along."""
    for place in places:
        for group, participants in place.participants.items():
            if place.counts is not None:
                yield from _aligned(place.counts[group]["comments"], sorted(participants, key=key))


def _aligned(comments: Sequence[str], in_order: Sequence[Participant]) -> Iterator[Guess]:
    for place, comment in enumerate(comments):
        one = in_order[place * len(in_order) // len(comments)]
        yield one.question, None, comment, 1 / len(in_order)


def _last_comment(places: Sequence[Place]) -> Iterator[Guess]:
    """The counters tell which transaction wrote them last: the participant just before it."""
    for place in places:
        for group, participants in place.participants.items():
            before = [one for one in participants if one.written_by <= place.last_written_by]
            comments = place.counts[group]["comments"] if place.counts else []
            if before and comments:
                last = max(before, key=lambda one: one.written_by)
                yield last.question, None, comments[-1], 1 / len(participants)


def _told_comments(places: Sequence[Place]) -> Iterator[Guess]:
    """The comments of a released result, in the order in which they stand there."""
    for place in places:
        for told in (place.told or {"groups": []})["groups"]:
            people = [one for group in told["groups"] for one in place.participants.get(group, [])]
            in_order = sorted(people, key=lambda one: one.written_by)
            yield from _aligned(told["comments"], in_order)


def equations(
    places: Sequence[Place], truth: Mapping[int, Answer], first: int
) -> tuple[list[set[int]], int]:
    """What released results say, as sums over single answers numbered from `first`; then the
    next number.

    Each word is taken for the exact sum behind it, and the attacker is told who has seen what:
    more than anybody gets.
    """
    found = []
    for place in places:
        numbers: dict[tuple[int, CoreValue], int] = {}
        for one in (one for group in place.participants.values() for one in group):
            for value in CoreValue:
                numbers[one.question, value] = first
                first += 1
        for told in (place.told or {"groups": []})["groups"]:
            people = [one for group in told["groups"] for one in place.participants.get(group, [])]
            for value in CoreValue:
                if told["values"][value.value] is not None:
                    seen = [one for one in people if truth[one.question].scores[value] is not None]
                    found.append({numbers[one.question, value] for one in seen})
    return found, first
