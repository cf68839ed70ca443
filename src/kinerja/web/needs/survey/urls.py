"""Addresses of the pages of surveys."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.needs.survey import (
    build,
    links,
    old_report,
    overview,
    results,
    satisfaction,
    screening,
)

SURVEYS: list[URLPattern | URLResolver] = [
    path("survei/", overview.surveys, name="surveys"),
    path("survei/baru/", overview.survey_new, name="survey_new"),
    path("survei/<int:survey_id>/", overview.survey, name="survey"),
    path("survei/<int:survey_id>/ubah/", overview.survey_edit, name="survey_edit"),
    path("survei/<int:survey_id>/tindakan/", overview.survey_act, name="survey_act"),
    path("survei/<int:survey_id>/isi/", build.survey_build, name="survey_build"),
    path(
        "survei/<int:survey_id>/bagian/<int:section_id>/", build.section_edit, name="section_edit"
    ),
    path(
        "survei/<int:survey_id>/bagian/<int:section_id>/baru/",
        build.question_new,
        name="question_new",
    ),
    path(
        "survei/<int:survey_id>/pertanyaan/<int:question_id>/",
        build.question_edit,
        name="question_edit",
    ),
    path(
        "survei/<int:survey_id>/bahasa/<str:language>/",
        build.survey_translate,
        name="survey_translate",
    ),
    path("survei/<int:survey_id>/pratinjau/", build.survey_preview, name="survey_preview"),
    path("survei/<int:survey_id>/tautan/", links.survey_links, name="survey_links"),
    path(
        "survei/<int:survey_id>/tautan/<int:door_id>/poster.pdf",
        links.survey_poster,
        name="survey_poster",
    ),
    path("survei/<int:survey_id>/hasil/", results.survey_results, name="survey_results"),
    path("survei/<int:survey_id>/jawaban.xlsx", results.survey_sheet, name="survey_sheet"),
    path("survei/<int:survey_id>/kata-kata/", results.survey_texts, name="survey_texts"),
    path("survei/<int:survey_id>/saringan/", screening.survey_screening, name="survey_screening"),
    path("ikm/", satisfaction.satisfaction_list, name="satisfaction_list"),
    path("ikm/impor/", old_report.satisfaction_import, name="satisfaction_import"),
    path("ikm/impor/<int:report_id>/", old_report.satisfaction_report, name="satisfaction_report"),
    path("ikm/<int:result_id>/", satisfaction.satisfaction, name="satisfaction"),
]
