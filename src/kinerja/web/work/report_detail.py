"""One report: its words, its evidence, what became of it; correct it, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.rules.refusal import Refusal
from kinerja.web.page import PageRequest, page
from kinerja.web.work.feedback_form import FeedbackForm
from kinerja.web.work.report_form import CorrectionForm
from kinerja.web.work.report_state import history_of
from kinerja.work.correction import correct_report, withdraw_report
from kinerja.work.feedback import give_feedback
from kinerja.work.plan_item import choices_on
from kinerja.work.refusals import ChangedMeanwhile
from kinerja.work.report import Report, may_correct
from kinerja.work.verification import may_answer


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
    if form.is_valid():
        try:
            correct_report(report=report, by=request.person, at=timezone.now(), **form.said())
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.take_as_read(report.version)
                return _show(request, report, correction=form, changed=True)
        else:
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
    if form.is_valid():
        try:
            give_feedback(
                receiver=report.person,
                report=report,
                by=request.person,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, f"Umpan balik untuk {report.person.name} terkirim.")
            return redirect("report_detail", report.pk)
    return _show(request, report, feedback=form)


def _visible(person: Person, report_id: int) -> Report:
    """The report with all that its page shows, or 404."""
    reports = Report.objects.visible_to(person).select_related(
        "person", "unit", "result__plan", "indicator"
    )
    shown = reports.prefetch_related(
        "evidence__attachment__blob", "verifications__by", "feedback__giver", "result__indicators"
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
    changed: bool = False,
) -> HttpResponse:
    person = request.person
    own = report.person_id == person.pk
    if correction is None and may_correct(person, report):
        correction = _correction(person, report, None)
    standing = [one for one in report.verifications.all() if one.taken_back_at is None]
    given_back = report.state in (Report.State.ASKED, Report.State.RETURNED)
    answer = standing[-1] if standing and given_back else None
    context: dict[str, Any] = {
        "report": report,
        "own": own,
        "changed": changed,
        "correction": correction,
        "correction_open": correction and (correction.is_bound or given_back),
        "asked": answer,
        "may_answer": not own and may_answer(person, report, timezone.localdate()),
        "feedback_form": None if own else feedback or FeedbackForm(),
        "history": history_of(Event.objects.about(report).select_related("by").order_by("-pk")),
    }
    wrong = any(form is not None and form.errors for form in (correction, feedback))
    return render(request, "work/report_detail.html", context, status=422 if wrong else 200)
