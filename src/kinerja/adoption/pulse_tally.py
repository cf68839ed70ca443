"""The counters and words of a pulse: sealed, and written anew as a whole each time.

An answer exists nowhere as a row. It is added to the counters; its words join others in an order
drawn afresh. Only the key of the pulse connects a block with it (decision 0013).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom
from uuid import UUID

from django.db import models

from kinerja.evaluation.round360.sealing import Seal
from kinerja.rules.pulse import Mood

A_SHARD = 1_000  # people invited for one block of words

_chance = SystemRandom()


class PulseTally(models.Model):
    """Counters or words of a pulse: sealed, under a number that only the key connects with it."""

    name = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True)
class Counted:
    """All that was said together: answers, for each question how many of each mood, the words."""

    answers: int
    moods: Sequence[Sequence[int]]
    words: Sequence[str]


@dataclass(frozen=True)
class Tally:
    """The blocks of one pulse, as its key finds and opens them. All of it inside a transaction."""

    secret: bytes
    shards: int

    def lay_out(self, questions: int) -> None:
        """Everything empty from the beginning, in an order that says nothing."""
        counters, *shards = self._names
        counts = {"answers": 0, "counts": [[0] * len(Mood) for _ in range(questions)]}
        rows = {counters: counts} | {name: {"words": []} for name in shards}
        PulseTally.objects.bulk_create(
            PulseTally(name=name, sealed=self._seal.close(name, rows[name]))
            for name in sorted(rows)
        )

    def add(self, moods: Sequence[Mood], words: str) -> None:
        """Count, and write one block of words anew, with or without a new one in it."""
        counters, *shards = self._names
        shard = _chance.choice(shards)
        held = PulseTally.objects.select_for_update().in_bulk([counters, shard])
        found = self._seal.open(counters, held[counters].sealed)
        found["answers"] += 1
        for counts, mood in zip(found["counts"], moods, strict=True):
            counts[Mood(mood).place] += 1
        said = self._seal.open(shard, held[shard].sealed)
        said["words"] += [words] if words else []
        _chance.shuffle(said["words"])
        held[counters].sealed = self._seal.close(counters, found)
        held[shard].sealed = self._seal.close(shard, said)
        PulseTally.objects.bulk_update(held.values(), ["sealed"])

    def counted(self) -> Counted:
        """What stands in all blocks; the words in an order drawn afresh."""
        names = self._names
        held = PulseTally.objects.select_for_update().in_bulk(names)
        counters, *shards = [self._seal.open(name, held[name].sealed) for name in names]
        words = [one for shard in shards for one in shard["words"]]
        _chance.shuffle(words)
        return Counted(counters["answers"], counters["counts"], words)

    def forget(self) -> None:
        PulseTally.objects.filter(pk__in=self._names).delete()

    @property
    def _seal(self) -> Seal:
        return Seal(self.secret)

    @property
    def _names(self) -> list[UUID]:
        """Of the counters, then of the blocks of words."""
        return [self._seal.name_of(number) for number in range(self.shards + 1)]
