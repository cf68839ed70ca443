"""The index: published examples, too few answers, what is open to whom, findings, old reports."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.needs.survey.make import CLOSES, ELEMENTS, NOON, OPENS, Centre, answers

from kinerja.needs.finding import Finding
from kinerja.needs.survey.answer import SurveyAnswer
from kinerja.needs.survey.old_report import (
    NoTable,
    ReportHasFaults,
    name_units,
    read_period,
    read_report,
    receive_report,
    store_report,
)
from kinerja.needs.survey.published import published_satisfaction
from kinerja.needs.survey.results import progress_of, question_results, texts_of
from kinerja.needs.survey.satisfaction import (
    SatisfactionResult,
    TooFewAnswers,
    count_satisfaction,
    note_element,
    publish_result,
    satisfaction_of,
    weak_elements,
)
from kinerja.needs.survey.screening import screen_survey
from kinerja.people.agency import Agency
from kinerja.people.refusals import NotAllowed
from kinerja.rules.satisfaction import ServiceElement

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("satisfaction_examples.csv")
EXAMPLES = list(csv.DictReader(FILE.read_text().splitlines()))


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_a_published_example_comes_out_of_its_single_answers(centre: Centre) -> None:
    """29 respondents of a public report of 2025 with IKM 91,48."""
    survey, door = centre.opened()
    columns = [
        [score for score in (4, 3, 2, 1) for _ in range(int(row[f"count_{score}"]))]
        for row in EXAMPLES
    ]
    made = answers(door, 29)
    for number, answer in enumerate(made):
        answer.given = {code: columns[at][number] for at, code in enumerate(ELEMENTS)}
        answer.hour += timedelta(hours=number % 3)
    SurveyAnswer.objects.bulk_update(made, ["given", "hour"])

    result = publish_result(survey=survey, by=centre.susi, at=NOON)

    assert (result.index, result.grade, result.respondents) == (Decimal("91.48"), "A", 29)
    assert result.totals == [int(row["sum"]) for row in EXAMPLES]


def _published(centre: Centre) -> SatisfactionResult:
    survey, door = centre.opened()
    answers(door, 12)
    SurveyAnswer.objects.update(given=dict.fromkeys(ELEMENTS, 3) | {"U3": 2})
    return publish_result(survey=survey, by=centre.susi, at=NOON)


def test_a_handful_is_not_published(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 9)

    with pytest.raises(TooFewAnswers, match="10 jawaban"):
        publish_result(survey=survey, by=centre.susi, at=NOON)
    with pytest.raises(NotAllowed):
        publish_result(survey=survey, by=centre.budi, at=NOON)

    assert not SatisfactionResult.objects.exists()


def test_what_is_published_is_told_with_its_freshness(centre: Centre) -> None:
    result = _published(centre)

    figure = satisfaction_of(unit=centre.unit, service="pendaftaran")
    assert (figure.index, figure.respondents, figure.starts_on) == (Decimal("72.22"), 12, OPENS)
    assert (figure.published_at, figure.page) == (NOON, f"/ikm/{result.pk}/")
    assert satisfaction_of(unit=centre.unit, last=date(2026, 1, 1)) is None
    assert satisfaction_of(unit=centre.department) is None
    (public,) = published_satisfaction()
    assert (public.unit, public.index, public.before) == ("Puskesmas Pauh", Decimal("72.22"), None)


def test_how_many_answers_are_enough_is_a_setting_of_the_agency(centre: Centre) -> None:
    result = _published(centre)
    Agency.objects.update(least_respondents=13)

    assert published_satisfaction() == []
    assert satisfaction_of(unit=centre.unit, service="pendaftaran") is None
    assert not SatisfactionResult.objects.visible_to(centre.budi).exists()
    assert not count_satisfaction(result.survey).enough
    with pytest.raises(TooFewAnswers, match="13 jawaban"):
        publish_result(survey=result.survey, by=centre.susi, at=NOON)

    Agency.objects.update(least_respondents=12)
    assert count_satisfaction(result.survey).enough
    assert list(SatisfactionResult.objects.visible_to(centre.budi)) == [result]


def test_published_again_the_newer_stands(centre: Centre) -> None:
    first = _published(centre)
    second = publish_result(survey=first.survey, by=centre.susi, at=NOON)

    assert list(SatisfactionResult.objects.standing()) == [second]


def test_a_weak_element_becomes_one_finding(centre: Centre) -> None:
    result = _published(centre)
    weak = weak_elements(result)
    assert (weak[0].element.value, weak[0].mean) == ("U3", Decimal("2.00"))
    said = {"result": result, "element": ServiceElement.TIME, "by": centre.susi, "on": CLOSES}

    assert note_element(**said) == note_element(**said)

    finding = Finding.objects.get()
    assert finding.key == f"survey:{result.survey_id}:U3"
    proof = finding.evidence.get()
    assert (proof.value, proof.cases) == (2, 12)
    assert proof.said == (
        f"Unsur U3 Waktu penyelesaian: 2,00 dari 4 menurut 12 responden, {result.span}."
    )


def test_results_count_each_question_of_what_counts(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 12)
    SurveyAnswer.objects.update(given=dict.fromkeys(ELEMENTS, 4) | {"R2": "2", "S1": "=Rapi"})
    answers(door, 3, signal=1, score=1)
    screen_survey(survey=survey, at=NOON)

    by_code = {one.question.code: one for one in question_results(survey)}
    assert by_code["U1"].counts[3] == ("Sangat sesuai", 12)
    assert by_code["R2"].counts == [("Laki-laki", 0), ("Perempuan", 12)]
    assert texts_of(survey, "S1") == ["=Rapi"] * 12
    assert count_satisfaction(survey).index.ikm == 100
    assert progress_of(survey) == []


# --- Old reports


def _csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


HEAD = "Unit Kerja;Layanan;Periode;Responden;" + ";".join(ELEMENTS) + ";IKM"
ROW = "Pendaftaran;Semester I 2024;29;105;101;100;116;102;105;106;105;115"


def test_an_old_report_is_read_with_faults_by_row_and_column(centre: Centre) -> None:
    content = _csv(
        HEAD,
        f"Puskesmas Pauh;{ROW};91,48",
        f"Puskesmas Pauh;{ROW.replace('2024', '2025')};90,56",
        f"Puskesmas Pauh;{ROW.replace('2024', '2023')};80",
        "Klinik Lama;;2024;x;;;;;;;;;;",
        "Puskesmas Pauh;;2022;20;1;2;3;4;5;6;7;8;900;",
    )
    report = receive_report(name="lama.csv", content=content, by=centre.susi, at=NOON)

    table = read_report(report, centre.susi, CLOSES)

    first, second, third, fourth, fifth = table.rows
    assert (first.index, first.old_weight, first.faults) == (Decimal("91.48"), False, [])
    assert (second.index, second.old_weight, second.faults) == (Decimal("90.56"), True, [])
    assert third.faults == [("IKM", "Tertulis 80, padahal unsurnya memberi 91,48. Periksa.")]
    assert [column for column, _ in fourth.faults] == ["Unit", "Responden"]
    assert (fifth.number, {column for column, _ in fifth.faults} >= {"U1", "U9"}) == (6, True)
    assert table.unknown == ["Klinik Lama"]
    with pytest.raises(ReportHasFaults):
        store_report(report=report, by=centre.susi, at=NOON)
    assert not SatisfactionResult.objects.exists()


def test_a_named_unit_is_remembered_and_all_rows_are_stored_at_once(centre: Centre) -> None:
    book = Workbook()
    book.active.append(["Laporan SKM"])
    book.active.append(["Unit", "Periode", "Jumlah Responden", "Nilai IKM"])
    book.active.append(["PKM Pauh", "Triwulan IV 2025", 400, 83.5])
    book.active.append(["PKM Pauh", "Januari 2026", 120, "84,25"])
    out = BytesIO()
    book.save(out)
    sent = {"name": "lama.xlsx", "content": out.getvalue(), "by": centre.susi, "at": NOON}
    report = receive_report(**sent)
    assert read_report(report, centre.susi, CLOSES).unknown == ["PKM Pauh"]

    name_units(names={"PKM Pauh": centre.unit}, by=centre.susi, at=NOON)
    assert store_report(report=report, by=centre.susi, at=NOON) == 2
    assert store_report(report=report, by=centre.susi, at=NOON) == 0

    rows = SatisfactionResult.objects.values_list("starts_on", "ends_on", "index", "grade")
    assert list(rows) == [
        (date(2026, 1, 1), date(2026, 1, 31), Decimal("84.25"), "B"),
        (date(2025, 10, 1), date(2025, 12, 31), Decimal("83.50"), "B"),
    ]
    again = read_report(receive_report(**sent), centre.susi, CLOSES)
    assert again.unknown == []
    assert [row.faults[0][0] for row in again.rows] == ["Periode", "Periode"]


def test_a_file_without_the_columns_is_refused(centre: Centre) -> None:
    with pytest.raises(NoTable, match="judul kolom"):
        receive_report(name="x.csv", content=b"a;b\n1;2\n", by=centre.susi, at=NOON)
    with pytest.raises(NotAllowed):
        receive_report(name="x.csv", content=b"a;b\n1;2\n", by=centre.budi, at=NOON)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("Tahun 2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("Semester 2 2024", (date(2024, 7, 1), date(2024, 12, 31))),
        ("TW I 2024", (date(2024, 1, 1), date(2024, 3, 31))),
        ("Januari - Juni 2024", (date(2024, 1, 1), date(2024, 6, 30))),
        ("Februari 2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("Semester III 2024", None),
        ("kapan-kapan", None),
    ],
)
def test_periods_as_reports_write_them(text: str, span: object) -> None:
    assert read_period(text) == span
