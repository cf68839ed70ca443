"""Reports from a sheet: download an empty one, look at what was read, then file all at once."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.attempt import made, status
from kinerja.web.download import download
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.preview import confirmed, sealed
from kinerja.work.bulk_entry import (
    MOST_ROWS,
    Entry,
    Line,
    entry_sheet,
    file_entries,
    preview_entries,
)
from kinerja.work.plan_item import choices_on

SALT = "kinerja.report_bulk"
KEPT = 24 * 3600  # seconds that a preview may be confirmed


class SheetForm(Form):
    refused_at = "file"

    file = FilesField(
        label="Berkas",
        accept=(".xlsx", ".ods", ".csv"),
        most=1,
        help_text=f"XLSX, ODS, atau CSV, paling banyak {MOST_ROWS} laporan.",
    )


@page
def bulk(request: PageRequest) -> HttpResponse:
    """Upload a filled sheet; the answer shows each row and what would become of it."""
    form = SheetForm(request.POST or None, request.FILES or None)

    def read() -> list[Line]:
        file, now = form.cleaned_data["file"][0], timezone.now()
        return preview_entries(
            content=file.read(),
            name=file.name or "berkas",
            by=request.person,
            at=now,
            on=timezone.localdate(now),
        )

    lines = made(form, read)
    if lines is not None:
        return _show(request, lines)
    return render(request, "work/bulk/new.html", {"form": form}, status=status(form))


@page
def bulk_sheet(request: PageRequest) -> HttpResponse:
    """The empty sheet with one's own plan items."""
    today = timezone.localdate()
    content = entry_sheet(choices_on(request.person, today), today)
    return download(content, "laporan-massal.xlsx")


@page
def bulk_file(request: PageRequest) -> HttpResponse:
    """File what the preview accepted: all or nothing, and twice is as good as once."""
    if request.method != "POST":
        return redirect("report_bulk")
    rows = confirmed(request, SALT, KEPT)
    if rows is None:
        return redirect("report_bulk")
    try:
        _, new = file_entries(entries=_unpacked(rows), by=request.person, at=timezone.now())
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, f"Belum ada yang dikirim. {refusal}")
        return redirect("report_bulk")
    if new:
        messages.success(request, f"{new} laporan terkirim.")
    else:
        messages.info(request, "Semua laporan itu sudah terkirim; tidak ada yang ditambahkan.")
    return redirect("report_list")


def _show(request: PageRequest, lines: list[Line]) -> HttpResponse:
    ready = [line for line in lines if line.entry and not line.known]
    wrong = [line for line in lines if line.why]
    context = {
        "lines": [*wrong, *(line for line in lines if not line.why)],
        "ready": len(ready),
        "wrong": len(wrong),
        "known": sum(line.known for line in lines),
        "rows": sealed(request, SALT, [_packed(line.entry) for line in lines if line.entry]),
    }
    return render(request, "work/bulk/preview.html", context)


def _packed(entry: Entry) -> list[str | int | None]:
    amount = None if entry.quantity is None else f"{entry.quantity:f}"
    return [entry.done_on.isoformat(), entry.text, entry.result_id, amount]


def _unpacked(rows: list[list[str | int | None]]) -> list[Entry]:
    """What `_packed` wrote; the signature says that it did."""
    return [
        Entry(
            done_on=date.fromisoformat(str(day)),
            text=str(text),
            result_id=None if result is None else int(result),
            quantity=None if amount is None else Decimal(str(amount)),
        )
        for day, text, result, amount in rows
    ]
