"""The door for reports that waited on a phone. It answers in JSON, each status with its words."""

from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.page import PageRequest, page
from kinerja.web.work.report import receipt_url
from kinerja.web.work.report_form import ReportForm
from kinerja.work.duty import orders_for
from kinerja.work.filing import file_report
from kinerja.work.plan_item import choices_on
from kinerja.work.report import Report

OTHER_ACCOUNT = "Laporan ini ditulis dengan akun lain. Masuk dengan akun itu untuk mengirimnya."


@page
def report_send(request: PageRequest) -> HttpResponse:
    """GET: whose session this is, and a fresh token. POST: one report, exactly once.

    201 stored; 200 was stored before (the first receipt); 403 written with another account;
    409 refused by a rule; 422 something in the form. 401 and 403 of a session that has ended come
    from `@page` and from the CSRF middleware.
    """
    person = request.person
    if request.method != "POST":
        return JsonResponse({"author": person.pk, "token": get_token(request)})
    if request.POST.get("author") != str(person.pk):
        return _no(403, "author", [OTHER_ACCOUNT])
    now = timezone.now()
    form = ReportForm(
        request.POST,
        request.FILES,
        choices=choices_on(person, timezone.localdate(now)),
        today=timezone.localdate(now),
        orders=orders_for(person, timezone.localdate(now)),
    )
    form.full_clean()
    # First the key: what was stored stays stored, whatever became of the plan since.
    key = form.cleaned_data.get("key")
    if key and (known := Report.objects.of(person).filter(key=key).first()):
        return _receipt(known, 200)
    if form.errors:
        return _no(422, "form", [str(words) for each in form.errors.values() for words in each])
    try:
        report = file_report(by=person, at=now, **form.said())
    except Forbidden:
        raise
    except Refusal as refusal:
        return _no(409, "refused", [str(refusal)])
    return _receipt(report, 201 if report.filed_at == now else 200)


def _receipt(report: Report, status: int) -> HttpResponse:
    said = {"receipt": report.receipt, "url": receipt_url(report)}
    return JsonResponse(said, status=status)


def _no(status: int, code: str, words: Iterable[str]) -> HttpResponse:
    return JsonResponse({"code": code, "words": list(words)}, status=status)
