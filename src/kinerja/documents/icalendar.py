"""A calendar as programs read it (iCalendar, RFC 5545): days, and meetings by the hour."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from kinerja.collaboration.feed import Entry

LINE = 75  # bytes of one line, without its end
MEETING = timedelta(hours=2)  # so long one is drawn when nobody said how long it takes


def calendar_bytes(*, name: str, entries: Iterable[Entry], site: str, at: datetime) -> bytes:
    """The whole calendar; `site` begins the addresses of its pages, `at` is when it was written.

    Hours are those of the time zone that is active, written in UTC.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kinerja//Kolaborasi//ID",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in entries:
        lines += _event(one, site, at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(one: Entry, site: str, at: datetime) -> list[str]:
    host = site.split("//")[-1].split("/")[0] or "kinerja"
    lines = ["BEGIN:VEVENT", f"UID:{one.uid}@{host}", f"DTSTAMP:{_moment(at)}"]
    if one.begins_at is None:
        after = one.last_day + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    else:
        begins = timezone.make_aware(datetime.combine(one.day, one.begins_at))
        lines += [f"DTSTART:{_moment(begins)}", f"DTEND:{_moment(begins + MEETING)}"]
    lines.append(f"SUMMARY:{_text(one.title)}")
    if one.place:
        lines.append(f"LOCATION:{_text(one.place)}")
    if one.page:
        lines.append(f"URL:{site}{one.page}")
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Signs with a meaning of their own are escaped; no line ends inside a text."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> bytes:
    """Cut into pieces of at most 75 bytes, never inside a letter; each goes on after a space."""
    pieces, piece = [], b""
    for letter in line:
        more = letter.encode()
        if len(piece) + len(more) > LINE:
            pieces.append(piece)
            piece = b" "
        piece += more
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
