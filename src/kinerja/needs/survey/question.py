"""The questions of a survey: in sections, of seven kinds, with branches and other languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Q

from kinerja.needs.survey.survey import (
    Survey,
    held_survey,
    touch,
    unanswered_survey,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal
from kinerja.rules.satisfaction import ServiceElement
from kinerja.rules.survey_branching import Asked, Condition

MOST_QUESTIONS, MOST_OPTIONS, LONGEST_OPTION = 60, 30, 120
SCALE = ("1", "2", "3", "4")


class QuestionIsNeeded(Refusal):
    """Another question rests on it."""


class Section(models.Model):
    """Questions that belong together, with a title above them."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    place = models.PositiveSmallIntegerField()
    title = models.CharField("judul bagian", max_length=150)
    condition = models.JSONField(null=True, blank=True)  # {"question": "P1", "any_of": ["1"]}
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """`code` names it in answers and exports. Options are named by their place, from "1"."""

    class Kind(models.TextChoices):
        SINGLE = "single", "Satu pilihan"
        MULTIPLE = "multiple", "Beberapa pilihan"
        SCALE = "scale", "Skala 1–4"
        NUMBER = "number", "Angka"
        SHORT = "short", "Teks pendek"
        LONG = "long", "Teks panjang"
        MATRIX = "matrix", "Tabel pilihan"

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    code = models.CharField("kode", max_length=10)
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    text = models.CharField("pertanyaan", max_length=300)
    hint = models.CharField("petunjuk", max_length=300, blank=True)
    options = models.JSONField("pilihan", default=list, blank=True)
    rows = models.JSONField("baris tabel", default=list, blank=True)
    required = models.BooleanField("wajib dijawab", default=True)
    element = models.CharField(
        "unsur SKM", max_length=2, choices=ServiceElement.choices(), blank=True
    )
    condition = models.JSONField(null=True, blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["section__place", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="question_code_once"),
            models.UniqueConstraint(
                fields=["survey", "element"], condition=~Q(element=""), name="element_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.text}"

    @property
    def chooses(self) -> bool:
        """Whether another question may rest on what was chosen here."""
        return self.kind in CHOOSING


CHOOSING = {Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.SCALE}
WITH_OPTIONS = CHOOSING | {Question.Kind.MATRIX}


@transaction.atomic
def add_section(
    *, survey: Survey, title: str, by: Person | None, on: date, condition: Any = None
) -> Section:
    """Add a section at the end. Errors: NotAllowed, SurveyIsAnswered, InvalidInput."""
    held = unanswered_survey(survey, by, on)
    last = held.sections.aggregate(last=Max("place"))["last"] or 0
    section = Section(survey=held, place=last + 1, title=" ".join(title.split()))
    section.condition = _checked(condition, held, section.place, None)
    check_fields(section)
    section.save(force_insert=True)
    touch(held)
    record("survey.section_added", about=held, by=by, data={"title": section.title})
    return section


@transaction.atomic
def edit_section(*, section: Section, title: str, condition: Any, by: Person, on: date) -> Section:
    """Change its title and when it is shown. Errors: as `add_section`."""
    held = unanswered_survey(section.survey, by, on)
    section.title = " ".join(title.split())
    section.condition = _checked(condition, held, section.place, None)
    check_fields(section)
    section.save(update_fields=["title", "condition"])
    touch(held)
    record("survey.section_edited", about=held, by=by, data={"title": section.title})
    return section


@transaction.atomic
def add_question(
    *,
    section: Section,
    kind: str,
    text: str,
    by: Person | None,
    on: date,
    hint: str = "",
    options: Sequence[str] = (),
    rows: Sequence[str] = (),
    required: bool = True,
    condition: Any = None,
    code: str = "",
    element: str = "",
) -> Question:
    """Add a question at the end of a section. Errors: NotAllowed, SurveyIsAnswered, InvalidInput
    for options or a condition that cannot be."""
    held = unanswered_survey(section.survey, by, on)
    if held.questions.count() >= MOST_QUESTIONS:
        raise InvalidInput(f"Satu survei memuat paling banyak {MOST_QUESTIONS} pertanyaan.")
    last = section.questions.aggregate(last=Max("place"))["last"] or 0
    question = Question(
        survey=held,
        section=section,
        place=last + 1,
        code=code or _next_code(held),
        element=element,
    )
    _fill(question, held, kind, text, hint, options, rows, required, condition)
    question.save(force_insert=True)
    touch(held)
    record("survey.question_added", about=held, by=by, data={"code": question.code, "kind": kind})
    return question


@transaction.atomic
def edit_question(
    *,
    question: Question,
    text: str,
    by: Person,
    on: date,
    hint: str = "",
    options: Sequence[str] = (),
    rows: Sequence[str] = (),
    required: bool = True,
    condition: Any = None,
) -> Question:
    """Change a question; its kind stays. An element of the SKM keeps its scale of four.

    Errors: as `add_question`.
    """
    held = unanswered_survey(question.survey, by, on)
    if question.element and len(_tidy(options)) != len(SCALE):
        raise InvalidInput("Unsur SKM dinilai dengan tepat empat pilihan.")
    if question.element and (condition or not required):
        raise InvalidInput("Unsur SKM selalu ditanyakan dan wajib dijawab.")
    _fill(question, held, question.kind, text, hint, options, rows, required, condition)
    question.save()
    touch(held)
    record("survey.question_edited", about=held, by=by, data={"code": question.code})
    return question


@transaction.atomic
def remove_question(*, question: Question, by: Person, on: date) -> None:
    """Errors: NotAllowed, SurveyIsAnswered, QuestionIsNeeded while another rests on it."""
    held = unanswered_survey(question.survey, by, on)
    rows: list[Question | Section] = [*held.questions.all(), *held.sections.all()]
    resting = [one for one in rows if one.condition and one.condition["question"] == question.code]
    if resting:
        raise QuestionIsNeeded(f"“{resting[0]}” muncul berdasarkan pertanyaan ini. Ubah dahulu.")
    section = question.section
    question.delete()
    if not section.questions.exists():
        section.delete()
    touch(held)
    record("survey.question_removed", about=held, by=by, data={"code": question.code})


@transaction.atomic
def move_question(*, question: Question, up: bool, by: Person, on: date) -> None:
    """One place up or down in its section; at the end nothing changes.

    Errors: NotAllowed, SurveyIsAnswered, QuestionIsNeeded where it would stand before what it
    rests on.
    """
    held = unanswered_survey(question.survey, by, on)
    rows = list(Question.objects.filter(section=question.section).order_by("place", "pk"))
    at = next(at for at, row in enumerate(rows) if row.pk == question.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    earlier, later = sorted((at, other))
    needs = rows[later].condition
    if needs and needs["question"] == rows[earlier].code:
        raise QuestionIsNeeded("Pertanyaan ini bersyarat pada yang di atasnya; urutannya tetap.")
    rows[at], rows[other] = rows[other], rows[at]
    for place, row in enumerate(rows, start=1):
        row.place = place
    Question.objects.bulk_update(rows, ["place"])
    touch(held)
    record("survey.question_moved", about=held, by=by, data={"code": question.code})


@transaction.atomic
def translate_questions(
    *, survey: Survey, language: str, texts: Mapping[str, str], by: Person, on: date
) -> None:
    """Keep the texts of sections ("b1", by their id) and questions ("P1", "P1.hint", "P1.options")
    in another language; an empty one falls back on Indonesian. Options are one on a line.

    Errors: NotAllowed, SurveyIsOver, InvalidInput when the lines are not as many as the options.
    """
    held = held_survey(survey, by, on)
    if language not in held.languages:
        raise InvalidInput("Bahasa ini tidak dipilih pada survei.")
    sections, questions = list(held.sections.all()), list(held.questions.all())
    for section in sections:
        said = texts.get(f"b{section.pk}", "").strip()[:150]
        section.translations = _with(section.translations, language, {"title": said})
    for question in questions:
        kept: dict[str, Any] = {
            "text": texts.get(question.code, "").strip()[:300],
            "hint": texts.get(f"{question.code}.hint", "").strip()[:300],
        }
        for name in ("options", "rows"):
            lines = _tidy(texts.get(f"{question.code}.{name}", "").splitlines())
            if lines and len(lines) != len(getattr(question, name)):
                wanted = len(getattr(question, name))
                raise InvalidInput(
                    f"{question.code}: tulis {wanted} baris, satu untuk tiap pilihan."
                )
            kept[name] = lines
        question.translations = _with(question.translations, language, kept)
    Section.objects.bulk_update(sections, ["translations"])
    Question.objects.bulk_update(questions, ["translations"])
    touch(held)
    record("survey.translated", about=held, by=by, data={"language": language})


# --- As the page of citizens asks them


@dataclass(frozen=True)
class PublicQuestion:
    """One question in one language, ready to be asked."""

    code: str
    kind: str
    text: str
    hint: str
    options: tuple[tuple[str, str], ...]  # value, words
    rows: tuple[tuple[str, str], ...]
    required: bool
    section: int
    section_title: str
    conditions: tuple[Condition, ...]
    element: str = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.code, self.section, self.conditions)


def questions_of(survey: Survey, language: str = "") -> tuple[PublicQuestion, ...]:
    """In their order. Kept in memory under the revision, so that an answer reads them for free."""
    return _questions(survey.pk, survey.revision, language)


@lru_cache(maxsize=256)
def _questions(survey: int, revision: int, language: str) -> tuple[PublicQuestion, ...]:
    rows = Question.objects.filter(survey=survey).select_related("section")
    return tuple(_public(row, language) for row in rows)


def _public(row: Question, language: str) -> PublicQuestion:
    said: dict[str, Any] = row.translations.get(language, {})
    title = row.section.translations.get(language, {}).get("title") or row.section.title
    return PublicQuestion(
        code=row.code,
        kind=row.kind,
        text=said.get("text") or row.text,
        hint=said.get("hint") or (row.hint if not said.get("text") else ""),
        options=_numbered(said.get("options") or row.options),
        rows=_numbered(said.get("rows") or row.rows),
        required=row.required,
        section=row.section_id,
        section_title=title,
        conditions=tuple(
            Condition(one["question"], frozenset(one["any_of"]))
            for one in (row.section.condition, row.condition)
            if one
        ),
        element=row.element,
    )


def _numbered(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(at), text) for at, text in enumerate(words, start=1))


def _fill(
    question: Question,
    survey: Survey,
    kind: str,
    text: str,
    hint: str,
    options: Sequence[str],
    rows: Sequence[str],
    required: bool,
    condition: Any,
) -> None:
    question.kind, question.text = kind, " ".join(text.split())
    question.hint, question.required = " ".join(hint.split()), required
    question.options = _tidy(options) if kind in WITH_OPTIONS else []
    question.rows = _tidy(rows) if kind == Question.Kind.MATRIX else []
    question.condition = _checked(condition, survey, question.section.place, question.place)
    check_fields(question)
    if kind in WITH_OPTIONS and len(question.options) < 2:
        raise InvalidInput("Tulis sedikitnya dua pilihan, satu di tiap baris.")
    if kind == Question.Kind.SCALE and len(question.options) != len(SCALE):
        raise InvalidInput("Skala 1–4 membutuhkan tepat empat pilihan, dari yang terendah.")
    if kind == Question.Kind.MATRIX and not question.rows:
        raise InvalidInput("Tulis sedikitnya satu baris tabel.")
    for line in [*question.options, *question.rows]:
        if len(line) > LONGEST_OPTION:
            raise InvalidInput(f"Ringkas pilihan “{line[:30]}…” sampai {LONGEST_OPTION} huruf.")
    if max(len(question.options), len(question.rows)) > MOST_OPTIONS:
        raise InvalidInput(f"Paling banyak {MOST_OPTIONS} pilihan untuk satu pertanyaan.")
    if len(set(question.options)) < len(question.options):
        raise InvalidInput("Dua pilihan berbunyi sama. Bedakan atau hapus salah satunya.")


def _checked(
    condition: Any, survey: Survey, section: int, place: int | None
) -> dict[str, Any] | None:
    """A condition on a question that comes before that place, with values that it has."""
    if not condition:
        return None
    rows = [
        row
        for row in survey.questions.select_related("section")
        if (row.section.place, row.place) < (section, place or 0)
    ]
    found = next((row for row in rows if row.code == condition["question"]), None)
    if found is None or not found.chooses:
        raise InvalidInput("Pilih pertanyaan pilihan yang muncul lebih dahulu sebagai syarat.")
    values = [str(at) for at in range(1, len(found.options) + 1)]
    chosen = [value for value in values if value in condition["any_of"]]
    if not chosen:
        raise InvalidInput(f"Pilih jawaban {found.code} yang memunculkan pertanyaan ini.")
    return {"question": found.code, "any_of": chosen}


def _next_code(survey: Survey) -> str:
    taken = set(survey.questions.values_list("code", flat=True))
    return next(code for n in range(1, 1_000) if (code := f"P{n}") not in taken)


def _tidy(lines: Sequence[str]) -> list[str]:
    return [text for line in lines if (text := " ".join(line.split()))]


def _with(translations: dict[str, Any], language: str, said: dict[str, Any]) -> dict[str, Any]:
    return translations | {language: {name: text for name, text in said.items() if text}}
