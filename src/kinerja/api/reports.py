"""One's own reports, for a program of one's own."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Header, Schema

from kinerja.api.interface import PROBLEMS, Token, api, whose
from kinerja.people.token import AccessToken
from kinerja.planning.work_result import WorkResult
from kinerja.work.filing import LONGEST_TEXT, file_report
from kinerja.work.plan_item import choices_on
from kinerja.work.refusals import UnknownResult
from kinerja.work.report import Report

HUNDREDTHS = Decimal("0.01")  # as it is stored
PAGE = 200  # reports in one answer
REPORTS = Token(AccessToken.Scope.REPORTS)


class Me(Schema):
    name: str
    nip: str | None
    scopes: list[str]
    today: date  # of the agency


class Result(Schema):
    """A plan item that reports may serve; `unit`: what its quantity counts, "" if nothing."""

    id: int
    title: str
    unit: str
    year: int


class NewReport(Schema, extra="forbid"):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    done_on: date | None = None  # today, if nothing is said
    result: int | None = None  # outside the plan, if nothing is said
    quantity: Decimal | None = None


class Filed(Schema):
    id: int
    receipt: str
    text: str
    done_on: date
    result: int | None
    quantity: Decimal | None
    state: str


class Reports(Schema):
    """`more`: ask again with `after` = the last id."""

    reports: list[Filed]
    more: bool


@api.get("/me", url_name="me", auth=Token(), response={200: Me} | PROBLEMS)
def me(request: HttpRequest) -> Me:
    """Whose token this is."""
    person = whose(request)
    scopes: list[str] = request.auth.scopes  # type: ignore[attr-defined]
    return Me(name=person.name, nip=person.nip, scopes=scopes, today=timezone.localdate())


@api.get("/results", url_name="results", auth=REPORTS, response={200: list[Result]} | PROBLEMS)
def results(request: HttpRequest) -> list[Result]:
    """One's own plan items that a report of today may name."""
    return [
        Result(id=one.result.pk, title=one.result.title, unit=one.unit, year=one.result.plan.year)
        for one in choices_on(whose(request), timezone.localdate())
    ]


@api.post(
    "/reports", url_name="report_add", auth=REPORTS, response={200: Filed, 201: Filed} | PROBLEMS
)
def add_report(
    request: HttpRequest, said: NewReport, idempotency_key: Header[UUID]
) -> tuple[int, Filed]:
    """File one's own report. The same key again: 200 with the first one, unchanged."""
    person, now = whose(request), timezone.now()
    result = None
    if said.result is not None:
        result = WorkResult.objects.filter(pk=said.result, plan__person=person).first()
        if result is None:
            raise UnknownResult("Hasil kerja itu tidak ada dalam rencana Anda.")
    repeated = Report.objects.of(person).filter(key=idempotency_key).exists()
    report = file_report(
        text=said.text,
        key=idempotency_key,
        by=person,
        at=now,
        done_on=said.done_on or timezone.localdate(now),
        result=result,
        quantity=said.quantity,
    )
    return 200 if repeated else 201, _filed(report)


@api.get("/reports", url_name="reports", auth=REPORTS, response={200: Reports} | PROBLEMS)
def list_reports(request: HttpRequest, since: date | None = None, after: int = 0) -> Reports:
    """One's own reports of work since a day, in the order in which they were filed."""
    mine = Report.objects.filter(person=whose(request), pk__gt=after).order_by("pk")
    if since is not None:
        mine = mine.filter(done_on__gte=since)
    rows = list(mine[: PAGE + 1])
    return Reports(reports=[_filed(one) for one in rows[:PAGE]], more=len(rows) > PAGE)


def _filed(report: Report) -> Filed:
    return Filed(
        id=report.pk,
        receipt=report.receipt,
        text=report.text,
        done_on=report.done_on,
        result=report.result_id,
        quantity=None if report.quantity is None else report.quantity.quantize(HUNDREDTHS),
        state=report.state,
    )
