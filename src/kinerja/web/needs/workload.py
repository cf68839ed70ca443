"""Workload analysis: units and years, tasks of posts, staff needed against present, the sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.gap import PersonGap, gaps_of
from kinerja.development.sight import unit_sight
from kinerja.development.unit_gap import gap_of_unit
from kinerja.needs.scope import need_scope
from kinerja.needs.workload import (
    NewTask,
    PostStaffing,
    Staffing,
    Workload,
    WorkloadTask,
    begin_workload,
    note_shortage,
    put_tasks,
    remove_task,
    staffing,
    tasks_of_file,
)
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.scope import UnitScope
from kinerja.rules.workload import WorkPeriod
from kinerja.web.asked import row_in, year_of
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.download import download
from kinerja.web.forms import DecimalIndonesia, FilesField, Form
from kinerja.web.needs.finding import offer_units
from kinerja.web.needs.tabs import need_tabs
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.unit_field import UnitField
from kinerja.work.report import Report

SHOWN = 30
MOST_PEOPLE = 500  # of one unit whose competencies are laid beside its posts
SHEETS = (".xlsx", ".xls", ".ods", ".csv")
HEAD = (
    *("Jabatan", "Uraian tugas", "Hasil", "Volume", "Per", "Norma waktu (menit)"),
    *("Jam setahun", "Asal volume"),
)
TOTALS = ("Jabatan", "Jam setahun", "Pegawai dibutuhkan", "Pegawai ada", "Kurang (+) / lebih (-)")


class BeginForm(Form):
    unit = UnitField()
    year = forms.IntegerField(
        label="Tahun", widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    )
    effective_minutes = forms.TypedChoiceField(
        label="Waktu kerja efektif seorang pegawai",
        choices=Workload.Effective.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=Workload.Effective.FIVE_DAYS,
        help_text="75.000 menit dari PermenPANRB 1/2020; 90.000 pilihan untuk enam hari kerja.",
    )

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, scope)
        field: Any = self.fields["unit"]
        field.required, field.empty_label = True, "Pilih"


class TaskForm(Form):
    position = forms.ModelChoiceField(label="Jabatan", queryset=Position.objects.none())
    name = forms.CharField(label="Uraian tugas", max_length=250)
    product = forms.CharField(label="Hasil", max_length=60, help_text="Misalnya dokumen.")
    volume = DecimalIndonesia(label="Volume", max_digits=12, decimal_places=2, min_value=0)
    period = forms.ChoiceField(label="Per", choices=WorkPeriod.choices(), initial="year")
    norm_minutes = DecimalIndonesia(
        label="Norma waktu", max_digits=9, decimal_places=2, help_text="Menit untuk satu kali."
    )
    origin = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["position"]
        field.queryset = posts
        field.label_from_instance = lambda one: one.title

    def clean_origin(self) -> str:
        said = self.cleaned_data["origin"]
        taken = WorkloadTask.Origin.REPORTS
        return taken if said == taken else WorkloadTask.Origin.HAND


class FileForm(Form):
    refused_at = "file"
    prefix = "berkas"

    file = FilesField(
        label="Berkas tugas",
        accept=SHEETS,
        most=1,
        help_text="Kolom Jabatan, Uraian tugas, Hasil, Volume, Periode, Norma waktu (menit).",
    )


@dataclass(frozen=True)
class Line:
    """A post with the competencies of those who hold it."""

    staffing: PostStaffing
    jpm: Decimal | None
    below: int  # people with at least one competency below the standard


@page
def workloads(request: PageRequest) -> HttpResponse:
    """The analyses of one's units."""
    today = timezone.localdate()
    _scope(request)
    rows = Workload.objects.visible_to(request.person, today).select_related("unit")
    context = {"page": keyset(request, rows, SHOWN), "tabs": need_tabs("workloads")}
    return render(request, "needs/workload/list.html", context)


@page
def workload_new(request: PageRequest) -> HttpResponse:
    """Choose unit, year and effective time; what exists is opened again."""
    scope, today = _scope(request), timezone.localdate()
    initial = {"year": year_of(request)}
    form = BeginForm(request.POST or None, scope=scope, initial=initial)
    begun = made(form, lambda: begin_workload(by=request.person, on=today, **form.cleaned_data))
    if begun is not None:
        return redirect("workload", begun.pk)
    return render(request, "needs/workload/new.html", {"form": form}, status=status(form))


@page
def workload(request: PageRequest, workload_id: int) -> HttpResponse:
    """Posts, tasks, needed against present, competencies beside; a task is added below."""
    return _show(request, _visible(request, workload_id))


@page
@require_POST
def workload_task(request: PageRequest, workload_id: int) -> HttpResponse:
    """Write one task down; the same name again replaces it."""
    found = _visible(request, workload_id)
    form = TaskForm(request.POST, posts=found.unit.positions.all())
    if done(
        form,
        lambda: put_tasks(
            workload=found,
            tasks=[NewTask(**form.cleaned_data)],
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Tugas disimpan.")
        return redirect("workload", found.pk)
    return _show(request, found, form=form)


@page
@require_POST
def workload_file(request: PageRequest, workload_id: int) -> HttpResponse:
    """Read tasks from a file: all of its rows, or none."""
    found = _visible(request, workload_id)
    form = FileForm(request.POST, request.FILES)

    def store() -> list[WorkloadTask]:
        (file,) = form.cleaned_data["file"]
        tasks = tasks_of_file(content=file.read(), file_name=file.name or "", workload=found)
        on = timezone.localdate()
        return put_tasks(workload=found, tasks=tasks, by=request.person, on=on)

    stored = made(form, store)
    if stored is not None:
        messages.success(request, f"{len(stored)} tugas dibaca dari berkas.")
        return redirect("workload", found.pk)
    return _show(request, found, file_form=form)


@page
@require_POST
def workload_task_remove(request: PageRequest, workload_id: int, task_id: int) -> HttpResponse:
    """Take a task out."""
    found = _visible(request, workload_id)
    task = get_object_or_404(found.tasks, pk=task_id)
    remove_task(task=task, by=request.person, on=timezone.localdate())
    messages.success(request, "Tugas dihapus.")
    return redirect("workload", found.pk)


@page
@require_POST
def workload_shortage(request: PageRequest, workload_id: int) -> HttpResponse:
    """Make the shortage of the post in the body a finding."""
    found = _visible(request, workload_id)
    post = row_in(found.unit.positions.all(), request.POST.get("jabatan", ""))
    if post is None:
        return redirect("workload", found.pk)
    noted: list[int] = []

    def note() -> None:
        on = timezone.localdate()
        one = note_shortage(workload=found, position=post, by=request.person, on=on)
        noted.append(one.pk)

    if refused := refusal_of(note):
        messages.warning(request, str(refused))
        return redirect("workload", found.pk)
    messages.success(request, "Kekurangan ini menjadi temuan.")
    return redirect("finding", noted[0])


@page
def workload_sheet(request: PageRequest, workload_id: int) -> HttpResponse:
    """The same as a sheet (XLSX)."""
    found = _visible(request, workload_id)
    content = sheet_of(found, staffing(found, timezone.localdate()))
    return download(content, f"beban-kerja-{found.unit_id}-{found.year}.xlsx")


def sheet_of(found: Workload, counted: Staffing) -> bytes:
    """Tasks and posts; texts stay texts, whatever they begin with."""
    import xlsxwriter  # here: no command waits for it at its start

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    posts = book.add_worksheet("Kebutuhan pegawai")
    posts.write_row(0, 0, TOTALS, bold)
    for at, line in enumerate(counted.posts, start=1):
        posts.write_string(at, 0, line.position.title)
        posts.write_row(at, 1, [sum(one.hours for one in line.tasks), line.needed, line.present])
        if line.gap is not None:
            posts.write_number(at, 4, float(line.gap))
    rows = book.add_worksheet("Tugas")
    rows.write_row(0, 0, HEAD, bold)
    at = 0
    for line in counted.posts:
        for one in line.tasks:
            at += 1
            texts = {0: line.position.title, 1: one.name, 2: one.product}
            for column, text in texts.items():
                rows.write_string(at, column, text)
            rows.write_number(at, 3, float(one.volume))
            rows.write_string(at, 4, WorkPeriod(one.period).label)
            rows.write_row(at, 5, [one.norm_minutes, one.hours])
            rows.write_string(at, 7, one.get_origin_display())
    book.close()
    return out.getvalue()


def _show(request: PageRequest, found: Workload, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    counted = staffing(found, today)
    sees = unit_sight(request.person, today).covers(found.unit)
    initial = {name: request.GET.get(name, "") for name in ("position", "name", "product")}
    initial |= {name: request.GET.get(name, "") for name in ("volume", "origin")}
    context = {
        "workload": found,
        "staffing": counted,
        "lines": _with_competencies(counted, found, today, sees=sees),
        "unit_gap": gap_of_unit(found.unit, today) if sees else None,
        "reported": _reported(found, request.person),
        "form": TaskForm(
            posts=found.unit.positions.all(), initial={"period": WorkPeriod.YEAR} | initial
        ),
        "file_form": FileForm(),
        "asked": bool(initial["name"]),
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "needs/workload/show.html", context, status=status(*bad))


def _with_competencies(
    counted: Staffing, found: Workload, today: date, *, sees: bool
) -> list[Line]:
    """Each post with the mean fit of its people, for those who read the figures of the unit; a
    constant number of queries."""
    if not sees:
        return [Line(line, None, 0) for line in counted.posts]
    seats = Assignment.objects.on(today).main().filter(position__unit=found.unit)
    people = Person.objects.filter(pk__in=seats.values("person"))[:MOST_PEOPLE]
    by_post: dict[int, list[PersonGap]] = {}
    for one in gaps_of(people, today).values():
        if one.position is not None:
            by_post.setdefault(one.position.pk, []).append(one)
    lines = []
    for line in counted.posts:
        gaps = by_post.get(line.position.pk, [])
        known = [one.jpm for one in gaps if one.jpm is not None]
        mean = (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1")) if known else None
        lines.append(Line(line, mean, sum(bool(one.below) for one in gaps)))
    return lines


def _reported(found: Workload, viewer: Person) -> Iterable[dict[str, Any]]:
    """Quantities of accepted reports that the viewer may read, by post and measure of the year, the
    largest first."""
    rows = (
        Report.objects.visible_to(viewer)
        .accepted()
        .filter(
            indicator__isnull=False,
            quantity__isnull=False,
            done_on__year=found.year,
            result__plan__assignment__position__unit=found.unit,
        )
    )
    return (
        rows.order_by()
        .values(
            "result__plan__assignment__position",
            "result__plan__assignment__position__title",
            "indicator__text",
            "indicator__unit_of_measure",
        )
        .annotate(total=Sum("quantity"))
        .order_by("-total")[:20]
    )


def _scope(request: PageRequest) -> UnitScope:
    scope = need_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    return scope


def _visible(request: PageRequest, workload_id: int) -> Workload:
    rows = Workload.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("unit"), pk=workload_id)
