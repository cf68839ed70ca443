"""Reports from a sheet: each row judged by the verb's own rules, then all filed once."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.people.make import an_agency
from tests.work.make import NOW, TODAY, Centre, a_centre, days_ago

from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.rules.refusal import Refusal
from kinerja.work.bulk_entry import Line, entry_sheet, file_entries, preview_entries
from kinerja.work.plan_item import choices_on
from kinerja.work.refusals import BadSheet, PeriodFrozen
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

HEAD = "Tanggal;Yang dikerjakan;Hasil kerja;Jumlah"


@pytest.fixture
def centre() -> Centre:
    an_agency()
    return a_centre()


def look(by: Person, *rows: str) -> list[Line]:
    content = "\n".join((HEAD, *rows)).encode()
    return preview_entries(content=content, name="isi.csv", by=by, at=NOW, on=TODAY)


def file(by: Person, lines: list[Line]) -> int:
    entries = [line.entry for line in lines if line.entry]
    return file_entries(entries=entries, by=by, at=NOW)[1]


def test_a_filled_sheet_is_looked_at_and_then_filed(centre: Centre) -> None:
    book = load_workbook(BytesIO(entry_sheet(choices_on(centre.sari, TODAY), TODAY)))
    sheet = book["Laporan"]
    assert [cell.value for cell in sheet[1]] == [
        *("Tanggal", "Yang dikerjakan", "Hasil kerja", "Jumlah"),
    ]
    assert [cell.value for cell in book["Hasil kerja"]["A"]] == [
        *("Hasil kerja", "Ibu hamil diperiksa", "Kelas ibu berjalan", "Di luar rencana"),
    ]
    sheet.append([days_ago(3), "Memeriksa 12 ibu hamil", "Ibu hamil diperiksa", 12.5])
    sheet.append([days_ago(2), "Kelas ibu", "kelas ibu berjalan", None])
    sheet.append([days_ago(1), "Apel pagi", "Di luar rencana", None])
    filled = BytesIO()
    book.save(filled)

    lines = preview_entries(
        content=filled.getvalue(), name="isi.xlsx", by=centre.sari, at=NOW, on=TODAY
    )
    assert [(line.number, line.why) for line in lines] == [(2, ""), (3, ""), (4, "")]
    assert (lines[0].said[0], lines[0].said[3]) == (f"{days_ago(3):%d-%m-%Y}", "12,5")
    assert not Report.objects.exists()

    assert file(centre.sari, lines) == 3
    said = Report.objects.order_by("done_on").values_list("text", "result", "quantity")
    assert [(text, result, quantity and str(quantity)) for text, result, quantity in said] == [
        ("Memeriksa 12 ibu hamil", centre.checks.pk, "12.50"),
        ("Kelas ibu", centre.classes.pk, None),
        ("Apel pagi", None, None),
    ]
    assert Event.objects.filter(name="report.filed").count() == 3


def test_the_same_sheet_again_adds_nothing(centre: Centre) -> None:
    rows = ("09-10-2026;Kelas ibu;;", "09-10-2026;Kelas ibu;;", "10-10-2026;Apel;;")
    assert file(centre.sari, look(centre.sari, *rows)) == 3  # two equal rows are two reports

    again = look(centre.sari, *rows, "11-10-2026;Kunjungan rumah;;")
    assert [line.known for line in again] == [True, True, True, False]
    assert file(centre.sari, again) == 1
    assert file(centre.sari, again) == 0
    assert Report.objects.count() == 4
    assert file(centre.tono, look(centre.tono, *rows)) == 3  # another person's are others


def test_a_wrong_row_is_named_with_its_cell_and_stops_nothing(centre: Centre) -> None:
    lines = look(
        centre.sari,
        "09-10-2026;Kelas ibu;;",
        "13-10-2026;Besok;;",
        ";Tanpa tanggal;;",
        "32-10-2026;Hari yang tidak ada;;",
        "09-10-2026;;;",
        "09-10-2026;Lain;Hasil kerja orang lain;",
        "09-10-2026;Lain;Kelas ibu berjalan;3",
        "09-10-2026;Lain;Ibu hamil diperiksa;dua belas",
        "09-10-2026;Lain;Ibu hamil diperiksa;-1",
        "09-10-2025;Sebelum rencana;Ibu hamil diperiksa;1",
    )

    assert [line.cell for line in lines] == [
        *("", "A3", "A4", "A5", "B6", "C7", "D8", "D9", "D10"),
        "C11",
    ]
    assert all(line.why for line in lines[1:])
    assert "belum tiba" in lines[1].why
    assert file(centre.sari, lines) == 1
    assert Report.objects.get().text == "Kelas ibu"


def test_what_changed_since_the_look_stops_all(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = look(centre.sari, "09-10-2026;Apel;;", "09-10-2026;Kelas;Kelas ibu berjalan;")
    plan = centre.classes.plan
    plan.state = "draft"
    plan.save()

    with pytest.raises(Refusal):
        file(centre.sari, lines)
    assert not Report.objects.exists()
    assert not Event.objects.filter(name="report.filed").exists()


def test_frozen_days_are_seen_in_the_look(centre: Centre) -> None:
    from kinerja.work.freeze import ReportFreeze

    ReportFreeze.objects.create(
        plan=centre.checks.plan, starts_on=days_ago(100), ends_on=days_ago(5)
    )
    lines = look(
        centre.sari, "05-10-2026;Kelas;Kelas ibu berjalan;", "09-10-2026;Kelas;Kelas ibu berjalan;"
    )
    assert [line.cell for line in lines] == ["A2", ""]
    assert PeriodFrozen.__name__ == "PeriodFrozen"
    assert "sudah ditandatangani" in lines[0].why


def test_files_that_are_no_such_sheet(centre: Centre) -> None:
    for content in (b"Nama;Alamat\nSari;Pauh", HEAD.encode()):
        with pytest.raises(BadSheet, match=r"\w"):
            preview_entries(content=content, name="x.csv", by=centre.sari, at=NOW, on=TODAY)
    many = [f"09-10-2026;Kegiatan {number};;" for number in range(201)]
    with pytest.raises(BadSheet, match="201"):
        look(centre.sari, *many)
    assert len(look(centre.sari, *many[:200])) == 200


def test_many_rows_cost_no_more_queries_than_one(centre: Centre) -> None:
    def queries(count: int) -> int:
        rows = [
            f"09-10-2026;Kegiatan {number};Ibu hamil diperiksa;{number}" for number in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            look(centre.sari, *rows)
        return len(seen)

    assert queries(1) == queries(40)
