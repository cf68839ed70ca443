"""Calibration meetings: open one, look at distribution and extremes, change, close with minutes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.calibration import (
    EXTREME,
    Calibration,
    calibrates,
    change_in_calibration,
    close_calibration,
    is_member,
    join_calibration,
    open_calibration,
    reviews_in,
    units_to_calibrate,
)
from kinerja.evaluation.distribution import distribution_of
from kinerja.evaluation.evidence import evidence_of
from kinerja.evaluation.period import Period
from kinerja.evaluation.rater_statistics import RaterSignal, rater_signals
from kinerja.evaluation.rating import studied
from kinerja.evaluation.refusals import ReasonMissing
from kinerja.evaluation.review import Review, ReviewQuerySet, may_rate
from kinerja.rules.predicate import Predicate, Rating
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.evaluation.guide import BEHAVIOUR, WORK_RESULT
from kinerja.web.evaluation.rating import assessments_in_order
from kinerja.web.evaluation.rating_form import RatingForm, stored_values
from kinerja.web.evaluation.shown import feedback_shown, phase_of, results_shown
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.spread import spread_shown
from kinerja.web.unit_field import UnitField

SHOWN = 30


class OpenForm(Form):
    """Which unit and period the meeting is about."""

    refused_at = "unit"

    period = forms.ModelChoiceField(
        label="Periode", queryset=Period.objects.none(), empty_label=None
    )
    unit = UnitField(
        empty_label="Pilih unit kerja",
        help_text="Dengan semua unit di bawahnya.",
    )


class MinutesForm(Form):
    prefix = "notula"
    refused_at = "minutes"

    minutes = TextField(
        label="Notula",
        rows=5,
        help_text="Apa yang dibahas dan disimpulkan; bila sebarannya di luar panduan, mengapa.",
    )


class CalibratedForm(RatingForm):
    """Other ratings, with the reason that the meeting heard."""

    places: ClassVar = {ReasonMissing: "reason"}

    reason = TextField(
        label="Alasan perubahan dalam rapat", rows=3, help_text="Tersimpan beserta rating semula."
    )


@page
def calibrations(request: PageRequest) -> HttpResponse:
    """The meetings that this person may look at, the newest first."""
    today = timezone.localdate()
    rows = Calibration.objects.visible_to(request.person, today).select_related("period", "unit")
    context = {"page": keyset(request, rows, SHOWN), "may_open": calibrates(request.person, today)}
    return render(request, "evaluation/calibration/list.html", context)


@page
def calibration_new(request: PageRequest) -> HttpResponse:
    """A member opens a meeting."""
    today = timezone.localdate()
    if not calibrates(request.person, today):
        raise Http404
    form = OpenForm(request.POST or None)
    units = units_to_calibrate(request.person, today).order_by("path")
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    form.fields["period"].queryset = Period.objects.open_on(today)  # type: ignore[attr-defined]
    meeting = made(form, lambda: open_calibration(by=request.person, on=today, **form.cleaned_data))
    if meeting is not None:
        return redirect("calibration", meeting.pk)
    return render(request, "evaluation/calibration/new.html", {"form": form}, status=status(form))


@page
def calibration_show(request: PageRequest, calibration_id: int) -> HttpResponse:
    """The distribution beside the guide, extremes with reasons, changes, minutes."""
    meeting, person, today = _meeting(request, calibration_id), request.person, timezone.localdate()
    sent = request.POST or None
    minutes = MinutesForm(sent if sent and "notula-minutes" in sent else None)
    if done(
        minutes,
        lambda: close_calibration(calibration=meeting, by=person, on=today, **minutes.cleaned_data),
    ):
        messages.success(request, "Rapat ditutup dan notulanya tersimpan.")
        return redirect("calibration", meeting.pk)
    refusal = None
    if request.method == "POST" and request.POST.get("hadir"):
        refusal = refusal_of(lambda: join_calibration(calibration=meeting, by=person, on=today))
        if refusal is None:
            messages.success(request, "Kehadiran Anda tercatat.")
            return redirect("calibration", meeting.pk)
    reviews = reviews_in(meeting, person, today)
    extremes = reviews.filter(predicate__in=EXTREME).select_related(
        "person", "appraiser", "plan__assignment__position__unit"
    )
    members = list(meeting.members.select_related("person"))
    member = is_member(person, meeting.unit, today)
    attends = any(one.person_id == person.pk for one in members)
    changes = meeting.changes.filter(review__in=reviews).select_related("review__person", "by")
    spread = spread_shown(distribution_of(reviews, meeting.period, meeting.unit))
    context = spread | {
        "meeting": meeting,
        "period": meeting.period,
        "phase": phase_of(meeting.period),
        "page": keyset(request, extremes.defer("snapshot"), SHOWN),
        "changes": [_change(one) for one in changes],
        "members": members,
        "is_member": member,
        "attends": attends,
        "own": reviews.filter(appraiser=person).unsigned().exists(),
        "signals": _signals(meeting, reviews) if member and "sinyal" in request.GET else None,
        "minutes": minutes,
        "refusal": refusal,
    }
    code = 409 if refusal else status(minutes)
    return render(request, "evaluation/calibration/show.html", context, status=code)


@page
def calibration_person(request: PageRequest, calibration_id: int, review_id: int) -> HttpResponse:
    """One person down to the evidence; the appraiser goes on to the form from here."""
    meeting = _meeting(request, calibration_id)
    review = _review(request, meeting, review_id)
    evidence = evidence_of(review)
    context = _frame(meeting, review) | {
        "assessments": {one.result_id: one for one in assessments_in_order(review)},
        "results": results_shown(evidence["results"], request.person),
        "feedback": feedback_shown(evidence["feedback"]),
        "may_change": meeting.is_open
        and may_rate(request.person, review)
        and not review.is_released,
    }
    return render(request, "evaluation/calibration/person.html", context)


@page
def calibration_change(request: PageRequest, calibration_id: int, review_id: int) -> HttpResponse:
    """The appraiser changes a rating in the meeting."""
    meeting = _meeting(request, calibration_id)
    review = _review(request, meeting, review_id)
    if not may_rate(request.person, review) or not meeting.is_open or review.is_released:
        raise Http404
    assessments = assessments_in_order(review)
    form = CalibratedForm(
        request.POST or None,
        row=review,
        assessments=assessments,
        studies=studied(review),
        initial={**stored_values(review, assessments), "revision": review.revision},
    )
    if done(
        form,
        lambda: change_in_calibration(
            calibration=meeting,
            review=review,
            judgement=form.judgement,
            reason=form.cleaned_data["reason"],
            by=request.person,
            on=timezone.localdate(),
            revision=form.cleaned_data["revision"],
        ),
    ):
        messages.success(request, "Rating diubah; rating semula dan alasannya tersimpan.")
        return redirect("calibration", meeting.pk)
    context = _frame(meeting, review) | {
        "form": form,
        "guides": {"work_result": WORK_RESULT, "behaviour": BEHAVIOUR},
        "rows": [
            (one, form.rating_of(one.result_id), form.note_of(one.result_id)) for one in assessments
        ],
    }
    return render(request, "evaluation/calibration/change.html", context, status=status(form))


def _meeting(request: PageRequest, calibration_id: int) -> Calibration:
    rows = Calibration.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(
        rows.select_related("period", "unit", "opened_by", "closed_by"), pk=calibration_id
    )


def _review(request: PageRequest, meeting: Calibration, review_id: int) -> Review:
    """One that is rated, as long as the meeting lasts: a draft is seen nowhere else."""
    rows = reviews_in(meeting, request.person, timezone.localdate()).exclude(predicate="")
    if not meeting.is_open:
        rows = rows.released()
    found = rows.select_related("person", "appraiser", "period", "plan__assignment__position__unit")
    return get_object_or_404(found, pk=review_id)


def _frame(meeting: Calibration, review: Review) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "review": review,
        "position": review.plan.assignment.position,
        "predicate": Predicate(review.predicate),
        "work_result": Rating(review.work_result_rating),
        "behaviour": Rating(review.behaviour_rating),
        "phase": phase_of(meeting.period),
    }


def _signals(meeting: Calibration, reviews: ReviewQuerySet) -> list[RaterSignal]:
    """What stands out about those who rate somebody of the meeting; asked for, not always there."""
    here = set(reviews.values_list("person_id", flat=True))
    return [one for one in rater_signals(meeting.period) if here & {*one.people}]


def _change(change: Any) -> dict[str, Any]:
    before, after = (_in_words(part) for part in (change.before, change.after))
    return {"row": change, "before": before, "after": after}


def _in_words(ratings: Mapping[str, str]) -> str:
    """Predicate with its two ratings: the pair may change where the predicate stays."""
    work, behaviour = (Rating(ratings[part]).label for part in ("work_result", "behaviour"))
    predicate = Predicate(ratings["predicate"]).label
    return f"{predicate} (hasil kerja {work}, perilaku {behaviour})"
