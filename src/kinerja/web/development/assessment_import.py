"""Levels from a file: choose, look at every row, confirm."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.development.assessment import assess_many
from kinerja.development.assessment_import import (
    Preview,
    RowOutcome,
    packed,
    preview_levels,
    unpacked,
)
from kinerja.development.competency import Competency
from kinerja.development.sight import keeper_scope
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.attempt import made, status
from kinerja.web.download import download
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.preview import confirmed, sealed

SHEETS = (".xlsx", ".xls", ".ods", ".csv")
SALT = "kinerja.competency_import"
KEPT = 2 * 60 * 60  # seconds until a preview has to be made anew
SHOWN = 200  # rows of a preview; those with a problem first


class UploadForm(Form):
    refused_at = "file"

    file = FilesField(
        label="Berkas level",
        accept=SHEETS,
        most=1,
        help_text="XLSX, XLS, ODS, atau CSV dengan kolom NIP, Kompetensi, Level, Tanggal, Cara,"
        " dan Dasar; paling banyak 20.000 baris.",
    )


class ConfirmForm(Form):
    rows = forms.CharField(widget=forms.HiddenInput)


@page
def upload(request: PageRequest) -> HttpResponse:
    """A new file, and what would become of each of its rows; nothing is stored yet."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)

    def read() -> Preview:
        file: UploadedFile = form.cleaned_data["file"][0]
        return preview_levels(
            content=file.read(),
            file_name=file.name or "berkas",
            by=request.person,
            on=timezone.localdate(),
        )

    preview = made(form, read)
    if preview is not None:
        return _show(request, preview)
    return render(
        request, "development/assessment_import/new.html", {"form": form}, status=status(form)
    )


def _show(request: PageRequest, preview: Preview) -> HttpResponse:
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
        "form": ConfirmForm(initial={"rows": sealed(request, SALT, packed(preview))}),
    }
    return render(request, "development/assessment_import/preview.html", context)


@page
def store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _check(request)
    if request.method != "POST":
        return redirect("competency_import")
    shown = confirmed(request, SALT, KEPT)
    if shown is None:
        return redirect("competency_import")
    found, file_name, digest = unpacked(shown)
    try:
        rows = assess_many(
            found=found,
            file_name=file_name,
            digest=digest,
            by=request.person,
            on=timezone.localdate(),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("competency_import")
    if rows:
        messages.success(request, f"{len(rows)} level disimpan dari {file_name}.")
    else:
        messages.info(request, "Semua level itu sudah tercatat; tidak ada yang ditambahkan.")
    return redirect("competency_units")


@page
def template(request: PageRequest) -> HttpResponse:
    """An empty file with the right columns, and the dictionary beside it."""
    import xlsxwriter  # here: no page waits for it at the start

    _check(request)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    levels = book.add_worksheet("Level")
    levels.write_row(0, 0, ["NIP", "Kompetensi", "Level", "Tanggal", "Cara", "Dasar"], head)
    levels.set_column(0, 0, 22, text)
    levels.set_column(1, 5, 20)
    known = book.add_worksheet("Kamus")
    known.write_row(0, 0, ["Kode", "Nama"], head)
    known.set_column(1, 1, 40)
    for at, one in enumerate(Competency.objects.visible_to(request.person).used(), start=1):
        known.write_row(at, 0, [one.code, one.name])
    book.close()
    return download(out.getvalue(), "contoh-level-kompetensi.xlsx")


def _check(request: PageRequest) -> None:
    if not keeper_scope(request.person, timezone.localdate()):
        raise PermissionDenied
