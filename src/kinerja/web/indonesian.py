"""Dates, numbers and money as Indonesians write them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from kinerja.rules.date_words import date_in_words

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}  # by hours from UTC
NOTHING = "–"


def tanggal(value: date | datetime | None) -> str:
    """A day in the time zone of the agency.

    >>> tanggal(date(2026, 10, 10))
    '10 Oktober 2026'
    """
    if value is None or value == "":
        return NOTHING
    day = _local(value) if isinstance(value, datetime) else value
    return date_in_words(day)


def jam(value: datetime | None) -> str:
    """A time of day in the time zone of the agency: 14.30 WIB."""
    if value is None or value == "":
        return NOTHING
    local = _local(value)
    return f"{local:%H.%M} {_zone(local)}".strip()


def tanggal_jam(value: datetime | None) -> str:
    """A moment in the time zone of the agency: 10 Oktober 2026 pukul 14.30 WIB."""
    if value is None or value == "":
        return NOTHING
    return f"{tanggal(value)} pukul {jam(value)}"


def waktu_lalu(value: datetime | None) -> str:
    """How long ago: baru saja, 5 menit lalu, 2 jam lalu, kemarin pukul 14.30 WIB, then the day."""
    if value is None or value == "":
        return NOTHING
    now = timezone.now()
    local, today = _local(value), timezone.localdate(now)
    minutes = int((now - value).total_seconds() // 60)
    if 0 <= minutes < 1:
        return "baru saja"
    if 1 <= minutes < 60:
        return f"{minutes} menit lalu"
    if local.date() == today and minutes >= 60:
        return f"{minutes // 60} jam lalu"
    if local.date() == today - timedelta(days=1):
        return f"kemarin pukul {jam(value)}"
    return tanggal_jam(value)


def angka(value: Decimal | int | None) -> str:
    """A number with dots between thousands and a decimal comma, without trailing zeros.

    >>> angka(Decimal("1234.50")), angka(-1234567), angka(Decimal("1E+3")), angka(None)
    ('1.234,5', '-1.234.567', '1.000', '–')
    """
    if value is None or value == "":
        return NOTHING
    whole, _, part = f"{Decimal(str(value)):,f}".partition(".")
    part = part.rstrip("0")
    text = whole.replace(",", ".") + (f",{part}" if part else "")
    return "0" if text == "-0" else text


def persen(value: Decimal | int | None) -> str:
    """Per cent, of a value that is per cent already.

    >>> persen(Decimal("87.50"))
    '87,5%'
    """
    return NOTHING if value is None or value == "" else f"{angka(value)}%"


def rupiah(value: Decimal | int | None) -> str:
    """Money in whole rupiah, or with two figures of sen where there are any.

    >>> rupiah(1250000), rupiah(Decimal("-10.5"))
    ('Rp1.250.000', '-Rp10,50')
    """
    if value is None or value == "":
        return NOTHING
    amount = Decimal(str(value))
    figures = f"{abs(amount):,.2f}".translate(str.maketrans(",.", ".,")).removesuffix(",00")
    return f"{'-' if amount < 0 else ''}Rp{figures}"


def nip_spasi(value: str | None) -> str:
    """A NIP in its four parts; anything else as it is.

    >>> nip_spasi("198704122010012003")
    '19870412 201001 2 003'
    """
    if not value:
        return NOTHING
    if len(value) == 18 and value.isdigit():
        return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"
    return value


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _zone(local: datetime) -> str:
    offset = local.utcoffset()
    return ZONES.get(int(offset.total_seconds() // 3600), "") if offset is not None else ""
