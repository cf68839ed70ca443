"""The fourth level: did a training move ratings or indicators, against others like them?

People are compared by their signed results before and after, units by the values of an indicator
that several units share. What comes out are figures of groups; who is in them never leaves here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, pstdev

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from kinerja.development.enrolment import Enrolment
from kinerja.development.session import Session
from kinerja.development.training import Training
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.tenure import Assignment
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.rules.achievement import Polarity
from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Rating
from kinerja.rules.training_effect import LEAST_GROUP, Effect, Measured, matched, training_effect

MOST_SESSIONS = 12  # the last ones that were settled
MOST_OTHERS = 2_000  # people looked at for comparison in each pair of periods, drawn by their hash
NEAR = timedelta(days=366)  # a result further away tells nothing of the training
MONTHS = timedelta(days=183)  # of values of an indicator before and after
LEVELS = {Rating.BELOW: 1.0, Rating.MEETS: 2.0, Rating.ABOVE: 3.0}


class PeopleMeasure(Labelled):
    """What of a signed result is compared; three levels, 1 below to 3 above the expectation."""

    BEHAVIOUR = "behaviour", "Rating perilaku kerja"
    WORK_RESULT = "work_result", "Rating hasil kerja"


@dataclass(frozen=True)
class Finding:
    """One effect with what it is about."""

    measure: str
    unit_of_measure: str
    effect: Effect
    left_out: int  # taught, but without a result before and after or without anybody like them

    def _rounded(self, value: float | None) -> Decimal | None:
        return None if value is None else Decimal(str(round(value, 2)))

    @property
    def taught_change(self) -> Decimal | None:
        return self._rounded(self.effect.taught_change)

    @property
    def compared_change(self) -> Decimal | None:
        return self._rounded(self.effect.compared_change)

    @property
    def estimate(self) -> Decimal | None:
        return self._rounded(self.effect.estimate)

    @property
    def low(self) -> Decimal | None:
        return self._rounded(self.effect.low)

    @property
    def high(self) -> Decimal | None:
        return self._rounded(self.effect.high)


def settled_sessions(training: Training) -> list[Session]:
    """The sessions that are looked at, the last first."""
    rows = Session.objects.filter(training=training, settled_on__isnull=False)
    return list(rows.order_by("-ends_on", "-pk")[:MOST_SESSIONS])


def effect_on_people(training: Training, measure: PeopleMeasure) -> Finding:
    """Ratings of those who passed, before and after, against others in the same kind of post with
    the same rating before."""
    sessions = settled_sessions(training)
    ever = Enrolment.objects.running().filter(session__training=training).values("person")
    used: set[int] = set()
    ours: list[Measured] = []
    theirs: list[Measured] = []
    passed = 0
    for session in sessions:
        people = Enrolment.objects.filter(session=session, passed=True)
        fresh = set(people.values_list("person", flat=True)) - used
        used |= fresh
        passed += len(fresh)
        periods = _periods_around(session)
        if periods is None or not fresh:
            continue
        taught = _rated(Q(person__in=fresh), periods, measure, session.starts_on)
        strata = {one.stratum for one in taught}
        others = [
            one
            for one in _rated(~Q(person__in=ever), periods, measure, session.starts_on, training)
            if one.key not in used and one.stratum in strata
        ]
        pairs = matched(taught, others, nearest=0)
        ours += pairs[0]
        theirs += pairs[1]
        used |= {one.key for one in pairs[1]}
    effect = training_effect(ours, theirs)
    return Finding(measure.label, "tingkat", effect, passed - len(ours))


def shared_indicators(training: Training) -> list[str]:
    """Names of indicators that enough units measure to compare some of them."""
    sessions = settled_sessions(training)
    if not sessions:
        return []
    first = min(one.starts_on for one in sessions) - MONTHS
    values = KeyValue.objects.filter(kind=KeyValue.Kind.REALISATION, measured_on__gte=first)
    rows = (
        KeyIndicator.objects.filter(
            polarity__in=(Polarity.MAXIMISE, Polarity.MINIMISE),
            goal__unit__isnull=False,
            pk__in=values.values("indicator"),
        )
        .order_by("name")
        .values_list("name", "goal__unit")
        .distinct()
    )
    units: dict[str, set[int]] = {}
    for name, unit in rows:
        units.setdefault(name, set()).add(unit)
    return [name for name, found in units.items() if len(found) >= 2 * LEAST_GROUP]


def effect_on_units(training: Training, name: str) -> Finding:
    """Values of an indicator in units that sent participants, against units that sent none."""
    indicators = list(
        KeyIndicator.objects.filter(name=name, goal__unit__isnull=False).select_related(
            "goal__unit"
        )
    )
    known = _values(indicators)
    sessions = settled_sessions(training)
    paths = {one.pk: _paths_of_participants(one) for one in sessions}
    ours: list[Measured] = []
    theirs: list[Measured] = []
    used: set[int] = set()
    sent_in_all = 0
    sending = [path for found in paths.values() for path in found]
    for session in sessions:
        taught: list[Measured] = []
        others: list[Measured] = []
        for one in indicators:
            unit = one.goal.unit
            if unit is None or unit.pk in used:
                continue
            sent = any(path.startswith(unit.path) for path in paths[session.pk])
            if not sent and any(path.startswith(unit.path) for path in sending):
                continue  # it sent people to another session
            sent_in_all += sent
            row = _around(unit.pk, known.get(one.pk, []), one.polarity, session)
            if row is not None:
                (taught if sent else others).append(row)
            if sent:
                used.add(unit.pk)
        befores = [one.before for one in (*taught, *others)]
        pairs = matched(taught, others, nearest=pstdev(befores) if len(befores) > 1 else 0)
        ours += pairs[0]
        theirs += pairs[1]
        used |= {one.key for one in pairs[1]}
    measure = indicators[0].unit_of_measure if indicators else ""
    return Finding(name, measure, training_effect(ours, theirs), sent_in_all - len(ours))


def _periods_around(session: Session) -> tuple[Period, Period] | None:
    """The last periodic evaluation before it and the first one that began after it."""
    periods = Period.objects.exclude(kind=Period.Kind.YEAR)
    before = (
        periods.filter(ends_on__lt=session.starts_on, ends_on__gte=session.starts_on - NEAR)
        .order_by("-ends_on")
        .first()
    )
    after = (
        periods.filter(starts_on__gt=session.ends_on, ends_on__lte=session.ends_on + NEAR)
        .order_by("starts_on")
        .first()
    )
    return (before, after) if before and after else None


def _rated(
    who: Q,
    periods: tuple[Period, Period],
    measure: PeopleMeasure,
    on: date,
    draw_for: Training | None = None,
) -> list[Measured]:
    """People with a signed result in both periods, in their kind of post; with `draw_for` not all
    of them, but some whom nobody chose."""
    column = f"{measure}_rating"
    before, after = periods
    later = Review.objects.released().filter(person=OuterRef("person"), period=after)
    seat = Assignment.objects.on(on).main().filter(person=OuterRef("person"))
    rows: QuerySet[Review] = (
        Review.objects.released()
        .filter(who, period=before)
        .annotate(
            first=F(column),
            then=Subquery(later.order_by("-pk").values(column)[:1]),
            kind=Subquery(seat.values("position__kind")[:1]),
            level=Subquery(seat.values("position__level")[:1]),
        )
        .filter(Q(then__isnull=False), Q(kind__isnull=False))
    )
    if draw_for is not None:
        key = Concat(Cast("person", TextField()), Value(f"/{draw_for.pk}"))
        rows = rows.order_by(MD5(key))[:MOST_OTHERS]
    found: dict[int, Measured] = {}
    columns = ("person", "first", "then", "kind", "level")
    for person, first, then, kind, level in rows.values_list(*columns):
        stratum = f"{before.pk}/{kind}/{level}"
        found[person] = Measured(person, LEVELS[Rating(first)], LEVELS[Rating(then)], stratum)
    return list(found.values())


def _values(indicators: Sequence[KeyIndicator]) -> Mapping[int, list[tuple[date, float]]]:
    """Realisations of each indicator; of the same day the last one counts."""
    rows = KeyValue.objects.filter(
        indicator__in=indicators, kind=KeyValue.Kind.REALISATION
    ).order_by("measured_on", "pk")
    found: dict[int, dict[date, float]] = {}
    for one in rows:
        found.setdefault(one.indicator_id, {})[one.measured_on] = float(one.value)
    return {pk: list(days.items()) for pk, days in found.items()}


def _around(
    unit: int, values: Iterable[tuple[date, float]], polarity: str, session: Session
) -> Measured | None:
    """Means of half a year before and after; higher is better."""
    sign = -1 if polarity == Polarity.MINIMISE else 1
    values = list(values)
    before = [v for day, v in values if session.starts_on - MONTHS <= day < session.starts_on]
    after = [v for day, v in values if session.ends_on < day <= session.ends_on + MONTHS]
    if not before or not after:
        return None
    return Measured(unit, sign * fmean(before), sign * fmean(after), str(session.pk))


def _paths_of_participants(session: Session) -> list[str]:
    """Paths of the units in which those who passed worked."""
    passed = Enrolment.objects.filter(session=session, passed=True).values("person")
    seats = Assignment.objects.on(session.starts_on).main().filter(person__in=passed)
    return sorted(set(seats.values_list("position__unit__path", flat=True)))
