"""Keeping what an appraiser types, while it is typed."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.evaluation.draft import keep_draft
from kinerja.web.asked import number_in
from kinerja.web.attempt import refusal_of
from kinerja.web.evaluation.rating import assessments_in_order, review_to_make
from kinerja.web.evaluation.rating_form import RatingForm
from kinerja.web.indonesian import jam
from kinerja.web.page import PageRequest, page


@page
@require_POST
def keep(request: PageRequest, review_id: int) -> HttpResponse:
    """Keep the form as it stands and say when; the page asks for it by itself."""
    review = review_to_make(request.person, review_id)
    form = RatingForm(
        request.POST, row=review, assessments=assessments_in_order(review), studies=True
    )
    now, revision = timezone.now(), number_in(request.POST.get("revision", "")) or 0
    refusal = refusal_of(
        lambda: keep_draft(
            review=review, content=form.typed, by=request.person, at=now, revision=revision
        )
    )
    if refusal is not None:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        f"Konsep tersimpan pukul {jam(now)}.", content_type="text/plain; charset=utf-8"
    )
