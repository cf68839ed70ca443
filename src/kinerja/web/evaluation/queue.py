"""Whom an appraiser has to rate, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kinerja.evaluation.missing import Cause, Missing, missing_among
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.evaluation.turn import last_day_of
from kinerja.people.person import Person
from kinerja.people.supervision import reports_of
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab

MOST_PERIODS = 8  # as tabs, newest first

# Why somebody of the team has nothing to be rated yet
NOT_READY = (Cause.NO_PLAN, Cause.PLAN_NOT_SUBMITTED, Cause.PLAN_NOT_SET, Cause.NOT_OPENED)

# State of a review as its appraiser sees it: tone, icon, words, name of the page it opens; those
# that are ready for the appraiser come first.
LOOK = {
    Review.State.SELF_REPORTED: ("heed", "pencil", "Realisasi masuk", "review_rate"),
    Review.State.RATED: ("info", "signature", "Tanda tangani", "review_sign"),
    Review.State.OPEN: ("", "hourglass", "Menunggu realisasi", "review_rate"),
    Review.State.SIGNED: ("good", "circle-check", "Selesai", "result_show"),
}


@dataclass(frozen=True)
class Round:
    """One period with this appraiser's own progress."""

    period: Period
    done: int
    total: int
    taken_over: int = 0  # of those that wait, in place of a silent appraiser

    def has_work(self, today: date) -> bool:
        in_time = self.period.is_open(today) and self.done < self.total
        return in_time or self.taken_over > 0


@dataclass(frozen=True)
class Line:
    """One person in the list."""

    name: str
    post: str
    url: str
    tone: str
    icon: str
    words: str
    note: str = ""  # until when, where a limit of its own counts


@page
def queue(request: PageRequest) -> HttpResponse:
    """One period at a time; first the one that is open and has work left."""
    mine, today = Review.objects.of_appraiser(request.person), timezone.localdate()
    passed_on = Review.objects.filter(silent_appraiser=request.person)
    rounds = _rounds(mine | passed_on, request.person)
    chosen = _chosen(rounds, request.GET.get("periode", ""), today)
    context: dict[str, object] = {"chosen": chosen}
    if chosen is not None:
        context |= {
            "period": chosen.period,
            "tabs": _tabs(rounds, chosen),
            "lines": _lines(mine.filter(period=chosen.period)),
            "phase": phase_of(chosen.period, chosen.done, chosen.total),
            "not_ready": _not_ready(request.person, chosen.period, today),
            "passed_on": _names(passed_on.filter(period=chosen.period)),
            "is_over": today > chosen.period.last_day,
            "is_early": today < chosen.period.opens_on,
        }
    return render(request, "evaluation/queue.html", context)


def round_of(appraiser: Person, period: Period) -> Round:
    """How far this appraiser is in a period."""
    rounds = _rounds(Review.objects.of_appraiser(appraiser).filter(period=period), appraiser)
    return rounds[0] if rounds else Round(period, 0, 0)


def next_to_rate(appraiser: Person, after: Review) -> Review | None:
    """Whom of the same period this appraiser has not rated, the next by name; from the last one
    on to the first."""
    name = after.person.name
    passed = Q(person__name__lt=name) | Q(person__name=name, pk__lt=after.pk)
    waiting = Review.objects.of_appraiser(appraiser).unrated().filter(period=after.period_id)
    rows = waiting.exclude(pk=after.pk).alias(passed=Case(When(passed, then=1), default=0))
    return rows.select_related("person").order_by("passed", "person__name", "pk").first()


def _rounds(reviews: ReviewQuerySet, appraiser: Person) -> list[Round]:
    """The newest periods of these reviews, with what is this appraiser's; two queries."""
    mine = Q(appraiser=appraiser) & ~Q(state=Review.State.SUPERSEDED)
    unsigned = mine & ~Q(state__in=Review.FROZEN)
    rows = (
        reviews.order_by()
        .values("period")
        .annotate(
            total=Count("pk", filter=mine),
            done=Count("pk", filter=mine & Q(state__in=Review.FROZEN)),
            taken=Count("pk", filter=unsigned & Q(limit_from__isnull=False)),
        )
    )
    counts = {row["period"]: (row["done"], row["total"], row["taken"]) for row in rows}
    periods = Period.objects.filter(pk__in=counts)[:MOST_PERIODS]
    return [Round(period, *counts[period.pk]) for period in periods]


def _chosen(rounds: Sequence[Round], code: str, today: date) -> Round | None:
    asked = [one for one in rounds if one.period.code == code]
    with_work = [one for one in rounds if one.has_work(today)]
    return next(iter([*asked, *with_work, *rounds]), None)


def _tabs(rounds: Sequence[Round], chosen: Round) -> list[Tab]:
    if len(rounds) < 2:
        return []
    queue_url = reverse("evaluation_queue")
    return [
        Tab(one.period.label, f"{queue_url}?periode={one.period.code}", one == chosen)
        for one in rounds
    ]


def _lines(reviews: ReviewQuerySet) -> list[Line]:
    rows = reviews.select_related("person", "silent_appraiser", "plan__assignment__position")
    place = {state: number for number, state in enumerate(LOOK)}
    lines, limits = [], dict[date, str]()
    in_order = sorted(
        rows.order_by("person__name", "pk"), key=lambda one: place[Review.State(one.state)]
    )
    for review in in_order:
        tone, icon, words, page_name = LOOK[Review.State(review.state)]
        note = ""
        if review.limit_from and not review.is_released:
            if review.limit_from not in limits:
                limits[review.limit_from] = tanggal(last_day_of(review))
            why = "diambil alih" if review.is_taken_over else "dibuka kembali"
            note = f"{why}: batas {limits[review.limit_from]}"
        lines.append(
            Line(
                name=review.person.name,
                post=review.plan.assignment.position.title,
                url=reverse(page_name, args=[review.pk]),
                tone=tone,
                icon=icon,
                words=words,
                note=note,
            )
        )
    return lines


def _names(reviews: ReviewQuerySet) -> list[tuple[str, str]]:
    """Whom the superior evaluates now, and who that is."""
    rows = reviews.exclude(state=Review.State.SUPERSEDED).order_by("person__name", "pk")
    return list(rows.values_list("person__name", "appraiser__name"))


def _not_ready(appraiser: Person, period: Period, today: date) -> list[Missing]:
    """Those of the team of today who cannot be rated, while the period is not over."""
    if today > period.last_day:
        return []
    found = missing_among(period, reports_of(appraiser, today))
    return [one for one in found if one.cause in NOT_READY]
