"""Objections: one's own, those that wait for one's decision, and one with both explanations."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.delivery import Delivery, last_days
from kinerja.evaluation.follow_up import working_days_left
from kinerja.evaluation.objection import (
    Objection,
    decide_by,
    decide_objection,
    decider_of,
    explain_objection,
    file_objection,
    waiting_for,
    why_barred,
)
from kinerja.evaluation.refusals import ReasonMissing
from kinerja.evaluation.review import Review
from kinerja.people.person import Person
from kinerja.rules.predicate import Predicate, Rating
from kinerja.web.attempt import done, made, status
from kinerja.web.evaluation.guide import BEHAVIOUR, WORK_RESULT
from kinerja.web.evaluation.phase import phase_of_result
from kinerja.web.evaluation.rating import assessments_in_order
from kinerja.web.evaluation.rating_form import RatingForm, stored_values
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 30
WITH_NAMES = ("review__person", "review__appraiser", "review__period", "decided_by", "outcome")


class FileForm(Form):
    refused_at = "reason"

    reason = TextField(
        label="Alasan keberatan",
        rows=6,
        help_text="Bagian mana yang menurut Anda keliru, dan bukti apa yang mendukungnya.",
    )


class ExplainForm(Form):
    prefix = "penjelasan"
    refused_at = "words"

    words = TextField(label="Penjelasan Anda", rows=5)


class ConfirmForm(Form):
    prefix = "putusan"
    refused_at = "reason"

    reason = TextField(label="Alasan keputusan", rows=4)


class ChangeForm(RatingForm):
    """Other ratings for the result, with the reason of the decision."""

    places: ClassVar = {ReasonMissing: "reason"}

    reason = TextField(
        label="Alasan keputusan", rows=4, help_text="Pegawai dan pejabat penilainya membacanya."
    )


@page
def objections(request: PageRequest) -> HttpResponse:
    """Those that wait for this person's decision, then all that he or she may read."""
    waiting = waiting_for(request.person, timezone.localdate())
    rows = Objection.objects.visible_to(request.person).select_related(*WITH_NAMES)
    others = rows.exclude(pk__in=[one.pk for one in waiting])
    context = {"waiting": waiting, "page": keyset(request, others, SHOWN)}
    return render(request, "evaluation/objection/list.html", context)


@page
def objection_new(request: PageRequest, review_id: int) -> HttpResponse:
    """The employee objects to one result."""
    mine = Review.objects.released().filter(person=request.person)
    review = get_object_or_404(
        mine.select_related("person", "appraiser", "period", "plan__assignment__position"),
        pk=review_id,
    )
    today = timezone.localdate()
    if known := Objection.objects.filter(review=review).first():
        return redirect("objection", known.pk)
    form = FileForm(request.POST or None)
    objection = made(
        form,
        lambda: file_objection(review=review, by=request.person, on=today, **form.cleaned_data),
    )
    if objection is not None:
        messages.success(request, "Keberatan Anda diterima dan diteruskan.")
        return redirect("objection", objection.pk)
    delivery = Delivery.objects.filter(review=review).select_related("review__period").first()
    last_day = last_days(delivery).objection.last_day if delivery else None
    context = {
        "review": review,
        "predicate": Predicate(review.predicate),
        "form": form,
        "phase": phase_of_result(review),
        "barred": why_barred(review, today),
        "last_day": last_day,
        "days_left": working_days_left(today, last_day) if last_day else 0,
    }
    return render(request, "evaluation/objection/new.html", context, status=status(form))


@page
def objection_show(request: PageRequest, objection_id: int) -> HttpResponse:
    """One objection: what was said, who decides until when; each adds the part that is theirs."""
    objection, person = _visible(request.person, objection_id), request.person
    today = timezone.localdate()
    decider = None if objection.is_decided else decider_of(objection, today)
    explains = not objection.is_decided and person.pk in (
        objection.review.person_id,
        objection.review.appraiser_id,
    )
    sent = request.POST or None
    deciding = sent is not None and "putusan-reason" in sent
    explaining = ExplainForm(
        None if deciding else sent, initial={"words": _said(objection, person)}
    )
    confirming = ConfirmForm(sent if deciding else None)
    if done(
        confirming,
        lambda: decide_objection(
            objection=objection, by=person, on=today, **confirming.cleaned_data
        ),
    ):
        messages.success(request, "Keputusan tercatat: hasil tetap.")
        return redirect("objection", objection.pk)
    if done(
        explaining,
        lambda: explain_objection(
            objection=objection, by=person, on=today, **explaining.cleaned_data
        ),
    ):
        messages.success(request, "Penjelasan Anda tersimpan.")
        return redirect("objection", objection.pk)
    due = None if objection.is_decided else decide_by(objection)
    context = _frame(objection) | {
        "decider": decider,
        "explains": explains,
        "decides": decider == person,
        "explaining": explaining,
        "confirming": confirming,
        "wrong": next((one for one in (explaining, confirming) if one.errors), None),
        "due": due,
        "late": due is not None and today > due.last_day,
    }
    return render(
        request,
        "evaluation/objection/show.html",
        context,
        status=status(explaining, confirming),
    )


@page
def objection_change(request: PageRequest, objection_id: int) -> HttpResponse:
    """The superior of the appraiser decides that the result changes: other ratings."""
    objection, person = _visible(request.person, objection_id), request.person
    today = timezone.localdate()
    if objection.is_decided:
        return redirect("objection", objection.pk)
    if decider_of(objection, today) != person:
        raise PermissionDenied
    review = objection.review
    assessments = assessments_in_order(review)
    form = ChangeForm(
        request.POST or None,
        assessments=assessments,
        initial=stored_values(review, assessments),
    )
    if done(
        form,
        lambda: decide_objection(
            objection=objection,
            reason=form.cleaned_data["reason"],
            judgement=form.judgement,
            by=person,
            on=today,
        ),
    ):
        messages.success(request, "Keputusan tercatat: hasil diubah menjadi versi baru.")
        return redirect("objection", objection.pk)
    context = _frame(objection) | {
        "form": form,
        "guides": {"work_result": WORK_RESULT, "behaviour": BEHAVIOUR},
        "rows": [
            (one, form.rating_of(one.result_id), form.note_of(one.result_id)) for one in assessments
        ],
    }
    return render(request, "evaluation/objection/change.html", context, status=status(form))


def _visible(person: Person, objection_id: int) -> Objection:
    rows = Objection.objects.visible_to(person).select_related(*WITH_NAMES)
    return get_object_or_404(rows, pk=objection_id)


def _said(objection: Objection, person: Person) -> str:
    """What this person has explained so far."""
    own = person.pk == objection.review.person_id
    return objection.employee_words if own else objection.appraiser_words


def _frame(objection: Objection) -> dict[str, Any]:
    review = objection.review
    return {
        "objection": objection,
        "review": review,
        "phase": phase_of_result(review),
        "predicate": Predicate(review.predicate),
        "work_result": Rating(review.work_result_rating),
        "behaviour": Rating(review.behaviour_rating),
        "changed": Predicate(objection.outcome.predicate) if objection.outcome else None,
    }
