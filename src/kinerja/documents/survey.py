"""Papers and sheets of surveys: the poster with its code, and all answers."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

import segno

from kinerja.documents.paper import paper
from kinerja.needs.survey.answer import SurveyAnswer
from kinerja.needs.survey.door import SurveyDoor
from kinerja.needs.survey.question import PublicQuestion, Question
from kinerja.needs.survey.reading import words_of
from kinerja.rules.date_words import date_in_words
from kinerja.rules.survey_screening import Verdict

HEAD = ("Jam", "Tautan", "Kelompok", "Bahasa", "Saringan")


def poster_pdf(door: SurveyDoor, *, address: str, agency: str, at: datetime) -> bytes:
    """A page for the counter: the title, a QR code of the address, and the address in letters."""
    matrix = segno.make(address, error="q", micro=False).matrix
    survey = door.survey
    data = {
        "title": survey.title,
        "agency": agency,
        "subject": survey.subject,
        "place": door.name,
        "address": address,
        "modules": [[int(bool(dark)) for dark in row] for row in matrix],
        "until": date_in_words(survey.closes_on),
        "made": f"{door.name} · dibuat {date_in_words(at.date())}",
    }
    return paper("survey_poster", data, at)


def answers_sheet(
    questions: Iterable[PublicQuestion], answers: Iterable[SurveyAnswer], zone: object
) -> bytes:
    """All answers with what the screening says of each (XLSX); texts stay texts."""
    import xlsxwriter  # here: no command waits for it at its start

    asked = list(questions)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    hour = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    rows = book.add_worksheet("Jawaban")
    for at, text in enumerate((*HEAD, *(f"{one.code}. {one.text}" for one in asked))):
        rows.write_string(0, at, text, bold)
    for line, answer in enumerate(answers, start=1):
        local = answer.hour.astimezone(zone).replace(tzinfo=None)  # type: ignore[arg-type]
        rows.write_datetime(line, 0, local, hour)
        group = answer.door.group
        verdict = Verdict(answer.verdict).label if answer.verdict else "Belum disaring"
        texts = (answer.door.name, group.name if group else "", answer.language or "id", verdict)
        for at, text in enumerate(texts, start=1):
            rows.write_string(line, at, text)
        for at, one in enumerate(asked, start=len(HEAD)):
            value = answer.given.get(one.code)
            if value is None:
                continue
            if one.kind == Question.Kind.SCALE:
                rows.write_number(line, at, int(value))
            elif one.kind == Question.Kind.NUMBER:
                rows.write_number(line, at, float(value))
            else:
                rows.write_string(line, at, words_of(one, value))
    book.close()
    return out.getvalue()
