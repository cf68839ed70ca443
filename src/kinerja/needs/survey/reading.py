"""What somebody typed on the page of a survey, read against its questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kinerja.needs.survey.question import PublicQuestion, Question
from kinerja.people.imports.number import read_decimal
from kinerja.rules.survey_branching import shown_questions

LONGEST = {Question.Kind.SHORT: 200, Question.Kind.LONG: 2_000}
Kind = Question.Kind


@dataclass
class Reading:
    """`given` is what would be stored, `typed` what stood in the form, `wrong` the faults."""

    given: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read_answers(
    questions: Sequence[PublicQuestion],
    values_of: Callable[[str], Sequence[str]],
    only: Sequence[str] | None = None,
) -> Reading:
    """Read the form; `values_of` gives what was sent under a name, `only` are the questions that
    are judged now (None: all). What is not asked of this visitor is left out."""
    reading = Reading()
    chosen: dict[str, Sequence[str]] = {}
    for one in questions:
        sent = [value.replace("\x00", "").strip() for value in values_of(one.code)]
        allowed = {value for value, _ in one.options}
        chosen[one.code] = [value for value in sent if value in allowed]
    shown = set(shown_questions([one.asked for one in questions], chosen))
    for one in questions:
        if one.code in shown:
            _read(one, values_of, reading, only is None or one.code in only)
    return reading


def _read(
    one: PublicQuestion,
    values_of: Callable[[str], Sequence[str]],
    reading: Reading,
    judged: bool,
) -> None:
    if one.kind == Kind.MATRIX:
        value, fault = _matrix(one, values_of, reading)
    else:
        sent = [value.replace("\x00", "").strip() for value in values_of(one.code)]
        reading.typed[one.code] = sent if one.kind == Kind.MULTIPLE else (sent or [""])[0]
        value, fault = _value(one, [text for text in sent if text])
    if fault is None and one.required and value in (None, [], {}, ""):
        fault = MISSING.get(Kind(one.kind), "Pilih salah satu jawaban.")
    if fault is not None:
        if judged:
            reading.wrong[one.code] = fault
    elif value not in (None, [], {}, ""):
        reading.given[one.code] = value


MISSING = {
    Kind.SHORT: "Isi jawaban ini.",
    Kind.LONG: "Isi jawaban ini.",
    Kind.NUMBER: "Isi dengan angka.",
    Kind.MULTIPLE: "Pilih sedikitnya satu jawaban.",
    Kind.MATRIX: "Pilih satu jawaban di tiap baris.",
}


def _value(one: PublicQuestion, sent: Sequence[str]) -> tuple[Any, str | None]:
    if not sent:
        return None, None
    if one.kind in LONGEST:
        most = LONGEST[Kind(one.kind)]
        if len(sent[0]) > most:
            return None, f"Ringkas sampai paling banyak {most} huruf."
        return sent[0], None
    if one.kind == Kind.NUMBER:
        return _number(sent[0])
    allowed = {value for value, _ in one.options}
    if not set(sent) <= allowed:
        return None, "Pilih jawaban dari daftar."
    if one.kind == Kind.MULTIPLE:
        return [value for value, _ in one.options if value in sent], None
    return (int(sent[0]) if one.kind == Kind.SCALE else sent[0]), None


def _number(text: str) -> tuple[Any, str | None]:
    try:
        number = read_decimal(text)
    except ValueError:
        return None, "Tulis angka dengan koma untuk pecahan, misalnya 1.234,5."
    if abs(number) >= 10**12 or len(text) > 20:
        return None, "Angka ini terlalu besar."
    return str(number), None


def _matrix(
    one: PublicQuestion, values_of: Callable[[str], Sequence[str]], reading: Reading
) -> tuple[Any, str | None]:
    allowed = {value for value, _ in one.options}
    found: dict[str, str] = {}
    for row, _ in one.rows:
        sent = (list(values_of(f"{one.code}.{row}")) or [""])[0]
        if sent and sent not in allowed:
            return None, "Pilih jawaban dari daftar."
        if sent:
            found[row] = sent
    reading.typed[one.code] = found
    if one.required and len(found) < len(one.rows):
        return None, MISSING[Kind.MATRIX]
    return found, None


def words_of(one: PublicQuestion, value: Any) -> str:
    """An answer as people read it, for a sheet."""
    names = dict(one.options)
    if value is None:
        return ""
    if one.kind == Kind.MULTIPLE:
        return "; ".join(names.get(part, part) for part in value)
    if one.kind == Kind.MATRIX:
        rows = dict(one.rows)
        said: Mapping[str, str] = value
        return "; ".join(f"{rows.get(row, row)}: {names.get(v, v)}" for row, v in said.items())
    return names.get(str(value), str(value))
