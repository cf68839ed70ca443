"""The feedback that one received and gave, and the conversation about one of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.feedback.feedback import Feedback
from kinerja.feedback.thread import change_purpose, close_feedback, reply_to_feedback, speaks_in
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.feedback import FeedbackPurpose, may_change_purpose
from kinerja.web.attempt import done, status
from kinerja.web.feedback.feedback_form import ReplyForm
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.work.report import Report

SHOWN = 20
GIVEN = "diberikan"


@page
def feedback_list(request: PageRequest) -> HttpResponse:
    """What was said to this person, or by this person; newest first."""
    given = request.GET.get("tab") == GIVEN
    rows = Feedback.objects.filter(**{"giver" if given else "receiver": request.person})
    rows = rows.select_related("giver", "receiver", "report", "result")
    context = {
        "page": keyset(request, rows.annotate(answers=Count("replies")), SHOWN),
        "given": given,
        "tabs": tabs("given" if given else "received"),
    }
    return render(request, "feedback/list.html", context)


def tabs(current: str) -> list[Tab]:
    """The pages of one's own feedback."""
    received = reverse("feedback_list")
    return [
        Tab("Diterima", received, current == "received"),
        Tab("Diberikan", f"{received}?tab={GIVEN}", current == "given"),
        Tab("Diminta", reverse("feedback_requests"), current == "asked"),
        Tab("Berkala", reverse("feedback_schedules"), current == "scheduled"),
        Tab("Bimbingan", reverse("guidance_list"), current == "guidance"),
    ]


@page
def feedback_show(request: PageRequest, feedback_id: int) -> HttpResponse:
    """One conversation; the two answer each other."""
    feedback, person = _visible(request.person, feedback_id), request.person
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and not speaks_in(person, feedback):
        raise PermissionDenied
    if done(
        form,
        lambda: reply_to_feedback(
            feedback=feedback, by=person, at=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Tanggapan terkirim.")
        return redirect("feedback_show", feedback.pk)
    speaks = speaks_in(person, feedback)
    context = {
        "feedback": feedback,
        "replies": feedback.replies.select_related("by"),
        "value": CoreValue(feedback.value) if feedback.value else None,
        "form": form if speaks and not feedback.closed_at else None,
        "speaks": speaks,
        "other_purpose": _other_purpose(feedback, person) if speaks else None,
        "report_seen": _sees(Report.objects.visible_to(person), feedback.report_id),
        "result_seen": _sees(WorkResult.objects.visible_to(person), feedback.result_id),
    }
    return render(request, "feedback/show.html", context, status=status(form))


@page
def feedback_close(request: PageRequest, feedback_id: int) -> HttpResponse:
    """End the conversation."""
    feedback = _visible(request.person, feedback_id)
    if request.method == "POST":
        close_feedback(feedback=feedback, by=request.person, at=timezone.now())
        messages.success(request, "Percakapan ditutup. Isinya tetap dapat dibaca.")
    return redirect("feedback_show", feedback.pk)


@page
def feedback_purpose(request: PageRequest, feedback_id: int) -> HttpResponse:
    """Let it be for the other purpose, where that costs the receiver nothing."""
    feedback = _visible(request.person, feedback_id)
    if request.method == "POST":
        wanted = _turned(feedback)
        change_purpose(feedback=feedback, purpose=wanted, by=request.person)
        messages.success(request, f"Tujuannya sekarang: {wanted.label.lower()}.")
    return redirect("feedback_show", feedback.pk)


def _visible(person: Person, feedback_id: int) -> Feedback:
    rows = Feedback.objects.visible_to(person)
    shown = rows.select_related("giver", "receiver", "report", "result__plan", "closed_by")
    return get_object_or_404(shown, pk=feedback_id)


def _sees(rows: QuerySet[Any], pk: int | None) -> bool:
    """Whether what it is about may be opened; nothing is asked when it is about no such thing."""
    return pk is not None and rows.filter(pk=pk).exists()


def _turned(feedback: Feedback) -> FeedbackPurpose:
    now = FeedbackPurpose(feedback.purpose)
    return next(purpose for purpose in FeedbackPurpose if purpose is not now)


def _other_purpose(feedback: Feedback, person: Person) -> FeedbackPurpose | None:
    """The other purpose, if this person may still choose it."""
    allowed = may_change_purpose(
        FeedbackPurpose(feedback.purpose),
        feedback.tone == Feedback.Tone.POSITIVE,
        by_receiver=person.pk == feedback.receiver_id,
    )
    return _turned(feedback) if allowed else None
