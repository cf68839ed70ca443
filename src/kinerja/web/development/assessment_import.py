"""Levels from a file: choose, look at every row, confirm."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.development.assessment import assess_many
from kinerja.development.assessment_import import RowOutcome, packed, preview_levels, unpacked
from kinerja.development.competency import Competency
from kinerja.development.sight import keeper_scope
from kinerja.web.attempt import status
from kinerja.web.download import download
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.row_import import confirmed_rows, read_sent, sheet_field, shown_rows, stored

SALT = "kinerja.competency_import"


class UploadForm(Form):
    refused_at = "file"

    file = sheet_field(
        "Berkas level",
        "XLSX, XLS, ODS, atau CSV dengan kolom NIP, Kompetensi, Level, Tanggal, Cara,"
        " dan Dasar; paling banyak 20.000 baris.",
    )


@page
def upload(request: PageRequest) -> HttpResponse:
    """A new file, and what would become of each of its rows; nothing is stored yet."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    preview = read_sent(request, form, preview_levels)
    if preview is None:
        return render(
            request, "development/assessment_import/new.html", {"form": form}, status=status(form)
        )
    context = {
        "preview": preview,
        "ready": len(preview.found),
        **shown_rows(request, SALT, preview.rows, RowOutcome, packed(preview)),
    }
    return render(request, "development/assessment_import/preview.html", context)


@page
def store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _check(request)
    shown = confirmed_rows(request, SALT)
    if shown is None:
        return redirect("competency_import")
    found, file_name, digest = unpacked(shown)
    rows = stored(
        request,
        lambda: assess_many(
            found=found,
            file_name=file_name,
            digest=digest,
            by=request.person,
            on=timezone.localdate(),
        ),
    )
    if rows is None:
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
