"""Imports of people and units: the list of them, and a new file."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from procrastinate.contrib.django import app

from kinerja.people.access import may_import_people
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.receiving import open_batch, receive_file
from kinerja.people.person import Person
from kinerja.web.attempt import made, status
from kinerja.web.forms import FilesField, Form
from kinerja.web.indonesian import angka, tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.import_words import STATE_LOOK

SHEETS = (".xlsx", ".xls", ".ods", ".csv")
READ_AT_ONCE = 200_000  # bytes; a larger file is read by the worker
CHECKED_AT_ONCE = 2_000  # rows; a larger file is judged anew by the worker, when somebody asks


class UploadForm(Form):
    refused_at = "file"

    kind = forms.ChoiceField(
        label="Isi berkas",
        choices=ImportBatch.Kind.choices,
        widget=forms.RadioSelect,
        initial=ImportBatch.Kind.EMPLOYEES,
    )
    file = FilesField(
        label="Berkas",
        accept=SHEETS,
        most=1,
        help_text="XLSX, XLS, ODS, atau CSV, paling besar 10 MB. Kolom NIP sebaiknya teks.",
    )


@dataclass(frozen=True)
class Line:
    """One import in the list."""

    batch: ImportBatch
    tone: str
    icon: str

    @property
    def meta(self) -> str:
        day = tanggal(timezone.localdate(self.batch.created_at))
        waiting = self.batch.summary.get(Outcome.REVIEW, 0) if self.batch.is_open else 0
        parts = [self.batch.get_kind_display(), day]
        if waiting:
            parts.append(f"{angka(waiting)} baris perlu diperiksa")
        return " · ".join(parts)


def importer(request: PageRequest) -> Person:
    """The viewer, who may import. Errors: 404 for everybody else."""
    if not may_import_people(request.person):
        raise Http404
    return request.person


def the_batch(request: PageRequest, batch_id: int) -> ImportBatch:
    """An import that the viewer may see. Errors: 404."""
    importer(request)
    return get_object_or_404(ImportBatch.objects.select_related("by"), pk=batch_id)


@page
def imports(request: PageRequest) -> HttpResponse:
    """The imports so far, and a new file."""
    by = importer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    batch = made(form, lambda: _received(form, by))
    if batch is not None:
        _tell_if_known(request, batch)
        return redirect("import_show", batch.pk)
    rows = keyset(request, ImportBatch.objects.select_related("by"), size=20)
    context = {
        "form": form,
        "page": rows,
        "lines": [Line(batch, *STATE_LOOK[ImportBatch.State(batch.state)]) for batch in rows],
    }
    return render(request, "people/imports/list.html", context, status=status(form))


def _received(form: UploadForm, by: Person) -> ImportBatch:
    """The import of the file, read or waiting for the worker."""
    file: UploadedFile = form.cleaned_data["file"][0]
    name, kind, content = file.name or "berkas", form.cleaned_data["kind"], file.read()
    if len(content) <= READ_AT_ONCE:
        today = timezone.localdate()
        return open_batch(kind=kind, file_name=name, content=content, by=by, on=today)
    with transaction.atomic():
        batch = receive_file(kind=kind, file_name=name, content=content, by=by)
        task = app.configure_task("people.read_import", lock=f"import-{batch.pk}")
        task.defer(batch_id=batch.pk)
    return batch


def _tell_if_known(request: HttpRequest, batch: ImportBatch) -> None:
    older = ImportBatch.objects.filter(digest=batch.digest, kind=batch.kind, pk__lt=batch.pk)
    older = older.exclude(state__in=(ImportBatch.State.UNDONE, ImportBatch.State.FAILED))
    if known := older.first():
        day = tanggal(timezone.localdate(known.created_at))
        messages.info(request, f"Berkas yang sama sudah diunggah pada {day}.")
