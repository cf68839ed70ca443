"""In which unit a row stands: its own columns, else the section above it, else the sheet."""

import re
from dataclasses import dataclass, field

from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.person_row import PersonRow
from kinerja.people.imports.row_kind import UNIT_LABEL, names_unit
from kinerja.people.imports.text import key
from kinerja.people.imports.units import MOST_SUGGESTIONS, Suggestions, UnitBook, UnitMatch
from kinerja.people.unit import Unit

NUMBERING = re.compile(r"^\(?(?:[IVXLC]{1,7}|[A-Z]|\d{1,3})[.)]\s*")
SHORTEST_PLACE = 4  # letters of a name of a sheet that may be a place
DITTO = {"sda", "s d a", "idem", "ditto", "sama", "sama dengan di atas", "same"}
DITTO_SIGNS = {'"', "''", "”", "“", "〃", "-,,-", ",,", '-"-', "- , , -"}


@dataclass
class Section:
    """The section title that holds for the rows below it, and the ones around it."""

    book: UnitBook
    found: UnitMatch | None = None
    text: str = ""
    around: list[Unit] = field(default_factory=list)
    signed: bool = False  # a signature was met: what follows is a list of its own

    def read(self, title: str) -> None:
        """Take a title: a unit, an unknown unit, or none at all (then nothing changes)."""
        label = UNIT_LABEL.match(title)
        text = (label["unit"] if label else NUMBERING.sub("", title)).strip(" :.-")
        found = self._match(text)
        if found.unit is None and self.signed:
            found = unit_inside(self.book, [text]) or found
        if found.unit is None and not (label or names_unit(text) or self._is_guess(text)):
            return
        self.found, self.text, self.signed = found, text, False
        if found.unit is not None:
            path = found.unit.path
            self.around = [one for one in self.around if path.startswith(one.path)] + [found.unit]

    def sign(self) -> None:
        """A signature ends the list; the next header begins another."""
        self.signed = True

    def begin(self) -> None:
        """A header: after a signature nothing of what stood before holds any more."""
        if self.signed:
            self.found, self.text, self.around = None, "", []

    def _match(self, text: str) -> UnitMatch:
        found = self.book.match(text)
        if found.problem == "ambiguous":
            for outer in reversed(self.around):
                narrower = self.book.match(text, (outer.path,))
                if narrower.unit is not None:
                    return narrower
        return found

    def _is_guess(self, text: str) -> bool:
        return bool(self.book.by_guess.get(key(text)))

    @property
    def path(self) -> tuple[str, ...]:
        """The subtree that the section names, to tell equal names apart."""
        return (self.found.unit.path,) if self.found and self.found.unit else ()


def sheet_unit(book: UnitBook, sheet_name: str, titles: list[str]) -> UnitMatch | None:
    """The unit of a whole sheet: "Unit Kerja: X" above the table, its name, or its title."""
    for title in titles:
        if label := UNIT_LABEL.match(title):
            return book.match(label["unit"].strip())
    if (named := book.match(sheet_name)).unit is not None:
        return named
    return unit_inside(book, titles)


def sheet_guess(book: UnitBook, sheet_name: str) -> Suggestions:
    """The units that the name of a sheet may mean: "PKM Naras", or only "Naras"."""
    likely = book.suggest(sheet_name, ())
    words = key(sheet_name).split()
    if len("".join(words)) < SHORTEST_PLACE or not any(word.isalpha() for word in words):
        return likely if key(sheet_name) in book.by_guess else ()
    named = [
        (unit.code, book.place(unit))
        for unit in book.units.values()
        if not unit.closed_on and key(unit.name).split()[-len(words) :] == words
    ]
    return tuple(dict.fromkeys([*named, *likely]))[:MOST_SUGGESTIONS]


def unit_inside(book: UnitBook, titles: list[str]) -> UnitMatch | None:
    """The one unit whose whole name stands in these titles; the narrowest where names overlap."""
    inside: dict[int, Unit] = {}
    for title in titles:
        words = f" {key(title)} "
        for name, units in book.by_name.items():
            if f" {name} " in words and len(units) == 1 and units[0].parent_id:
                inside[units[0].pk] = units[0]
    narrow = [
        unit
        for unit in inside.values()
        if not any(o is not unit and key(unit.name) in key(o.name) for o in inside.values())
    ]
    return UnitMatch(narrow[0]) if len(narrow) == 1 and not narrow[0].closed_on else None


@dataclass
class Placer:
    """Places the rows of one sheet, in their order."""

    book: UnitBook
    section: Section
    whole_sheet: UnitMatch | None
    guess: Suggestions = ()  # by the name of the sheet
    last: tuple[str, Unit | None] = ("", None)

    def place(self, row: PersonRow) -> Unit | None:
        """The unit of the row; a doubt becomes a reason and gives None."""
        if row.keeps_unit:
            return None
        if row.unit_code and (found := self.book.match(row.unit_code)).unit is not None:
            return self._by_code(row, found.unit)
        if row.unit_texts:
            return self._by_columns(row)
        if self.section.found is not None:
            return self._judge(row, self.section.found, self.section.text, "", "Judul bagian")
        if self.whole_sheet is not None and not self.section.signed:
            return self._judge(row, self.whole_sheet, "", "", "Judul lembar")
        if row.names_unit or row.position:
            above = self.last[1]
            before = [(above.code, self.book.place(above))] if above else []
            row.say(
                Outcome.REVIEW,
                "unit_missing",
                "Unit kerja pegawai ini belum diisi. Pilih unitnya." + _perhaps(self.guess),
                "unit",
                suggestions=tuple(dict.fromkeys([*self.guess, *before])),
            )
        return None

    def _by_code(self, row: PersonRow, unit: Unit) -> Unit | None:
        text = next(reversed(row.unit_texts.values()), "")
        named = self.book.match(text).unit if text else None
        if named is not None and named != unit:
            row.say(
                Outcome.REVIEW,
                "unit_code_conflict",
                f"Kode unit ini milik {unit.name}, tetapi namanya {named.name}. Pilih yang benar.",
                "unit",
                found=text,
                suggestions=tuple((one.code, self.book.place(one)) for one in (unit, named)),
            )
            return None
        return unit

    def _by_columns(self, row: PersonRow) -> Unit | None:
        within: tuple[str, ...] = ()
        *broad, (column, text) = row.unit_texts.items()
        if _is_ditto(text) and self.last[1] is not None:
            row.say(
                Outcome.FIX,
                "unit_ditto",
                "Tanda sama dengan di atas diganti unit baris sebelumnya.",
                column,
                found=text,
                stored=self.last[1].name,
            )
            return self.last[1]
        for _, wider in broad:
            around = self.book.match(wider, within)
            if around.unit is not None:
                within = (around.unit.path,)
        found = self.book.match(text, within)
        if found.problem == "ambiguous" and self.section.path:
            narrower = self.book.match(text, (*within, *self.section.path))
            found = narrower if narrower.unit is not None else found
        unit = self._judge(row, found, text, column, "")
        self.last = (text, unit)
        return unit

    def _judge(
        self, row: PersonRow, found: UnitMatch, text: str, field: str, source: str
    ) -> Unit | None:
        if source:
            row.headings = {**row.headings, source: source}
            field = source
        if found.unit is not None:
            if found.alias:
                row.say(
                    Outcome.FIX,
                    "unit_alias",
                    f"“{text}” dikenal sebagai {found.unit.name}.",
                    field,
                    found=text,
                    stored=found.unit.name,
                )
            return found.unit
        row.unit_said = text
        row.say(
            Outcome.REVIEW,
            f"unit_{found.problem}",
            _MESSAGES[found.problem].format(text=text) + _perhaps(found.suggestions),
            field,
            found=text,
            suggestions=found.suggestions,
        )
        return None


_MESSAGES = {
    "unknown": "Unit “{text}” belum dikenal. Pilih unitnya; sebutan ini dapat diingat.",
    "ambiguous": "Ada beberapa unit bernama “{text}”. Pilih yang dimaksud.",
    "outside": "“{text}” tidak berada di bawah unit induk yang tertulis. Pilih yang benar.",
    "closed": "Unit “{text}” sudah ditutup. Pilih unit yang masih ada.",
}


def _perhaps(suggestions: Suggestions) -> str:
    if not suggestions:
        return ""
    return f" Mungkin: {'; '.join(words for _, words in suggestions)}."


def _is_ditto(text: str) -> bool:
    return text.strip() in DITTO_SIGNS or key(text) in DITTO
