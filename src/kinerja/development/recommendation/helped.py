"""What helped so far: each way of learning a competency, over the whole agency."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from kinerja.development.competency import Competency
from kinerja.development.learning_plan import LearningStep
from kinerja.development.recommendation.recommendation import Recommendation
from kinerja.development.training import Training
from kinerja.rules.recommendation import (
    Outcome,
    Way,
    helpfulness,
)


@dataclass(frozen=True)
class Helped:
    """One way of learning one competency, over the whole agency."""

    helped: int
    judged: int
    share: Decimal  # with shrinkage, see `rules.recommendation.helpfulness`


Key = tuple[int | None, str, int | None]  # competency, way, training


@dataclass(frozen=True)
class Track:
    """What became of all recommendations that were taken up and finished."""

    cases: dict[Key, tuple[int, int]]  # helped, judged

    @property
    def total(self) -> tuple[int, int]:
        return sum(one for one, _ in self.cases.values()), sum(
            judged for _, judged in self.cases.values()
        )

    def of(self, key: Key) -> Helped:
        helped, judged = self.cases.get(key, (0, 0))
        return Helped(helped, judged, helpfulness(helped, judged, *self.total))


def track() -> Track:
    """Counted by the database: finished steps whose measure is known on both sides."""
    known = Recommendation.objects.filter(
        outcome__in=[Outcome.IMPROVED, Outcome.SAME, Outcome.WORSE],
        step__state=LearningStep.State.DONE,
    )
    rows = known.order_by().values_list("competency", "way", "training")
    counted = rows.annotate(
        helped=Count("pk", filter=Q(outcome=Outcome.IMPROVED.value)), judged=Count("pk")
    )
    return Track({(row[0], row[1], row[2]): (row[3], row[4]) for row in counted})


@dataclass(frozen=True)
class HelpedLine:
    """One way of learning one competency, named."""

    competency: Competency | None
    way: Way
    training: Training | None
    helped: Helped


def what_helped(fewest: int) -> list[HelpedLine]:
    """Ways with at least so many finished cases, the most helpful first. No person in it."""
    found = track()
    kept = {key: found.of(key) for key, (_, judged) in found.cases.items() if judged >= fewest}
    competencies = Competency.objects.in_bulk({key[0] for key in kept if key[0]})
    trainings = Training.objects.in_bulk({key[2] for key in kept if key[2]})
    lines = [
        HelpedLine(competencies.get(key[0] or 0), Way(key[1]), trainings.get(key[2] or 0), helped)
        for key, helped in kept.items()
    ]
    return sorted(lines, key=lambda one: -one.helped.share)
