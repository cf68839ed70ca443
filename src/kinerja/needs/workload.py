"""Workload of a unit in a year (ABK): the tasks of each post, the staff they need, who is there.

Volumes are typed, read from a file, or taken over from accepted reports; the arithmetic stands in
`rules.workload`. What is missing becomes a finding with one tap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import Count, Q

from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.scope import check_may_analyse, need_scope
from kinerja.people.assignment import Assignment
from kinerja.people.imports.named_rows import named_rows
from kinerja.people.imports.number import read_decimal
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.people.person import Person, is_present
from kinerja.people.position import Position
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.refusals import FileRefused
from kinerja.rules.refusal import Refusal
from kinerja.rules.rounding import round_half_up
from kinerja.rules.workload import (
    EFFECTIVE_MINUTES_PER_YEAR,
    SIX_DAY_WEEK_MINUTES_PER_YEAR,
    Task,
    WorkPeriod,
    staff_needed,
    staffing_gap,
    total_minutes,
)

MOST_TASKS = 500  # of one unit
MOST_ERRORS = 20  # rows of a file that are named
SHORT_BY = Decimal("0.5")  # persons: what rounds to one is a shortage (U)
COLUMNS = {
    "position": ("jabatan", "nama jabatan"),
    "name": ("uraian tugas", "tugas", "kegiatan", "uraian kegiatan"),
    "volume": ("volume", "beban kerja", "volume kerja", "jumlah"),
    "norm_minutes": ("norma waktu (menit)", "norma waktu", "waktu penyelesaian (menit)", "menit"),
}
OTHER_COLUMNS = {
    "product": ("hasil kerja", "hasil", "satuan hasil"),
    "period": ("periode", "per", "satuan waktu"),
}


class NoShortage(Refusal):
    """The post has as many people as its tasks need."""


class WorkloadQuerySet(models.QuerySet["Workload"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Those of the units that the person analyses."""
        return self.filter(need_scope(person, on).within())


class Workload(models.Model):
    """The analysis of one unit (without those below it) in one year."""

    class Effective(models.IntegerChoices):
        FIVE_DAYS = int(EFFECTIVE_MINUTES_PER_YEAR), "75.000 menit (1.250 jam) setahun"
        SIX_DAYS = int(SIX_DAY_WEEK_MINUTES_PER_YEAR), "90.000 menit (1.500 jam), 6 hari kerja"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="workloads", verbose_name="unit kerja"
    )
    year = models.PositiveSmallIntegerField("tahun")
    effective_minutes = models.PositiveIntegerField(
        "waktu kerja efektif", choices=Effective, default=Effective.FIVE_DAYS
    )
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_on = models.DateField("dimulai")

    objects = WorkloadQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit__path"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="workload_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class WorkloadTask(models.Model):
    """One kind of work of a post: how often it comes, and how long it takes once."""

    class Origin(models.TextChoices):
        HAND = "hand", "Diisi"
        FILE = "file", "Dari berkas"
        REPORTS = "reports", "Dari laporan yang diterima"

    workload = models.ForeignKey(Workload, models.CASCADE, related_name="tasks", db_index=False)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", verbose_name="jabatan")
    name = models.CharField("uraian tugas", max_length=250)
    product = models.CharField("hasil", max_length=60)
    volume = models.DecimalField("volume", max_digits=12, decimal_places=2)
    period = models.CharField("per", max_length=5, choices=WorkPeriod.choices())
    norm_minutes = models.DecimalField("norma waktu (menit)", max_digits=9, decimal_places=2)
    origin = models.CharField("asal volume", max_length=7, choices=Origin, default=Origin.HAND)

    class Meta:
        ordering = ["position_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workload", "position", "name"], name="workload_task_once"
            ),
            models.CheckConstraint(
                condition=Q(volume__gte=0, norm_minutes__gt=0) & ~Q(name=""),
                name="workload_task_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def task(self) -> Task:
        """As the rule takes it."""
        return Task(self.volume, WorkPeriod(self.period), self.norm_minutes)

    @property
    def hours(self) -> Decimal:
        """Of a year."""
        return round_half_up(total_minutes([self.task]) / 60, 2)


@dataclass(frozen=True)
class NewTask:
    """A task before it is stored."""

    position: Position
    name: str
    product: str
    volume: Decimal
    period: str
    norm_minutes: Decimal
    origin: str = WorkloadTask.Origin.HAND


@dataclass
class PostStaffing:
    """One post: its tasks, the people they need, and those who hold it."""

    position: Position
    present: int
    tasks: list[WorkloadTask] = field(default_factory=list)
    needed: Decimal = Decimal(0)  # persons, two decimals

    @property
    def gap(self) -> Decimal | None:
        """Missing people, negative when there are too many; None: no task was written down."""
        return staffing_gap(self.needed, self.present) if self.tasks else None

    @property
    def is_short(self) -> bool:
        return self.gap is not None and self.gap >= SHORT_BY


@dataclass(frozen=True)
class Staffing:
    """All posts of a unit; sums over those with tasks."""

    posts: list[PostStaffing]

    @property
    def analysed(self) -> list[PostStaffing]:
        return [one for one in self.posts if one.tasks]

    @property
    def needed(self) -> Decimal:
        return sum((one.needed for one in self.analysed), Decimal(0))

    @property
    def present(self) -> int:
        return sum(one.present for one in self.analysed)

    @property
    def gap(self) -> Decimal:
        return staffing_gap(self.needed, self.present)


@transaction.atomic
def begin_workload(
    *, unit: Unit, year: int, effective_minutes: int, by: Person, on: date
) -> Workload:
    """Begin the analysis of a unit and year, or change its effective time. Errors: NotAllowed,
    InvalidInput."""
    check_may_analyse(by, on, unit)
    if not 2000 <= year <= on.year + 5:
        raise InvalidInput("Tulis tahun dengan empat angka, paling jauh lima tahun ke depan.")
    rows = Workload.objects.select_for_update(of=("self",))
    workload = rows.filter(unit=unit, year=year).first()
    if workload is not None and workload.effective_minutes == effective_minutes:
        return workload
    if workload is None:
        workload = Workload(unit=unit, year=year, begun_by=by, begun_on=on)
    workload.effective_minutes = effective_minutes
    check_fields(workload)
    workload.save()
    data = {"year": year, "effective_minutes": effective_minutes}
    record("workload.begun", about=workload, by=by, data=data)
    return workload


@transaction.atomic
def put_tasks(
    *, workload: Workload, tasks: Sequence[NewTask], by: Person, on: date
) -> list[WorkloadTask]:
    """Write tasks down; one of the same post and name is replaced. All of them, or none.

    Errors: NotAllowed, InvalidInput (a post of another unit, figures that cannot be).
    """
    held = _held(workload, by, on)
    known = {(one.position_id, one.name): one for one in held.tasks.all()}
    rows = []
    for new in tasks:
        if new.position.unit_id != held.unit_id:
            raise InvalidInput(f"Jabatan {new.position} bukan jabatan {held.unit}.")
        name = tidy(new.name)
        row = known.get((new.position.pk, name)) or WorkloadTask(
            workload=held, position=new.position, name=name
        )
        row.product, row.period, row.origin = tidy(new.product), new.period, new.origin
        row.volume, row.norm_minutes = new.volume, new.norm_minutes
        check_fields(row)
        if row.volume < 0 or row.norm_minutes <= 0:
            raise InvalidInput(
                f"“{name}”: volume paling sedikit 0 dan norma waktu lebih dari 0 menit."
            )
        known[(new.position.pk, name)] = row
        rows.append(row)
    if len(known) > MOST_TASKS:
        raise InvalidInput(f"Satu unit memuat paling banyak {MOST_TASKS} tugas.")
    for row in rows:
        row.save()
    record("workload.tasks_put", about=held, by=by, data={"tasks": len(rows)})
    return rows


@transaction.atomic
def remove_task(*, task: WorkloadTask, by: Person, on: date) -> None:
    """Take a task out; said twice: once. Errors: NotAllowed."""
    held = _held(task.workload, by, on)
    gone, _ = held.tasks.filter(pk=task.pk).delete()
    if gone:
        record("workload.task_removed", about=held, by=by, data={"name": task.name})


def staffing(workload: Workload, on: date) -> Staffing:
    """The posts of the unit that have people on that day or tasks; two queries."""
    seats = Assignment.objects.on(on).main().filter(is_present(on, "person__"))
    present = dict(
        seats.filter(position__unit=workload.unit)
        .order_by()
        .values_list("position")
        .annotate(Count("person", distinct=True))
    )
    posts: dict[int, PostStaffing] = {}
    tasks = workload.tasks.all()
    wanted = Q(pk__in=present) | Q(pk__in=tasks.values("position"))
    for post in Position.objects.filter(wanted).order_by("-leads", "title", "pk"):
        posts[post.pk] = PostStaffing(post, present.get(post.pk, 0))
    for task in tasks:
        posts[task.position_id].tasks.append(task)
    effective = Decimal(workload.effective_minutes)
    for line in posts.values():
        needed = staff_needed([one.task for one in line.tasks], effective)
        line.needed = round_half_up(needed, 2)
    return Staffing(list(posts.values()))


@transaction.atomic
def note_shortage(*, workload: Workload, position: Position, by: Person, on: date) -> Finding:
    """Make the shortage of a post a finding; twice is once. Errors: NotAllowed, NoShortage."""
    check_may_analyse(by, on, workload.unit)
    line = next((one for one in staffing(workload, on).posts if one.position == position), None)
    if line is None or line.gap is None or not line.is_short:
        raise NoShortage("Jumlah pegawai pada jabatan ini sudah mencukupi tugasnya.")
    missing = f"{line.gap:f}".replace(".", ",")
    proof = Proof(
        said=f"Analisis beban kerja {workload.year}: dibutuhkan"
        f" {f'{line.needed:f}'.replace('.', ',')} orang, ada {line.present}.",
        page=page_of(workload),
        value=line.gap,
        unit_of_measure="orang",
        cases=len(line.tasks),
        measured_on=on,
    )
    return note_finding(
        source=Finding.Source.WORKLOAD,
        statement=f"Kurang {missing} orang pada jabatan {position.title}, {workload.unit}"[:300],
        proofs=[proof],
        unit=workload.unit,
        key=f"workload:{workload.year}:{position.pk}",
        by=by,
        on=on,
    )


def tasks_of_file(*, content: bytes, file_name: str, workload: Workload) -> list[NewTask]:
    """The tasks that a sheet lists, one a row; hidden sheets are not read.

    Errors: FileRefused for more rows than a unit may have tasks, and with the first rows that
    cannot be read and what is wrong with them.
    """
    rows = named_rows(
        content=content,
        file_name=file_name,
        columns=_keyed(COLUMNS),
        optional=_keyed(OTHER_COLUMNS),
        most=MOST_TASKS,
        missing="Berkas ini perlu kolom Jabatan, Uraian tugas, Volume, dan Norma waktu (menit).",
    )
    posts = {key(one.title): one for one in workload.unit.positions.all()}
    periods = {
        word: period
        for period in WorkPeriod
        for word in (key(period.label), key(f"per {period.label}"), period.value)
    }
    found: list[NewTask] = []
    wrong: list[str] = []
    for number, row in rows:
        texts = {name: tidy(text_of(cell)) for name, cell in row.items()}
        if not any(texts.values()):
            continue
        try:
            found.append(_task(texts, posts, periods))
        except ValueError as fault:
            wrong.append(f"baris {number}: {fault}")
    if wrong:
        more = f"; dan {len(wrong) - MOST_ERRORS} baris lain" if len(wrong) > MOST_ERRORS else ""
        raise FileRefused(f"Belum disimpan. {'; '.join(wrong[:MOST_ERRORS])}{more}.")
    if not found:
        raise FileRefused("Tidak ada baris tugas di bawah judul kolom.")
    return found


def page_of(workload: Workload) -> str:
    return f"/beban-kerja/{workload.pk}/"


def _keyed(columns: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    return {name: {key(word) for word in words} for name, words in columns.items()}


def _task(
    texts: dict[str, str], posts: dict[str, Position], periods: dict[str, WorkPeriod]
) -> NewTask:
    """One row. Errors: ValueError in the words of the reader."""
    post = posts.get(key(texts["position"]))
    if post is None:
        raise ValueError(f"jabatan “{texts['position']}” tidak ada di unit ini")
    if not texts["name"]:
        raise ValueError("uraian tugas kosong")
    period = periods.get(key(texts.get("period", "")) or WorkPeriod.YEAR)
    if period is None:
        raise ValueError("periode: tulis hari, minggu, bulan, atau tahun")
    return NewTask(
        position=post,
        name=texts["name"],
        product=texts.get("product") or "kegiatan",
        volume=_figure(texts["volume"], "volume", Decimal(0)),
        period=period,
        norm_minutes=_figure(texts["norm_minutes"], "norma waktu", Decimal("0.01")),
        origin=WorkloadTask.Origin.FILE,
    )


def _figure(text: str, name: str, least: Decimal) -> Decimal:
    try:
        value = read_decimal(text).quantize(Decimal("0.01"))
    except (ValueError, ArithmeticError):
        raise ValueError(f"{name} “{text}” bukan angka") from None
    if not least <= value < 10**7:
        raise ValueError(f"{name} {text} di luar batas")
    return value


def _held(workload: Workload, by: Person, on: date) -> Workload:
    rows = Workload.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=workload.pk)
    check_may_analyse(by, on, held.unit)
    return held
