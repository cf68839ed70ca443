"""Asking for feedback, and answering what one was asked."""

from datetime import date
from typing import Any
from uuid import uuid4

from allauth.mfa.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.feedback.giver import colleagues
from kinerja.feedback.request import (
    LONGEST_NAME,
    LONGEST_QUESTION,
    OPEN_DAYS,
    FeedbackRequest,
    answer_request,
    ask_feedback,
    decline_request,
    token_of,
    withdraw_request,
)
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.web.attempt import done, made, status
from kinerja.web.feedback.feedback import tabs
from kinerja.web.feedback.feedback_form import purpose_field, tone_field
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.choose import Question, choose_person, chosen

CHOSEN = "orang"
NAMED = ("asker", "asked", "feedback")
OPEN_FOR = [(7, "7 hari"), (OPEN_DAYS, f"{OPEN_DAYS} hari"), (30, "30 hari")]


class AskForm(Form):
    """What is asked, and what the answer is for."""

    refused_at = "question"

    question = TextField(
        label="Pertanyaan Anda",
        rows=3,
        max_length=LONGEST_QUESTION,
        help_text="Satu hal yang jelas, misalnya: apa yang sebaiknya saya ubah saat posyandu?",
    )
    purpose = purpose_field()
    value = forms.ChoiceField(
        label="Tentang perilaku",
        choices=[("", "Tidak khusus"), *CoreValue.choices()],
        required=False,
    )
    days = forms.TypedChoiceField(
        label="Terbuka selama", choices=OPEN_FOR, initial=OPEN_DAYS, coerce=int
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)


class AskOutsideForm(AskForm):
    """The same to somebody without an account."""

    outsider = forms.CharField(
        label="Siapa yang Anda mintai",
        max_length=LONGEST_NAME,
        help_text="Untuk Anda sendiri, misalnya: Ketua kader Kelurahan Jati.",
    )
    field_order = ("outsider", "question", "purpose", "value", "days", "key")


class AnswerForm(Form):
    """The answer of a colleague."""

    refused_at = "text"

    tone = tone_field()
    text = TextField(label="Jawaban Anda", rows=5, max_length=LONGEST_TEXT)


@page
def feedback_requests(request: PageRequest) -> HttpResponse:
    """What waits for this person's answer, and what he or she has asked others."""
    person, today = request.person, timezone.localdate()
    waiting = FeedbackRequest.objects.open(today).filter(asked=person)
    asked = FeedbackRequest.objects.filter(asker=person).select_related(*NAMED)
    context = {
        "tabs": tabs("asked"),
        "today": today,
        "waiting": waiting.select_related("asker").order_by("last_day", "pk"),
        "page": keyset(request, asked, 20),
    }
    return render(request, "feedback/requests.html", context)


@page
def feedback_ask_whom(request: PageRequest) -> HttpResponse:
    """Choose whom to ask."""
    if (person_id := chosen(request, CHOSEN)) is not None:
        return redirect("feedback_ask", person_id)
    question = Question(
        CHOSEN,
        "Minta umpan balik kepada siapa?",
        "Atasan, rekan satu unit, dan pegawai yang dapat Anda lihat.",
        reverse("feedback_requests"),
        "Permintaan",
    )
    near = colleagues(request.person, timezone.localdate())
    return choose_person(request, question, near, by_nip=False)


@page
def feedback_ask(request: PageRequest, person_id: int) -> HttpResponse:
    """Ask a colleague or superior."""
    near = colleagues(request.person, timezone.localdate())
    return _ask(request, get_object_or_404(near, pk=person_id))


@page
def feedback_ask_outside(request: PageRequest) -> HttpResponse:
    """Ask somebody outside: the page of the request shows the link."""
    return _ask(request, None)


def _ask(request: PageRequest, asked: Person | None) -> HttpResponse:
    sent = request.POST or None
    form = AskForm(sent) if asked else AskOutsideForm(sent)
    found = made(
        form,
        lambda: ask_feedback(
            asked=asked,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            **form.cleaned_data,
        ),
    )
    if found is not None:
        words = "Permintaan terkirim." if asked else "Tautan siap dibagikan."
        messages.success(request, words)
        return redirect("feedback_request", found.pk)
    context = {"asked": asked, "form": form}
    return render(request, "feedback/ask.html", context, status=status(form))


@page
def feedback_request(request: PageRequest, request_id: int) -> HttpResponse:
    """One request: its asker sees the link and what came of it, who was asked answers."""
    asking, person, today = _visible(request.person, request_id), request.person, _today()
    answers = asking.asked_id == person.pk
    if request.method == "POST" and not answers:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if done(
        form,
        lambda: answer_request(
            request=asking, by=person, at=timezone.now(), on=today, **form.cleaned_data
        ),
    ):
        messages.success(request, f"Jawaban untuk {asking.asker.name} terkirim.")
        return redirect("feedback_request", asking.pk)
    link = ""
    if asking.asked_id is None and asking.is_open(today):
        link = request.build_absolute_uri(reverse("outside_answer", args=[token_of(asking)]))
    context = {
        "asking": asking,
        "answers": answers,
        "open": asking.is_open(today),
        "closed": asking.why_closed(today),
        "value": CoreValue(asking.value) if asking.value else None,
        "link": link,
        "drawing": get_adapter().build_totp_svg(link) if link else "",
        "form": form if answers and asking.is_open(today) else None,
    }
    return render(request, "feedback/request.html", context, status=status(form))


@page
def feedback_request_end(request: PageRequest, request_id: int) -> HttpResponse:
    """The asker takes it back, or who was asked cannot answer."""
    asking = _visible(request.person, request_id)
    if request.method == "POST":
        if asking.asker_id == request.person.pk:
            withdraw_request(request=asking, by=request.person, at=timezone.now())
            messages.success(request, "Permintaan ditarik.")
        else:
            decline_request(request=asking, by=request.person, at=timezone.now())
            messages.success(request, "Tercatat: Anda belum dapat menjawab.")
    return redirect("feedback_requests")


def _visible(person: Person, request_id: int) -> FeedbackRequest:
    rows = FeedbackRequest.objects.visible_to(person).select_related(*NAMED)
    return get_object_or_404(rows, pk=request_id)


def _today() -> date:
    return timezone.localdate()
