"""Indonesian numbers, days and times in forms; words for what is missing; several files."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from kinerja.web.forms import (
    UPLOAD_BYTES,
    DecimalIndonesia,
    FilesField,
    Form,
    JamField,
    TanggalField,
    read_decimal,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),  # a dot before three figures separates thousands
        ("1.234.567", "1234567"),
        ("12.345.678,90", "12345678.90"),
        ("1234.5", "1234.5"),  # cannot be thousands: the decimal sign of another keyboard
        ("1234.567", "1234.567"),
        ("0.500", "0.500"),  # no number of thousands begins with a zero
        ("0,500", "0.500"),
        ("1.5", "1.5"),
        ("75", "75"),
        ("007", "7"),
        ("-1.234,5", "-1234.5"),
        ("−3", "-3"),  # the minus sign of a word processor
        (" 1 234,5 ", "1234.5"),
        ("1\u00a0234", "1234"),
    ],
)
def test_read_decimal_takes_what_an_indonesian_means(text: str, number: str) -> None:
    assert read_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "1,234.5",  # English
        "1.23.4",
        "1.2345,6",
        "1,2,3",
        "01.234",
        "1.",
        ",5",
        "1.234,",
        "1e3",
        "NaN",
        "Infinity",
        "",
        "-",
        "--1",
        "+1",
        "1 kg",
        "Rp1",
        "٣",
    ],
)
def test_read_decimal_refuses_what_is_not_clear(text: str) -> None:
    with pytest.raises(ValueError, match="Indonesians"):
        read_decimal(text)


class Sample(Form):
    amount = DecimalIndonesia(label="Volume", max_digits=8, decimal_places=2, min_value=0)
    day = TanggalField(label="Tanggal", required=False)
    hour = JamField(label="Jam", required=False)
    item = forms.ChoiceField(label="Bagian rencana", choices=[("1", "A")], required=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Volume belum diisi."),
        ("1,234.5", "Tulis angka dengan koma untuk pecahan, misalnya 1.234,5."),
        ("1,234", "Paling banyak 2 angka di belakang koma."),
        ("1234567890", "Angka ini terlalu panjang."),
    ],
)
def test_a_number_that_will_not_do_says_why(text: str, message: str) -> None:
    assert Sample({"amount": text}).errors["amount"] == [message]


def test_a_negative_number_is_refused_where_none_is_meant() -> None:
    assert len(Sample({"amount": "-1"}).errors["amount"]) == 1


def test_what_was_typed_stays_and_what_is_stored_is_shown_with_dots_and_comma() -> None:
    assert 'value="1,234.5"' in str(Sample({"amount": "1,234.5"})["amount"])
    assert 'value="1.234,5"' in str(Sample(initial={"amount": Decimal("1234.50")})["amount"])
    assert 'value="0"' in str(Sample(initial={"amount": 0})["amount"])
    assert 'inputmode="decimal"' in str(Sample()["amount"])


def test_a_stored_number_that_is_sent_back_has_not_changed() -> None:
    form = Sample({"amount": "1234,5"}, initial={"amount": Decimal("1234.50")})

    assert form.is_valid()
    assert form.changed_data == []


@pytest.mark.parametrize(
    "text", ["2026-12-31", "31-12-2026", "31/12/2026", "31.12.2026", "31 Desember 2026"]
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    form = Sample({"amount": "1", "day": text})

    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["12/31/2026", "31-02-2026", "31 Dezember 2026", "besok"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    errors = Sample({"amount": "1", "day": text}).errors

    assert errors == {"day": ["Tulis tanggal seperti 31-12-2026."]}


def test_a_day_is_given_to_the_browser_as_iso() -> None:
    field = str(Sample(initial={"day": date(2026, 1, 2)})["day"])

    assert 'type="date"' in field
    assert 'value="2026-01-02"' in field


@pytest.mark.parametrize("text", ["14:30", "14.30"])
def test_a_time_is_read_with_dot_and_colon(text: str) -> None:
    form = Sample({"amount": "1", "hour": text})

    assert form.is_valid()
    assert form.cleaned_data["hour"] == time(14, 30)


def test_each_kind_of_field_says_in_its_own_way_that_it_is_missing() -> None:
    class Many(Form):
        text = forms.CharField(label="Uraian")
        item = forms.ChoiceField(label="Bagian rencana", choices=[("1", "A")])
        sure = forms.BooleanField(label="Sudah diperiksa")
        files = FilesField(label="Foto")

    assert {name: list(said) for name, said in Many({}).errors.items()} == {
        "text": ["Uraian belum diisi."],
        "item": ["Bagian rencana belum dipilih."],
        "sure": ["Centang dulu “Sudah diperiksa”."],
        "files": ["Foto belum dipilih."],
    }


def test_the_browser_does_not_check_by_itself() -> None:
    assert "required" not in str(Sample()["amount"])


# --- Files


class Evidence(Form):
    files = FilesField(label="Foto", most=2, required=False)


def filed(*contents: bytes) -> Evidence:
    files = [SimpleUploadedFile(f"{at}.jpg", content) for at, content in enumerate(contents)]
    return Evidence({}, MultiValueDict({"files": files}))


def test_several_files_come_as_a_list() -> None:
    form = filed(b"a", b"b")

    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["0.jpg", "1.jpg"]
    assert filed().is_valid()
    assert "multiple" in str(form["files"])


def test_too_many_too_large_and_empty_files_are_named() -> None:
    large = b"x" * (UPLOAD_BYTES + 1)

    assert filed(b"a", b"b", b"c").errors["files"] == ["Pilih paling banyak 2 berkas."]
    assert filed(large).errors["files"] == ["Berkas 0.jpg lebih besar dari 10 MB; kecilkan dulu."]
    assert filed(b"").errors["files"] == ["Berkas 0.jpg kosong; pilih yang lain."]
