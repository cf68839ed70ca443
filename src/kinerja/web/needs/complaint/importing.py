"""Complaints from a file: choose, tell once what names stand for, look at every row, confirm."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.import_file import (
    LABELS,
    MOST_ROWS,
    ColumnsMissing,
    Preview,
    RowOutcome,
    packed,
    preview_complaints,
    store_complaints,
    unpacked,
)
from kinerja.needs.complaint.mapping import ComplaintMapping, keep_mapping
from kinerja.needs.complaint.scope import desk_scope
from kinerja.people.unit import Unit
from kinerja.web.attempt import refusal_of, status
from kinerja.web.download import download
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.row_import import confirmed_rows, read_sent, sheet_field, shown_rows, stored

SALT = "kinerja.complaint_import"
MOST_NAMES = 50  # to be told at once
What = ComplaintMapping.What


class UploadForm(Form):
    refused_at = "file"

    file = sheet_field(
        "Berkas pengaduan",
        "XLSX, XLS, ODS, atau CSV dari SP4N-LAPOR!; paling banyak 1.000 baris. Nama"
        " pelapor tidak dibaca.",
    )


@page
def complaint_import(request: PageRequest) -> HttpResponse:
    """A new file, and what would become of each of its rows; nothing is stored yet."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    missing: list[ColumnsMissing] = []

    def read(**sent: Any) -> Preview:
        try:
            return preview_complaints(**sent)
        except ColumnsMissing as refusal:
            missing.append(refusal)
            raise

    preview = read_sent(request, form, read)
    if preview is not None:
        return _show(request, preview)
    context = {"form": form, "missing": _columns_asked(missing), "most": MOST_ROWS}
    return render(request, "needs/complaint/import.html", context, status=status(form))


@page
@require_POST
def complaint_import_mapping(request: PageRequest) -> HttpResponse:
    """What columns, units and categories of the file stand for; kept for the next files."""
    _check(request)
    mapping = {}
    for number in range(MOST_NAMES * 2):
        said = request.POST.get(f"nama-{number}", "")[:200]
        target, what = request.POST.get(f"untuk-{number}", ""), request.POST.get(f"jenis-{number}")
        if said and what in What.values and _is_target(str(what), target):
            mapping[str(what), said] = target
    refused = refusal_of(
        lambda: keep_mapping(mapping=mapping, by=request.person, on=timezone.localdate())
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Pilihan diingat. Kirim berkasnya sekali lagi.")
    return redirect("complaint_import")


@page
@require_POST
def complaint_import_store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _check(request)
    shown = confirmed_rows(request, SALT)
    if shown is None:
        return redirect("complaint_import")
    cases, file_name = unpacked(shown)
    counts = stored(
        request,
        lambda: store_complaints(
            cases=cases,
            file_name=file_name,
            by=request.person,
            on=timezone.localdate(),
            at=timezone.now(),
        ),
    )
    if counts is None:
        return redirect("complaint_import")
    added, ended = counts
    if added or ended:
        messages.success(request, f"{added} pengaduan disimpan, {ended} diperbarui.")
    else:
        messages.info(request, "Semua pengaduan itu sudah tercatat; tidak ada yang ditambahkan.")
    return redirect("complaints")


@page
def complaint_import_template(request: PageRequest) -> HttpResponse:
    """An empty file with the right columns."""
    import xlsxwriter  # here: no page waits for it at the start

    _check(request)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Pengaduan")
    sheet.write_row(0, 0, list(LABELS.values()), book.add_format({"bold": True}))
    sheet.set_column(0, len(LABELS) - 1, 24)
    book.close()
    return download(out.getvalue(), "contoh-pengaduan.xlsx")


def _check(request: PageRequest) -> None:
    if not desk_scope(request.person, timezone.localdate()).everything:
        raise PermissionDenied


def _show(request: PageRequest, preview: Preview) -> HttpResponse:
    unknown = preview.unknown
    units = [(str(pk), name) for pk, name in Unit.objects.open().values_list("pk", "name")]
    kinds = [(str(one.pk), one.name) for one in ComplaintCategory.objects.offered()]
    asked = [
        *((What.UNIT.value, name, units) for name in unknown[What.UNIT.value][:MOST_NAMES]),
        *((What.CATEGORY.value, name, kinds) for name in unknown[What.CATEGORY.value][:MOST_NAMES]),
    ]
    context = {
        "preview": preview,
        "ready": len(preview.cases),
        "asked": asked,
        **shown_rows(request, SALT, preview.rows, RowOutcome, packed(preview)),
    }
    return render(request, "needs/complaint/preview.html", context)


def _columns_asked(missing: list[ColumnsMissing]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """For each heading of the file: what it may stand for."""
    if not missing:
        return []
    choices = [(name, LABELS[name]) for name in missing[0].missing]
    return [(What.COLUMN.value, heading, choices) for heading in missing[0].headings[:MOST_NAMES]]


def _is_target(what: str, target: str) -> Any:
    if what == What.COLUMN:
        return target in LABELS
    if not target.isdecimal() or len(target) > 18:
        return False
    rows: Any = Unit if what == What.UNIT else ComplaintCategory
    return rows.objects.filter(pk=int(target)).exists()
