"""Old learning hours from a file: choose, look at every row, confirm."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.development.hours_import import (
    HoursOutcome,
    HoursPreview,
    packed,
    preview_hours,
    unpacked,
)
from kinerja.development.outside_learning import store_learning
from kinerja.development.scope import runs_trainings
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.attempt import made, status
from kinerja.web.download import download
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.preview import confirmed, sealed

SHEETS = (".xlsx", ".xls", ".ods", ".csv")
SALT = "kinerja.hours_import"
KEPT = 2 * 60 * 60  # seconds until a preview has to be made anew
SHOWN = 200  # rows of a preview; those with a problem first


class UploadForm(Form):
    refused_at = "file"

    file = FilesField(
        label="Berkas JP",
        accept=SHEETS,
        most=1,
        help_text="XLSX, XLS, ODS, atau CSV dengan kolom NIP, Nama kegiatan, Penyelenggara, Tanggal"
        " selesai, dan JP; paling banyak 2.000 baris.",
    )


class ConfirmForm(Form):
    rows = forms.CharField(widget=forms.HiddenInput)


def _check(request: PageRequest) -> None:
    if not runs_trainings(request.person, timezone.localdate()):
        raise PermissionDenied


@page
def upload(request: PageRequest) -> HttpResponse:
    """A new file, and what would become of each of its rows; nothing is stored yet."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)

    def read() -> HoursPreview:
        file: UploadedFile = form.cleaned_data["file"][0]
        return preview_hours(
            content=file.read(),
            file_name=file.name or "berkas",
            by=request.person,
            on=timezone.localdate(),
        )

    preview = made(form, read)
    if preview is None:
        return render(request, "development/hours/upload.html", {"form": form}, status=status(form))
    token = sealed(request, SALT, packed(preview))
    problems = [row for row in preview.rows if row.why]
    rest = [row for row in preview.rows if not row.why]
    context = {
        "preview": preview,
        "rows": [*problems, *rest][:SHOWN],
        "more": max(len(preview.rows) - SHOWN, 0),
        "ready": preview.count(HoursOutcome.ACCEPT),
        "counts": [
            Tab(one.label, "", count=count) for one in HoursOutcome if (count := preview.count(one))
        ],
        "form": ConfirmForm(initial={"rows": token}),
    }
    return render(request, "development/hours/preview.html", context)


@page
def store(request: PageRequest) -> HttpResponse:
    """Store what the preview accepted, all or nothing; twice is as good as once."""
    _check(request)
    shown = confirmed(request, SALT, KEPT) if request.method == "POST" else None
    if shown is None:
        return redirect("hours_import")
    learning, file_name, digest = unpacked(shown)
    try:
        rows = store_learning(
            learning=learning,
            digest=digest,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
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
