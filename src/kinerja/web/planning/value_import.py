"""Values of key indicators from a file: choose, look at every row, confirm."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.people.scope import UnitScope
from kinerja.planning.goal import goal_scope
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.value_import import (
    Preview,
    RowOutcome,
    packed,
    preview_values,
    store_values,
    unpacked,
)
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.attempt import made, status
from kinerja.web.download import download
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.preview import confirmed, sealed

SHEETS = (".xlsx", ".xls", ".ods", ".csv")
SALT = "kinerja.value_import"
KEPT = 2 * 60 * 60  # seconds until a preview has to be made anew
SHOWN = 200  # rows of a preview; those with a problem first


class UploadForm(Form):
    refused_at = "file"

    file = FilesField(
        label="Berkas nilai",
        accept=SHEETS,
        most=1,
        help_text="XLSX, XLS, ODS, atau CSV dengan kolom Indikator, Tanggal, Nilai, dan Sumber;"
        " paling banyak 2.000 baris.",
    )


class ConfirmForm(Form):
    rows = forms.CharField(widget=forms.HiddenInput)


def _scope(request: PageRequest) -> UnitScope:
    scope = goal_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    return scope


@page
def value_import(request: PageRequest) -> HttpResponse:
    """A new file, and what would become of each of its rows; nothing is stored yet."""
    _scope(request)
    form = UploadForm(request.POST or None, request.FILES or None)

    def read() -> Preview:
        file: UploadedFile = form.cleaned_data["file"][0]
        return preview_values(
            content=file.read(),
            file_name=file.name or "berkas",
            by=request.person,
            on=timezone.localdate(),
        )

    preview = made(form, read)
    if preview is not None:
        return _show(request, preview)
    return render(request, "planning/value_import/new.html", {"form": form}, status=status(form))


def _show(request: PageRequest, preview: Preview) -> HttpResponse:
    token = sealed(request, SALT, packed(preview))
    problems = [row for row in preview.rows if row.why]
    rest = [row for row in preview.rows if not row.why]
    context = {
        "preview": preview,
        "rows": [*problems, *rest][:SHOWN],
        "more": max(len(preview.rows) - SHOWN, 0),
        "ready": preview.count(RowOutcome.ACCEPT),
        "counts": [
            Tab(one.label, "", count=count) for one in RowOutcome if (count := preview.count(one))
        ],
        "form": ConfirmForm(initial={"rows": token}),
    }
    return render(request, "planning/value_import/preview.html", context)


@page
def value_import_store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _scope(request)
    if request.method != "POST":
        return redirect("value_import")
    shown = confirmed(request, SALT, KEPT)
    if shown is None:
        return redirect("value_import")
    entries, file_name, digest = unpacked(shown)
    try:
        rows = store_values(
            entries=entries,
            file_name=file_name,
            digest=digest,
            by=request.person,
            on=timezone.localdate(),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("value_import")
    if rows:
        messages.success(request, f"{len(rows)} nilai disimpan dari {file_name}.")
    else:
        messages.info(request, "Semua nilai itu sudah tercatat; tidak ada yang ditambahkan.")
    return redirect("goals")


@page
def value_import_template(request: PageRequest) -> HttpResponse:
    """An empty file with the right columns, and the indicators that one looks after beside it."""
    import xlsxwriter  # here: no page waits for it at the start

    scope = _scope(request)
    every = KeyIndicator.objects.visible_to(request.person).select_related("goal__unit")
    mine = [one for one in every.order_by("name") if scope.covers(one.goal.unit)]
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    values = book.add_worksheet("Nilai")
    values.write_row(0, 0, ["Indikator", "Tanggal", "Nilai", "Sumber"], head)
    values.set_column(0, 0, 50)
    values.set_column(1, 1, 14, day)
    values.set_column(2, 2, 14)
    values.set_column(3, 3, 40)
    known = book.add_worksheet("Daftar indikator")
    known.write_row(0, 0, ["Kode", "Nama", "Satuan"], head)
    known.set_column(1, 1, 60)
    for at, one in enumerate(mine, start=1):
        known.write_row(at, 0, [one.code, one.name, one.unit_of_measure])
    book.close()
    return download(out.getvalue(), "nilai-indikator.xlsx")
