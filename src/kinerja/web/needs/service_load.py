"""A file of service data: choose it, see how it is read, put columns right, store or take back."""

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.scope import may_analyse
from kinerja.needs.service_data.dataset import ServiceDataset, ServiceMeasure
from kinerja.needs.service_data.load import (
    MeasureSheet,
    ServiceLoad,
    receive_file,
    set_columns,
    store_load,
    table_of,
    withdraw_load,
)
from kinerja.needs.service_data.period import spans
from kinerja.needs.service_data.table import Role, Table
from kinerja.rules.refusal import Refusal
from kinerja.web.attempt import made, status
from kinerja.web.download import download
from kinerja.web.forms import FilesField, Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.stored_file import send_file

SHEETS = (".xlsx", ".ods", ".csv")
SHOWN = 100  # cells with a problem, and rows of the sample


class FileForm(Form):
    refused_at = "file"

    file = FilesField(
        label="Berkas",
        accept=SHEETS,
        most=1,
        help_text="XLSX, ODS, atau CSV; paling banyak 50.000 baris dan 10 MB.",
    )


class ColumnsForm(Form):
    """One choice for each column of the file."""

    def __init__(self, *args: Any, columns: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(columns)
        for at, (name, role) in enumerate(columns.items()):
            self.fields[f"kolom{at}"] = forms.ChoiceField(
                label=name, choices=Role.choices(), initial=role
            )

    def columns(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"kolom{at}"] for at, name in enumerate(self.names)}


class StoreForm(Form):
    """What each measure that is new needs beside its name."""

    def __init__(self, *args: Any, measures: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = measures
        for at, name in enumerate(measures):
            self.fields[f"satuan{at}"] = forms.CharField(label=f"Satuan {name}", max_length=40)
            self.fields[f"arah{at}"] = forms.ChoiceField(
                label=f"Arah {name}",
                choices=ServiceMeasure.Polarity.choices,
                initial=ServiceMeasure.Polarity.NONE,
            )
            self.fields[f"gabung{at}"] = forms.ChoiceField(
                label=f"Angka {name} dari beberapa tempat",
                choices=ServiceMeasure.Together.choices,
                initial=ServiceMeasure.Together.SUM,
            )

    def sheets(self) -> dict[str, MeasureSheet]:
        said = self.cleaned_data
        return {
            name: MeasureSheet(said[f"satuan{at}"], said[f"arah{at}"], said[f"gabung{at}"])
            for at, name in enumerate(self.measures)
        }


class WithdrawForm(Form):
    reason = TextField(label="Mengapa dibatalkan", rows=2, max_length=500)


@page
def load_new(request: PageRequest, dataset_id: int) -> HttpResponse:
    """Choose a file; nothing is stored yet."""
    rows = ServiceDataset.objects.visible_to(request.person).select_related("unit")
    dataset = get_object_or_404(rows, pk=dataset_id)
    _check(request, dataset)
    form = FileForm(request.POST or None, request.FILES or None)

    def receive() -> ServiceLoad:
        file: UploadedFile = form.cleaned_data["file"][0]
        return receive_file(
            dataset=dataset,
            name=file.name or "berkas",
            content=file.read(),
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
        )

    load = made(form, receive)
    if load is not None:
        if load.state == ServiceLoad.State.LOADED:
            messages.info(request, "Berkas ini sudah dimuat; tidak ada yang ditambahkan.")
        return redirect("service_load", load.pk)
    context = {"form": form, "dataset": dataset}
    return render(request, "needs/service_data/load_new.html", context, status=status(form))


@page
def load(request: PageRequest, load_id: int) -> HttpResponse:
    """How the file is read; or what became of it."""
    return _show(request, _held(request, load_id))


@page
@require_POST
def load_columns(request: PageRequest, load_id: int) -> HttpResponse:
    """Say what the columns hold, and look again."""
    one = _held(request, load_id)
    form = ColumnsForm(request.POST, columns=one.columns)
    mapped = made(
        form,
        lambda: set_columns(
            load=one, columns=form.columns(), by=request.person, on=timezone.localdate()
        ),
    )
    if mapped is None:
        return _show(request, one, columns_form=form)
    return redirect("service_load", one.pk)


@page
@require_POST
def load_store(request: PageRequest, load_id: int) -> HttpResponse:
    """Store the figures, all or none."""
    one = _held(request, load_id)
    table, _ = _read(one)
    form = StoreForm(request.POST, measures=_new(one, table))
    stored = made(
        form,
        lambda: store_load(
            load=one, sheets=form.sheets(), by=request.person, on=timezone.localdate()
        ),
    )
    if stored is None:
        return _show(request, one, store_form=form)
    if stored.figures:
        messages.success(request, f"{stored.figures} angka dimuat dari {stored.file_name}.")
    else:
        messages.info(request, "Semua angka itu sudah ada; tidak ada yang ditambahkan.")
    return redirect("service_dataset", one.dataset_id)


@page
@require_POST
def load_withdraw(request: PageRequest, load_id: int) -> HttpResponse:
    """Take a load back, with a reason."""
    one = _held(request, load_id)
    form = WithdrawForm(request.POST)
    gone = made(
        form,
        lambda: withdraw_load(
            load=one,
            reason=form.cleaned_data["reason"],
            by=request.person,
            on=timezone.localdate(),
        ),
    )
    if gone is None:
        return _show(request, one, withdraw_form=form)
    messages.success(request, "Muatan dibatalkan; angka sebelumnya berlaku lagi.")
    return redirect("service_dataset", one.dataset_id)


@page
def load_file(request: PageRequest, load_id: int) -> HttpResponseBase:
    """The file as it came in."""
    rows = ServiceLoad.objects.filter(
        dataset__in=ServiceDataset.objects.visible_to(request.person)
    ).select_related("attachment__blob")
    one = get_object_or_404(rows, pk=load_id)
    if one.attachment is None:
        raise Http404
    return send_file(request, one.attachment)


@page
def load_template(request: PageRequest) -> HttpResponse:
    """A small file with the right columns and made-up figures."""
    import xlsxwriter  # here: no page waits for it at the start

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True})
    sheet = book.add_worksheet("Data contoh")
    sheet.write_row(0, 0, ["Bulan", "Tempat", "Penumpang", "Waktu tunggu"], head)
    for at, row in enumerate(
        [
            ["2026-01", "Koridor 1", 1240, 11.5],
            ["2026-01", "Koridor 2", 980, 14],
            ["2026-02", "Koridor 1", 1190, 12],
            ["2026-02", "Koridor 2", None, 13.5],
        ],
        start=1,
    ):
        sheet.write_row(at, 0, row)
    sheet.set_column(0, 3, 16)
    book.close()
    return download(out.getvalue(), "contoh-data-layanan.xlsx")


def _show(request: PageRequest, one: ServiceLoad, **given: Any) -> HttpResponse:
    context: dict[str, Any] = {"one": one, "dataset": one.dataset}
    if one.state == ServiceLoad.State.DRAFT:
        table, refused = _read(one)
        periods = sorted({figure.period for figure in table.figures})
        frequency = one.dataset.period
        context |= {
            "table": table,
            "refused": refused,
            "problems": table.problems[:SHOWN],
            "more": max(len(table.problems) - SHOWN, 0),
            "rows": table.figures[:5],
            "periods": len(periods),
            "span": spans([periods[0]], frequency) + spans([periods[-1]], frequency)
            if periods
            else [],
            "places": len(table.places),
            "columns_form": ColumnsForm(columns=one.columns),
            "store_form": StoreForm(measures=_new(one, table)),
            "ready": bool(table.figures) and not table.problems,
        }
    else:
        context["read_as"] = [
            (name, Role(role).label) for name, role in (one.columns or {}).items()
        ]
    if one.state == ServiceLoad.State.LOADED:
        context["withdraw_form"] = WithdrawForm()
    context |= given
    bad = [form for form in given.values() if form.errors]
    return render(request, "needs/service_data/load.html", context, status=status(*bad))


def _read(one: ServiceLoad) -> tuple[Table, str]:
    """The file as it is read now, or why it cannot be read with these columns."""
    try:
        return table_of(one, timezone.localdate()), ""
    except Refusal as refusal:
        return Table(dict(one.columns)), str(refusal)


def _new(one: ServiceLoad, table: Table) -> list[str]:
    """Measures of the file that the data set does not have yet."""
    known = set(one.dataset.measures.values_list("name", flat=True))
    return [name for name in table.measures if name not in known]


def _held(request: PageRequest, load_id: int) -> ServiceLoad:
    rows = ServiceLoad.objects.filter(
        dataset__in=ServiceDataset.objects.visible_to(request.person)
    ).select_related("dataset__unit", "attachment__blob", "by")
    one = get_object_or_404(rows, pk=load_id)
    _check(request, one.dataset)
    return one


def _check(request: PageRequest, dataset: ServiceDataset) -> None:
    if not may_analyse(request.person, timezone.localdate(), dataset.unit):
        raise PermissionDenied
