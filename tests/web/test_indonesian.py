"""Dates, numbers and money as Indonesians write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from kinerja.web.indonesian import (
    angka,
    jam,
    nip_spasi,
    persen,
    rupiah,
    tanggal,
    tanggal_jam,
    waktu_lalu,
)

NIGHT = datetime(2026, 10, 10, 14, 59, tzinfo=UTC)  # 21.59 WIB, 23.59 WIT


def test_tanggal_and_jam_stand_in_the_zone_of_the_agency() -> None:
    with timezone.override(ZoneInfo("Asia/Jakarta")):
        assert tanggal_jam(NIGHT) == "10 Oktober 2026 pukul 21.59 WIB"
    with timezone.override(ZoneInfo("Asia/Makassar")):
        assert jam(NIGHT) == "22.59 WITA"
    with timezone.override(ZoneInfo("Asia/Jayapura")):
        assert tanggal_jam(NIGHT) == "10 Oktober 2026 pukul 23.59 WIT"
        assert tanggal(NIGHT + timedelta(minutes=1)) == "11 Oktober 2026"
    assert tanggal(date(2026, 1, 2)) == "2 Januari 2026"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=59), "baru saja"),
        (timedelta(minutes=1), "1 menit lalu"),
        (timedelta(minutes=59, seconds=59), "59 menit lalu"),
        (timedelta(hours=1), "1 jam lalu"),
        (timedelta(hours=9), "9 jam lalu"),
        (timedelta(hours=10), "kemarin pukul 23.30 WIB"),
        (timedelta(days=2), "8 Oktober 2026 pukul 09.30 WIB"),
        (timedelta(minutes=-5), "10 Oktober 2026 pukul 09.35 WIB"),
    ],
)
def test_waktu_lalu_counts_then_names_the_day(ago: timedelta, words: str) -> None:
    now = datetime(2026, 10, 10, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    with time_machine.travel(now, tick=False):
        assert waktu_lalu(now - ago) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("1234567.89"), "1.234.567,89"),
        (-1234567, "-1.234.567"),
        (Decimal("0.05"), "0,05"),
        (Decimal("-0.00"), "0"),
        (Decimal("1E+3"), "1.000"),
        (100, "100"),
        (0, "0"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_angka(value: Decimal | int | None, text: str) -> None:
    assert angka(value) == text


def test_persen_rupiah_and_nip() -> None:
    assert persen(Decimal("87.50")) == "87,5%"
    assert rupiah(1_250_000) == "Rp1.250.000"
    assert rupiah(Decimal("-10.5")) == "-Rp10,50"
    assert rupiah(None) == persen(None) == nip_spasi("") == "–"
    assert nip_spasi("198704122010012003") == "19870412 201001 2 003"
    assert nip_spasi("wali-kota") == "wali-kota"
