"""The page of the appraiser: evidence on the left, rating on the right; then the signature."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.draft import draft_of
from kinerja.evaluation.evidence import evidence_of
from kinerja.evaluation.organisation import org_results_in
from kinerja.evaluation.rating import rate_review, studied
from kinerja.evaluation.reuse import Reuse, reusable
from kinerja.evaluation.review import Review
from kinerja.evaluation.turn import is_open, last_day_of
from kinerja.people.person import Person
from kinerja.planning.terms import BehaviourExpectation
from kinerja.rules.predicate import Predicate, Rating, predicate
from kinerja.web.asked import number_in
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.evaluation.guide import BEHAVIOUR, WORK_RESULT, guide_source
from kinerja.web.evaluation.queue import next_to_rate, round_of
from kinerja.web.evaluation.rating_form import SHORT, RatingForm, stored_values
from kinerja.web.evaluation.round360.shown import beside
from kinerja.web.evaluation.shown import (
    ResultShown,
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
from kinerja.web.spread import curve_words


@dataclass(frozen=True)
class Row:
    """One result with its two inputs."""

    result: ResultShown
    rating: BoundField
    note: BoundField


@page
def rate(request: PageRequest, review_id: int) -> HttpResponse:
    """Rate one person; what is saved may be changed until it is signed."""
    review = review_to_make(request.person, review_id)
    if review.is_released:
        return redirect("result_show", review.pk)
    assessments = assessments_in_order(review)
    stored, draft = stored_values(review, assessments), draft_of(review, request.person)
    form = RatingForm(
        request.POST if request.method == "POST" else None,
        row=review,
        assessments=assessments,
        studies=studied(review),
        initial={**(draft.content if draft else stored), "revision": review.revision},
    )
    if done(
        form,
        lambda: rate_review(
            review=review,
            judgement=form.judgement,
            by=request.person,
            on=timezone.localdate(),
            revision=form.cleaned_data["revision"],
        ),
    ):
        return redirect("review_sign", review.pk)
    evidence = evidence_of(review)
    shown = results_shown(evidence["results"], request.person)
    context = _frame(request.person, review) | {
        "form": form,
        "rows": [Row(one, form.rating_of(one.pk), form.note_of(one.pk)) for one in shown],
        "feedback": feedback_shown(evidence["feedback"]),
        "thanks": thanks_shown(evidence["thanks"]),
        "initiatives": initiatives_shown(evidence["initiatives"]),
        "ideas": ideas_shown(evidence["ideas"]),
        "satisfaction": satisfaction_shown(evidence["satisfaction"]),
        "complaints": complaints_shown(evidence["complaints"]),
        "round360": beside(evidence["round360"]),
        "expectations": BehaviourExpectation.objects.filter(plan=review.plan_id),
        "guides": {"work_result": WORK_RESULT, "behaviour": BEHAVIOUR},
        "source": guide_source(review.period),
        "curve": _curve(review),
        "draft": draft if not form.is_bound else None,
        "stored": review if form.newer else None,
        "tally": tally(form.rating_of(pk).value() for pk in form.result_ids),
        "chosen": form.chosen,
        "outcome": _outcome(*form.chosen),
        "study": form["study_failed"] if "study_failed" in form.fields else None,
        "reuse": Reuse.objects.filter(review=review).first() or reusable(review),
        "may_save": is_open(review, timezone.localdate()),
        "is_early": timezone.localdate() < review.period.opens_on,
        "next": next_to_rate(request.person, review),
    }
    return render(request, "evaluation/rating/rate.html", context, status=status(form))


@page
def sign(request: PageRequest, review_id: int) -> HttpResponse:
    """Read once more what will stand there for good, then sign."""
    review = review_to_make(request.person, review_id)
    if review.is_released:
        return redirect("result_show", review.pk)
    if review.state != Review.State.RATED:
        return redirect("review_rate", review.pk)
    refusal = None
    if request.method == "POST":
        revision = number_in(request.POST.get("revision", "")) or 0
        refusal = refusal_of(
            lambda: sign_review(
                review=review, by=request.person, on=timezone.localdate(), revision=revision
            )
        )
        if refusal is None:
            return _after_signing(request, review)
        review = review_to_make(request.person, review_id)
    context = _frame(request.person, review) | {
        "assessments": assessments_in_order(review),
        "predicate": Predicate(review.predicate),
        "work_result": Rating(review.work_result_rating),
        "behaviour": Rating(review.behaviour_rating),
        "refusal": refusal,
        "next": next_to_rate(request.person, review),
        "may_sign": is_open(review, timezone.localdate()),
    }
    return render(request, "evaluation/rating/sign.html", context, status=409 if refusal else 200)


def _after_signing(request: PageRequest, review: Review) -> HttpResponse:
    """On to the next person, while somebody is waiting."""
    following = next_to_rate(request.person, review)
    done = f"Penilaian {review.person.name} ditandatangani."
    if following is None:
        messages.success(request, done)
        return redirect("evaluation_queue")
    messages.success(request, f"{done} Berikutnya: {following.person.name}.")
    return redirect("review_rate", following.pk)


def review_to_make(person: Person, review_id: int) -> Review:
    """A review of which this person is the appraiser, or 404."""
    found = Review.objects.of_appraiser(person).select_related(
        *("person", "appraiser", "silent_appraiser", "period", "reopened_by"),
        "plan__assignment__position__unit",
    )
    return get_object_or_404(found, pk=review_id)


def assessments_in_order(review: Review) -> Sequence[Assessment]:
    found: QuerySet[Assessment] = review.assessments.select_related("result")
    return list(found.order_by("result__number"))


def tally(ratings: Iterable[Any]) -> str:
    """How many results have which rating: "2 Di Atas, 1 Sesuai". It counts, it decides nothing."""
    counts = Counter(str(rating) for rating in ratings if rating)
    return ", ".join(f"{counts[code]} {label}" for code, label in SHORT if counts[code])


def _outcome(work_result: str, behaviour: str) -> Predicate | None:
    """The predicate that the pair gives; None as long as one of them is not chosen."""
    if {work_result, behaviour} - {rating.value for rating in Rating}:
        return None
    return predicate(Rating(work_result), Rating(behaviour))


def _frame(person: Person, review: Review) -> dict[str, Any]:
    """What both pages show around the form."""
    own_round = round_of(person, review.period)
    return {
        "review": review,
        "period": review.period,
        "position": review.plan.assignment.position,
        "last_day": last_day_of(review),
        "phase": phase_of(
            review.period, own_round.done, own_round.total, closes_on=last_day_of(review)
        ),
    }


def _curve(review: Review) -> str:
    """The class of the organisation as one of the considerations; empty where it is missing."""
    results = org_results_in(review.period, [review.appraiser_id])
    unit = review.plan.assignment.position.unit
    counting = results.counting(unit.path, review.appraiser_id)
    return curve_words(counting) if counting else ""
