"""Workload of a unit: tasks of posts, staff needed against present, from a file, to a finding."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from tests.people.make import a_head, a_position, a_unit, an_agency, an_assignment
from tests.people.make import a_person as somebody

from kinerja.needs.finding import Finding
from kinerja.needs.workload import (
    MOST_TASKS,
    NewTask,
    NoShortage,
    Workload,
    WorkloadTask,
    begin_workload,
    note_shortage,
    put_tasks,
    remove_task,
    staffing,
    tasks_of_file,
)
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.unit import Unit
from kinerja.records.event import Event
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


class Clinic:
    """Budi leads Puskesmas Pauh; two nurses, one clerk without tasks."""

    def __init__(self) -> None:
        an_agency()
        self.unit: Unit = a_unit("Puskesmas Pauh")
        self.budi: Person = a_head("Budi", self.unit)
        self.nurse: Position = a_position(self.unit, "Perawat Mahir")
        self.clerk: Position = a_position(self.unit, "Pengadministrasi")
        for name, post in (("Sari", self.nurse), ("Tono", self.nurse), ("Dewi", self.clerk)):
            an_assignment(somebody(name), post)
        self.workload: Workload = begin_workload(
            unit=self.unit, year=2026, effective_minutes=75_000, by=self.budi, on=TODAY
        )

    def task(self, name: str, volume: str, norm: str, period: str = "year") -> NewTask:
        return NewTask(self.nurse, name, "pasien", Decimal(volume), period, Decimal(norm))

    def put(self, *tasks: NewTask) -> list[WorkloadTask]:
        return put_tasks(workload=self.workload, tasks=tasks, by=self.budi, on=TODAY)

    def read(self, *lines: str) -> list[NewTask]:
        head = "Jabatan;Uraian Tugas;Hasil Kerja;Volume;Periode;Norma Waktu (menit)"
        content = "\n".join((head, *lines)).encode()
        return tasks_of_file(content=content, file_name="abk.csv", workload=self.workload)


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()


def test_staff_needed_stands_against_staff_present(clinic):
    # 10,000 times 15 minutes and 4 a week at 180 minutes: 150,000 + 36,000 of 75,000 minutes
    clinic.put(clinic.task("Memeriksa", "10000", "15"), clinic.task("Rapat", "4", "180", "week"))

    counted = staffing(clinic.workload, TODAY)

    found = {one.position.title: (one.needed, one.present, one.gap) for one in counted.posts}
    assert found["Perawat Mahir"] == (Decimal("2.48"), 2, Decimal("0.48"))
    assert found["Pengadministrasi"] == (0, 1, None)  # no task: nothing is said
    assert (counted.needed, counted.present, counted.gap) == (Decimal("2.48"), 2, Decimal("0.48"))


def test_those_who_are_not_in_service_are_not_present(clinic):
    clinic.put(clinic.task("Memeriksa", "10000", "15"))
    Person.objects.filter(name="Tono").update(status="retired", status_since=TODAY)

    (nurse,) = staffing(clinic.workload, TODAY).analysed

    assert (nurse.present, nurse.gap) == (1, 1)


def test_a_longer_effective_time_needs_fewer_people(clinic):
    clinic.put(clinic.task("Memeriksa", "12000", "15"))

    six = begin_workload(
        unit=clinic.unit, year=2026, effective_minutes=90_000, by=clinic.budi, on=TODAY
    )

    assert six == clinic.workload
    assert staffing(six, TODAY).needed == 2


def test_the_same_task_again_replaces_it_and_a_removed_one_is_gone(clinic):
    clinic.put(clinic.task("Memeriksa", "100", "15"))
    (row,) = clinic.put(clinic.task("Memeriksa", "200", "15"))

    assert WorkloadTask.objects.get().volume == 200
    for _ in range(2):
        remove_task(task=row, by=clinic.budi, on=TODAY)
    assert not WorkloadTask.objects.exists()
    assert Event.objects.named("workload.task_removed").count() == 1


def test_figures_that_cannot_be_and_posts_of_others_store_nothing(clinic):
    other = a_position(a_unit("Lain"), "Dokter")
    good = clinic.task("Rapat", "1", "60")
    wrong = NewTask(other, "Rapat", "kali", Decimal(1), "year", Decimal(60))

    for bad in (wrong, clinic.task("X", "1", "0"), clinic.task("X", "-1", "5")):
        with pytest.raises(InvalidInput):
            clinic.put(good, bad)
    with pytest.raises(NotAllowed):
        put_tasks(workload=clinic.workload, tasks=[good], by=somebody("Eko"), on=TODAY)

    assert not WorkloadTask.objects.exists()


def test_tasks_are_read_from_a_file_in_indonesian_figures(clinic):
    first, second = clinic.read(
        "perawat mahir;Memeriksa pasien;pasien;1.200;Bulan;12,5",
        ";;;;;",
        "Pengadministrasi;Menyusun laporan;;12;;240",
    )

    assert (first.position, first.volume, first.period) == (clinic.nurse, 1200, "month")
    assert (first.norm_minutes, first.origin) == (Decimal("12.50"), "file")
    assert (second.product, second.period) == ("kegiatan", "year")


def test_every_row_that_cannot_be_read_is_named(clinic):
    with pytest.raises(FileRefused) as refused:
        clinic.read(
            "Perawat Mahir;Memeriksa;pasien;banyak;Bulan;15",
            "Dokter;Memeriksa;pasien;10;Bulan;15",
            "Perawat Mahir;;pasien;10;Bulan;15",
            "Perawat Mahir;Memeriksa;pasien;10;Windu;15",
            "Perawat Mahir;Memeriksa;pasien;10;Bulan;0",
        )

    assert str(refused.value) == (
        "Belum disimpan. baris 2: volume “banyak” bukan angka; baris 3: jabatan “Dokter” tidak ada"
        " di unit ini; baris 4: uraian tugas kosong; baris 5: periode: tulis hari, minggu, bulan,"
        " atau tahun; baris 6: norma waktu 0 di luar batas."
    )
    with pytest.raises(FileRefused, match="perlu kolom"):
        tasks_of_file(content=b"A;B\n1;2\n", file_name="x.csv", workload=clinic.workload)


def test_a_hidden_sheet_is_not_read(clinic):
    book = Workbook()
    old, new = book.active, book.create_sheet("2026")
    for sheet, volume in ((old, 1), (new, 1200)):
        sheet.append(["Jabatan", "Uraian tugas", "Volume", "Norma waktu"])
        sheet.append(["Perawat Mahir", "Memeriksa", volume, 15])
    old.sheet_state = "hidden"
    content = BytesIO()
    book.save(content)

    (task,) = tasks_of_file(
        content=content.getvalue(), file_name="abk.xlsx", workload=clinic.workload
    )

    assert task.volume == 1200


def test_a_file_of_more_tasks_than_a_unit_may_have_is_refused_whole(clinic):
    rows = [f"Perawat Mahir;Tugas {number};;10;Bulan;15" for number in range(MOST_TASKS + 1)]

    assert len(clinic.read(*rows[:-1])) == MOST_TASKS
    with pytest.raises(FileRefused, match="501 baris; paling banyak 500"):
        clinic.read(*rows)


def test_a_shortage_becomes_one_finding_with_its_figures(clinic):
    with pytest.raises(NoShortage):
        note_shortage(workload=clinic.workload, position=clinic.nurse, by=clinic.budi, on=TODAY)
    clinic.put(clinic.task("Memeriksa", "17000", "15"))

    for _ in range(2):
        note_shortage(workload=clinic.workload, position=clinic.nurse, by=clinic.budi, on=TODAY)

    finding = Finding.objects.get()
    proof = finding.evidence.get()
    assert finding.statement == "Kurang 1,40 orang pada jabatan Perawat Mahir, Puskesmas Pauh"
    assert (finding.source, proof.value) == ("workload", Decimal("1.4"))
    assert proof.said == "Analisis beban kerja 2026: dibutuhkan 3,40 orang, ada 2."


def test_the_analysis_is_seen_by_those_who_analyse_the_unit(clinic):
    other = a_head("Eka", a_unit("Dinas Lain"))
    assert Workload.objects.visible_to(clinic.budi, TODAY).count() == 1
    assert not Workload.objects.visible_to(other, TODAY).exists()
