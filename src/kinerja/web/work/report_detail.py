"""One report: its words, its evidence, what became of it; correct it, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.web.attempt import done, status
from kinerja.web.feedback.feedback_form import FeedbackForm
from kinerja.web.page import PageRequest, page
from kinerja.web.work.evidence_sign import signs_of
from kinerja.web.work.facts import with_facts
from kinerja.web.work.opened import note_if_verifier
from kinerja.web.work.report_form import CorrectionForm
from kinerja.web.work.report_state import history_of
from kinerja.work.audit_finding import findings_on
from kinerja.work.correction import correct_report, withdraw_report
from kinerja.work.lateness import lateness_of
from kinerja.work.order import Order
from kinerja.work.plan_item import choices_on
from kinerja.work.report import Report, may_correct


@page
def report_detail(request: PageRequest, report_id: int) -> HttpResponse:
    """Read a report that one may see."""
    return _show(request, _visible(request.person, report_id))


@page
def report_correct(request: PageRequest, report_id: int) -> HttpResponse:
    """Say it better; the report then waits for the leader again."""
    report = _visible(request.person, report_id)
    if request.method == "POST" and report.person_id != request.person.pk:
        raise PermissionDenied
    if request.method != "POST" or not may_correct(request.person, report):
        return redirect("report_detail", report.pk)
    form = _correction(request.person, report, request)
    if done(
        form,
        lambda: correct_report(report=report, by=request.person, at=timezone.now(), **form.said()),
    ):
        messages.success(request, "Perbaikan terkirim.")
        return redirect("report_detail", report.pk)
    return _show(request, report, correction=form)


@page
def report_withdraw(request: PageRequest, report_id: int) -> HttpResponse:
    """Take one's own report back."""
    report = _visible(request.person, report_id)
    if request.method != "POST":
        return redirect("report_detail", report.pk)
    withdraw_report(report=report, by=request.person)
    messages.success(request, f"Laporan {report.receipt} ditarik.")
    return redirect("home")


@page
def feedback_give(request: PageRequest, report_id: int) -> HttpResponse:
    """Say what was good in a report, or could be better."""
    report = _visible(request.person, report_id)
    form = FeedbackForm(request.POST or None)
    if request.method != "POST":
        return redirect("report_detail", report.pk)
    if report.person_id == request.person.pk:
        raise PermissionDenied
    if done(
        form,
        lambda: give_feedback(
            receiver=report.person,
            report=report,
            by=request.person,
            at=timezone.now(),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, f"Umpan balik untuk {report.person.name} terkirim.")
        return redirect("report_detail", report.pk)
    return _show(request, report, feedback=form)


def _visible(person: Person, report_id: int) -> Report:
    """The report with all that its page shows, or 404."""
    reports = Report.objects.visible_to(person).select_related(
        "person", "unit", "result__plan", "indicator", "order"
    )
    said = Feedback.objects.visible_to(person).select_related("giver", "receiver")
    shown = reports.prefetch_related(
        *("evidence__attachment__blob", "verifications__by", "result__indicators"),
        Prefetch("feedback", said.annotate(answers=Count("replies"))),
    )
    return get_object_or_404(shown, pk=report_id)


def _correction(person: Person, report: Report, request: PageRequest | None) -> CorrectionForm:
    return CorrectionForm(
        *([request.POST, request.FILES] if request else []),
        report=report,
        evidence=report.evidence.all(),
        choices=choices_on(person, report.done_on),
    )


def _show(
    request: PageRequest,
    report: Report,
    *,
    correction: CorrectionForm | None = None,
    feedback: FeedbackForm | None = None,
) -> HttpResponse:
    person = request.person
    own = report.person_id == person.pk
    if correction is None and may_correct(person, report):
        correction = _correction(person, report, None)
    asked_for = correction is not None and "perbaiki" in request.GET  # from the receipt
    if correction is not None and asked_for:
        correction.fields["text"].widget.attrs["autofocus"] = True
    standing = [one for one in report.verifications.all() if one.taken_back_at is None]
    given_back = report.state in (Report.State.ASKED, Report.State.RETURNED)
    answer = standing[-1] if standing and given_back else None
    lateness = lateness_of([report], request.agency)[report.pk]
    with_facts([report], request.agency)
    context: dict[str, Any] = {
        "report": report,
        "lateness": lateness,
        "own": own,
        "order_seen": report.order_id
        and Order.objects.visible_to(person).filter(pk=report.order_id).exists(),
        "signs": signs_of([report], person)[report.pk],
        "findings": findings_on(report, person, timezone.localdate()),
        "changed": correction is not None and correction.newer,
        "correction": correction,
        "correction_open": correction and (correction.is_bound or given_back or asked_for),
        "asked": answer,
        "may_answer": not own and note_if_verifier(person, report),
        "sees_author": own
        or Person.objects.visible_to(person).filter(pk=report.person_id).exists(),
        "feedback_form": None if own else feedback or FeedbackForm(),
        "history": history_of(Event.objects.about(report).select_related("by").order_by("-pk")),
    }
    code = status(correction, feedback)
    return render(request, "work/report_detail.html", context, status=code)
