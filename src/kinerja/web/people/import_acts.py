"""What is done with a whole import: store, judge anew, take back, finish."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from procrastinate.contrib.django import app

from kinerja.people.imports.applying import apply_batch, start_apply
from kinerja.people.imports.closing import finish_batch
from kinerja.people.imports.deciding import recheck_batch, start_recheck
from kinerja.people.imports.undo import undo_batch
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import angka
from kinerja.web.page import PageRequest, page
from kinerja.web.people.imports import CHECKED_AT_ONCE, the_batch

STORED_AT_ONCE = 1_000  # rows; more are stored by the worker


class UndoForm(Form):
    reason = forms.CharField(label="Alasan", max_length=300)
    sure = forms.BooleanField(label="Saya sudah memeriksa; yang disimpan impor ini ditarik lagi")


@page
def apply(request: PageRequest, batch_id: int) -> HttpResponse:
    """Store what is ready: at once, or by the worker when there is much."""
    batch = the_batch(request, batch_id)
    if request.method == "POST":
        if batch.is_open and batch.ready > STORED_AT_ONCE:
            with transaction.atomic():
                start_apply(batch=batch, by=request.person)
                task = app.configure_task("people.apply_import", lock=f"import-{batch.pk}")
                task.defer(batch_id=batch.pk, by_id=request.person.pk)
        else:
            count = apply_batch(batch=batch, by=request.person, on=timezone.localdate())
            messages.success(request, f"{angka(count)} baris disimpan.")
    return redirect("import_show", batch.pk)


@page
def recheck(request: PageRequest, batch_id: int) -> HttpResponse:
    """Judge all rows anew, with the decisions and with what is stored by now."""
    batch = the_batch(request, batch_id)
    if request.method == "POST" and batch.size > CHECKED_AT_ONCE:
        with transaction.atomic():
            start_recheck(batch=batch, by=request.person)
            task = app.configure_task("people.recheck_import", lock=f"import-{batch.pk}")
            task.defer(batch_id=batch.pk)
    elif request.method == "POST":
        recheck_batch(batch=batch, by=request.person, on=timezone.localdate())
        messages.success(request, "Semua baris sudah diperiksa ulang.")
    return redirect("import_show", batch.pk)


@page
def finish(request: PageRequest, batch_id: int) -> HttpResponse:
    """Nothing more is to be decided: the file is deleted."""
    batch = the_batch(request, batch_id)
    if request.method == "POST":
        finish_batch(batch=batch, by=request.person)
        messages.success(request, "Impor selesai dan berkasnya dihapus. Laporannya tetap ada.")
    return redirect("import_show", batch.pk)


@page
def undo(request: PageRequest, batch_id: int) -> HttpResponse:
    """Take the import back, with the reason."""
    batch = the_batch(request, batch_id)
    form = UndoForm(request.POST or None)
    today = timezone.localdate()
    if done(
        form,
        lambda: undo_batch(
            batch=batch, by=request.person, on=today, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, "Impor dibatalkan; data kembali seperti sebelumnya.")
        return redirect("import_show", batch.pk)
    stored = batch.rows.exclude(stored={}).count()
    context = {"form": form, "batch": batch, "stored": stored}
    return render(request, "people/imports/undo.html", context, status=status(form))
