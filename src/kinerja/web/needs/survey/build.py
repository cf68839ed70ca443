"""Building a survey: its sections and questions, other languages, and the preview."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.needs.survey.question import (
    WITH_OPTIONS,
    Question,
    Section,
    add_question,
    add_section,
    edit_question,
    edit_section,
    move_question,
    questions_of,
    remove_question,
    translate_questions,
)
from kinerja.needs.survey.survey import LANGUAGES, Survey, translate_survey
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import Form, TextField
from kinerja.web.needs.survey.asking import first_step, next_step
from kinerja.web.needs.survey.found import built, survey_tabs
from kinerja.web.needs.survey.words import words_in
from kinerja.web.page import PageRequest, page


class SectionForm(Form):
    title = forms.CharField(label="Judul bagian", max_length=150)


class ConditionForm(Form):
    """When something is shown: for those who chose an answer before."""

    condition = forms.MultipleChoiceField(
        label="Tampilkan hanya bila",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosong: selalu ditampilkan. Pilih jawaban dari satu pertanyaan saja.",
    )

    def __init__(self, *args: Any, earlier: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (f"{one.code}={at}", f"{one.code}. {one.text}: {words}")
            for one in earlier
            for at, words in enumerate(one.options, start=1)
        ]
        if choices:
            field = self.fields["condition"]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = choices
        else:
            del self.fields["condition"]

    def clean_condition(self) -> dict[str, Any] | None:
        said: list[str] = self.cleaned_data["condition"]
        codes = {one.partition("=")[0] for one in said}
        if len(codes) > 1:
            raise forms.ValidationError("Pilih jawaban dari satu pertanyaan saja.")
        if not said:
            return None
        return {"question": codes.pop(), "any_of": [one.partition("=")[2] for one in said]}


class SectionEditForm(ConditionForm, SectionForm):
    """A section with its condition."""


class QuestionForm(ConditionForm):
    """One question; options are one on a line."""

    kind = forms.ChoiceField(
        label="Jenis", choices=Question.Kind.choices, widget=forms.RadioSelect, initial="single"
    )
    text = forms.CharField(label="Pertanyaan", max_length=300)
    hint = forms.CharField(label="Petunjuk", max_length=300, required=False)
    options = TextField(
        label="Pilihan",
        rows=5,
        required=False,
        help_text="Satu pilihan tiap baris. Skala 1–4: empat baris, dari yang terendah.",
    )
    rows = TextField(
        label="Baris tabel",
        rows=4,
        required=False,
        help_text="Hanya untuk tabel pilihan: satu hal yang dinilai tiap baris.",
    )
    required = forms.BooleanField(label="Wajib dijawab", required=False, initial=True)
    field_order = ("kind", "text", "hint", "options", "rows", "required", "condition")

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question is not None:
            del self.fields["kind"]
            if question.kind not in WITH_OPTIONS:
                del self.fields["options"]
            if question.kind != Question.Kind.MATRIX:
                del self.fields["rows"]
            if question.element:
                del self.fields["required"]
                self.fields.pop("condition", None)

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        for name in ("options", "rows"):
            if name in said:
                said[name] = said[name].splitlines()
        return said


@page
def survey_build(request: PageRequest, survey_id: int) -> HttpResponse:
    """All questions in their order; a new section, a question moved or removed."""
    survey = built(request, survey_id)
    form = SectionForm()
    act = request.POST.get("act", "")
    if request.method == "POST":
        on, by = timezone.localdate(), request.person
        if act == "section":
            form = SectionForm(request.POST)
            if done(form, lambda: add_section(survey=survey, by=by, on=on, **form.cleaned_data)):
                return redirect("survey_build", survey.pk)
        elif act in ("up", "down", "remove"):
            question = row_in(survey.questions.all(), request.POST.get("question", ""))
            if question is None:
                raise Http404
            refused = refusal_of(
                lambda: (
                    remove_question(question=question, by=by, on=on)
                    if act == "remove"
                    else move_question(question=question, up=act == "up", by=by, on=on)
                )
            )
            if refused:
                messages.warning(request, str(refused))
            return redirect("survey_build", survey.pk)
        else:
            raise Http404
    rows = list(survey.questions.select_related("section"))
    context = {
        "survey": survey,
        "tabs": survey_tabs(request, survey, "survey_build"),
        "sections": [
            (section, [row for row in rows if row.section_id == section.pk])
            for section in survey.sections.all()
        ],
        "locked": survey.closed_on is not None or survey.answers.exists(),
        "form": form,
        "languages": [(code, LANGUAGES[code]) for code in survey.languages],
    }
    return render(request, "needs/survey/build.html", context, status=status(form))


@page
def question_new(request: PageRequest, survey_id: int, section_id: int) -> HttpResponse:
    """A question at the end of a section."""
    survey = built(request, survey_id)
    section = get_object_or_404(Section, pk=section_id, survey=survey)
    form = QuestionForm(request.POST or None, earlier=_earlier(survey, section.place + 1, 0))
    made_one = made(
        form,
        lambda: add_question(
            section=section, by=request.person, on=timezone.localdate(), **form.values()
        ),
    )
    if made_one is not None:
        messages.success(request, f"Pertanyaan {made_one.code} ditambahkan.")
        return redirect("survey_build", survey.pk)
    context = {"survey": survey, "form": form, "title": "Pertanyaan baru", "about": section.title}
    return render(request, "needs/survey/part_form.html", context, status=status(form))


@page
def question_edit(request: PageRequest, survey_id: int, question_id: int) -> HttpResponse:
    """Change one question."""
    survey = built(request, survey_id)
    question = get_object_or_404(
        Question.objects.select_related("section"), pk=question_id, survey=survey
    )
    start = {
        "text": question.text,
        "hint": question.hint,
        "options": "\n".join(question.options),
        "rows": "\n".join(question.rows),
        "required": question.required,
        "condition": _chosen(question.condition),
    }
    earlier = _earlier(survey, question.section.place, question.place)
    form = QuestionForm(request.POST or None, earlier=earlier, question=question, initial=start)
    if done(
        form,
        lambda: edit_question(
            question=question, by=request.person, on=timezone.localdate(), **form.values()
        ),
    ):
        messages.success(request, f"Pertanyaan {question.code} tersimpan.")
        return redirect("survey_build", survey.pk)
    title = f"Ubah {question.code}"
    about = question.get_kind_display()
    context = {"survey": survey, "form": form, "title": title, "about": about}
    return render(request, "needs/survey/part_form.html", context, status=status(form))


@page
def section_edit(request: PageRequest, survey_id: int, section_id: int) -> HttpResponse:
    """Its title, and when it is shown."""
    survey = built(request, survey_id)
    section = get_object_or_404(Section, pk=section_id, survey=survey)
    start = {"title": section.title, "condition": _chosen(section.condition)}
    earlier = _earlier(survey, section.place, 0)
    form = SectionEditForm(request.POST or None, earlier=earlier, initial=start)
    if done(
        form,
        lambda: edit_section(
            section=section,
            title=form.cleaned_data["title"],
            condition=form.cleaned_data.get("condition"),
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        return redirect("survey_build", survey.pk)
    context = {"survey": survey, "form": form, "title": "Ubah bagian", "about": section.title}
    return render(request, "needs/survey/part_form.html", context, status=status(form))


@page
def survey_translate(request: PageRequest, survey_id: int, language: str) -> HttpResponse:
    """All texts beside each other, to be written in another language."""
    survey = built(request, survey_id)
    if language not in survey.languages:
        raise Http404
    form = TranslationForm(request.POST or None, survey=survey, language=language)

    def save() -> None:
        said: dict[str, Any] = {
            "by": request.person,
            "on": timezone.localdate(),
            "language": language,
        }
        texts: dict[str, str] = form.cleaned_data
        translate_questions(survey=survey, texts=texts, **said)
        translate_survey(survey=survey, texts=texts, **said)

    if done(form, save):
        messages.success(request, f"Teks {LANGUAGES[language]} tersimpan.")
        return redirect("survey_build", survey.pk)
    context = {
        "survey": survey,
        "form": form,
        "title": f"Teks {LANGUAGES[language]}",
        "about": "Yang kosong tampil dalam bahasa Indonesia. Pilihan: satu tiap baris.",
    }
    return render(request, "needs/survey/part_form.html", context, status=status(form))


class TranslationForm(Form):
    """A field for each text of the survey; the label is the Indonesian text."""

    def __init__(self, *args: Any, survey: Survey, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = survey.translations.get(language, {})
        self._line("title", survey.title, said.get("title", ""))
        if survey.introduction:
            self._lines("introduction", survey.introduction, said.get("introduction", ""))
        section = None
        for row in survey.questions.select_related("section"):
            if row.section_id != section:
                section = row.section_id
                known = row.section.translations.get(language, {})
                self._line(f"b{section}", row.section.title, known.get("title", ""))
            known = row.translations.get(language, {})
            self._line(row.code, row.text, known.get("text", ""))
            if row.hint:
                self._line(f"{row.code}.hint", row.hint, known.get("hint", ""))
            for name in ("options", "rows"):
                words: list[str] = getattr(row, name)
                if words:
                    value = "\n".join(known.get(name, []))
                    self._lines(f"{row.code}.{name}", " / ".join(words), value)

    def _line(self, name: str, label: str, value: str) -> None:
        self.fields[name] = forms.CharField(
            label=label, initial=value, max_length=300, required=False
        )

    def _lines(self, name: str, label: str, value: str) -> None:
        self.fields[name] = TextField(label=label, initial=value, required=False)


@page
def survey_preview(request: PageRequest, survey_id: int) -> HttpResponse:
    """As citizens will see it, step by step; nothing is kept."""
    survey = built(request, survey_id)
    asked = request.POST.get("bahasa") or request.GET.get("bahasa", "")
    language = asked if asked in survey.languages else ""
    questions = questions_of(survey, language)
    if request.method == "POST":
        step = next_step(questions, request.POST.getlist)
    else:
        step = first_step(questions)
    said = survey.translations.get(language, {})
    context = {
        "survey": survey,
        "step": None if step.finished or not questions else step,
        "finished": step.finished,
        "title": said.get("title") or survey.title,
        "introduction": said.get("introduction") or survey.introduction,
        "words": words_in(language),
        "language": language,
        "languages": [("", "Bahasa Indonesia"), *((c, LANGUAGES[c]) for c in survey.languages)],
    }
    faults = 422 if step.faults else 200
    return render(request, "needs/survey/preview.html", context, status=faults)


def _earlier(survey: Survey, section: int, place: int) -> list[Question]:
    """Questions before that place whose answer may be a condition."""
    return [
        row
        for row in survey.questions.select_related("section")
        if row.chooses and (row.section.place, row.place) < (section, place)
    ]


def _chosen(condition: dict[str, Any] | None) -> list[str]:
    if not condition:
        return []
    return [f"{condition['question']}={value}" for value in condition["any_of"]]
