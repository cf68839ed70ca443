"""The employee's own page before the rating: what was reached, result by result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.assessment import LONGEST_TEXT
from kinerja.evaluation.evidence import evidence_of
from kinerja.evaluation.reuse import Reuse, reusable
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.web.attempt import done, status
from kinerja.web.evaluation.shown import ResultShown, phase_of, results_shown
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page


class RealisationForm(Form):
    """One text for each result."""

    def __init__(self, *args: Any, results: Sequence[ResultShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in results:
            self.fields[f"result_{one.pk}"] = TextField(
                label="Realisasi",
                required=False,
                rows=3,
                max_length=LONGEST_TEXT,
                initial=one.realisation,
            )

    @property
    def realisations(self) -> dict[int, str]:
        """Id of the work result -> words; of a valid form."""
        return {
            int(name.removeprefix("result_")): words for name, words in self.cleaned_data.items()
        }


@dataclass(frozen=True)
class Row:
    """One result with its input."""

    result: ResultShown
    realisation: BoundField


@page
def report(request: PageRequest, review_id: int) -> HttpResponse:
    """Say what was reached. Once the appraiser has rated, it is read only."""
    mine = Review.objects.filter(person=request.person).select_related(
        "person", "period", "plan__assignment"
    )
    review = get_object_or_404(mine, pk=review_id)
    results = results_shown(evidence_of(review)["results"], request.person)
    form = RealisationForm(request.POST if request.method == "POST" else None, results=results)
    if done(
        form,
        lambda: report_realisation(
            review=review,
            realisations=form.realisations,
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Realisasi terkirim. Atasan Anda melihatnya saat menilai.")
        return redirect("results")
    is_rated = review.state not in Review.UNRATED
    context = {
        "review": review,
        "period": review.period,
        "form": form,
        "rows": [Row(one, form[f"result_{one.pk}"]) for one in results],
        "phase": phase_of(review.period),
        "reuse": None
        if is_rated
        else Reuse.objects.filter(review=review).first() or reusable(review),
        "is_rated": is_rated,
        "may_send": not is_rated
        and review.replaces_id is None
        and review.period.is_open(timezone.localdate()),
        "is_early": timezone.localdate() < review.period.opens_on,
    }
    return render(request, "evaluation/self_report.html", context, status=status(form))
