"""The leader's queue: accept, ask or return, one by one or the ticked ones together."""

from collections.abc import Collection, Mapping

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.page import PageRequest, page
from kinerja.web.work.answer_form import AnswerForm, SelectionForm
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report, ReportQuerySet
from kinerja.work.verification import (
    STATE_AFTER,
    Verification,
    answer_report,
    answer_reports,
    queue_of,
    take_back_answers,
)

SIZE = 40  # reports on one page
ANSWERED = "dijawab"  # in the address: what was just answered, so that it can be undone


@page
def queue(request: PageRequest) -> HttpResponse:
    """What waits for this leader, oldest first."""
    return _show(request)


@page
def queue_answer(request: PageRequest, report_id: int) -> HttpResponse:
    """Answer one report; htmx gets its row back, a browser without it the queue."""
    report = get_object_or_404(_rows(Report.objects.visible_to(request.person)), pk=report_id)
    if request.method != "POST":
        return redirect("queue")
    form = AnswerForm(request.POST, report=report)
    if form.is_valid():
        report.version = form.cleaned_data["version"]  # as the leader read it
        try:
            answer = answer_report(
                report=report,
                verdict=form.cleaned_data["verdict"],
                note=form.cleaned_data["note"],
                by=request.person,
                at=timezone.now(),
            )
        except Forbidden:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            report = _rows(Report.objects.all()).get(pk=report.pk)
        else:
            if not request.htmx:
                return _answered([report.pk])
            waiting = queue_of(request.person, timezone.localdate()).count()
            said = STATE_AFTER[Verification.Verdict(answer.verdict)].label.lower()
            context = {"report": report, "said": said, "waiting": waiting}
            return render(request, "work/queue.html#answered", context)
    if not request.htmx:
        return _show(request, forms={report.pk: form})
    context = {"report": report, "form": form, "part": True}
    return render(request, "work/queue_row.html", context, status=422)


@page
def queue_accept(request: PageRequest) -> HttpResponse:
    """Accept the ticked reports: all of them, or none."""
    if request.method != "POST":
        return redirect("queue")
    form = SelectionForm(request.POST)
    if not form.is_valid():
        return _show(request, refusal=" ".join(map(str, form.errors["report"])))
    versions: dict[int, int] = form.cleaned_data["report"]
    reports = _all_visible(request.person, versions)
    for report in reports:
        report.version = versions[report.pk]  # as the leader read it
    try:
        answer_reports(
            reports=reports,
            verdict=Verification.Verdict.ACCEPT,
            by=request.person,
            at=timezone.now(),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return _show(request, refusal=f"{refusal} Belum ada yang diterima.", ticked=versions)
    return _answered(versions)


@page
def queue_undo(request: PageRequest) -> HttpResponse:
    """Take the last answers back; the reports wait again."""
    form = SelectionForm(request.POST or None)
    if form.is_valid():
        reports = _all_visible(request.person, form.cleaned_data["report"])
        take_back_answers(reports=reports, by=request.person, at=timezone.now())
    return redirect("queue")


def _answered(ids: Collection[int]) -> HttpResponse:
    return redirect(f"{reverse('queue')}?{ANSWERED}={','.join(map(str, ids))}")


def _show(
    request: PageRequest,
    *,
    forms: Mapping[int, AnswerForm] | None = None,
    refusal: str = "",
    ticked: Collection[int] = (),
) -> HttpResponse:
    forms = forms or {}
    waiting = queue_of(request.person, timezone.localdate())
    found = list(_rows(waiting)[: SIZE + 1])
    more = waiting.count() - SIZE if len(found) > SIZE else 0
    reports = found[:SIZE]
    rows = [(report, forms.get(report.pk)) for report in reports]
    gone = [form for pk, form in forms.items() if pk not in {report.pk for report in reports}]
    refusals = [refusal, *(str(error) for form in gone for error in form.non_field_errors())]
    context = {
        "rows": rows,
        "more": more,
        "waiting": len(reports) + more,
        "refusals": [words for words in refusals if words],
        "ticked": set(ticked) or ({report.pk for report in reports} if _all(request) else set()),
        "answered": _just_answered(request),
    }
    wrong = refusal or forms
    return render(request, "work/queue.html", context, status=422 if wrong else 200)


def _all(request: PageRequest) -> bool:
    """The link that ticks everything without JavaScript."""
    return request.GET.get("pilih") == "semua"


def _just_answered(request: PageRequest) -> list[Report]:
    """The reports named in the address that this leader answered and may still undo."""
    given = request.GET.get(ANSWERED, "")
    ids = [int(pk) for pk in given.split(",") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    if not ids:
        return []
    visible = Report.objects.visible_to(request.person).filter(pk__in=ids[:SIZE])
    answers = Verification.objects.filter(
        report__in=visible, by=request.person, taken_back_at=None
    ).select_related("report__person")
    return [
        answer.report
        for answer in answers
        if answer.version == answer.report.version and answer.report.state != Report.State.FROZEN
    ]


def _rows(reports: ReportQuerySet) -> ReportQuerySet:
    """With all that a row shows; two queries."""
    evidence = Prefetch("evidence", Evidence.objects.select_related("attachment__blob"))
    return reports.select_related("person", "result", "indicator").prefetch_related(evidence)


def _all_visible(person: Person, ids: Collection[int]) -> list[Report]:
    """All of these reports, or 404."""
    reports = list(Report.objects.visible_to(person).filter(pk__in=ids))
    if len(reports) != len(set(ids)):
        raise Http404
    return reports
