"""Data of services: read, stored, examined, taken back; what stands out becomes a finding."""

from datetime import date, datetime
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from tests.people.make import a_head, a_member, a_unit, an_agency
from tests.work.make import NOW, TODAY

from kinerja.needs.finding import Finding
from kinerja.needs.service_data.dataset import (
    DatasetNameTaken,
    ServiceDataset,
    ServiceMeasure,
    add_dataset,
)
from kinerja.needs.service_data.detection import ServiceDetection, edit_measure, note_detection
from kinerja.needs.service_data.load import (
    FileNotRight,
    LoadIsDone,
    MeasureSheet,
    ServiceLoad,
    ServiceValue,
    receive_file,
    set_columns,
    store_load,
    take_figures,
    withdraw_load,
)
from kinerja.needs.service_data.period import Frequency, read_period, spans
from kinerja.needs.service_data.series import series_of, series_value
from kinerja.needs.service_data.table import Figure, read_table
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db
SHEETS = {
    "Penumpang": MeasureSheet("orang", "higher", "sum"),
    "Waktu tunggu": MeasureSheet("menit", "lower", "mean"),
}


class Town:
    """A transport department whose head keeps its data."""

    def __init__(self) -> None:
        an_agency()
        self.unit = a_unit("Dinas Perhubungan")
        self.head = a_head("Budi", self.unit)
        self.sari = a_member("Sari", self.unit)

    def dataset(self, **fields: object) -> ServiceDataset:
        said = {
            "name": "Angkutan umum",
            "source": "Aplikasi tiket",
            "frequency": "month",
            "unit": self.unit,
            "by": self.head,
            "on": TODAY,
        } | fields
        return add_dataset(**said)  # type: ignore[arg-type]

    def received(self, dataset: ServiceDataset, text: str, name: str = "a.csv") -> ServiceLoad:
        return receive_file(
            dataset=dataset, name=name, content=text.encode(), by=self.head, at=NOW, on=TODAY
        )

    def stored(self, dataset: ServiceDataset, text: str) -> ServiceLoad:
        load = self.received(dataset, text)
        return store_load(load=load, sheets=SHEETS, by=self.head, on=TODAY)


@pytest.fixture
def town(settings, tmp_path) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    return Town()


def _table(text: str, frequency: Frequency = Frequency.MONTH, **given: object):
    return read_table(
        content=text.encode(),
        file_name="a.csv",
        frequency=frequency,
        on=TODAY,
        place="Dinas",
        **given,
    )


def _months(values: dict[str, list[float | None]], first: date = date(2023, 1, 1)) -> str:
    """A CSV of passengers: one row for each month and place."""
    lines = ["Bulan;Tempat;Penumpang"]
    for place, row in values.items():
        for number, value in enumerate(row):
            month = first.month - 1 + number
            day = f"{first.year + month // 12}-{month % 12 + 1:02}"
            lines.append(f"{day};{place};{'' if value is None else round(value)}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("said", "frequency", "start"),
    [
        ("2026-03", Frequency.MONTH, date(2026, 3, 1)),
        ("3/2026", Frequency.MONTH, date(2026, 3, 1)),
        ("Mar-26", Frequency.MONTH, date(2026, 3, 1)),
        ("Agustus 2026", Frequency.MONTH, date(2026, 8, 1)),
        ("17-08-2026", Frequency.MONTH, date(2026, 8, 1)),
        (date(2026, 8, 17), Frequency.QUARTER, date(2026, 7, 1)),
        ("Triwulan III 2026", Frequency.QUARTER, date(2026, 7, 1)),
        ("2026 Q3", Frequency.QUARTER, date(2026, 7, 1)),
        ("Tahun 2026", Frequency.YEAR, date(2026, 1, 1)),
        ("17-08-2026", Frequency.DAY, date(2026, 8, 17)),
        ("13/2026", Frequency.MONTH, None),
        ("kapan-kapan", Frequency.MONTH, None),
        ("", Frequency.MONTH, None),
        (True, Frequency.MONTH, None),
    ],
)
def test_periods_are_read_as_people_write_them(said, frequency, start):
    assert read_period(said, frequency) == start


def test_gaps_are_named_in_few_words():
    gaps = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 4, 1)]

    assert spans(gaps, Frequency.MONTH) == ["Desember 2025 sampai Januari 2026", "April 2026"]


def test_one_column_for_each_measure_or_the_measure_in_a_column():
    wide = _table('Bulan,Koridor,Penumpang,Waktu tunggu\n2026-01,K1,1.240,"11,5"\n2026-02,K1,,12\n')
    tall = _table("Bulan,Tempat,Ukuran,Nilai,Kasus\n2026-01,K1,Penumpang,1.240,31\n")

    assert wide.figures == (
        Figure(date(2026, 1, 1), "K1", "Penumpang", Decimal(1240)),
        Figure(date(2026, 1, 1), "K1", "Waktu tunggu", Decimal("11.5")),
        Figure(date(2026, 2, 1), "K1", "Waktu tunggu", Decimal(12)),
    )
    assert (wide.empty, wide.problems) == (1, ())
    assert tall.figures == (Figure(date(2026, 1, 1), "K1", "Penumpang", Decimal(1240), 31),)


def test_each_wrong_cell_is_named_with_row_and_column():
    found = _table(
        "Bulan,Tempat,Penumpang\n2026-01,K1,banyak\nlusa,K1,3\n2027-01,K1,4\n2026-02,K1,5\n2026-02,K1,6\n"
    )

    assert [(one.row, one.column, one.found) for one in found.problems] == [
        (2, "Penumpang", "banyak"),
        (3, "Bulan", "lusa"),
        (4, "Bulan", "2027-01"),
        (6, "Penumpang", "6"),
    ]
    assert "baris 5" in found.problems[3].why


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "Bulan,Tempat\n2026-01,K1\n"])
def test_a_file_without_periods_or_figures_is_refused(text: str):
    with pytest.raises(FileRefused):
        _table(text)


def test_a_file_is_stored_all_or_nothing(town: Town):
    dataset = town.dataset()
    load = town.received(dataset, "Bulan,Tempat,Penumpang\n2026-01,K1,10\n2026-02,K1,x\n")

    with pytest.raises(FileNotRight, match=r"baris 3, kolom Penumpang"):
        store_load(load=load, sheets=SHEETS, by=town.head, on=TODAY)

    assert ServiceValue.objects.count() == 0
    assert ServiceMeasure.objects.count() == 0
    load.refresh_from_db()
    assert load.state == "draft"


def test_columns_are_put_right_and_kept(town: Town):
    load = town.received(town.dataset(), "Bulan,Armada,Penumpang\n2026-01,7,10\n")
    assert load.columns == {"Bulan": "period", "Armada": "figure", "Penumpang": "figure"}

    set_columns(load=load, columns={"Armada": "ignored"}, by=town.head, on=TODAY)
    store_load(load=load, sheets=SHEETS, by=town.head, on=TODAY)

    assert list(ServiceMeasure.objects.values_list("name", flat=True)) == ["Penumpang"]
    load.refresh_from_db()
    assert load.columns["Armada"] == "ignored"


def test_the_same_file_adds_nothing_and_a_newer_one_replaces_single_figures(town: Town):
    dataset = town.dataset()
    text = "Bulan,Tempat,Penumpang\n2026-01,K1,10\n2026-02,K1,20\n"
    first = town.stored(dataset, text)

    again = town.received(dataset, text)
    second = town.stored(dataset, text.replace("K1,20", "K1,25"))

    assert again == first
    assert (first.figures, second.figures) == (2, 1)
    assert ServiceValue.objects.count() == 3
    assert series_of(dataset.measures.get()).together == (10.0, 25.0)
    with pytest.raises(LoadIsDone):
        store_load(load=second, sheets=SHEETS, by=town.head, on=TODAY)


def test_a_load_that_is_taken_back_leaves_the_figures_before_it(town: Town):
    dataset = town.dataset()
    text = "Bulan,Tempat,Penumpang\n2026-01,K1,10\n2026-02,K1,20\n"
    town.stored(dataset, text)
    second = town.stored(dataset, text.replace("K1,20", "K1,25") + "2026-03,K1,30\n")

    with pytest.raises(InvalidInput):
        withdraw_load(load=second, reason=" ", by=town.head, on=TODAY)
    withdraw_load(load=second, reason="Salah berkas", by=town.head, on=TODAY)
    withdraw_load(load=second, reason="Salah berkas", by=town.head, on=TODAY)

    assert series_of(dataset.measures.get()).together == (10.0, 20.0)
    assert Event.objects.filter(name="service_load.withdrawn").count() == 1


def test_only_those_who_analyse_the_unit_keep_its_data(town: Town):
    dataset = town.dataset()
    stranger = a_head("Lina", a_unit("Dinas Lain"))

    for by in (town.sari, stranger):
        with pytest.raises(NotAllowed):
            town.dataset(by=by, name="Lain")
        with pytest.raises(NotAllowed):
            receive_file(dataset=dataset, name="a.csv", content=b"x", by=by, at=NOW, on=TODAY)
    with pytest.raises(DatasetNameTaken):
        town.dataset()


def test_a_place_of_the_name_of_a_unit_is_that_unit(town: Town):
    terminal = a_unit("Terminal Baru", parent=town.unit)
    dataset = town.dataset()
    town.stored(dataset, "Bulan,Tempat,Penumpang\n2026-01,Terminal Baru,10\n2026-01,Halte 3,5\n")

    places = {one.name: one.unit for one in dataset.places.all()}
    found = series_value(dataset.measures.get(), unit=terminal)

    assert places == {"Terminal Baru": terminal, "Halte 3": None}
    assert found is not None
    assert (found.value, found.cases, found.period_end) == (10, 1, date(2026, 1, 31))


def test_places_are_summed_or_averaged_and_gaps_stay_gaps(town: Town):
    dataset = town.dataset()
    town.stored(
        dataset,
        "Bulan,Tempat,Penumpang,Waktu tunggu\n2026-01,K1,10,30\n2026-01,K2,20,50\n"
        "2026-03,K1,12,40\n2026-03,K2,22,60\n",
    )
    passengers, waiting = dataset.measures.order_by("name")

    assert series_of(passengers).together == (30.0, None, 34.0)
    assert series_of(waiting).together == (40.0, None, 50.0)
    gap = series_value(passengers, period=date(2026, 2, 14))
    last = series_value(waiting)
    assert gap is None
    assert last is not None
    assert (last.value, last.period_end) == (50, date(2026, 3, 31))
    assert last.page == f"/data-layanan/{dataset.pk}/?ukuran={waiting.pk}"


def test_days_are_put_together_to_months_by_cases(town: Town):
    dataset = town.dataset(frequency="day")
    load = town.received(
        dataset, "Tanggal,Kasus,Waktu tunggu\n01-09-2026,10,30\n02-09-2026,30,50\n"
    )
    store_load(load=load, sheets=SHEETS, by=town.head, on=TODAY)

    found = series_value(dataset.measures.get())

    assert found is not None
    assert (found.value, found.cases, found.estimated) == (45, 40, False)


def test_a_mean_is_not_so_much_a_month(town: Town):
    measure = ServiceMeasure(
        dataset=town.dataset(), name="Waktu tunggu", unit_of_measure="menit", together="mean"
    )
    detection = ServiceDetection(
        measure=measure,
        kind="break",
        period=date(2025, 9, 1),
        last=date(2026, 3, 1),
        value=52.7,
        usual=26.0,
        figures=27,
    )

    assert detection.said == (
        "Waktu tunggu naik 103% sejak September 2025: rata-rata 26 menjadi 52,7 menit"
        " (27 bulan data)."
    )


def test_a_fall_is_said_in_words_and_becomes_one_finding(town: Town):
    dataset = town.dataset()
    random = Random(4)
    row = [1240 + random.gauss(0, 20) for _ in range(20)]
    row += [1017 + random.gauss(0, 20) for _ in range(14)]
    town.stored(dataset, _months({"Trayek 5": row}))

    detection = ServiceDetection.objects.get()
    finding = note_detection(detection=detection, by=town.head, on=TODAY)
    again = note_detection(detection=detection, by=town.head, on=TODAY)

    assert detection.said == (
        "Penumpang di Trayek 5 turun 19% sejak September 2024: rata-rata 1.243 menjadi 1.012"
        " orang per bulan (34 bulan data)."
    )
    assert detection.is_worse is True
    assert again == finding
    assert Finding.objects.count() == 1
    proof = finding.evidence.get()
    assert (proof.cases, proof.page) == (
        34,
        f"/data-layanan/{dataset.pk}/?ukuran={detection.measure_id}",
    )
    with pytest.raises(NotAllowed):
        note_detection(detection=detection, by=town.sari, on=TODAY)


def test_the_worst_place_follows_the_polarity_when_it_is_put_right(town: Town):
    dataset = town.dataset()
    random = Random(9)
    rows = {f"K{place}": [100 + random.gauss(0, 3) for _ in range(14)] for place in range(7)}
    rows["K3"] = [60 + random.gauss(0, 3) for _ in range(14)]
    town.stored(dataset, _months(rows))
    worst = ServiceDetection.objects.get(kind="worst")
    assert worst.said.startswith("Penumpang di K3 paling rendah dari semua tempat: rata-rata 60")

    measure = edit_measure(
        measure=dataset.measures.get(),
        unit_of_measure="orang",
        polarity="lower",
        together="sum",
        by=town.head,
        on=TODAY,
    )

    assert not measure.detections.filter(kind="worst").exists()


def test_a_program_sends_figures_once(town: Town):
    dataset = town.dataset()
    town.stored(dataset, "Bulan,Tempat,Penumpang\n2026-01,K1,10\n")
    key = UUID("55555555-5555-4555-8555-555555555555")

    def send(figures: list[Figure], key: UUID = key) -> tuple[int, bool]:
        at = datetime.fromisoformat("2026-10-12T08:00:00+07:00")
        load, is_new = take_figures(
            dataset=dataset, figures=figures, by=town.head, at=at, on=TODAY, key=key
        )
        return load.figures, is_new

    one = Figure(date(2026, 2, 1), "K1", "Penumpang", Decimal(12))

    assert send([one]) == (1, True)
    assert send([one]) == (1, False)
    with pytest.raises(InvalidInput, match="Ukuran “Ojek” belum ada"):
        send([Figure(date(2026, 2, 1), "K1", "Ojek", Decimal(1))], UUID(int=9))
    with pytest.raises(InvalidInput, match="dua kali"):
        send([one, one], UUID(int=10))
    assert series_of(dataset.measures.get()).together == (10.0, 12.0)
