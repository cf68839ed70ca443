"""One row of a list of units, read without the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from kinerja.people.imports.correction import NOTHING, Correction
from kinerja.people.imports.layout import Layout
from kinerja.people.imports.outcome import Outcome, Reason, RowReport
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import INVISIBLE, is_empty, text_of, tidy
from kinerja.people.imports.unit_level import is_echelon, said_level

LONGEST_CODE = 40
LONGEST_NAME = 200


@dataclass
class UnitRow:
    """The facts of one row. `parent` is a code or a name, as the file has it."""

    report: RowReport
    headings: dict[str, str]
    code: str = ""
    name: str = ""
    parent_code: str = ""
    parent_name: str = ""
    level: str = ""
    coded: bool = True  # the file has a column for codes
    confirmed: frozenset[str] = frozenset()

    @property
    def parent_said(self) -> str:
        """The unit above, as the file names it: by code, else by name; empty: not at all."""
        return self.parent_code or self.parent_name

    @property
    def parent_field(self) -> str:
        """The field in which the file names it."""
        names = ("parent_code", "parent", "parent_name")
        return next((name for name in names if name in self.headings), "parent_code")

    def say(
        self,
        outcome: Outcome,
        code: str,
        message: str,
        field: str = "",
        *,
        found: str = "",
        stored: str = "",
        suggestions: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Add a reason (`RowReport.add`)."""
        heading = self.headings.get(field, "")
        self.report.add(
            Reason(outcome, code, message, field, heading, found, stored, suggestions),
            self.confirmed,
        )


def read_unit_row(
    report: RowReport, layout: Layout, cells: Mapping[str, Cell], correction: Correction = NOTHING
) -> UnitRow:
    """Read one row. `cells` are those of its fields; a correction goes before them."""
    row = UnitRow(
        report,
        layout.headings,
        coded="code" in layout.fields,
        confirmed=correction.confirmed,
    )

    cell = {**cells, **correction.values}.get
    for name, value in correction.values.items():
        row.say(
            Outcome.FIX,
            "corrected",
            "Diisi oleh petugas kepegawaian.",
            name,
            found=text_of(cells.get(name)),
            stored=value,
        )
    row.code = _code(row, "code", cell("code"))
    row.name = _name(row, cell("name"))
    row.parent_code = _code(row, "parent_code", cell("parent_code"))
    either, named = cell("parent"), tidy(text_of(cell("parent_name")))
    if not row.parent_code and either is not None:
        row.parent_code = _code(row, "parent", either)
    row.parent_name = "" if is_empty(named) else named
    row.level = tidy(text_of(cell("level")))
    if is_empty(row.level):
        row.level = ""
    elif said_level(row.level) is None and not is_echelon(row.level):
        row.say(
            Outcome.REVIEW,
            "level_unknown",
            "Tingkat unit ini tidak dikenal. Tulis misalnya Dinas, Bidang, Seksi, UPT, atau II.b.",
            "level",
            found=row.level,
        )
    return row


def _code(row: UnitRow, field: str, cell: Cell) -> str:
    """A code as text. A number with a fraction may have lost a zero at its end."""
    raw = text_of(cell)
    code = tidy(INVISIBLE.sub("", raw)).strip("'\"`´‘’“”=")
    if code.lower() in ("-", "--", "null", "none", "n/a"):
        return ""
    if isinstance(cell, float) and not cell.is_integer():
        row.say(
            Outcome.REVIEW,
            "code_number",
            "Kode ini tersimpan sebagai angka pecahan; nol di belakangnya mungkin hilang. "
            "Ubah kolom kode menjadi teks, atau tulis kodenya.",
            field,
            found=raw,
        )
        return code
    if len(code) > LONGEST_CODE:
        if field == "parent":
            return code  # a name, then
        row.say(
            Outcome.REFUSE,
            "code_long",
            f"Kode unit paling panjang {LONGEST_CODE} huruf. Persingkat kodenya.",
            field,
            found=raw,
        )
    elif isinstance(cell, str) and code != raw:
        row.say(
            Outcome.FIX,
            "code_spaces",
            "Spasi atau tanda yang tidak perlu pada kode dibuang.",
            field,
            found=raw,
            stored=code,
        )
    return code


def _name(row: UnitRow, cell: Cell) -> str:
    raw = text_of(cell)
    name = tidy(raw)
    if is_empty(name):
        row.say(
            Outcome.REFUSE,
            "name_missing",
            "Baris ini tidak mempunyai nama unit. Isi namanya.",
            "name",
        )
        return ""
    if len(name) > LONGEST_NAME:
        row.say(
            Outcome.REFUSE,
            "name_long",
            f"Nama unit paling panjang {LONGEST_NAME} huruf. Persingkat namanya.",
            "name",
            found=name[:80],
        )
    elif name != raw:
        row.say(
            Outcome.FIX,
            "name_spaces",
            "Spasi yang tidak perlu pada nama dibuang.",
            "name",
            found=raw,
            stored=name,
        )
    return name
