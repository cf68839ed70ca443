"""What stands out about those who rate by name in a period: for the calibration meeting only.

Of anonymous answers no marks exist (decision 0008): a semester is judged by what superiors said by
name in its 360 round, other periods by the two ratings of each evaluation. Mutual marks are found
only where both sides rate by name, which a hierarchy hardly knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.answer import NamedAnswer360
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.predicate import Rating
from kinerja.rules.rater_statistics import Mark, Signal
from kinerja.rules.rater_statistics import rater_signals as signals_in
from kinerja.rules.round360 import Frequency, Group

POINTS = {Rating.BELOW: 1, Rating.MEETS: 2, Rating.ABOVE: 3}


@dataclass(frozen=True)
class RaterSignal:
    """One signal about one rater, with those whose marks it rests on."""

    rater: Person
    signal: Signal
    size: Decimal
    confidence: Decimal  # 0.5 to 1; near 1: chance is an unlikely reason
    marks: int
    people: tuple[int, ...]  # ids

    @property
    def words(self) -> str:
        """What it says, in one sentence; it blames nobody."""
        size = str(round(abs(self.size), 1)).replace(".", ",")
        share = f"{round(self.size * 100)}%"
        return {
            Signal.LENIENT: f"Rata-rata {size} poin lebih tinggi daripada penilai lain.",
            Signal.SEVERE: f"Rata-rata {size} poin lebih rendah daripada penilai lain.",
            Signal.HALO: f"Perbedaan antarbutir pada orang yang sama {share} lebih kecil.",
            Signal.NO_SPREAD: f"Perbedaan antarorang {share} lebih kecil daripada biasanya.",
            Signal.RECIPROCAL: f"Saling memberi {size} poin lebih tinggi daripada kepada lain.",
        }[self.signal]


def rater_signals(period: Period) -> list[RaterSignal]:
    """What stands out, most certain first; three queries. Whoever calls it sees to it that only
    the calibration meeting reads it."""
    found = signals_in(marks_in(period))
    raters = Person.objects.in_bulk({one.rater for one in found})
    return [
        RaterSignal(
            rater=raters[one.rater],
            signal=one.signal,
            size=one.size,
            confidence=one.confidence,
            marks=one.marks,
            people=one.people,
        )
        for one in found
    ]


def marks_in(period: Period) -> list[Mark]:
    """The named marks of the period, as the rule takes them."""
    if period.kind == Period.Kind.SEMESTER:
        return list(_of_round(period))
    return list(_of_reviews(period))


def _of_round(period: Period) -> Iterable[Mark]:
    """What superiors answered by name; whoever has not seen a value is left out."""
    rows = NamedAnswer360.objects.filter(
        rater__group=Group.SUPERIOR, rater__subject__round__period=period
    ).values_list("rater__rater_id", "rater__subject__person_id", "scores")
    for rater, rated, scores in rows.order_by("pk"):
        words = [scores.get(value.value) for value in CoreValue]
        if all(words):
            yield Mark(rater, rated, tuple(Frequency(word).score for word in words))


def _of_reviews(period: Period) -> Iterable[Mark]:
    """The two ratings of each evaluation that counts."""
    rows = (
        Review.objects.filter(period=period, appraiser__isnull=False)
        .exclude(state__in=[*Review.UNRATED, Review.State.SUPERSEDED])
        .values_list("appraiser_id", "person_id", "work_result_rating", "behaviour_rating")
    )
    for rater, rated, work_result, behaviour in rows.order_by("pk"):
        yield Mark(rater or 0, rated, (POINTS[Rating(work_result)], POINTS[Rating(behaviour)]))
