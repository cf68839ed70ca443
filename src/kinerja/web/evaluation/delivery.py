"""What follows a signed result: its receipt, the answer of the employee, the hand-over on paper."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.delivery import (
    Delivery,
    answer_delivery,
    deliver_by,
    hand_over,
    last_days,
    receive_result,
)
from kinerja.evaluation.follow_up import working_days_left
from kinerja.evaluation.objection import Objection, why_barred
from kinerja.evaluation.refusals import WrongDates
from kinerja.evaluation.review import Review, may_rate
from kinerja.people.person import Person
from kinerja.rules.lateness import Due
from kinerja.web.attempt import done, status
from kinerja.web.evaluation.phase import phase_of_result
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page


class AnswerForm(Form):
    """Signed and returned, or refused with a reason."""

    refused_at = "note"

    answer = forms.ChoiceField(
        label="Jawaban", choices=Delivery.Answer.choices, widget=forms.RadioSelect
    )
    note = TextField(
        label="Alasan menolak",
        required=False,
        rows=3,
        help_text="Diisi bila Anda menolak menandatangani. Menolak bukan keberatan: keberatan"
        " diajukan tersendiri.",
    )


class HandOverForm(Form):
    """The day and the proof of a hand-over."""

    refused_at = "note"
    places: ClassVar = {WrongDates: "received_on"}

    received_on = TanggalField(label="Tanggal diserahkan")
    note = TextField(
        label="Bukti penyerahan",
        rows=3,
        help_text="Misalnya tanda terima bertanda tangan, atau siapa yang menyaksikan.",
    )


@dataclass(frozen=True)
class FollowUp:
    """What stands beside a result for the employee, the appraiser and those who see it."""

    delivery: Delivery | None
    answer_by: Due | None  # as long as no answer came
    object_by: Due | None  # as long as an objection is possible
    days_left: int  # working days for the objection
    barred: str  # why none is possible
    objection: Objection | None
    may_hand_over: bool
    deliver_by: Due | None  # as long as it is not received


def follow_up_of(review: Review, viewer: Person, on: date) -> FollowUp:
    """The state of things; opening one's own result is its receipt (6/2022 annex p. 114)."""
    own = review.person_id == viewer.pk
    counts = review.state == Review.State.SIGNED
    if own and counts:
        receive_result(review=review, by=viewer, on=on)
    delivery = Delivery.objects.filter(review=review).select_related("review__period").first()
    objection = Objection.objects.filter(review=review).first()
    days = last_days(delivery) if delivery and own and counts else None
    barred = why_barred(review, on) if own and counts and objection is None else ""
    opens = days.objection if days and not barred and objection is None else None
    gives = counts and delivery is None and may_rate(viewer, review)
    return FollowUp(
        delivery=delivery,
        answer_by=days.answer if days and delivery and not delivery.answer else None,
        object_by=opens,
        days_left=working_days_left(on, opens.last_day) if opens else 0,
        barred=barred,
        objection=objection,
        may_hand_over=gives,
        deliver_by=deliver_by(review) if gives else None,
    )


@page
def answer(request: PageRequest, review_id: int) -> HttpResponse:
    """The employee signs and returns the result, or refuses to sign."""
    mine = Review.objects.released().filter(person=request.person)
    review = get_object_or_404(mine.select_related("period"), pk=review_id)
    if request.method == "GET" and Delivery.objects.filter(review=review).exclude(answer=""):
        return redirect("result_show", review.pk)  # answered already
    form = AnswerForm(request.POST or None, initial={"answer": Delivery.Answer.RETURNED})
    if done(
        form,
        lambda: answer_delivery(
            review=review, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Jawaban Anda tercatat. Pejabat penilai diberi kabar.")
        return redirect("result_show", review.pk)
    context = {"review": review, "form": form, "phase": phase_of_result(review)}
    return render(request, "evaluation/result/answer.html", context, status=status(form))


@page
def deliver(request: PageRequest, review_id: int) -> HttpResponse:
    """The appraiser notes that the document was handed over."""
    given = Review.objects.released().filter(appraiser=request.person)
    review = get_object_or_404(given.select_related("person", "period"), pk=review_id)
    form = HandOverForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if done(
        form,
        lambda: hand_over(
            review=review, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Penyerahan tercatat. Batas waktu pegawai dihitung dari sana.")
        return redirect("result_show", review.pk)
    context = {"review": review, "form": form, "phase": phase_of_result(review)}
    return render(request, "evaluation/result/hand_over.html", context, status=status(form))
