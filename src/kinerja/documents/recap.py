"""The recap of a month on paper and as a sheet; both say the same."""

from datetime import date, datetime, time
from io import BytesIO

from kinerja.documents.paper import paper
from kinerja.rules.date_words import MONTHS, date_in_words
from kinerja.work.excluded import Excluded
from kinerja.work.recap import HEAD, Recap

LEFT_OUT = ("Nama", "Unit", "Alasan", "Sejak", "Sampai", "Dicatat oleh", "Catatan")
UNKNOWN, ONWARDS, SYSTEM = "tidak tercatat", "seterusnya", "sistem"
TOTAL = "Jumlah"


def month_words(first: date) -> str:
    """Oktober 2026."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def recap_pdf(recap: Recap, *, agency: str, at: datetime) -> bytes:
    """The paper. `at`: when it was counted, in the zone of the agency; each foot names it."""
    lines = [
        [line.unit.name, str(line.kind.label), *map(_figure, line.numbers)] for line in recap.lines
    ]
    data = {
        "title": f"Rekap {month_words(recap.first)}: {recap.whole.name}",
        "agency": agency,
        "made": f"Dihitung {date_in_words(at.date())} pukul {at:%H.%M}",
        "head": ["Unit", "Jenis", *HEAD],
        "lines": lines,
        "totals": [TOTAL, "", *map(_figure, recap.totals)],
        "reasons": "; ".join(f"{reason}: {count} orang" for reason, count in recap.reasons) + ".",
        "left_out": LEFT_OUT,
        "excluded": [_row(one) for one in recap.excluded],
    }
    return paper("recap", data, at)


def recap_sheet(recap: Recap) -> bytes:
    """The sheet (XLSX); texts stay texts, whatever they begin with."""
    import xlsxwriter  # here: no command waits for it at its start

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    rows = book.add_worksheet("Rekap")
    rows.write_row(0, 0, ("Unit", "Jenis", *HEAD), bold)
    for at, line in enumerate(recap.lines, start=1):
        rows.write_string(at, 0, line.unit.name)
        rows.write_string(at, 1, line.kind.label)
        rows.write_row(at, 2, line.numbers)
    if recap.lines:
        last = len(recap.lines) + 1
        rows.write_string(last, 0, TOTAL, bold)
        rows.write_row(last, 2, recap.totals, bold)
    names = book.add_worksheet("Dikecualikan")
    names.write_row(0, 0, (*LEFT_OUT, "Dicatat pada"), bold)
    for at, one in enumerate(recap.excluded, start=1):
        texts = {0: one.person.name, 1: one.unit.name, 2: one.reason, 5: one.by, 6: one.words}
        for column, text in texts.items():
            names.write_string(at, column, text)
        for column, when in ((3, one.since), (4, one.until), (7, one.noted_on)):
            if when:
                names.write_datetime(at, column, datetime.combine(when, time()), day)
    book.close()
    return out.getvalue()


def _row(one: Excluded) -> list[str]:
    noted = f" ({date_in_words(one.noted_on)})" if one.noted_on else ""
    return [
        one.person.name,
        one.unit.name,
        one.reason,
        date_in_words(one.since) if one.since else UNKNOWN,
        date_in_words(one.until) if one.until else ONWARDS,
        (one.by or SYSTEM) + noted,
        one.words,
    ]


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")
