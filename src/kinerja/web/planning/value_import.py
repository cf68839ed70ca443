"""Values of key indicators from a file: choose, look at every row, confirm."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.people.scope import UnitScope
from kinerja.planning.goal import goal_scope
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.value_import import (
    RowOutcome,
    packed,
    preview_values,
    store_values,
    unpacked,
)
from kinerja.web.attempt import status
from kinerja.web.download import download
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.row_import import confirmed_rows, read_sent, sheet_field, shown_rows, stored

SALT = "kinerja.value_import"


class UploadForm(Form):
    refused_at = "file"

    file = sheet_field(
        "Berkas nilai",
        "XLSX, XLS, ODS, atau CSV dengan kolom Indikator, Tanggal, Nilai, dan Sumber;"
        " paling banyak 2.000 baris.",
    )


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
    preview = read_sent(request, form, preview_values)
    if preview is None:
        return render(
            request, "planning/value_import/new.html", {"form": form}, status=status(form)
        )
    context = {
        "preview": preview,
        "ready": len(preview.entries),
        **shown_rows(request, SALT, preview.rows, RowOutcome, packed(preview)),
    }
    return render(request, "planning/value_import/preview.html", context)


@page
def value_import_store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _scope(request)
    shown = confirmed_rows(request, SALT)
    if shown is None:
        return redirect("value_import")
    entries, file_name, digest = unpacked(shown)
    rows = stored(
        request,
        lambda: store_values(
            entries=entries,
            file_name=file_name,
            digest=digest,
            by=request.person,
            on=timezone.localdate(),
        ),
    )
    if rows is None:
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
