"""The learning hours of a unit as a sheet."""

from collections.abc import Iterable
from io import BytesIO

from kinerja.people.person import Person
from kinerja.rules.training import TRAINING_HOURS_PER_YEAR

HEAD = ("Nama", "NIP", "Jenis", "JP", "Kurang dari minimum")


def hours_sheet(people: Iterable[Person], year: int) -> bytes:
    """XLSX; `people` carry `hours`. Texts stay texts, whatever they begin with."""
    import xlsxwriter  # here: no command waits for it at its start

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(f"JP {year}")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 22)
    sheet.write_row(0, 0, HEAD, bold)
    for at, one in enumerate(people, start=1):
        hours = one.hours  # type: ignore[attr-defined]
        sheet.write_string(at, 0, one.full_name)
        sheet.write_string(at, 1, one.nip or "")
        sheet.write_string(at, 2, one.get_kind_display())
        sheet.write_number(at, 3, float(hours))
        if one.kind == Person.Kind.PNS:
            sheet.write_number(at, 4, float(max(TRAINING_HOURS_PER_YEAR - hours, 0)))
    book.close()
    return out.getvalue()
