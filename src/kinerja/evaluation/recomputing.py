"""Stored results computed again: do they still follow from what was frozen, and is that unchanged?

Nothing of today is asked: neither the rules in force now, nor settings, posts or names. The table
is that of the set of rules which the result names; the parts are compared with the digests that the
event of the signature keeps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kinerja.evaluation.fingerprint import fingerprints_of, part_in_words
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import recompute
from kinerja.records.event import Event, type_of
from kinerja.rules.parameters import NoRuleSet

BATCH = 500  # results looked at together
SIGNING = ("review.signed", "review.replaced")

# Columns that stand in the document too; pages read the one or the other.
_TWICE: Mapping[str, tuple[str, ...]] = {
    "predicate": ("predicate",),
    "work_result_rating": ("ratings", "work_result"),
    "work_result_reason": ("ratings", "work_result_reason"),
    "behaviour_rating": ("ratings", "behaviour"),
    "behaviour_reason": ("ratings", "behaviour_reason"),
    "recommendation": ("recommendation",),
    "rule_set": ("rule_set",),
}
_OF_A_RESULT = ("realisation", "rating", "note")


@dataclass(frozen=True)
class Altered:
    """One stored result that is not what was signed, with the parts that differ, in words."""

    review_id: int
    parts: tuple[str, ...]


@dataclass
class Recomputed:
    """What a run found."""

    looked_at: int = 0
    agree: int = 0
    without_digests: int = 0  # signed before digests were kept: only computed again
    altered: list[Altered] = field(default_factory=list)


def recompute_stored(*, sample: int | None = None, seed: int = 0) -> Recomputed:
    """Compute all signed results again, or a random sample of so many."""
    found = Recomputed()
    for ids in _batches(sample, seed):
        _look_at(ids, found)
    return found


def altered_in(review: Review) -> tuple[str, ...]:
    """The parts of one stored result that differ from what was signed, in words."""
    found = Recomputed()
    _look_at([review.pk], found)
    return found.altered[0].parts if found.altered else ()


def _batches(sample: int | None, seed: int) -> Iterator[list[int]]:
    signed = Review.objects.filter(state__in=Review.FROZEN).order_by("pk")
    ids = list(signed.values_list("pk", flat=True))
    if sample is not None and sample < len(ids):
        ids = sorted(Random(seed).sample(ids, sample))  # noqa: S311 - chance, not secrecy
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _look_at(ids: Sequence[int], found: Recomputed) -> None:
    rows = Review.objects.filter(pk__in=ids).prefetch_related("assessments").order_by("pk")
    parts, signed = fingerprints_of(ids), _signatures(ids)
    for review in rows:
        document = dict(review.snapshot or {})
        event = signed.get(review.pk)
        kept = event.data.get("parts") if event else None
        wrong = list(_not_following(document))
        wrong += _columns(review, document)
        wrong += _results(review, document)
        if event is not None and not event.is_unchanged:
            wrong.append("catatan tanda tangannya")
        elif kept:
            wrong += _differing(kept, parts.get(review.pk, {}))
        else:
            found.without_digests += 1
        found.looked_at += 1
        if wrong:
            found.altered.append(Altered(review.pk, tuple(dict.fromkeys(wrong))))
        else:
            found.agree += 1


def _signatures(ids: Sequence[int]) -> dict[int, Event]:
    """The event that froze each result."""
    events = Event.objects.filter(
        about_type=type_of(Review()), about_id__in=list(ids), name__in=SIGNING
    )
    return {event.about_id: event for event in events.order_by("pk")}


def _not_following(document: Mapping[str, Any]) -> Iterator[str]:
    """Does the stored predicate follow from the stored ratings, by the named rules?"""
    try:
        if not recompute(document).agrees:
            yield "predikat tidak mengikuti kedua rating"
    except (KeyError, ValueError, NoRuleSet):
        yield "dokumennya tidak dapat dibaca"


def _differing(kept: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    paths = [path for path in {**kept, **now} if kept.get(path) != now.get(path)]
    return [part_in_words(path) for path in sorted(paths)]


def _columns(review: Review, document: Mapping[str, Any]) -> list[str]:
    wrong = []
    for column, path in _TWICE.items():
        value: Any = document
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if value != getattr(review, column):
            wrong.append(f"kolom {part_in_words('.'.join(path))}")
    return wrong


def _results(review: Review, document: Mapping[str, Any]) -> list[str]:
    """Rows of the assessments beside the document."""
    frozen = {
        one.get("id"): (place, one) for place, one in enumerate(document.get("results", ()), 1)
    }
    wrong = []
    for row in review.assessments.all():
        place, one = frozen.get(row.result_id, (0, {}))
        wrong += [
            f"baris {part_in_words(f'results.{place}.{name}')}"
            for name in _OF_A_RESULT
            if one.get(name) != getattr(row, name)
        ]
    return wrong
