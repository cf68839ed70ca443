"""A survey officer, a health centre and its satisfaction survey, made through the verbs."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.people.make import a_head, a_person, a_role, a_unit, an_agency

from kinerja.needs.survey.answer import SurveyAnswer, hour_of
from kinerja.needs.survey.door import SurveyDoor, add_door
from kinerja.needs.survey.survey import Survey, open_survey
from kinerja.needs.survey.template import create_skm
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.unit import Unit

WIB = ZoneInfo("Asia/Jakarta")
OPENS, CLOSES = date(2026, 9, 1), date(2026, 9, 30)
NOON = datetime(2026, 9, 7, 12, 15, tzinfo=WIB)
ELEMENTS = tuple(f"U{number}" for number in range(1, 10))


class Centre:
    """Susi builds, Budi leads the health centre, Rina the department above it."""

    def __init__(self) -> None:
        an_agency()
        self.city = a_unit("Kota Uji")
        self.department: Unit = a_unit("Dinas Kesehatan", self.city)
        self.unit: Unit = a_unit("Puskesmas Pauh", self.department)
        self.susi: Person = a_person("Susi")
        a_role(self.susi, Role.Name.SURVEY_OFFICER)
        self.budi = a_head("Budi", self.unit)
        self.rina = a_head("Rina", self.department)

    def skm(self, **fields: Any) -> Survey:
        said = {"title": "SKM Pendaftaran", "service": "Pendaftaran", "unit": self.unit}
        return create_skm(
            **(said | {"opens_on": OPENS, "closes_on": CLOSES} | fields), by=self.susi, on=OPENS
        )

    def door(self, survey: Survey, name: str = "Loket 1", **fields: Any) -> SurveyDoor:
        fields = {"kind": "venue"} | fields
        return add_door(survey=survey, name=name, by=self.susi, on=OPENS, **fields)

    def opened(self, **fields: Any) -> tuple[Survey, SurveyDoor]:
        survey = self.skm(**fields)
        door = self.door(survey, expected=60)
        return open_survey(survey=survey, by=self.susi, on=OPENS), door


def answers(
    door: SurveyDoor,
    count: int,
    score: int = 3,
    at: datetime = NOON,
    addresses: int = 0,
    **fields: Any,
) -> list[SurveyAnswer]:
    """Stored as they are; each from an address of its own unless `addresses` says from how many."""
    return SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            **{
                "visit": uuid4(),
                "survey": door.survey,
                "door": door,
                "hour": hour_of(at),
                "given": dict.fromkeys(ELEMENTS, score),
                "address": number % addresses if addresses else number + door.pk * 997,
                "device": number,
            }
            | fields
        )
        for number in range(count)
    )
