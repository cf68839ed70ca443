"""After a move: the employee and the new appraiser agree on the last result of the old unit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.evaluation.reuse import Reuse, parties_of, propose_reuse, reusable
from kinerja.rules.predicate import Predicate, Rating
from kinerja.web.attempt import refusal_of
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.page import PageRequest, page


@page
def reuse(request: PageRequest, review_id: int) -> HttpResponse:
    """What would count again; the one side proposes, the other agrees by the same button."""
    rows = parties_of(request.person).select_related(
        "person", "appraiser", "period", "plan__assignment"
    )
    review = get_object_or_404(rows, pk=review_id)
    own = review.person_id == request.person.pk
    known = Reuse.objects.select_related("source__period", "proposed_by").filter(review=review)
    proposal = known.first()
    source = proposal.source if proposal else reusable(review)
    if source is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        refusal = refusal_of(
            lambda: propose_reuse(review=review, by=request.person, on=timezone.localdate())
        )
        if refusal is None:
            agreed = known.get().agreed_on
            messages.success(
                request,
                "Disepakati. Pejabat penilai menandatanganinya."
                if agreed
                else "Usulan terkirim. Hasil dipakai setelah pihak lain setuju.",
            )
            return redirect("results" if own else "evaluation_queue")
    context = {
        "review": review,
        "source": source,
        "predicate": Predicate(source.predicate),
        "work_result": Rating(source.work_result_rating),
        "behaviour": Rating(source.behaviour_rating),
        "proposal": proposal,
        "mine": proposal is not None and proposal.proposed_by_id == request.person.pk,
        "phase": phase_of(review.period),
        "refusal": refusal,
        "back": reverse("review_report" if own else "review_rate", args=[review.pk]),
    }
    return render(request, "evaluation/reuse.html", context, status=409 if refusal else 200)
