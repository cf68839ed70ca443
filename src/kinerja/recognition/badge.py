"""Badges: earned by published rules from a signed result, each with the evidence it rests on.

The rules are in `rules.badge`; their limits are dated rows of the agency, shown to everybody. No
badge counts entries, and none moves a rating.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Q

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import WrongDates, check_fields
from kinerja.planning.strategy import Step
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice
from kinerja.rules.badge import (
    BadgeKind,
    BadgeLimits,
    Effect,
    is_innovation,
    is_of_quality,
    is_on_time,
    is_service,
)
from kinerja.rules.date_words import date_in_words
from kinerja.rules.feedback import FeedbackGiver
from kinerja.rules.predicate import Rating

BATCH = 500  # reviews judged at once: their frozen documents are read


class BadgeRule(models.Model):
    """The limits that hold from a day on. Rows are added, never changed: badges name theirs."""

    valid_from = models.DateField("berlaku mulai", unique=True)
    least_steps = models.PositiveSmallIntegerField(
        "langkah paling sedikit",
        default=BadgeLimits.least_steps,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    on_time_percent = models.PositiveSmallIntegerField(
        "persen tepat waktu",
        default=BadgeLimits.on_time_percent,
        validators=[MinValueValidator(50), MaxValueValidator(100)],
    )
    change_percent = models.PositiveSmallIntegerField(
        "persen perubahan",
        default=BadgeLimits.change_percent,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from}"

    @property
    def limits(self) -> BadgeLimits:
        return BadgeLimits(self.least_steps, self.on_time_percent, self.change_percent)


def limits_on(day: date) -> BadgeLimits:
    """Those that hold on a day; before the first row, those that the product comes with."""
    rule = BadgeRule.objects.filter(valid_from__lte=day).first()
    return rule.limits if rule else BadgeLimits()


@transaction.atomic
def set_badge_rule(*, valid_from: date, by: Person, on: date, **limits: int) -> BadgeRule:
    """Publish other limits from a day on, today or later: nothing earned before is touched.

    Errors: NotAllowed, WrongDates for a day that is over, InvalidInput.
    """
    check_may_manage_people(by)
    if valid_from < on:
        raise WrongDates("Aturan baru berlaku mulai hari ini atau sesudahnya.")
    known = BadgeRule.objects.filter(valid_from=valid_from).first()
    rule = known or BadgeRule(valid_from=valid_from)
    before = asdict(rule.limits) if known else {}
    for name, value in limits.items():
        setattr(rule, name, value)
    check_fields(rule)
    if known and asdict(rule.limits) == before:
        return rule
    rule.save()
    data = {"valid_from": valid_from.isoformat(), **asdict(rule.limits)}
    record("badge.rule_set", about=rule, by=by, data=data | ({"before": before} if known else {}))
    return rule


class BadgeQuerySet(models.QuerySet["Badge"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and those of people whom one may see."""
        others = Q(person__in=Person.objects.visible_to(person))
        return self.filter(Q(person=person) | others)


class Badge(models.Model):
    """One badge of one person for one period, with what it rests on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="badges", db_index=False)
    kind = models.CharField("lencana", max_length=10, choices=BadgeKind.choices())
    period = models.ForeignKey(Period, models.PROTECT, related_name="badges")
    review = models.ForeignKey(Review, models.PROTECT, related_name="badges")
    evidence = models.JSONField()  # [{"text": …, "url": …}], as it was when it was earned
    limits = models.JSONField()  # of `rules.badge.BadgeLimits`
    earned_on = models.DateField("diperoleh")

    objects = BadgeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "period"], name="badge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"


@dataclass(frozen=True)
class Earned:
    """A badge before it is stored."""

    kind: BadgeKind
    evidence: Sequence[Mapping[str, str]]


def award_badges(*, period: Period, on: date) -> int:
    """Award what the signed results of a period earned; the number of new badges. The system does
    it, by the limits of the last day of the period; run again, only what is new.

    A semester is a round of the agency without results of its own: nothing is earned there.
    """
    if not period.is_legal:
        return 0
    limits, after, awarded = limits_on(period.ends_on), 0, 0
    while batch := _next(period, after):
        after = batch[-1].pk
        awarded += _award(period, batch, limits, on)
    return awarded


def _next(period: Period, after: int) -> list[Review]:
    rows = Review.objects.released().filter(period=period, pk__gt=after).select_related("person")
    return list(rows.order_by("pk")[:BATCH])


@transaction.atomic
def _award(period: Period, reviews: Sequence[Review], limits: BadgeLimits, on: date) -> int:
    people = [one.person_id for one in reviews]
    known = set(
        Badge.objects.filter(period=period, person__in=people).values_list("person_id", "kind")
    )
    steps = _steps(period, people)
    badges = [
        Badge(
            person=review.person,
            kind=earned.kind.value,
            period=period,
            review=review,
            evidence=list(earned.evidence),
            limits=asdict(limits),
            earned_on=on,
        )
        for review in reviews
        for earned in earned_by(review, steps.get(review.person_id, (0, 0)), limits)
        if (review.person_id, earned.kind.value) not in known
    ]
    Badge.objects.bulk_create(badges)
    record_many(
        Happening("badge.earned", one, None, person=one.person, data={"kind": one.kind})
        for one in badges
    )
    Notice.objects.bulk_create(
        [
            Notice(
                person=one.person,
                text=f"Anda memperoleh lencana {BadgeKind(one.kind).label}, {period}.",
                url="/lencana/",
            )
            for one in badges
        ]
    )
    return len(badges)


def earned_by(review: Review, steps: tuple[int, int], limits: BadgeLimits) -> list[Earned]:
    """What one signed result earns. `steps`: due in the period, done by their day."""
    document = review.document
    page = {"text": f"Hasil {document['period']['label']}", "url": f"/hasil/{review.pk}/"}
    found = []
    due, on_time = steps
    if is_on_time(due, on_time, limits):
        said = f"{on_time} dari {due} langkah rencana aksi selesai pada waktunya"
        found.append(Earned(BadgeKind.ON_TIME, [{"text": said, "url": "/rencana/"}]))
    ratings, results = document["ratings"], document["results"]
    proven = sum(1 for one in results if (one["reports"] or {}).get("with_evidence"))
    work, behaviour = Rating(ratings["work_result"]), Rating(ratings["behaviour"])
    if is_of_quality(work, behaviour, len(results), proven):
        found.append(Earned(BadgeKind.QUALITY, [page]))
    initiatives = document.get("initiatives", [])
    innovations = [one for one in initiatives if is_innovation(_effect(one), limits)]
    services = [one for one in initiatives if one["kind"] == "service" and is_service(_effect(one))]
    if innovations:
        found.append(Earned(BadgeKind.INNOVATION, _pages(innovations)))
    if services:
        found.append(Earned(BadgeKind.SERVICE, _pages(services)))
    return found


def _pages(initiatives: Iterable[Mapping[str, Any]]) -> list[Mapping[str, str]]:
    return [{"text": one["title"], "url": f"/inisiatif/{one['id']}/"} for one in initiatives]


def _effect(initiative: Mapping[str, Any]) -> Effect:
    roles = {voice["role"] for voice in initiative["voices"]}
    return Effect(
        before=Decimal(initiative["before"]),
        after=Decimal(initiative["after"]),
        by_leader=FeedbackGiver.LEADER.value in roles,
        by_colleague=bool(roles & {FeedbackGiver.PEER.value, FeedbackGiver.SUBORDINATE.value}),
        by_served=FeedbackGiver.OTHER.value in roles,
    )


def _steps(period: Period, people: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Steps that were due in the period and those done by their day, by id of the person."""
    rows = (
        Step.objects.filter(
            result__plan__person__in=people, due_on__range=(period.starts_on, period.ends_on)
        )
        .order_by()
        .values_list("result__plan__person")
        .annotate(due=Count("pk"), on_time=Count("pk", filter=Q(done_on__lte=F("due_on"))))
    )
    return {pk: (due, on_time) for pk, due, on_time in rows}


def rule_words(limits: BadgeLimits) -> list[tuple[BadgeKind, str]]:
    """The rules as the page publishes them."""
    return [
        (
            BadgeKind.ON_TIME,
            f"Sedikitnya {limits.least_steps} langkah rencana aksi jatuh tempo pada periode itu,"
            f" dan {limits.on_time_percent}% selesai pada harinya atau lebih awal.",
        ),
        (
            BadgeKind.QUALITY,
            "Rating hasil kerja di atas ekspektasi, perilaku sedikitnya sesuai, dan setiap hasil"
            " kerja mempunyai laporan diterima yang berbukti.",
        ),
        (
            BadgeKind.INNOVATION,
            f"Sebuah inisiatif mengubah angkanya sedikitnya {limits.change_percent}%, ditanggapi"
            " atasan dan seorang rekan atau pihak yang dilayani.",
        ),
        (
            BadgeKind.SERVICE,
            "Sebuah pelayanan ditanggapi pihak yang dilayani, dengan bukti, dan oleh atasan.",
        ),
    ]


def since_words(on: date) -> str:
    """From when the limits of that day hold."""
    rule = BadgeRule.objects.filter(valid_from__lte=on).first()
    return f"berlaku sejak {date_in_words(rule.valid_from)}" if rule else "bawaan aplikasi"


def recent_periods(at: datetime, days: int = 120) -> list[Period]:
    """Periods whose results are still being signed or decided anew."""
    first = date.fromordinal(at.date().toordinal() - days)
    return list(Period.objects.filter(ends_on__range=(first, at.date())))
