"""The page of a survey for citizens: no account, no script, no cookie."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests.needs.survey.make import ELEMENTS, NOON, OPENS, Centre, answers
from tests.web.evaluation.visit import mistakes, words

from kinerja.needs.survey.answer import SurveyAnswer, sum_of
from kinerja.needs.survey.answer import read_visit as visit_of
from kinerja.needs.survey.question import add_question, add_section
from kinerja.needs.survey.survey import Survey, create_survey, open_survey

pytestmark = pytest.mark.django_db
ALL_FOUR = dict.fromkeys(ELEMENTS, "4")


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def centre() -> Centre:
    return Centre()


def _token(page: bytes) -> str:
    return re.search(rb'name="kunjungan" value="([^"]+)"', page)[1].decode()


def _opened(url: str, client: Client) -> str:
    """The token of a page that was opened a minute ago."""
    with time_machine.travel(NOON - timedelta(minutes=1), tick=False):
        return _token(client.get(url).content)


def test_nine_answers_are_kept_once_without_a_cookie(centre: Centre) -> None:
    _, door = centre.opened()
    url, client = f"/s/{door.code}/", Client(enforce_csrf_checks=True)
    sent = ALL_FOUR | {"kunjungan": _opened(url, client), "S1": "Ramah.\x00"}

    thanks = [client.post(url, sent, follow=True) for _ in range(2)]

    assert ["Terima kasih" in words(one) for one in thanks] == [True, True]
    answer = SurveyAnswer.objects.get()
    assert answer.given == dict.fromkeys(ELEMENTS, 4) | {"S1": "Ramah."}
    assert (answer.signal, dict(client.cookies)) == (0, {})


@pytest.mark.usefixtures("centre")
def test_a_mistyped_link_says_what_to_do(client: Client) -> None:
    for path in ("/s/TidakAda/", "/s/TidakAda/selesai/"):
        page = client.get(path)

        assert page.status_code == 404
        assert "Survei tidak ditemukan" in words(page)
        assert "/publik/" in page.content.decode()


def test_what_is_missing_is_named_and_what_was_chosen_stays(centre: Centre) -> None:
    _, door = centre.opened()
    url, client = f"/s/{door.code}/", Client()
    assert 'id="galat"' not in client.get(url).content.decode()

    answer = client.post(url, {"kunjungan": _opened(url, client), "U1": "3", "U2": "9"})

    assert answer.status_code == 422
    assert len(mistakes(answer)) == 8
    assert 'value="3" id="U1_3" checked' in answer.content.decode()
    assert not SurveyAnswer.objects.exists()


def test_a_page_that_was_open_too_long_asks_once_more(centre: Centre) -> None:
    _, door = centre.opened()
    url, client = f"/s/{door.code}/", Client()
    with time_machine.travel(NOON - timedelta(hours=13), tick=False):
        old = _token(client.get(url).content)

    again = client.post(url, ALL_FOUR | {"kunjungan": old})

    assert again.status_code == 422
    assert "terlalu lama terbuka" in words(again)
    assert visit_of(_token(again.content), door, NOON) is not None


def test_a_busy_network_does_a_sum_and_is_then_accepted(centre: Centre) -> None:
    survey, door = centre.opened()
    url, client = f"/s/{door.code}/", Client()
    token = _opened(url, client)
    client.post(url, ALL_FOUR | {"kunjungan": token})
    address = SurveyAnswer.objects.get().address
    answers(door, 30, address=address)
    token = _opened(url, client)

    asked = client.post(url, ALL_FOUR | {"kunjungan": token})
    wrong = client.post(url, ALL_FOUR | {"kunjungan": token, "jumlah": "99"})
    said = str(sum(sum_of(visit_of(token, door, NOON))))
    right = client.post(url, ALL_FOUR | {"kunjungan": token, "jumlah": said})

    assert [asked.status_code, wrong.status_code, right.status_code] == [422, 422, 303]
    assert "Jaringan ini sedang ramai" in words(asked)
    assert SurveyAnswer.objects.filter(survey=survey).count() == 32


def test_a_trap_that_is_filled_in_is_thanked_and_noted(centre: Centre) -> None:
    _, door = centre.opened()
    url, client = f"/s/{door.code}/", Client()
    sent = ALL_FOUR | {"kunjungan": _opened(url, client), "situs": "http://iklan"}

    assert client.post(url, sent).status_code == 303
    assert SurveyAnswer.objects.get().signal == SurveyAnswer.Signal.TRAP


def test_before_and_after_its_days_it_says_so(centre: Centre) -> None:
    _, door = centre.opened()
    draft = centre.door(centre.skm(service="Lain"))
    client = Client()

    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        over = client.get(f"/s/{door.code}/")
    assert (over.status_code, "sudah ditutup" in words(over)) == (410, True)
    assert [client.get(f"/s/{code}/").status_code for code in (draft.code, "x")] == [404, 404]


def test_a_branch_is_asked_step_by_step_without_script(centre: Centre) -> None:
    by_on = {"by": centre.susi, "on": OPENS}
    survey = create_survey(
        kind="free",
        title="Pelatihan bahasa",
        unit=centre.unit,
        opens_on=OPENS,
        closes_on=OPENS + timedelta(days=30),
        languages=["en"],
        **by_on,
    )
    section = add_section(survey=survey, title="Kunjungan", **by_on)
    add_question(
        section=section, kind="single", text="Tamu asing?", options=["Ya", "Tidak"], **by_on
    )
    add_question(
        section=section,
        kind="matrix",
        text="Bahasa apa?",
        options=["Sering", "Jarang"],
        rows=["Inggris", "Mandarin"],
        condition={"question": "P1", "any_of": ["1"]},
        **by_on,
    )
    add_question(section=section, kind="number", text="Berapa tamu?", **by_on)
    door = centre.door(survey)
    open_survey(survey=Survey.objects.get(), **by_on)
    url, client = f"/s/{door.code}/", Client()
    token = {"kunjungan": _opened(url, client)}

    second = client.post(url, token | {"langkah": "1", "P1": "1"})
    assert "Langkah 2 dari 2" in words(second)
    assert '<input type="hidden" name="P1" value="1">' in second.content.decode()
    matrix = {"P2.1": "1", "P2.2": "2", "P3": "1.250,5"}
    assert client.post(url, token | {"langkah": "2", "P1": "1"} | matrix).status_code == 303
    assert SurveyAnswer.objects.get().given == {
        "P1": "1",
        "P2": {"1": "1", "2": "2"},
        "P3": "1250.5",
    }

    other = {"kunjungan": _opened(url, client)}
    assert (
        client.post(url, other | {"langkah": "2", "P1": "2", "P3": "7", "P2.1": "1"}).status_code
        == 303
    )
    assert SurveyAnswer.objects.exclude(given__has_key="P2").get().given == {"P1": "2", "P3": "7"}
    english = client.get(f"{url}?bahasa=en")
    assert "Step 1 of 2" in words(english)
