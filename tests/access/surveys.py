"""Surveys of `world`, and what was answered.

Susi, the officer of all units, builds them. The one of Puskesmas Pauh runs and is published; the
one of Dinas Perhubungan is a draft.
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.access.world import NOW, TODAY, World

from kinerja.needs.survey.answer import SurveyAnswer, hour_of
from kinerja.needs.survey.door import SurveyDoor, add_door, set_group
from kinerja.needs.survey.old_report import receive_report
from kinerja.needs.survey.satisfaction import publish_result
from kinerja.needs.survey.survey import open_survey
from kinerja.needs.survey.template import create_skm

OPENED = TODAY - timedelta(days=20)


def the_surveys(world: World) -> None:
    """A draft with a free link, and one that runs with twelve answers and a result."""
    susi = world.people["susi"]
    made = {}
    for name, unit, owner in (("survey", "K.1.1", "sari"), ("survey_draft", "K.5", "dewi")):
        survey = create_skm(
            title=f"SKM {unit}",
            unit=world.units[unit],
            service="Loket",
            opens_on=OPENED,
            closes_on=TODAY + timedelta(days=20),
            languages=["en"],
            by=susi,
            on=OPENED,
        )
        group = set_group(
            survey=survey, kind="public", name="Warga", population=500, by=susi, on=OPENED
        )
        door = add_door(
            survey=survey, kind="venue", name="Loket 1", group=group, by=susi, on=OPENED
        )
        question, section = survey.questions.get(code="S1"), survey.sections.first()
        here = {"survey_id": survey.pk}
        world.add(name, owner, **here)
        world.add(f"{name}_door", owner, **here, door_id=door.pk)
        world.add(f"{name}_group", owner, **here, group_id=group.pk)
        world.add(f"{name}_question", owner, **here, question_id=question.pk)
        world.add(f"{name}_section", owner, **here, section_id=section.pk)
        world.add(f"{name}_language", owner, **here, language="en")
        world.add(f"{name}_link", owner, code=door.code)
        made[name] = (survey, door)
    survey, door = made["survey"]
    open_survey(survey=survey, by=susi, on=OPENED)
    _answers(door, NOW - timedelta(days=1))
    world.add("survey_flooded", "sari", survey_id=survey.pk)  # with answers that a machine gave
    result = publish_result(survey=survey, by=susi, at=NOW)
    _answers(door, NOW, keys=range(12, 13))  # not screened yet
    text = "Unit;Periode;Responden;IKM\nPuskesmas Pauh;2024;120;83,5\n"
    report = receive_report(name="lama.csv", content=text.encode(), by=susi, at=NOW)
    world.add("old_report", "susi", report_id=report.pk)
    world.add("satisfaction", "sari", result_id=result.pk)


def _answers(door: SurveyDoor, at: datetime, keys: range = range(12)) -> None:
    elements = [f"U{number}" for number in range(1, 10)]
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            visit=key(number),
            survey=door.survey,
            door=door,
            hour=hour_of(at - timedelta(hours=number % 12)),
            given=dict.fromkeys(elements, 3) | {"U3": 2, "S1": "Antrean lama."},
            address=number,
            device=number,
            signal=SurveyAnswer.Signal.TRAP if number == 0 else SurveyAnswer.Signal.NONE,
        )
        for number in keys
    )


def key(number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"survei/{number}")
