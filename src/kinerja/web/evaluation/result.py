"""Results: one's own list, and one result opened down to what it was made of."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import recompute
from kinerja.people.person import Person
from kinerja.rules.predicate import OrgPredicate, Predicate, Rating
from kinerja.web.evaluation.shown import feedback_shown, phase_of, results_shown
from kinerja.web.page import PageRequest, page
from kinerja.web.templatetags.components import PREDICATE_LOOK


@dataclass(frozen=True)
class Pending:
    """An own evaluation without a signed result. It says nothing of ratings."""

    pk: int
    period: Period
    may_report: bool
    has_reported: bool


@page
def results(request: PageRequest) -> HttpResponse:
    """One's own results, newest first, and what is still on the way."""
    own = Review.objects.visible_to(request.person).filter(person=request.person)
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
    visible = Review.objects.visible_to(request.person).select_related("person", "period")
    review = get_object_or_404(visible, pk=review_id)
    snapshot = review.document
    ratings, organisation = snapshot["ratings"], snapshot["organisation"]
    tone, sign = PREDICATE_LOOK[Predicate(snapshot["predicate"])]
    context = {
        "tone": tone,
        "sign": sign,
        "review": review,
        "snapshot": snapshot,
        "own": review.person_id == request.person.pk,
        "predicate": Predicate(snapshot["predicate"]),
        "work_result": Rating(ratings["work_result"]),
        "behaviour": Rating(ratings["behaviour"]),
        "results": results_shown(snapshot["results"], request.person),
        "feedback": feedback_shown(snapshot["feedback"]),
        "organisation": organisation
        and organisation
        | {
            "label": OrgPredicate(organisation["predicate"]).label,
            "published_on": date.fromisoformat(organisation["published_on"]),
        },
        "rated_on": date.fromisoformat(snapshot["rated_on"]),
        "signed_on": date.fromisoformat(snapshot["signed"]["on"]),
        "again": recompute(snapshot) if "hitung-ulang" in request.GET else None,
    }
    return render(request, "evaluation/result/show.html", context)


def _pending(person: Person) -> list[Pending]:
    """Own evaluations that are not signed; whether they are rated stays with the appraiser."""
    today = timezone.localdate()
    unsigned = Review.objects.filter(person=person).exclude(state__in=Review.RELEASED)
    rows = unsigned.select_related("period").only("state", "period").order_by("-period__ends_on")
    return [
        Pending(
            pk=row.pk,
            period=row.period,
            may_report=row.state in Review.UNRATED and row.period.is_open(today),
            has_reported=row.state == Review.State.SELF_REPORTED,
        )
        for row in rows
    ]
