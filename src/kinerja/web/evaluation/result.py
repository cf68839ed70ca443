"""Results: one's own list, and one result opened down to what it was made of."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.development.recommendation.recommendation import recommendations_after
from kinerja.evaluation.period import Period
from kinerja.evaluation.recomputing import altered_in
from kinerja.evaluation.reopening import Reopening, may_propose
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import recompute
from kinerja.people.person import Person
from kinerja.rules.predicate import OrgPredicate, Predicate, Rating
from kinerja.web.evaluation.delivery import follow_up_of
from kinerja.web.evaluation.phase import phase_of_result
from kinerja.web.evaluation.round360.shown import beside
from kinerja.web.evaluation.shown import (
    complaints_shown,
    feedback_shown,
    ideas_shown,
    initiatives_shown,
    phase_of,
    results_shown,
    satisfaction_shown,
    thanks_shown,
)
from kinerja.web.page import PageRequest, page
from kinerja.web.templatetags.components import PREDICATE_LOOK


@dataclass(frozen=True)
class Pending:
    """An own evaluation without a signed result. It says nothing of ratings."""

    pk: int
    period: Period
    may_report: bool
    has_reported: bool
    reopened: int | None  # the version before, when a signed result was opened again


@page
def results(request: PageRequest) -> HttpResponse:
    """One's own results, newest first, and what is still on the way."""
    own = Review.objects.released().filter(person=request.person)
    pending, today = _pending(request.person), timezone.localdate()
    running = next((one.period for one in pending if one.period.is_open(today)), None)
    context = {
        "results": own.select_related("period")
        .defer("snapshot")
        .order_by("-period__ends_on", "-pk"),
        "pending": pending,
        "phase": phase_of(running) if running else None,
        "is_official": request.person.kind == Person.Kind.OFFICIAL,
    }
    return render(request, "evaluation/result/list.html", context)


@page
def show(request: PageRequest, review_id: int) -> HttpResponse:
    """The predicate, the rule in one sentence, who decided, and why."""
    visible = Review.objects.visible_to(request.person).select_related(
        "person",
        "appraiser",
        "period",
        "plan__assignment__position",
        "replaced_by",
        "came_from",
        "reopened_by",
    )
    review = get_object_or_404(visible, pk=review_id)
    snapshot = review.document
    ratings, organisation = snapshot["ratings"], snapshot["organisation"]
    tone, sign = PREDICATE_LOOK[Predicate(snapshot["predicate"])]
    context = {
        "tone": tone,
        "sign": sign,
        "review": review,
        "snapshot": snapshot,
        "silent": snapshot.get("instead_of"),  # documents of format 2 do not know it
        "reuses": snapshot.get("reuses"),
        "study_failed": snapshot.get("study_failed", False),
        "may_reopen": review.state == Review.State.SIGNED
        and may_propose(request.person, review, timezone.localdate()),
        "shows_reopening": Reopening.objects.visible_to(request.person, timezone.localdate())
        .filter(outcome=review)
        .exists(),
        "own": review.person_id == request.person.pk,
        "recommendations": recommendations_after(review, request.person, timezone.localdate()),
        "follow_up": follow_up_of(review, request.person, timezone.localdate()),
        "phase": phase_of_result(review),  # after the receipt, which opening it is
        "predicate": Predicate(snapshot["predicate"]),
        "work_result": Rating(ratings["work_result"]),
        "behaviour": Rating(ratings["behaviour"]),
        "results": results_shown(snapshot["results"], request.person),
        "feedback": feedback_shown(snapshot["feedback"]),
        "thanks": thanks_shown(snapshot.get("thanks", ())),
        "initiatives": initiatives_shown(snapshot.get("initiatives", ())),
        "ideas": ideas_shown(snapshot.get("ideas", ())),
        "satisfaction": satisfaction_shown(snapshot.get("satisfaction", ())),
        "complaints": complaints_shown(snapshot.get("complaints", ())),
        "round360": beside(snapshot.get("round360")) if _sees_360(request.person, review) else None,
        "organisation": organisation
        and organisation
        | {
            "label": OrgPredicate(organisation["predicate"]).label,
            "published_on": date.fromisoformat(organisation["published_on"]),
        },
        "rated_on": date.fromisoformat(snapshot["rated_on"]),
        "signed_on": date.fromisoformat(snapshot["signed"]["on"]),
        "again": recompute(snapshot) if "hitung-ulang" in request.GET else None,
        "altered": altered_in(review) if "hitung-ulang" in request.GET else (),
    }
    return render(request, "evaluation/result/show.html", context)


def _sees_360(viewer: Person, review: Review) -> bool:
    """What colleagues said is for the person and the appraiser, not for all who read results."""
    return viewer.pk in (review.person_id, review.appraiser_id)


def _pending(person: Person) -> list[Pending]:
    """Own evaluations that are not signed; whether they are rated stays with the appraiser."""
    today = timezone.localdate()
    unsigned = Review.objects.filter(person=person).exclude(state__in=Review.FROZEN)
    rows = (
        unsigned.select_related("period")
        .only("state", "period", "replaces")
        .order_by("-period__ends_on")
    )
    return [
        Pending(
            pk=row.pk,
            period=row.period,
            may_report=row.state in Review.UNRATED
            and row.replaces_id is None
            and row.period.is_open(today),
            has_reported=row.state == Review.State.SELF_REPORTED,
            reopened=row.replaces_id,
        )
        for row in rows
    ]
