"""The answer of somebody outside: no account, no script, one question, once."""

from allauth.core.ratelimit import consume
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.feedback.request import (
    LONGEST_NAME,
    FeedbackRequest,
    answer_from_outside,
    request_of,
)
from kinerja.people.person import Person
from kinerja.rules.feedback import FeedbackPurpose
from kinerja.web.attempt import done, status
from kinerja.web.errors import TOO_MANY, show
from kinerja.web.feedback.feedback_form import tone_field
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PublicRequest, public_page
from kinerja.web.people.posts import in_a_line, posts_of

ACTION = "outside_answer"  # its limit stands in the settings
GONE = 410


class OutsideForm(Form):
    """Who answers, as he or she says it, and the answer."""

    refused_at = "text"

    name = forms.CharField(label="Nama Anda", max_length=LONGEST_NAME)
    role = forms.CharField(
        label="Peran atau lembaga Anda",
        max_length=LONGEST_NAME,
        help_text="Misalnya: kader posyandu, warga, staf Dinas Sosial.",
    )
    tone = tone_field()
    text = TextField(label="Jawaban Anda", rows=5, max_length=LONGEST_TEXT)


@public_page
def outside_answer(request: PublicRequest, token: str) -> HttpResponse:
    """The question with the asker's name and post, and a form; nothing else."""
    if not consume(request, action=ACTION):
        return show(request, TOO_MANY)
    asking = request_of(token)
    if asking is None:
        raise Http404
    today = timezone.localdate()
    reader = request.user.person if request.user.is_authenticated else None
    if closed := asking.why_closed(today):
        return _page(request, asking, status=GONE, closed=closed)
    form = OutsideForm(request.POST or None)
    if done(form, lambda: _answer(asking, form, reader)):
        return _page(request, asking, answered=True)
    return _page(request, asking, status=status(form), form=form, own=reader == asking.asker)


def _answer(asking: FeedbackRequest, form: OutsideForm, reader: Person | None) -> object:
    return answer_from_outside(
        request=asking,
        at=timezone.now(),
        on=timezone.localdate(),
        by=reader,
        **form.cleaned_data,
    )


def _page(
    request: PublicRequest, asking: FeedbackRequest, status: int = 200, **more: object
) -> HttpResponse:
    posts = posts_of([asking.asker], timezone.localdate())[asking.asker_id]
    context = {
        "asking": asking,
        "post": in_a_line(posts),
        "private": asking.purpose == FeedbackPurpose.DEVELOPMENT,
    } | more
    response = render(request, "feedback/outside.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
