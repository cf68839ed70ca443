from datetime import date

import pytest

from kinerja.people.imports.dates import place_and_date, read_date

BORN = date(1985, 7, 15)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (BORN, ""),
        ("1985-07-15", ""),
        ("1985-07-15 00:00:00", ""),
        (31243, "date_serial"),
        (31243.0, "date_serial"),
        ("31243", "date_serial"),
        ("15/07/1985", "date_text"),
        ("15-7-1985", "date_text"),
        ("15.07.1985", "date_text"),
        ("1985/07/15", "date_text"),
        ("19850715", "date_text"),
        (19850715, "date_text"),
        ("15 Juli 1985", "date_text"),
        ("15 JULI 1985", "date_text"),
        ("15-Jul-1985", "date_text"),
        ("15Juli1985", "date_text"),
        ("Senin, 15 Juli 1985", "date_text"),
        ("15/07/85", "date_two_digit_year"),
        ("15 Jul 85", "date_two_digit_year"),
        ("15-7-'85", "date_two_digit_year"),
        ("07/15/1985", "date_month_first"),
    ],
)
def test_one_day_in_many_forms(written: object, code: str) -> None:
    reading = read_date(written, known=BORN)  # type: ignore[arg-type]

    assert (reading.value, reading.code) == (BORN, code)
    assert reading.outcome == ("fix" if code else "accept")


@pytest.mark.parametrize(
    ("word", "month"),
    [
        *(("Januari", 1), ("Jan", 1), ("Pebruari", 2), ("Peb", 2), ("Feb", 2), ("Maret", 3)),
        *(("Mar", 3), ("April", 4), ("Apr", 4), ("Mei", 5), ("Juni", 6), ("Jun", 6), ("Juli", 7)),
        *(("Jul", 7), ("Agustus", 8), ("Agt", 8), ("Ags", 8), ("Agust", 8), ("September", 9)),
        *(("Sep", 9), ("Sept", 9), ("Oktober", 10), ("Okt", 10), ("Nopember", 11), ("Nop", 11)),
        *(("Nov", 11), ("Desember", 12), ("Des", 12)),
    ],
)
def test_months_and_their_abbreviations(word: str, month: int) -> None:
    assert read_date(f"3 {word} 1990").value == date(1990, month, 3)


def test_a_workbook_of_the_macintosh_kind_counts_from_1904() -> None:
    assert read_date(29781, since_1904=True).value == BORN
    assert read_date(29781, known=BORN).value == BORN  # the NIP says which calendar it was


def test_day_comes_first_even_when_the_nip_says_otherwise() -> None:
    """Day and month are never swapped in silence: the conflict is for a person."""
    assert read_date("05/03/1985", known=date(1985, 5, 3)).value == date(1985, 3, 5)


def test_without_the_nip_the_century_must_be_the_only_one_that_fits() -> None:
    bounds = {"not_before": date(1985, 7, 15), "not_after": date(2027, 1, 1)}

    assert read_date("01/03/20", **bounds).value == date(2020, 3, 1)
    assert read_date("01/03/90", **bounds).value == date(1990, 3, 1)
    assert read_date("01/03/20").outcome == "review"
    assert read_date("15/07/62", known=BORN).outcome == "review"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/1985", "date_impossible"),
        ("1985-02-31", "date_impossible"),
        ("15 Foo 1985", "date_unreadable"),
        ("tahun 1985", "date_unreadable"),
        ("1985", "date_unreadable"),
        (1985, "date_unreadable"),
        ("07/25/1985", "date_month_first"),
        (True, "date_unreadable"),
    ],
)
def test_doubtful_dates_are_for_a_person(written: object, code: str) -> None:
    reading = read_date(written)  # type: ignore[arg-type]

    assert (reading.value, reading.outcome, reading.code) == (None, "review", code)


@pytest.mark.parametrize("written", [None, "", "-", "0000-00-00", "00/00/0000"])
def test_signs_for_nothing_are_nothing(written: str | None) -> None:
    assert (read_date(written).value, read_date(written).outcome) == (None, "accept")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Pariaman, 15 Juli 1985", "15 Juli 1985"),
        ("Kota Padang / 15-07-1985", "15-07-1985"),
        ("Pariaman 15 Juli 1985", "15 Juli 1985"),
        ("15 Juli 1985", "15 Juli 1985"),
        ("Pariaman", None),
    ],
)
def test_the_date_beside_a_place(cell: str, day: str | None) -> None:
    assert place_and_date(cell) == day
