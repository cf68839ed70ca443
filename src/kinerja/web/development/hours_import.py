"""Old learning hours from a file: choose, look at every row, confirm."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.development.hours_import import HoursOutcome, packed, preview_hours, unpacked
from kinerja.development.outside_learning import store_learning
from kinerja.development.scope import runs_trainings
from kinerja.web.attempt import status
from kinerja.web.download import download
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.row_import import confirmed_rows, read_sent, sheet_field, shown_rows, stored

SALT = "kinerja.hours_import"


class UploadForm(Form):
    refused_at = "file"

    file = sheet_field(
        "Berkas JP",
        "XLSX, XLS, ODS, atau CSV dengan kolom NIP, Nama kegiatan, Penyelenggara, Tanggal"
        " selesai, dan JP; paling banyak 2.000 baris.",
    )


def _check(request: PageRequest) -> None:
    if not runs_trainings(request.person, timezone.localdate()):
        raise PermissionDenied


@page
def upload(request: PageRequest) -> HttpResponse:
    """A new file, and what would become of each of its rows; nothing is stored yet."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    preview = read_sent(request, form, preview_hours)
    if preview is None:
        return render(request, "development/hours/upload.html", {"form": form}, status=status(form))
    context = {
        "preview": preview,
        "ready": len(preview.learning),
        **shown_rows(request, SALT, preview.rows, HoursOutcome, packed(preview)),
    }
    return render(request, "development/hours/preview.html", context)


@page
def store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _check(request)
    shown = confirmed_rows(request, SALT)
    if shown is None:
        return redirect("hours_import")
    learning, file_name, digest = unpacked(shown)
    rows = stored(
        request,
        lambda: store_learning(
            learning=learning,
            digest=digest,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
        ),
    )
    if rows is None:
        return redirect("hours_import")
    if rows:
        messages.success(request, f"{len(rows)} catatan JP disimpan dari {file_name}.")
    else:
        messages.info(request, "Semua catatan itu sudah ada; tidak ada yang ditambahkan.")
    return redirect("hours_people")


@page
def template(request: PageRequest) -> HttpResponse:
    """An empty file with the right columns."""
    import xlsxwriter  # here: no page waits for it at the start

    _check(request)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet("JP")
    columns = ["NIP", "Nama kegiatan", "Bentuk", "Penyelenggara", "Tanggal selesai", "JP"]
    sheet.write_row(0, 0, columns, head)
    sheet.set_column(0, 0, 24, text)
    sheet.set_column(1, 1, 45)
    sheet.set_column(2, 3, 25)
    sheet.set_column(4, 4, 16, day)
    book.close()
    return download(out.getvalue(), "contoh-jp.xlsx")
