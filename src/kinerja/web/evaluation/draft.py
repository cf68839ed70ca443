"""Keeping what an appraiser types, while it is typed."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.evaluation.draft import keep_draft
from kinerja.rules.refusal import Refusal
from kinerja.web.evaluation.rating import assessments_in_order, review_to_make
from kinerja.web.evaluation.rating_form import RatingForm, number_in
from kinerja.web.indonesian import jam
from kinerja.web.page import PageRequest, page


@page
@require_POST
def keep(request: PageRequest, review_id: int) -> HttpResponse:
    """Keep the form as it stands and say when; the page asks for it by itself."""
    review = review_to_make(request.person, review_id)
    form = RatingForm(request.POST, assessments=assessments_in_order(review))
    now = timezone.now()
    try:
        keep_draft(
            review=review,
            content=form.typed,
            by=request.person,
            at=now,
            revision=number_in(request.POST.get("revision", "")),
        )
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        f"Konsep tersimpan pukul {jam(now)}.", content_type="text/plain; charset=utf-8"
    )
