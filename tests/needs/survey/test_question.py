"""Building a survey: questions, branches, order, languages, and the lock after the first answer."""

from datetime import timedelta

import pytest
from tests.needs.survey.make import CLOSES, OPENS, Centre, answers

from kinerja.needs.survey.question import (
    QuestionIsNeeded,
    add_question,
    add_section,
    edit_question,
    move_question,
    questions_of,
    remove_question,
    translate_questions,
)
from kinerja.needs.survey.reading import read_answers
from kinerja.needs.survey.survey import (
    Survey,
    SurveyIsAnswered,
    SurveyNotReady,
    create_survey,
    edit_survey,
    open_survey,
)
from kinerja.needs.survey.template import copy_survey
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.rules.survey_branching import shown_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def survey(centre: Centre) -> Survey:
    """Free, with one question "Pernah berkunjung?" (P1)."""
    made = create_survey(
        kind="free",
        title="Kebutuhan pelatihan",
        unit=centre.unit,
        opens_on=OPENS,
        closes_on=CLOSES,
        languages=["en"],
        by=centre.susi,
        on=OPENS,
    )
    section = add_section(survey=made, title="Kunjungan", by=centre.susi, on=OPENS)
    add_question(
        section=section,
        kind="single",
        text="Pernah berkunjung?",
        options=["Pernah", "Belum"],
        by=centre.susi,
        on=OPENS,
    )
    made.refresh_from_db()
    return made


def _add(centre: Centre, survey: Survey, **fields: object) -> object:
    said = {"kind": "short", "text": "Kapan?", "section": survey.sections.get()} | fields
    return add_question(**said, by=centre.susi, on=OPENS)


def test_the_template_asks_nine_elements_and_the_profile(centre: Centre) -> None:
    survey = centre.skm()

    rows = list(survey.questions.values_list("code", "kind", "required"))
    assert rows[:9] == [(f"U{number}", "scale", True) for number in range(1, 10)]
    assert rows[9:] == [
        ("S1", "long", False),
        *((f"R{number}", "single", False) for number in range(1, 5)),
    ]


def test_a_branch_shows_a_question_to_those_who_chose_its_answer(
    centre: Centre, survey: Survey
) -> None:
    _add(centre, survey, condition={"question": "P1", "any_of": ["1"]})
    asked = [one.asked for one in questions_of(Survey.objects.get())]

    assert shown_questions(asked, {"P1": ["1"]}) == ["P1", "P2"]
    assert shown_questions(asked, {"P1": ["2"]}) == ["P1"]


def test_what_was_not_asked_is_not_kept(centre: Centre, survey: Survey) -> None:
    _add(centre, survey, condition={"question": "P1", "any_of": ["1"]})
    sent = {"P1": ["2"], "P2": ["kemarin"]}

    reading = read_answers(questions_of(Survey.objects.get()), lambda name: sent.get(name, []))

    assert (reading.given, reading.wrong) == ({"P1": "2"}, {})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "single", "options": ["Satu"]}, "dua pilihan"),
        ({"kind": "scale", "options": ["a", "b", "c"]}, "tepat empat"),
        ({"kind": "matrix", "options": ["a", "b"]}, "baris tabel"),
        ({"kind": "single", "options": ["a", "a"]}, "berbunyi sama"),
        ({"condition": {"question": "P9", "any_of": ["1"]}}, "muncul lebih dahulu"),
        ({"condition": {"question": "P1", "any_of": ["7"]}}, "Pilih jawaban P1"),
        ({"text": ""}, "Pertanyaan"),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    centre: Centre, survey: Survey, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        _add(centre, survey, **fields)

    assert survey.questions.count() == 1


def test_a_question_that_another_rests_on_stays_and_stays_before_it(
    centre: Centre, survey: Survey
) -> None:
    later = _add(centre, survey, condition={"question": "P1", "any_of": ["1"]})
    first = survey.questions.get(code="P1")

    with pytest.raises(QuestionIsNeeded):
        remove_question(question=first, by=centre.susi, on=OPENS)
    with pytest.raises(QuestionIsNeeded):
        move_question(question=later, up=True, by=centre.susi, on=OPENS)
    remove_question(question=later, by=centre.susi, on=OPENS)
    remove_question(question=first, by=centre.susi, on=OPENS)

    assert not survey.questions.exists()


def test_a_question_moves_one_place(centre: Centre, survey: Survey) -> None:
    other = _add(centre, survey)

    move_question(question=other, up=True, by=centre.susi, on=OPENS)
    move_question(question=other, up=True, by=centre.susi, on=OPENS)  # it is the first already

    assert [one.code for one in questions_of(Survey.objects.get())] == ["P2", "P1"]


def test_another_language_falls_back_on_indonesian(centre: Centre, survey: Survey) -> None:
    _add(centre, survey)
    texts = {"P1": "Ever visited?", "P1.options": "Yes\nNo"}
    translate_questions(survey=survey, language="en", texts=texts, by=centre.susi, on=OPENS)

    first, second = questions_of(Survey.objects.get(), "en")
    assert (first.text, first.options) == ("Ever visited?", (("1", "Yes"), ("2", "No")))
    assert second.text == "Kapan?"

    with pytest.raises(InvalidInput, match="tulis 2 baris"):
        translate_questions(
            survey=survey, language="en", texts={"P1.options": "Yes"}, by=centre.susi, on=OPENS
        )


def test_after_the_first_answer_only_dates_move(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 1)
    question = survey.questions.get(code="U1")
    four = ["a", "b", "c", "d"]

    with pytest.raises(SurveyIsAnswered):
        edit_question(question=question, text="Lain", options=four, by=centre.susi, on=OPENS)
    with pytest.raises(SurveyIsAnswered):
        edit_survey(survey=survey, by=centre.susi, on=OPENS, title="Lain")
    later = CLOSES + timedelta(days=7)
    edited = edit_survey(survey=survey, by=centre.susi, on=OPENS, closes_on=later)

    assert (edited.closes_on, edited.title) == (later, "SKM Pendaftaran")
    assert Event.objects.named("survey.edited").get().data == {"fields": ["closes_on"]}


def test_a_new_version_takes_the_questions_along(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 3)

    new = copy_survey(survey=survey, opens_on=OPENS, closes_on=CLOSES, by=centre.susi, on=OPENS)

    assert new.questions.count() == survey.questions.count() == 14
    assert (new.answers.count(), new.doors.count(), new.opened_on) == (0, 0, None)


def test_it_opens_only_with_questions_and_a_link(centre: Centre) -> None:
    survey = centre.skm()

    with pytest.raises(SurveyNotReady, match="tautan"):
        open_survey(survey=survey, by=centre.susi, on=OPENS)
    centre.door(survey)
    remove_question(question=survey.questions.get(code="U9"), by=centre.susi, on=OPENS)
    with pytest.raises(SurveyNotReady, match="kesembilan"):
        open_survey(survey=survey, by=centre.susi, on=OPENS)

    assert Survey.objects.get().opened_on is None


def test_leaders_read_but_do_not_build(centre: Centre) -> None:
    draft = centre.skm()
    opened, _ = centre.opened(service="Laboratorium")

    for leader in (centre.budi, centre.rina):
        assert list(Survey.objects.visible_to(leader, OPENS)) == [opened]
        with pytest.raises(NotAllowed):
            edit_survey(survey=draft, by=leader, on=OPENS, title="Lain")
    assert set(Survey.objects.visible_to(centre.susi, OPENS)) == {draft, opened}
