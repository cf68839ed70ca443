"""The leader's queue: accept, ask or return, one by one or the ticked ones together."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Prefetch, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.people.supervision import reports_of
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.asked import number_in
from kinerja.web.attempt import made
from kinerja.web.page import PageRequest, page
from kinerja.web.work.answer_form import AnswerForm, SelectionForm
from kinerja.web.work.evidence_sign import signs_of
from kinerja.web.work.facts import noted_attendance, with_facts
from kinerja.web.work.opened import note_if_verifier
from kinerja.work.delegation import principals_of
from kinerja.work.evidence import Evidence
from kinerja.work.evidence_match import EvidenceMatch
from kinerja.work.refusals import SampleUnread
from kinerja.work.report import Report, ReportQuerySet
from kinerja.work.unanswered import unchecked_among
from kinerja.work.verification import (
    STATE_AFTER,
    Verification,
    answer_report,
    answer_reports,
    principals_for,
    queue_among,
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

    def reply() -> Verification:
        report.version = form.cleaned_data["version"]  # as the leader read it
        return answer_report(
            report=report,
            verdict=form.cleaned_data["verdict"],
            note=form.cleaned_data["note"],
            by=request.person,
            at=timezone.now(),
        )

    answer = made(form, reply)
    if answer is not None:
        if not request.htmx:
            return _answered([report.pk])
        waiting = _number(request)
        said = STATE_AFTER[Verification.Verdict(answer.verdict)].label.lower()
        context = {"report": report, "said": said, "waiting": waiting}
        return render(request, "work/queue.html#answered", context)
    if not request.htmx:
        return _show(request, forms={report.pk: form})
    (report,) = _named(request, _rows(Report.objects.filter(pk=report.pk)))
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
    except SampleUnread as refusal:
        unread = sorted(refusal.reports, key=lambda one: (one.done_on, one.pk))
        return _show(request, unread=unread, ticked=versions)
    except Refusal as refusal:
        return _show(request, refusal=f"{refusal} Belum ada yang diterima.", ticked=versions)
    return _answered(versions)


@page
def queue_open(request: PageRequest, report_id: int) -> HttpResponse:
    """One report with its evidence, large, in place; without htmx its own page."""
    report = get_object_or_404(_rows(Report.objects.visible_to(request.person)), pk=report_id)
    if not request.htmx:
        return redirect("report_detail", report.pk)
    note_if_verifier(request.person, report)
    vars(report)["signs"] = signs_of([report], request.person)[report.pk]
    return render(request, "work/queue_open.html", {"report": report})


@page
def queue_undo(request: PageRequest) -> HttpResponse:
    """Take the last answers back; the reports wait again."""
    form = SelectionForm(request.POST or None)
    if form.is_valid():
        reports = _all_visible(request.person, form.cleaned_data["report"])
        take_back_answers(reports=reports, by=request.person, at=timezone.now())
        if request.htmx and len(reports) == 1:
            (report,) = _named(request, _rows(Report.objects.filter(pk=reports[0].pk)))
            context = {"report": report, "part": True, "waiting": _number(request)}
            return render(request, "work/queue.html#undone", context)
    return redirect("queue")


def _number(request: PageRequest) -> int:
    return queue_of(request.person, timezone.localdate()).count()


def _answered(ids: Collection[int]) -> HttpResponse:
    return redirect(f"{reverse('queue')}?{ANSWERED}={','.join(map(str, ids))}")


def _show(
    request: PageRequest,
    *,
    forms: Mapping[int, AnswerForm] | None = None,
    refusal: str = "",
    unread: Collection[Report] = (),
    ticked: Collection[int] = (),
) -> HttpResponse:
    forms = forms or {}
    today = timezone.localdate()
    team, principals = reports_of(request.person, today), _principals(request)
    waiting = queue_among(request.person, team, principals, today)
    unchecked = unchecked_among(team)
    rows_of_page = _rows(waiting).annotate(
        unchecked_number=_counted(unchecked), attendance_noted=noted_attendance()
    )[: SIZE + 1]
    found = _named(request, rows_of_page, principals)
    more = waiting.count() - SIZE if len(found) > SIZE else 0
    reports = found[:SIZE]
    with_facts(reports, request.agency)
    rows = [(report, forms.get(report.pk)) for report in reports]
    gone = [form for pk, form in forms.items() if pk not in {report.pk for report in reports}]
    refusals = [refusal, *(str(error) for form in gone for error in form.non_field_errors())]
    context = {
        "rows": rows,
        "more": more,
        "waiting": len(reports) + more,
        "refusals": [words for words in refusals if words],
        "unread": unread,
        "drawn": {report.pk for report in unread},
        "ticked": set(ticked) or ({report.pk for report in reports} if _all(request) else set()),
        "answered": _just_answered(request),
        "unchecked": vars(found[0])["unchecked_number"] if found else unchecked.count(),
    }
    wrong = refusal or forms or unread
    return render(request, "work/queue.html", context, status=422 if wrong else 200)


def _all(request: PageRequest) -> bool:
    """The link that ticks everything without JavaScript."""
    return request.GET.get("pilih") == "semua"


def _just_answered(request: PageRequest) -> list[Report]:
    """The reports named in the address that this leader answered and may still undo."""
    given = map(number_in, request.GET.get(ANSWERED, "").split(","))
    ids = [pk for pk in given if pk is not None]
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
    matches = EvidenceMatch.objects.filter(evidence=OuterRef("pk"))
    evidence = Evidence.objects.select_related("attachment__blob").annotate(
        was_used=Exists(matches)
    )
    return reports.select_related("person", "result", "indicator", "order").prefetch_related(
        Prefetch("evidence", evidence)
    )


def _counted(reports: ReportQuerySet) -> Subquery:
    """How many there are, as a column: it costs no query of its own."""
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(reports.order_by().annotate(number=number).values("number"))


def _principals(request: PageRequest) -> list[Person]:
    """In whose name this person answers today; the page knows already whether in anybody's."""
    if not request.layout.standing.stands_in:
        return []
    return principals_of(request.person, timezone.localdate())


def _named(
    request: PageRequest, reports: Iterable[Report], principals: Sequence[Person] | None = None
) -> list[Report]:
    """The reports, each with its signs and the leader in whose name it is answered (or None)."""
    found = list(reports)
    person = request.person
    known = _principals(request) if principals is None else principals
    leaders = principals_for(person, found, timezone.localdate(), known)
    team = {report.person_id for report in found} - leaders.keys()
    signs = signs_of(found, person, team)
    for report in found:
        vars(report)["principal"] = leaders.get(report.person_id)
        vars(report)["signs"] = signs[report.pk]
    return found


def _all_visible(person: Person, ids: Collection[int]) -> list[Report]:
    """All of these reports, or 404."""
    reports = list(Report.objects.visible_to(person).filter(pk__in=ids))
    if len(reports) != len(set(ids)):
        raise Http404
    return reports
