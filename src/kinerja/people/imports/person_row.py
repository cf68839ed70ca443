"""One row of a list of people, read without the database: its facts, and what to say of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from kinerja.people.imports.columns import UNIT_COLUMNS
from kinerja.people.imports.correction import NOTHING, Correction
from kinerja.people.imports.dates import place_and_date, read_date
from kinerja.people.imports.grades import read_grade
from kinerja.people.imports.layout import Layout
from kinerja.people.imports.money import read_class, read_money
from kinerja.people.imports.names import Name, read_name
from kinerja.people.imports.nip import looks_like_nip, read_nip
from kinerja.people.imports.outcome import Outcome, Reason, RowReport
from kinerja.people.imports.posts import is_acting
from kinerja.people.imports.reading import Reading, doubtful, fixed
from kinerja.people.imports.schooling import read_education
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, key, masked, text_of, tidy
from kinerja.people.imports.words import read_kind, read_kind_or_status, read_sex, read_status
from kinerja.people.position import tidy_duties
from kinerja.rules.nip import EmployeeKind, Nip, parse_nip

T = TypeVar("T")

# Fields that another column may hold as well.
ALSO = {"nip": "nip_and_name", "name": "nip_and_name", "birth_date": "birth_place_date"}
LONGEST_TITLE = 150
LONGEST_DUTIES = 4_000
CellOf = Callable[[str], Cell]


@dataclass
class PersonRow:
    """The facts of one row. What the file does not say stays empty."""

    report: RowReport
    nip: Nip | None = None
    name: Name | None = None
    sex: str = ""
    birth_date: date | None = None
    birth_said: date | None = None  # by the file; else the NIP says it
    start_date: date | None = None
    grade: str = ""
    education: str = ""
    status: str = ""
    position: str = ""
    position_level: str = ""
    echelon: str = ""
    position_since: date | None = None
    job_class: int | None = None
    duties: str = ""  # of the post, one a line
    salary: str = ""
    allowance: str = ""
    unit_texts: dict[str, str] = field(default_factory=dict)  # broadest first
    unit_code: str = ""
    unit_said: str = ""  # by a section or the sheet, when no unit is certain
    supervisor_nip: Cell = None
    supervisor_name: str = ""
    names_position: bool = False  # the file has a column for the post
    names_unit: bool = False  # the file has a column for the unit
    headings: dict[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()  # fields that a person has filled in
    keeps_unit: bool = False  # a person said: as it is stored

    @property
    def refused(self) -> bool:
        return self.report.outcome is Outcome.REFUSE

    @property
    def storable(self) -> bool:
        return self.report.outcome.stored

    def say(
        self,
        outcome: Outcome,
        code: str,
        message: str,
        field: str = "",
        *,
        found: object = "",
        stored: object = "",
        suggestions: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Add a reason (`RowReport.add`)."""
        self.report.add(
            Reason(
                outcome,
                code,
                message,
                field,
                self.headings.get(field) or self.headings.get(ALSO.get(field, ""), ""),
                _shown(found),
                _shown(stored),
                suggestions,
            ),
            self.confirmed,
        )

    def take(self, field: str, reading: Reading[T], found: object) -> T | None:
        """Note what a reading says, and give its value when it is certain or confirmed."""
        if not reading.code:
            return reading.value
        confirmed = reading.code in self.confirmed and reading.value is not None
        self.say(
            reading.outcome,
            reading.code,
            reading.message,
            field,
            found=found,
            stored=""
            if reading.value is None or not (reading.usable or confirmed)
            else reading.value,
            suggestions=reading.suggestions,
        )
        return reading.value


def _shown(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return text_of(value) if isinstance(value, str | int | float) else str(value)


def read_person_row(
    report: RowReport,
    layout: Layout,
    cells: Mapping[str, Cell],
    *,
    since_1904: bool,
    on: date,
    correction: Correction = NOTHING,
) -> PersonRow:
    """Read one row. `cells` are those of its fields; a correction goes before them."""
    row = PersonRow(
        report,
        headings=layout.headings,
        names_position="position" in layout.fields,
        names_unit=any(name in layout.fields for name in (*UNIT_COLUMNS, "unit_code")),
        confirmed=correction.confirmed,
        corrected=frozenset(correction.values),
        keeps_unit=is_empty(correction.values.get("unit", "?")),
    )

    cell: CellOf = {**cells, **correction.values}.get
    for name, value in correction.values.items():
        row.say(
            Outcome.FIX,
            "corrected",
            "Diisi oleh petugas kepegawaian.",
            name,
            found=masked(text_of(cells.get(name))),
            stored=masked(value) if name not in ("nip", "supervisor_nip") else value,
        )
    number, named = _number_and_name(cell)
    row.name = row.take(
        "name",
        read_name(text_of(named), text_of(cell("front_title")), text_of(cell("back_title"))),
        text_of(named),
    )
    reading = read_nip(number)
    digits = row.take("nip", reading, text_of(number))
    row.nip = parse_nip(digits) if digits else None
    _read_words(row, cell)
    _read_dates(row, cell, since_1904, on)
    _read_post(row, cell)
    if row.nip is None and not text_of(number).strip():
        report.values["nip"] = None
    else:
        report.values["nip"] = row.nip.digits if row.nip else text_of(number)
    return row


def _number_and_name(cell: CellOf) -> tuple[Cell, Cell]:
    """The two cells; one cell that holds both is taken apart at its line break or number."""
    number, name = cell("nip"), cell("name")
    both = cell("nip_and_name")
    if both is None or (number is not None and name is not None):
        return number, name
    text = text_of(both)
    lines = [part for part in text.replace("/", "\n").split("\n") if part.strip()]
    numbers = [part for part in lines if looks_like_nip(part)]
    words = [part for part in lines if part not in numbers]
    return (
        number if number is not None else (numbers[0].strip() if numbers else None),
        name if name is not None else " ".join(words).strip(),
    )


def _read_words(row: PersonRow, cell: CellOf) -> None:
    """Grade, education, sex, kind, status, money: what needs at most the NIP beside it."""
    nip = row.nip
    kind = nip.kind if nip else EmployeeKind.PNS
    group, letter = cell("grade"), tidy(text_of(cell("grade_letter")))
    if letter and isinstance(group, str) and "/" not in group:
        group = f"{group.strip()}/{letter}"  # "III" and "a" in columns of their own
    rank = None if "grade" in row.corrected else cell("rank")
    text = text_of(group) or text_of(rank)
    row.grade = row.take("grade", read_grade(group, kind, rank), text) or ""
    text = text_of(cell("education"))
    row.education = row.take("education", read_education(cell("education")), text) or ""
    row.salary = row.take("salary", read_money(cell("salary")), text_of(cell("salary"))) or ""
    row.allowance = (
        row.take("allowance", read_money(cell("allowance")), text_of(cell("allowance"))) or ""
    )
    text = text_of(cell("job_class"))
    row.job_class = row.take("job_class", read_class(cell("job_class")), text)
    row.duties = tidy_duties(text_of(cell("duties")))[:LONGEST_DUTIES]
    _read_sex(row, cell)
    said, status = read_kind(cell("kind")), read_status(cell("status"))
    field = "kind"
    if either := cell("kind_or_status"):
        field = "kind_or_status"
        said, status = read_kind_or_status(either)
    written = row.take(field, said, text_of(cell(field)))
    if nip and written and written != nip.kind:
        row.say(
            Outcome.REVIEW,
            "kind_conflict",
            f"Kolom ini menyebut {EmployeeKind(written).label}, tetapi NIP-nya {nip.kind.label}.",
            field,
            found=text_of(cell(field)),
        )
    field = "status" if cell("status") is not None else field
    row.status = row.take(field, status, text_of(cell(field))) or ""


def _read_sex(row: PersonRow, cell: CellOf) -> None:
    found = text_of(cell("sex"))
    said = row.take("sex", read_sex(cell("sex")), found)
    row.sex = row.nip.sex.value if row.nip else said or ""
    if row.nip and said and said != row.nip.sex:
        row.say(
            Outcome.REVIEW,
            "sex_conflict",
            f"Kolom ini berbeda dengan NIP, yang menyebut {row.nip.sex.label.lower()}.",
            "sex",
            found=found,
            stored=row.nip.sex.label if "sex_conflict" in row.confirmed else "",
        )


def _read_dates(row: PersonRow, cell: CellOf, since_1904: bool, on: date) -> None:
    nip = row.nip
    field, found = "birth_date", cell("birth_date")
    if found is None and cell("birth_place_date") is not None:
        field, found = "birth_place_date", place_and_date(cell("birth_place_date"))
    known = nip.birth_date if nip else None
    birth = row.take(
        field, read_date(found, since_1904=since_1904, known=known), text_of(cell(field))
    )
    row.birth_said, row.birth_date = birth, birth or known
    if birth and nip and birth != nip.birth_date:
        row.say(
            Outcome.REVIEW,
            "birth_date_conflict",
            f"Tanggal lahir ini berbeda dengan NIP, yang menyebut {nip.birth_date:%d-%m-%Y}.",
            field,
            found=text_of(cell(field)),
            stored=birth if "birth_date_conflict" in row.confirmed else "",
            suggestions=((nip.birth_date.isoformat(), f"{nip.birth_date:%d-%m-%Y} (menurut NIP)"),),
        )
    earliest = row.birth_date
    latest = on + timedelta(days=366)
    started = _start_of(nip)
    row.start_date = _later_date(row, cell, "start_date", since_1904, started, earliest, latest)
    if row.start_date and nip and not _fits_start(row.start_date, nip):
        month = f" bulan {nip.start_month:02d}" if nip.start_month else ""
        row.say(
            Outcome.REVIEW,
            "start_date_conflict",
            f"TMT ini berbeda dengan NIP, yang menyebut tahun {nip.start_year}{month}.",
            "start_date",
            found=text_of(cell("start_date")),
            stored=row.start_date if "start_date_conflict" in row.confirmed else "",
        )
    row.position_since = _later_date(
        row, cell, "position_since", since_1904, None, earliest, latest
    )
    for field, value in (("start_date", row.start_date), ("position_since", row.position_since)):
        if value and value > on:
            row.say(
                Outcome.REVIEW,
                f"{field}_future",
                "Tanggal ini belum tiba. Pastikan tanggalnya.",
                field,
                found=text_of(cell(field)),
                stored=value if f"{field}_future" in row.confirmed else "",
            )


def _later_date(
    row: PersonRow,
    cell: CellOf,
    field: str,
    since_1904: bool,
    known: date | None,
    earliest: date | None,
    latest: date,
) -> date | None:
    """A date after the birth, so that the century of a two-digit year is known."""
    reading = read_date(
        cell(field),
        since_1904=since_1904,
        known=None,
        not_before=earliest or date(1940, 1, 1),
        not_after=latest,
    )
    if known and reading.code == "date_two_digit_year" and reading.value:
        message = "Abad tanggal ditentukan dari NIP."
        reading = fixed(reading.value, reading.code, message)
    return row.take(field, reading, text_of(cell(field)))


def _start_of(nip: Nip | None) -> date | None:
    return date(nip.start_year, nip.start_month, 1) if nip and nip.start_month else None


def _fits_start(start: date, nip: Nip) -> bool:
    """PNS: the month of the NIP. PPPK: its year, or the next, in which the contract begins."""
    if nip.start_month:
        return (start.year, start.month) == (nip.start_year, nip.start_month)
    return start.year in (nip.start_year, nip.start_year + 1)


def _read_post(row: PersonRow, cell: CellOf) -> None:
    """Post, unit and supervisor as texts; the database says later which ones are meant."""
    title = text_of(cell("position"))
    row.position = row.take("position", _read_title(title), title) or ""
    row.position_level = tidy(text_of(cell("position_level")))
    row.echelon = tidy(text_of(cell("eselon")))
    for name in UNIT_COLUMNS:
        text = tidy(text_of(cell(name)))
        if not is_empty(text):
            row.unit_texts[name] = text
    code = tidy(text_of(cell("unit_code")))
    row.unit_code = "" if is_empty(code) else code
    number, name = cell("supervisor_nip"), tidy(text_of(cell("supervisor_name")))
    either = cell("supervisor")
    if "supervisor_nip" in row.corrected:
        name, either = "", None
    if either is not None and number is None and not name:
        number, named = _number_and_name(lambda f: either if f == "nip_and_name" else None)
        name = (
            tidy(text_of(named)) if not looks_like_nip(either) or "\n" in text_of(either) else name
        )
        if isinstance(either, int | float):
            number, name = either, ""
    if isinstance(number, str) and not looks_like_nip(number):
        words = tidy(number)
        number, name = None, name or ("" if is_empty(words) else words)
    row.supervisor_nip, row.supervisor_name = number, "" if is_empty(name) else name


def _read_title(text: str) -> Reading[str]:
    clean = tidy(text)
    if is_empty(clean) or not key(clean):
        return Reading("")
    if len(clean) > LONGEST_TITLE:
        return doubtful("position_long", "Nama jabatan ini terlalu panjang. Persingkat dahulu.")
    if is_acting(clean):
        return doubtful(
            "position_acting",
            "Ini jabatan pelaksana tugas. Isi jabatan definitif pegawai ini, lalu catat "
            "Plt/Plh-nya di halaman penugasan.",
        )
    if clean != text:
        return fixed(clean, "position_spaces", "Spasi yang tidak perlu pada jabatan dibuang.")
    return Reading(clean)


def facts_of(row: PersonRow) -> dict[str, Any]:
    """What two rows of the same person must agree on; empty facts say nothing."""
    name = row.name
    return {
        "name": key(name.name) if name else "",
        "grade": row.grade,
        "education": row.education,
        "start_date": row.start_date,
        "birth_date": row.birth_date,
        "status": row.status,
        "position": key(row.position),
        "position_since": row.position_since,
        "job_class": row.job_class,
        "salary": row.salary,
        "allowance": row.allowance,
    }
