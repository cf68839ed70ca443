"""How the predicates of a unit spread, beside the guide of the organisation's class.

The guide binds nobody: what lies outside of it asks for words, never for another rating.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Coalesce

from kinerja.evaluation.organisation import OrgResult, org_results_in
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.rules.distribution import (
    DistributionPolicy,
    Violation,
    distribution_is_judged,
    distribution_majority,
    predicate_distribution,
)
from kinerja.rules.predicate import OrgPredicate, Predicate


@dataclass(frozen=True)
class Distribution:
    """How many of the rated have which predicate, beside the guide."""

    period: Period
    counts: Mapping[Predicate, int]
    unrated: int
    organisation: OrgResult | None  # None: not recorded; that part is left out
    majority: Predicate | None  # what the curve expects of most
    violations: Sequence[Violation]  # of the circular's limits; they warn, nothing more
    is_judged: bool  # enough people to look at a distribution at all

    @property
    def rated(self) -> int:
        return sum(self.counts.values())


def distribution_of(reviews: ReviewQuerySet, period: Period, unit: Unit) -> Distribution:
    """The distribution of these reviews of a unit; the number of queries is constant."""
    rows = reviews.order_by().values_list("predicate").annotate(Count("pk"))
    found = dict(rows)
    counts = {one: found.get(one.value, 0) for one in Predicate}
    organisation = org_results_in(period, []).counting(unit.path, None)
    judged = distribution_is_judged(sum(counts.values()))
    violations: Sequence[Violation] = ()
    majority = None
    if organisation is not None:
        org = OrgPredicate(organisation.predicate)
        majority = distribution_majority(org)
        if judged:
            violations = predicate_distribution(_policy(period), org, counts).violations
    return Distribution(
        period, counts, found.get("", 0), organisation, majority, violations, judged
    )


def newest_distribution(unit: Unit, viewer: Person, on: date) -> Distribution | None:
    """Of the newest finished period, what this viewer may read of the unit and those below it;
    None: nothing was signed yet."""
    period = newest_told_period(on)
    if period is None:
        return None
    reviews = (
        Review.objects.released()
        .visible_to(viewer)
        .filter(period=period, plan__assignment__position__unit__path__startswith=unit.path)
    )
    found = distribution_of(reviews, period, unit)
    return found if found.rated else None


def newest_told_period(on: date) -> Period | None:
    """The newest legal period whose evaluation is over and that has signed results."""
    over = (
        Period.objects.exclude(kind=Period.Kind.SEMESTER)
        .alias(last=Coalesce("extended_to", "closes_on"))
        .filter(last__lt=on, pk__in=Review.objects.released().values("period"))
    )
    return over.order_by("-ends_on", "-starts_on").first()


def _policy(period: Period) -> DistributionPolicy:
    """The strictest that the rules of the period know; it only warns here."""
    return period.rules.distribution_policies[-1]
