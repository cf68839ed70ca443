"""Pages of surveys for the officer: from a new survey to a finding."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.needs.survey.make import NOON, Centre, answers
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.needs.finding import Finding
from kinerja.needs.survey.answer import SurveyAnswer
from kinerja.needs.survey.survey import Survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_from_a_new_survey_to_a_finding(centre: Centre) -> None:
    client = enter(centre.susi)
    empty = client.post("/survei/baru/", {"kind": "skm"})
    assert empty.status_code == 422
    assert "Judul belum diisi." in mistakes(empty)
    said = {
        "kind": "skm",
        "title": "SKM Loket",
        "unit": centre.unit.pk,
        "service": "Loket",
        "opens_on": "2026-09-01",
        "closes_on": "2026-10-01",
    }
    client.post("/survei/baru/", said)
    survey = Survey.objects.get()
    page = f"/survei/{survey.pk}/"
    client.post(
        f"{page}tautan/", {"act": "door", "kind": "venue", "name": "Loket 1", "expected": "60"}
    )
    client.post(f"{page}tindakan/", {"act": "open"})
    door = survey.doors.get()
    answers(door, 12, score=2)
    assert "Belum cukup jawaban" in words(client.get(f"{page}hasil/"))

    published = client.post(f"{page}tindakan/", {"act": "publish"}, follow=True)
    assert "IKM 50" in words(published)
    url = published.redirect_chain[-1][0]
    client.post(url, {"element": "U3"})

    assert Finding.objects.get().key == f"survey:{survey.pk}:U3"
    assert "Sudah jadi temuan" in words(client.get(url))
    assert "Puskesmas Pauh" in words(enter(centre.budi).get("/ikm/"))


def test_the_sheet_keeps_text_as_text_and_the_poster_names_its_address(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 1)
    SurveyAnswer.objects.update(given={"U1": 4, "S1": "=1+1", "R2": "2"})
    client = enter(centre.susi)

    book = load_workbook(BytesIO(client.get(f"/survei/{survey.pk}/jawaban.xlsx").content))
    row = [cell.value for cell in book.active[2]]
    assert row[1:6] == ["Loket 1", "", "id", "Belum disaring", 4]
    assert ("=1+1" in row, "Perempuan" in row) == (True, True)
    assert book.active.cell(2, row.index("=1+1") + 1).data_type == "s"
    poster = client.get(f"/survei/{survey.pk}/tautan/{door.pk}/poster.pdf").content
    text = PdfReader(BytesIO(poster)).pages[0].extract_text()
    assert f"/s/{door.code}/" in text.replace("\n", "")


def test_words_of_citizens_are_for_the_leader_of_that_unit(centre: Centre) -> None:
    survey, _ = centre.opened()
    page = f"/survei/{survey.pk}/"

    assert enter(centre.budi).get(f"{page}kata-kata/").status_code == 200
    assert enter(centre.rina).get(f"{page}kata-kata/").status_code == 404
    assert enter(centre.rina).get(f"{page}hasil/").status_code == 200
    assert enter(centre.budi).get(page).status_code == 404


def test_the_preview_keeps_nothing(centre: Centre) -> None:
    survey, _ = centre.opened()
    sent = {f"U{number}": "4" for number in range(1, 10)}

    page = enter(centre.susi).post(f"/survei/{survey.pk}/pratinjau/", sent)

    assert "Terima kasih" in words(page)
    assert not SurveyAnswer.objects.exists()
