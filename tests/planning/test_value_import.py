"""Values from a file: every row has an outcome, nothing is stored before somebody confirms."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
import xlsxwriter
from tests.planning.town import JANUARY, NEW_YEAR, a_town
from tests.unchanged import everything, refused

from kinerja.people.role import Role, grant_role
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import (
    KeyValue,
    add_key_indicator,
    measured_data,
    record_key_value,
)
from kinerja.planning.key_values import Entry, record_key_values
from kinerja.planning.refusals import FutureValue, NotYours
from kinerja.planning.value_import import (
    RowOutcome,
    packed,
    preview_values,
    store_values,
    unpacked,
)
from kinerja.records.event import Event
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 15)
HEAD = "Indikator;Tanggal;Nilai;Sumber\n"


@pytest.fixture
def town():
    return a_town()


def an_indicator(name, *, code="", unit=None):
    goal = add_goal(
        title="Anak sehat", level="goal", years=(2025, 2029), unit=unit, by=None, on=JANUARY
    )
    return add_key_indicator(
        goal=goal,
        name=name,
        code=code,
        unit_of_measure="%",
        polarity="maximise",
        by=None,
        on=JANUARY,
    )


def preview(text, by):
    return preview_values(content=(HEAD + text).encode(), file_name="nilai.csv", by=by, on=JULY)


def test_every_row_has_an_outcome_and_nothing_is_stored(town):
    an_indicator("Cakupan imunisasi", code="IMUN")
    an_indicator("Kepuasan")
    an_indicator("Kepuasan")
    before = everything()

    found = preview(
        "IMUN;30-06-2026;87,5;Laporan\n"
        "cakupan  IMUNISASI;31 Maret 2026;1.234,5;Laporan\n"
        "Tidak ada;30-06-2026;1;Laporan\n"
        "Kepuasan;30-06-2026;1;Laporan\n"
        "IMUN;31-02-2026;1;Laporan\n"
        "IMUN;31-12-2026;1;Laporan\n"
        "IMUN;30-06-2026;banyak;Laporan\n"
        "IMUN;30-06-2026;88;\n"
        "IMUN;30-06-2026;87,5;Laporan\n",
        town.wati,
    )

    assert [row.outcome for row in found.rows] == [
        RowOutcome.ACCEPT,
        RowOutcome.ACCEPT,
        RowOutcome.UNKNOWN,
        RowOutcome.UNKNOWN,
        RowOutcome.BAD_DATE,
        RowOutcome.BAD_DATE,
        RowOutcome.BAD_VALUE,
        RowOutcome.NO_SOURCE,
        RowOutcome.KNOWN,
    ]
    assert [(one.measured_on, one.value) for one in found.entries] == [
        (date(2026, 6, 30), Decimal("87.5")),
        (date(2026, 3, 31), Decimal("1234.5")),
    ]
    assert "Tulis kodenya" in found.rows[3].why
    assert [row.number for row in found.rows] == list(range(2, 11))
    assert everything() == before


def test_confirming_stores_with_the_file_and_again_stores_nothing(town):
    indicator = an_indicator("Cakupan", code="IMUN")
    found = preview("IMUN;30-06-2026;87,5;Laporan\n", town.wati)
    entries, name, digest = unpacked(packed(found))

    def store():
        return store_values(entries=entries, file_name=name, digest=digest, by=town.wati, on=JULY)

    store()
    row = KeyValue.objects.get()
    assert (row.indicator, row.value, row.source) == (indicator, Decimal("87.5"), "Laporan")
    assert (row.origin, row.file_name) == (KeyValue.Origin.FILE, "nilai.csv")
    assert row.file_digest == sha256((HEAD + "IMUN;30-06-2026;87,5;Laporan\n").encode()).hexdigest()
    assert row.recorded_by == town.wati
    event = Event.objects.get(name="key_indicator.measured")
    assert event.data["digest"] == row.file_digest
    assert store() == []
    assert KeyValue.objects.count() == 1
    again = preview("IMUN;30-06-2026;87,5;Laporan\n", town.wati)
    assert [one.outcome for one in again.rows] == [RowOutcome.KNOWN]


def test_only_the_indicators_that_one_looks_after_are_known(town):
    grant_role(person=town.tono, name=Role.Name.UNIT_ADMIN, unit=town.centre, by=None, on=NEW_YEAR)
    an_indicator("Punya kami", unit=town.centre)
    other = an_indicator("Punya dinas", unit=town.health)

    found = preview("Punya kami;30-06-2026;1;L\nPunya dinas;30-06-2026;1;L\n", town.tono)

    assert [row.outcome for row in found.rows] == [RowOutcome.ACCEPT, RowOutcome.UNKNOWN]
    entry = Entry(other, date(2026, 6, 30), Decimal(1), "L")
    with refused(NotYours):
        record_key_values(entries=[*found.entries, entry], by=town.tono, on=JULY)
    with refused(FutureValue):
        record_key_values(entries=found.entries, by=town.tono, on=JANUARY)


def test_many_write_the_same_as_one_by_one(town):
    one, many = an_indicator("Satu"), an_indicator("Banyak")
    days = [date(2026, 3, 31), date(2026, 6, 30)]
    for day in days:
        record_key_value(
            indicator=one,
            kind="realisation",
            measured_on=day,
            value=Decimal("80.5"),
            source="Laporan",
            by=town.wati,
            on=JULY,
        )
    record_key_values(
        entries=[Entry(many, day, Decimal("80.5"), "Laporan") for day in days],
        by=town.wati,
        on=JULY,
        origin=KeyValue.Origin.HAND,
    )

    def rows(indicator):
        values = indicator.values.order_by("pk")
        return [(row.measured_on, row.value, row.source, row.recorded_by) for row in values]

    def events(indicator):
        found = Event.objects.about(indicator).named("key_indicator.measured").order_by("pk")
        return [(event.data, event.by) for event in found]

    assert rows(one) == rows(many)
    assert events(one) == events(many)
    assert measured_data(one.values.first())["value"] == "80.5"


def a_workbook(rows):
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Nilai")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, cell, day)
            else:
                sheet.write(at, column, cell)
    book.close()
    return out.getvalue()


def test_a_spreadsheet_with_a_title_real_dates_and_numbers(town):
    an_indicator("Cakupan", code="IMUN")
    content = a_workbook(
        [
            ["Nilai indikator 2026"],
            ["No", "Kode indikator", "Per tanggal", "Realisasi", "Sumber data"],
            [1, "imun", date(2026, 6, 30), 87.123456, "Laporan"],
            [2, "IMUN", date(2026, 3, 31), "87,5%", "Laporan"],
            [3, "IMUN", date(2026, 2, 28), True, "Laporan"],
            [],
        ]
    )

    found = preview_values(content=content, file_name="nilai.xlsx", by=town.wati, on=JULY)

    assert [one.value for one in found.entries] == [Decimal("87.1235"), Decimal("87.5")]
    assert found.rows[2].outcome is RowOutcome.BAD_VALUE


def test_a_file_without_such_a_table_is_refused_in_words(town):
    with pytest.raises(FileRefused, match="kolom Indikator, Tanggal, Nilai, dan Sumber"):
        preview_values(content=b"Nama;NIP\nSari;1\n", file_name="x.csv", by=town.wati, on=JULY)
    many = "IMUN;30-06-2026;1;L\n" * 2001
    with pytest.raises(FileRefused, match="paling banyak 2000"):
        preview(many, town.wati)
