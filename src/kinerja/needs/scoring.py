"""Ranking findings and strategic issues: several people score alone, then all are laid together.

The method stands in `rules.priority`. Until the session is closed nobody sees what others gave; in
a small group nobody is anonymous, so only who leads the session reads names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q

from kinerja.needs.finding import Finding
from kinerja.needs.problem_tree import ProblemNode
from kinerja.needs.scope import check_may_analyse
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.priority import (
    HIGHEST,
    LOWEST,
    Method,
    Quadrant,
    agreement,
    importance_gap,
    quadrant,
    spread,
    usg_score,
)
from kinerja.rules.refusal import Refusal

MOST_ITEMS, MOST_SCORERS = 30, 60
LEAST_SCORERS = 2  # several people, or it is nobody's ranking but one's own
MARKS: Mapping[str, tuple[str, ...]] = {
    Method.USG: ("Urgensi", "Keseriusan", "Pertumbuhan"),
    Method.IPA: ("Kepentingan", "Kinerja saat ini"),
}


class ScoringClosed(Refusal):
    """The session is over."""


class NotEnoughScores(Refusal):
    """Fewer than two people have scored."""


class ScoringQuerySet(models.QuerySet["Scoring"]):
    def visible_to(self, person: Person) -> Self:
        """Results are open to all; a running session to who leads it and who scores."""
        mine = Q(led_by=person) | Q(scorers__person=person)
        return self.filter(Q(closed_on__isnull=False) | mine).distinct()


class Scoring(models.Model):
    """One session with its method; agreement is kept when it is closed."""

    title = models.CharField("judul", max_length=200)
    method = models.CharField("metode", max_length=3, choices=Method.choices())
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unit kerja"
    )
    led_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_on = models.DateField("dibuka")
    last_day = models.DateField("diisi sampai")
    closed_on = models.DateField("ditutup", null=True, blank=True)
    agreement = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)

    objects = ScoringQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="scoring_named"),
            models.CheckConstraint(condition=Q(last_day__gte=F("opened_on")), name="scoring_days"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def marks(self) -> tuple[str, ...]:
        """What is marked from 1 to 5."""
        return MARKS[self.method]


class ScoringItem(models.Model):
    """What is ranked: a finding or a strategic issue; the result is written when it is closed."""

    scoring = models.ForeignKey(Scoring, models.CASCADE, related_name="items")
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="scorings"
    )
    node = models.ForeignKey(
        ProblemNode, models.SET_NULL, null=True, blank=True, related_name="scorings"
    )
    statement = models.CharField(max_length=300)  # as it was when it was ranked
    place = models.PositiveSmallIntegerField("urutan", null=True, blank=True)
    mean = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    median = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    iqr = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    quadrant = models.CharField(max_length=6, choices=Quadrant.choices(), blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding=None) | Q(node=None), name="scoring_item_of_one"
            )
        ]

    def __str__(self) -> str:
        return self.statement


class Scorer(models.Model):
    """One person who is asked to score."""

    scoring = models.ForeignKey(Scoring, models.CASCADE, related_name="scorers", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField("diisi", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring", "person"], name="scorer_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.scoring}"


class Score(models.Model):
    """The marks of one person for one item, in the order of `MARKS`."""

    scorer = models.ForeignKey(Scorer, models.CASCADE, related_name="scores", db_index=False)
    item = models.ForeignKey(ScoringItem, models.CASCADE, related_name="scores")
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()
    third = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scorer", "item"], name="score_once"),
            models.CheckConstraint(
                condition=Q(first__range=(1, 5), second__range=(1, 5))
                & (Q(third=None) | Q(third__range=(1, 5))),
                name="score_marks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorer_id}: {self.item_id}"

    @property
    def points(self) -> int:
        """By the rule of the method."""
        if self.third is None:
            return importance_gap(self.first, self.second)
        return usg_score(self.first, self.second, self.third)


@transaction.atomic
def open_scoring(
    *,
    title: str,
    method: str,
    subjects: Sequence[Finding | ProblemNode],
    people: Sequence[Person],
    last_day: date,
    by: Person,
    on: date,
    unit: Unit | None = None,
) -> Scoring:
    """Ask people to rank findings and strategic issues; each is told.

    Errors: NotAllowed, InvalidInput (fewer than two subjects or people, too many, a day behind).
    """
    check_may_analyse(by, on, unit)
    subjects, people = list(dict.fromkeys(subjects)), list(dict.fromkeys(people))
    if not 2 <= len(subjects) <= MOST_ITEMS:
        raise InvalidInput(f"Pilih 2 sampai {MOST_ITEMS} hal yang dibandingkan.")
    if not LEAST_SCORERS <= len(people) <= MOST_SCORERS:
        raise InvalidInput(f"Undang {LEAST_SCORERS} sampai {MOST_SCORERS} orang.")
    if last_day < on:
        raise InvalidInput("Hari terakhir pengisian sudah lewat.")
    scoring = Scoring(
        title=" ".join(title.split()),
        method=method,
        unit=unit,
        led_by=by,
        opened_on=on,
        last_day=last_day,
    )
    check_fields(scoring)
    scoring.save(force_insert=True)
    ScoringItem.objects.bulk_create(
        ScoringItem(
            scoring=scoring,
            finding=one if isinstance(one, Finding) else None,
            node=one if isinstance(one, ProblemNode) else None,
            statement=one.statement,
        )
        for one in subjects
    )
    Scorer.objects.bulk_create(Scorer(scoring=scoring, person=one) for one in people)
    data = {"method": str(method), "items": len(subjects), "people": len(people)}
    record("scoring.opened", about=scoring, by=by, data=data)
    for one in people:
        notify(one, f"Beri skor prioritas: {scoring.title}"[:300], page_of(scoring))
    return scoring


@transaction.atomic
def score(
    *,
    scoring: Scoring,
    marks: Mapping[int, Sequence[int]],
    by: Person,
    at: datetime,
    on: date,
) -> Scorer:
    """Give one's own marks for every item (by its id); again until the last day: the later count.

    Errors: NotAllowed, ScoringClosed, InvalidInput (an item without marks, not from 1 to 5).
    """
    held = _open(scoring)
    scorer = held.scorers.filter(person=by).first()
    if scorer is None:
        raise NotAllowed("Skor diberikan oleh yang diundang ke sesi ini.")
    if on > held.last_day:
        raise ScoringClosed("Hari terakhir pengisian sudah lewat.")
    items = list(held.items.all())
    count = len(held.marks)
    for item in items:
        given = marks.get(item.pk, ())
        if len(given) != count or any(not LOWEST <= one <= HIGHEST for one in given):
            raise InvalidInput(f"Beri skor {LOWEST} sampai {HIGHEST} untuk “{item.statement}”.")
    scorer.scores.all().delete()
    Score.objects.bulk_create(
        Score(
            scorer=scorer,
            item=item,
            first=marks[item.pk][0],
            second=marks[item.pk][1],
            third=marks[item.pk][2] if count > 2 else None,
        )
        for item in items
    )
    scorer.scored_at = at
    scorer.save(update_fields=["scored_at"])
    record("scoring.scored", about=held, by=by, data={"items": len(items)})
    return scorer


@transaction.atomic
def close_scoring(*, scoring: Scoring, by: Person, on: date) -> Scoring:
    """Lay the scores together and keep the ranking; said twice: once.

    Errors: NotAllowed, NotEnoughScores.
    """
    held = Scoring.objects.select_for_update(of=("self",)).get(pk=scoring.pk)
    _check_leads(held, by)
    if held.closed_on is not None:
        return held
    ranked = ranking(held)
    if ranked.people < LEAST_SCORERS:
        raise NotEnoughScores(f"Baru {ranked.people} orang mengisi; tunggu sedikitnya dua.")
    ScoringItem.objects.bulk_update(ranked.items, ["place", "mean", "median", "iqr", "quadrant"])
    held.closed_on, held.agreement = on, ranked.agreement
    held.save(update_fields=["closed_on", "agreement"])
    data = {"people": ranked.people, "agreement": str(ranked.agreement)}
    record("scoring.closed", about=held, by=by, data=data)
    return held


@dataclass(frozen=True)
class Ranking:
    """The items in their order, and how far the people agree."""

    items: list[ScoringItem]
    people: int
    agreement: Decimal | None


def ranking(scoring: Scoring) -> Ranking:
    """What the scores given so far say together; two queries."""
    items = list(scoring.items.all())
    scores = Score.objects.filter(item__scoring=scoring).order_by("scorer_id", "item_id")
    by_item: dict[int, list[Score]] = {item.pk: [] for item in items}
    by_scorer: dict[int, list[int | Decimal]] = {}
    for one in scores:
        by_item[one.item_id].append(one)
        by_scorer.setdefault(one.scorer_id, []).append(one.points)
    if by_scorer:
        for item in items:
            laid = spread([one.points for one in by_item[item.pk]])
            item.mean, item.median, item.iqr = laid.mean, laid.median, laid.iqr
        if scoring.method == Method.IPA:
            _lay_out(items, by_item)
        _place(items, scoring.method)
    return Ranking(items, len(by_scorer), agreement(list(by_scorer.values())))


def _lay_out(items: Sequence[ScoringItem], by_item: Mapping[int, Sequence[Score]]) -> None:
    means = {
        pk: (
            Decimal(sum(one.first for one in rows)) / len(rows),
            Decimal(sum(one.second for one in rows)) / len(rows),
        )
        for pk, rows in by_item.items()
    }
    middle_importance = sum((one for one, _ in means.values()), Decimal(0)) / len(means)
    middle = sum((one for _, one in means.values()), Decimal(0)) / len(means)
    for item in items:
        item.quadrant = quadrant(*means[item.pk], middle_importance, middle)


def _place(items: list[ScoringItem], method: str) -> None:
    """Equal means share a place; by importance and performance the fields come first."""
    order = list(Quadrant)

    def key(item: ScoringItem) -> tuple[int, Decimal]:
        field = 0
        if method == Method.IPA:
            field = order.index(Quadrant(item.quadrant))
        return (field, -(item.mean or Decimal(0)))

    items.sort(key=key)
    for at, item in enumerate(items):
        same = at > 0 and key(item) == key(items[at - 1])
        item.place = items[at - 1].place if same else at + 1


def page_of(scoring: Scoring) -> str:
    return f"/prioritas/{scoring.pk}/"


def _open(scoring: Scoring) -> Scoring:
    held = Scoring.objects.select_for_update(of=("self",)).get(pk=scoring.pk)
    if held.closed_on is not None:
        raise ScoringClosed("Sesi ini sudah ditutup; hasilnya ada di halaman ini.")
    return held


def _check_leads(scoring: Scoring, by: Person) -> None:
    if scoring.led_by_id != by.pk:
        raise NotAllowed("Sesi ditutup oleh yang memimpinnya.")
