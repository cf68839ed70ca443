"""Recommendations after a signed result: each with its reason, the person's choice, the outcome.

A job proposes them from what was measured: gaps, ratings below the expectation, and what a 360
round told the person. The person takes one into the learning plan or says why not. After the next
signed result the same thing is measured again; ways that did not help rank lower from then on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from kinerja.development.assessment import CompetencyAssessment
from kinerja.development.competency import Competency
from kinerja.development.gap import PersonGap, gaps_of
from kinerja.development.learning_plan import LearningStep, add_step
from kinerja.development.sight import learner_sight
from kinerja.development.training import Training
from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.release import Result360
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify_many
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.predicate import Rating
from kinerja.rules.recommendation import (
    Outcome,
    ReasonKind,
    Way,
    competency_of_value,
    helpfulness,
    outcome_of,
    rank_score,
    severity,
)
from kinerja.rules.refusal import Refusal
from kinerja.rules.round360 import Frequency

AT_A_TIME = 200  # results that are looked at together
MOST = 5  # recommendations after one result: more than that nobody does
LONGEST_TEXT = 500  # characters of a reason
RATING_PLACE = {Rating.BELOW: 1, Rating.MEETS: 2, Rating.ABOVE: 3}
PAGE = "/rencana-belajar/"


class AlreadyAnswered(Refusal):
    """The person has chosen."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: Person, on: date) -> Self:
        return self.filter(review__person__in=Person.objects.filter(learner_sight(person, on)))


class Proposal(models.Model):
    """One signed result that was looked at; there may be nothing to recommend."""

    review = models.OneToOneField(Review, models.PROTECT, primary_key=True, related_name="proposal")
    proposed_on = models.DateField("disusun")

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.review}"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, and those of people whom one leads or whose growth is one's task; what rests
        on a 360 round only for the person and the appraiser of that result."""
        seen = Person.objects.filter(learner_sight(person, on))
        mine, rated = Q(proposal__review__person=person), Q(proposal__review__appraiser=person)
        others = Q(proposal__review__person__in=seen) & ~Q(reason=ReasonKind.VALUE360.value)
        near = rated & Q(proposal__review__person__in=seen)
        return self.filter(mine | others | near)

    def counting(self) -> Self:
        """Those after a result that was not replaced by a later version."""
        return self.filter(proposal__review__state=Review.State.SIGNED)

    def unanswered(self) -> Self:
        return self.filter(answer="")


class Recommendation(models.Model):
    """One thing to do, and why."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Masuk rencana belajar"
        DECLINED = "declined", "Belum sekarang"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="recommendations")
    reason = models.CharField("alasan", max_length=11, choices=ReasonKind.choices())
    said = models.CharField("alasannya", max_length=400)
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kompetensi",
    )
    value = models.CharField("nilai dasar", max_length=13, choices=CoreValue.choices(), blank=True)
    way = models.CharField("cara belajar", max_length=13, choices=Way.choices())
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    score = models.DecimalField("skor", max_digits=5, decimal_places=2)
    measured_before = models.PositiveSmallIntegerField("sebelum")
    answer = models.CharField("pilihan", max_length=8, choices=Answer, blank=True)
    answer_reason = models.TextField("alasan pilihan", blank=True)
    answered_on = models.DateField("dipilih", null=True, blank=True)
    step = models.OneToOneField(
        LearningStep, models.PROTECT, null=True, blank=True, related_name="recommendation"
    )
    outcome = models.CharField("hasil", max_length=8, choices=Outcome.choices(), blank=True)
    measured_after = models.PositiveSmallIntegerField("sesudah", null=True, blank=True)
    outcome_on = models.DateField("diukur", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | ~Q(answer="") & Q(answered_on__isnull=False),
                name="recommendation_answered_on",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(answer_reason=""),
                name="declining_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None)
                | ~Q(outcome="") & Q(outcome_on__isnull=False),
                name="recommendation_outcome_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What is recommended, in words."""
        if self.training is not None:
            return f"Ikuti {self.training.name}"
        what = f": {self.competency.name}" if self.competency else ""
        return f"{self.get_way_display()}{what}"

    @property
    def page(self) -> str:
        return f"/rekomendasi/{self.pk}/"


# --- What helped so far


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


# --- Proposing


@dataclass(frozen=True)
class _Reason:
    kind: ReasonKind
    said: str
    severe: Decimal
    before: int
    competency: Competency | None = None
    value: str = ""


def propose_recommendations(*, on: date) -> int:
    """Look at every signed result that nobody looked at yet; how many recommendations there are.

    Run again, only what is new. The people are told where there is something.
    """
    made, after = 0, 0
    fresh = Review.objects.released().filter(~Exists(Proposal.objects.filter(pk=OuterRef("pk"))))
    fresh = fresh.filter(period__in=_recent(on)).select_related("person", "period")
    while batch := list(fresh.filter(pk__gt=after).order_by("pk")[:AT_A_TIME]):
        after = batch[-1].pk
        made += _propose(batch, on)
    return made


def _recent(on: date) -> models.QuerySet[Review, int]:
    """Periods that ended within a year: older results recommend nothing for today."""
    since = date.fromordinal(on.toordinal() - 366)
    rows = Review.objects.filter(period__ends_on__gte=since).order_by()
    return rows.values_list("period", flat=True).distinct()


@transaction.atomic
def _propose(reviews: Sequence[Review], on: date) -> int:
    ids = [one.pk for one in reviews]
    # Of two workers the second waits here, and then finds what the first has looked at.
    list(Review.objects.select_for_update(of=("self",)).filter(pk__in=ids).values_list("pk"))
    known = set(Proposal.objects.filter(pk__in=ids).values_list("pk", flat=True))
    reviews = [one for one in reviews if one.pk not in known]
    Proposal.objects.bulk_create([Proposal(review=one, proposed_on=on) for one in reviews])
    gaps = gaps_of([one.person for one in reviews], on)
    reasons = _reasons(reviews, gaps)
    options = _Options(on)
    rows = []
    for review in reviews:
        found = [options.best(review.pk, reason) for reason in reasons[review.pk]]
        found.sort(key=lambda one: -one.score)
        rows += found[:MOST]
    Recommendation.objects.bulk_create(rows)
    by_review = {one.pk: one for one in reviews}
    told = {row.proposal_id for row in rows}
    record_many(
        Happening(
            "recommendation.proposed",
            about=by_review[pk],
            person=by_review[pk].person,
            by=None,
            data={"number": sum(row.proposal_id == pk for row in rows)},
        )
        for pk in sorted(told)
    )
    notify_many(
        [by_review[pk].person for pk in sorted(told)],
        "Ada rekomendasi pengembangan dari hasil penilaian Anda.",
        PAGE,
    )
    return len(rows)


def _reasons(reviews: Sequence[Review], gaps: dict[int, PersonGap]) -> dict[int, list[_Reason]]:
    """What speaks for a recommendation, by review; the number of queries does not grow."""
    found: dict[int, list[_Reason]] = {one.pk: [] for one in reviews}
    numbers = _below(reviews)
    for review in reviews:
        for item in gaps[review.person_id].below:
            level = item.assessment.level if item.assessment else 0
            found[review.pk].append(
                _Reason(
                    ReasonKind.GAP,
                    f"{item.competency.name}: level {level}, jabatan Anda mensyaratkan"
                    f" {item.standard.required}.",
                    severity(ReasonKind.GAP, missing_levels=item.missing_levels),
                    level,
                    item.competency,
                )
            )
        if review.behaviour_rating == Rating.BELOW:
            found[review.pk].append(
                _Reason(
                    ReasonKind.BEHAVIOUR,
                    f"Perilaku kerja {review.period.label} di bawah ekspektasi.",
                    severity(ReasonKind.BEHAVIOUR),
                    RATING_PLACE[Rating.BELOW],
                )
            )
        if review.work_result_rating == Rating.BELOW:
            found[review.pk].append(
                _Reason(
                    ReasonKind.WORK_RESULT,
                    f"Hasil kerja {review.period.label} di bawah ekspektasi"
                    f"{numbers.get(review.pk, '')}.",
                    severity(ReasonKind.WORK_RESULT),
                    RATING_PLACE[Rating.BELOW],
                )
            )
    _hear_rounds(reviews, found)
    return found


def _below(reviews: Sequence[Review]) -> dict[int, str]:
    """The numbers of the results that were below the expectation, in words, by review."""
    rows = Assessment.objects.filter(review__in=reviews, rating=Rating.BELOW.value)
    found: dict[int, list[str]] = {}
    for review, number in rows.order_by("result__number").values_list("review", "result__number"):
        found.setdefault(review, []).append(str(number))
    return {pk: f" (hasil kerja nomor {', '.join(numbers)})" for pk, numbers in found.items()}


def _hear_rounds(reviews: Sequence[Review], found: dict[int, list[_Reason]]) -> None:
    """What colleagues told, as far as a round told it to the person: groups that were large
    enough, in bands."""
    rows = Result360.objects.filter(
        subject__person__in=[one.person_id for one in reviews],
        subject__round__period__in=[one.period_id for one in reviews],
    ).select_related("subject__round")
    told = {(one.subject.person_id, one.subject.round.period_id): one.told for one in rows}
    competencies = {one.code: one for one in Competency.objects.used()}
    for review in reviews:
        groups = told.get((review.person_id, review.period_id), {}).get("groups", [])
        for value in CoreValue:
            places = [
                Frequency(group["values"][value.value]).score
                for group in groups
                if group["values"].get(value.value)
            ]
            if not places or min(places) > Frequency.SOMETIMES.score:
                continue
            band = min(places)
            found[review.pk].append(
                _Reason(
                    ReasonKind.VALUE360,
                    f"Rekan menilai “{value.label}” {list(Frequency)[band - 1].label.lower()}"
                    " terlihat.",
                    severity(ReasonKind.VALUE360, band=band),
                    band,
                    competencies.get(competency_of_value(value).value),
                    value.value,
                )
            )


class _Options:
    """Ways of learning, with how often each helped; what is offered is asked once."""

    def __init__(self, on: date) -> None:
        self.track = track()
        self.trainings: dict[str, list[Training]] = {}
        for one in Training.objects.offered():
            for code in one.competencies:
                self.trainings.setdefault(code, []).append(one)

    def best(self, review: int, reason: _Reason) -> Recommendation:
        """The way that helped most often; of equals the training comes first."""
        ways: list[tuple[Way, Training | None]] = []
        if reason.competency is not None:
            offered = self.trainings.get(reason.competency.code, [])
            ways = [(Way(one.form), one) for one in offered]
            ways += [(Way.MENTORING, None), (Way.ASSIGNMENT, None), (Way.SELF_STUDY, None)]
        ways.append((Way.COACHING, None))
        key = reason.competency.pk if reason.competency else None
        shares = [
            self.track.of((key, way.value, training.pk if training else None)).share
            for way, training in ways
        ]
        at = max(range(len(ways)), key=lambda one: (shares[one], -one))
        way, training = ways[at]
        return Recommendation(
            proposal_id=review,
            reason=reason.kind.value,
            said=reason.said[:400],
            competency=reason.competency,
            value=reason.value,
            way=way.value,
            training=training,
            score=rank_score(reason.severe, shares[at]),
            measured_before=reason.before,
        )


# --- The choice


@transaction.atomic
def accept_recommendation(
    *, recommendation: Recommendation, due_on: date, by: Person, on: date
) -> LearningStep:
    """Take it into one's learning plan as a step. Said twice: the first step.

    Errors: NotAllowed, AlreadyAnswered after it was declined, and as `add_step`.
    """
    held = _held(recommendation, by)
    if held.step is not None:
        return held.step
    if held.answer:
        raise AlreadyAnswered("Anda sudah memilih untuk rekomendasi ini.")
    aim = f"Mengatasi: {held.said}"
    step = add_step(
        aim=aim[:300],
        way=held.way,
        due_on=due_on,
        competency=held.competency,
        training=held.training,
        by=by,
        on=on,
    )
    if Recommendation.objects.filter(step=step).exists():
        raise AlreadyAnswered("Langkah untuk kompetensi ini sudah ada dari rekomendasi lain.")
    held.answer, held.answered_on, held.step = Recommendation.Answer.ACCEPTED, on, step
    held.save(update_fields=["answer", "answered_on", "step"])
    record("recommendation.accepted", about=held, person=by, by=by)
    return step


@transaction.atomic
def decline_recommendation(
    *, recommendation: Recommendation, reason: str, by: Person, on: date
) -> Recommendation:
    """Not now, and why. Said twice: once. Errors: NotAllowed, InvalidInput, AlreadyAnswered."""
    held = _held(recommendation, by)
    if held.answer == Recommendation.Answer.DECLINED:
        return held
    if held.answer:
        raise AlreadyAnswered("Rekomendasi ini sudah masuk rencana belajar Anda.")
    words = reason.replace("\x00", "").strip()
    if not words:
        raise InvalidInput("Tulis mengapa belum sekarang; atasan dan pengelola belajar darinya.")
    if len(words) > LONGEST_TEXT:
        raise InvalidInput(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    held.answer, held.answered_on = Recommendation.Answer.DECLINED, on
    held.answer_reason = words
    held.save(update_fields=["answer", "answered_on", "answer_reason"])
    record("recommendation.declined", about=held, person=by, by=by)
    return held


def _held(recommendation: Recommendation, by: Person) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",))
    held = rows.select_related("proposal__review", "step", "competency", "training").get(
        pk=recommendation.pk
    )
    if held.proposal.review.person_id != by.pk:
        raise NotAllowed("Rekomendasi ini untuk orang lain; yang bersangkutan yang memilih.")
    return held


# --- The outcome


def follow_recommendations(*, on: date) -> int:
    """Measure again what gave a reason, once the person has a later signed result; how many."""
    later = Review.objects.released().filter(
        person=OuterRef("proposal__review__person"),
        period__ends_on__gt=OuterRef("proposal__review__period__ends_on"),
    )
    rows = Recommendation.objects.counting().filter(Exists(later), outcome="")
    rows = rows.exclude(answer="").select_related("proposal__review__period")
    number, after = 0, 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:AT_A_TIME]):
        after = batch[-1].pk
        number += _follow(batch, on)
    return number


@transaction.atomic
def _follow(batch: Sequence[Recommendation], on: date) -> int:
    held = Recommendation.objects.select_for_update(of=("self",)).filter(outcome="")
    rows = list(
        held.filter(pk__in=[one.pk for one in batch]).select_related("proposal__review__period")
    )
    after = _measured_after(rows, on)
    for row in rows:
        row.measured_after = after.get(row.pk)
        row.outcome = outcome_of(row.measured_before, row.measured_after).value
        row.outcome_on = on
    Recommendation.objects.bulk_update(rows, ["measured_after", "outcome", "outcome_on"])
    record_many(
        Happening(
            "recommendation.followed",
            about=row,
            person=row.proposal.review.person,
            by=None,
            data={"outcome": row.outcome},
        )
        for row in rows
    )
    return len(rows)


def _measured_after(rows: Iterable[Recommendation], on: date) -> dict[int, int]:
    """The same measure as before, from what came later; what was not measured is not in it."""
    rows = list(rows)
    people = {row.proposal.review.person_id for row in rows}
    levels: dict[tuple[int, int], CompetencyAssessment] = {}
    for one in CompetencyAssessment.objects.counting(on).filter(person__in=people):
        levels[one.person_id, one.competency_id] = one
    reviews: dict[int, Review] = {}
    signed = Review.objects.released().filter(person__in=people).select_related("period")
    for review in signed.defer("snapshot").order_by("period__ends_on", "pk"):
        reviews[review.person_id] = review
    rounds: dict[int, Result360] = {}
    told = Result360.objects.filter(subject__person__in=people)
    for result in told.select_related("subject__round__period").order_by(
        "subject__round__period__ends_on"
    ):
        rounds[result.subject.person_id] = result
    found: dict[int, int | None] = {}
    for row in rows:
        mine = row.proposal.review
        match ReasonKind(row.reason):
            case ReasonKind.GAP:
                level = levels.get((mine.person_id, row.competency_id or 0))
                later = level is not None and level.assessed_on > row.proposal.proposed_on
                found[row.pk] = level.level if level and later else None
            case ReasonKind.BEHAVIOUR:
                found[row.pk] = _place(reviews[mine.person_id].behaviour_rating)
            case ReasonKind.WORK_RESULT:
                found[row.pk] = _place(reviews[mine.person_id].work_result_rating)
            case ReasonKind.VALUE360:
                told_last = rounds.get(mine.person_id)
                found[row.pk] = _band(told_last, row.value, mine) if told_last else None
    return {pk: place for pk, place in found.items() if place is not None}


def _place(rating: str) -> int | None:
    return RATING_PLACE[Rating(rating)] if rating else None


def _band(result: Result360, value: str, before: Review) -> int | None:
    """The lowest band that a later round told of that value; None: no later one, or not told."""
    if result.subject.round.period.ends_on <= before.period.ends_on:
        return None
    words = [group["values"].get(value) for group in result.told.get("groups", [])]
    places = [Frequency(word).score for word in words if word]
    return min(places, default=None)


# --- What helped, for those who look after learning


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


def outcomes_of(people: models.QuerySet[Person]) -> dict[str, int]:
    """How many recommendations of these people ended how; "" is not measured yet."""
    rows = Recommendation.objects.counting().filter(proposal__review__person__in=people)
    counted = rows.order_by().values("outcome").annotate(number=Count("pk"))
    return {row["outcome"]: row["number"] for row in counted}


def open_recommendations(person: Person) -> RecommendationQuerySet:
    """One's own that wait for a choice, the most important first."""
    rows = Recommendation.objects.counting().unanswered()
    mine = rows.filter(proposal__review__person=person)
    return mine.select_related("competency", "training").order_by(F("score").desc(), "pk")


def recommendations_after(review: Review, viewer: Person, on: date) -> RecommendationQuerySet:
    """Those that grew from one result, as far as this viewer may read them."""
    rows = Recommendation.objects.visible_to(viewer, on).filter(proposal=review.pk)
    return rows.select_related("competency", "training")
