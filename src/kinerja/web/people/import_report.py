"""The verdicts of one import: counts as tabs, the rows of one of them, and what waits for what."""

from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh

from kinerja.people.imports.batch import ImportBatch, ImportRow
from kinerja.people.imports.outcome import Outcome
from kinerja.web.indonesian import angka
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.people.import_words import CAUSES, LOOK, ORDER, STATE_LOOK
from kinerja.web.people.imports import the_batch

ROWS_A_PAGE = 50
REPAIRED = (Outcome.REVIEW, Outcome.REFUSE)  # outcomes that a person can change


@dataclass(frozen=True)
class Cause:
    """How many rows wait for the same reason."""

    code: str
    words: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Shown:
    """One row of the report."""

    row: ImportRow
    tone: str
    icon: str
    repairable: bool

    @property
    def name(self) -> str:
        values = self.row.values
        return str(values.get("name") or values.get("code") or "")

    @property
    def number(self) -> str:
        values = self.row.values
        return str(values.get("nip") or values.get("code") or "")

    @property
    def place(self) -> str:
        values = self.row.values
        parts = (values.get("position"), values.get("unit") or values.get("parent_name"))
        return ", ".join(part for part in parts if part)


@page
def report(request: PageRequest, batch_id: int) -> HttpResponse:
    """The page; `?hasil=` chooses an outcome, `?alasan=` a reason."""
    batch = the_batch(request, batch_id)
    if request.htmx and not batch.is_busy:  # the page asked whether the job is done
        return HttpResponseClientRefresh()
    wanted = request.GET.get("hasil", "")
    outcome = Outcome(wanted) if wanted in Outcome.values else _first_outcome(batch)
    cause = request.GET.get("alasan", "")
    rows = batch.rows.ended(outcome)
    if cause:
        rows = rows.filter(reasons__contains=[{"code": cause[:40]}])
    shown = keyset(request, rows, ROWS_A_PAGE, ("place", "pk"))
    address = reverse("import_show", args=[batch.pk])
    ready = batch.ready if batch.is_open else 0
    context = {
        "batch": batch,
        "look": STATE_LOOK[ImportBatch.State(batch.state)],
        "tabs": [
            Tab(one.label, f"{address}?hasil={one}", one is outcome, batch.summary.get(one, 0))
            for one in ORDER
        ],
        "outcome": outcome,
        "cause": CAUSES.get(cause, ""),
        "causes": _causes(batch, outcome, cause) if outcome in REPAIRED else [],
        "rows": [_shown(row, batch) for row in shown],
        "page": shown,
        "ready": ready,
        "save_words": f"Simpan {angka(ready)} baris",
        "table_words": f"Baris dengan hasil {outcome.label.lower()}",
        "many_sheets": len({row.sheet for row in shown}) > 1,
        "decided": batch.is_open,
        "unknown_units": batch.is_open and _has_unknown_units(batch),
        "can_undo": batch.state in (ImportBatch.State.APPLIED, ImportBatch.State.FINISHED),
    }
    part = "#progress" if request.htmx else ""
    return render(request, f"people/imports/show.html{part}", context)


def _first_outcome(batch: ImportBatch) -> Outcome:
    return next((one for one in ORDER if batch.summary.get(one)), Outcome.REVIEW)


def _shown(row: ImportRow, batch: ImportBatch) -> Shown:
    outcome = Outcome(row.outcome)
    tone, icon = LOOK[outcome]
    return Shown(row, tone, icon, is_repairable(row, batch))


def is_repairable(row: ImportRow, batch: ImportBatch) -> bool:
    """Whether a person can still decide about the row."""
    if not batch.is_open or row.stored:
        return False
    return row.outcome in REPAIRED or bool(row.correction)


def _causes(batch: ImportBatch, outcome: Outcome, current: str) -> list[Cause]:
    """The reasons that keep rows of this outcome, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said->>'code', count(DISTINCT r.id) FROM people_importrow r,"
            " jsonb_array_elements(r.reasons) said"
            " WHERE r.batch_id = %s AND r.outcome = %s AND said->>'outcome' = %s"
            " GROUP BY 1 ORDER BY 2 DESC, 1",
            [batch.pk, outcome.value, outcome.value],
        )
        counted = cursor.fetchall()
    address = reverse("import_show", args=[batch.pk])
    return [
        Cause(
            code,
            CAUSES.get(code, "Alasan lain"),
            count,
            f"{address}?hasil={outcome}&alasan={code}",
            code == current,
        )
        for code, count in counted
    ]


def _has_unknown_units(batch: ImportBatch) -> bool:
    waiting = batch.rows.ended(Outcome.REVIEW).filter(stored={})
    return waiting.filter(reasons__contains=[{"code": "unit_unknown"}]).exists()
