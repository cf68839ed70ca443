"""Results of a survey: charts and tables, free texts for those who may, and the sheet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.documents.survey import answers_sheet
from kinerja.needs.survey.question import Question, questions_of
from kinerja.needs.survey.results import QuestionResult, question_results, texts_of
from kinerja.needs.survey.satisfaction import Counted, count_satisfaction
from kinerja.needs.survey.scope import may_build
from kinerja.needs.survey.screening import tally
from kinerja.rules.survey_screening import Verdict
from kinerja.web.charts import Chart, bar_chart
from kinerja.web.download import download
from kinerja.web.needs.survey.found import built, readable, survey_tabs, with_words
from kinerja.web.page import PageRequest, page

TEXTS = (Question.Kind.SHORT, Question.Kind.LONG)


@page
def survey_results(request: PageRequest, survey_id: int) -> HttpResponse:
    """What counts so far; nothing while so few answered that one could be told apart."""
    survey = readable(request, survey_id)
    counted = count_satisfaction(survey)
    found = question_results(survey) if counted.enough else []
    said = tally(survey)
    context = {
        "survey": survey,
        "tabs": survey_tabs(request, survey, "survey_results"),
        "counted": counted,
        "least": counted.least,
        "elements": element_chart(counted) if counted.enough and counted.index else None,
        "weakest": sorted(counted.elements, key=lambda one: one.mean)[:3],
        "results": [
            (one, _drawn(one))
            for one in found
            if one.question.kind not in TEXTS and not one.question.element
        ],
        "texts": [one for one in found if one.question.kind in TEXTS],
        "aside": [
            (verdict.label, said[verdict.value])
            for verdict in Verdict
            if verdict is not Verdict.COUNTED and said.get(verdict.value)
        ],
        "builds": may_build(request.person, survey.unit, timezone.localdate()),
        "result": survey.results.filter(withdrawn_at=None).first(),
    }
    return render(request, "needs/survey/results.html", context)


def element_chart(counted: Counted) -> Chart:
    """The nine elements on 1 to 4; those below "Baik" stand out."""
    bars = [(f"{one.element.value} {one.element.label}", one.mean) for one in counted.elements]
    weak = [f"{one.element.value} {one.element.label}" for one in counted.elements if one.weak]
    return bar_chart("Nilai tiap unsur, skala 1–4", bars, full=4, heed=weak)


def _drawn(one: QuestionResult) -> Chart | None:
    return bar_chart(one.question.text, one.counts, unit="jawaban") if one.counts else None


@page
def survey_texts(request: PageRequest, survey_id: int) -> HttpResponse:
    """What citizens wrote, for the officer and the leader of that unit."""
    survey = with_words(request, survey_id)
    asked = [one for one in questions_of(survey) if one.kind in TEXTS]
    context: dict[str, Any] = {
        "survey": survey,
        "tabs": survey_tabs(request, survey, "survey_texts"),
        "said": [(one, texts_of(survey, one.code)) for one in asked],
    }
    return render(request, "needs/survey/texts.html", context)


@page
def survey_sheet(request: PageRequest, survey_id: int) -> HttpResponse:
    """All answers as a sheet, with what the screening says of each."""
    survey = built(request, survey_id)
    rows = survey.answers.select_related("door__group").order_by("hour", "visit")
    content = answers_sheet(
        questions_of(survey), rows.iterator(chunk_size=2_000), request.agency.zone
    )
    return download(content, f"jawaban-survei-{survey.pk}.xlsx")
