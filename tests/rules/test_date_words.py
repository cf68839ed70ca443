"""Dates in Indonesian words."""

from datetime import date

from kinerja.rules.date_words import date_in_words, span_in_words


def test_the_twelve_months() -> None:
    words = [date_in_words(date(2026, month, 1)) for month in range(1, 13)]

    assert words[:3] == ["1 Januari 2026", "1 Februari 2026", "1 Maret 2026"]
    assert [one.split()[1] for one in words[3:]] == [
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]


def test_a_day_of_two_digits() -> None:
    assert date_in_words(date(2026, 8, 17)) == "17 Agustus 2026"


def test_a_span_says_the_month_and_the_year_once_where_they_are_the_same() -> None:
    assert span_in_words(date(2026, 8, 19), date(2026, 8, 21)) == "19–21 Agustus 2026"
    assert span_in_words(date(2026, 10, 6), date(2026, 11, 3)) == "6 Oktober–3 November 2026"
    assert span_in_words(date(2025, 8, 1), date(2026, 8, 2)) == "1 Agustus 2025–2 Agustus 2026"
    assert span_in_words(date(2026, 8, 17), date(2026, 8, 17)) == "17 Agustus 2026"
