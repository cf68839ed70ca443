"""Surveys of the example (data contoh): satisfaction at a health centre and of visitors, before and
after and one that runs today; and what businesses of tourism miss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from kinerja.needs.survey.answer import Visit, hidden_address, hidden_device, take_answer
from kinerja.needs.survey.door import SurveyDoor, SurveyGroup, add_door, set_group
from kinerja.needs.survey.question import Question, add_question, add_section
from kinerja.needs.survey.satisfaction import SatisfactionResult, publish_result
from kinerja.needs.survey.survey import Survey, close_survey, create_survey, open_survey
from kinerja.needs.survey.template import PROFILE, create_skm
from kinerja.people.person import Person
from kinerja.people.unit import Unit

# How often an element is answered 4, 3, 2 or 1, in percent: before and after.
USUAL = (38, 48, 11, 3)
SLOW, FASTER = (10, 32, 43, 15), (25, 48, 22, 5)
UNHEARD, HEARD = (14, 40, 34, 12), (28, 48, 20, 4)
MUTE, FLUENT = (6, 28, 48, 18), (30, 50, 16, 4)


@dataclass(frozen=True)
class Round:
    """One time that a survey was asked."""

    begins: int  # days ago
    ends: int
    answers: int
    elements: Mapping[str, Sequence[int]]  # where they differ from the usual


@dataclass(frozen=True)
class Service:
    """A service whose users are asked. The second round ends in a month that is over today."""

    name: str
    title: str  # of the survey; "{unit}" is the name of the unit
    door: str
    users: int  # a day
    before: Round
    after: Round
    now: Round
    wishes: Sequence[str]


AT_THE_HEALTH_CENTRE = Service(
    "Imunisasi dan kesehatan anak",
    "Kepuasan layanan anak, {unit}",
    "Loket pendaftaran",
    40,
    Round(215, 185, 72, {"U3": SLOW, "U9": UNHEARD}),
    Round(62, 33, 78, {"U3": FASTER, "U9": HEARD}),
    Round(9, -21, 23, {"U3": FASTER}),
    (
        "Antrean imunisasi terlalu lama, anak saya sudah rewel sebelum dipanggil.",
        "Mohon dijelaskan efek samping vaksin; suami saya masih ragu.",
        "Jadwal posyandu berubah tanpa pemberitahuan.",
        "Petugasnya ramah, tempatnya bersih.",
    ),
)
AT_THE_BEACH = Service(
    "Informasi dan pemanduan wisata",
    "Kepuasan pengunjung wisata (data contoh)",
    "Pusat informasi wisata",
    60,
    Round(165, 135, 32, {"U6": MUTE, "U7": UNHEARD, "U1": UNHEARD}),
    Round(62, 33, 36, {"U6": FLUENT, "U7": FASTER}),
    Round(6, -24, 11, {"U6": FLUENT}),
    (
        "The guide was kind, but nobody could explain the festival in English.",
        "Papan petunjuk hanya dalam bahasa Indonesia.",
        "Sekarang pemandunya bisa berbahasa Inggris, kami terbantu.",
    ),
)


@dataclass(frozen=True)
class Satisfaction:
    """The published results of the first two rounds."""

    before: SatisfactionResult
    after: SatisfactionResult


def add_satisfaction(
    service: Service, unit: Unit, *, officer: Person, today: date, zone: ZoneInfo, random: Random
) -> Satisfaction:
    """Two rounds that are over, and one that runs."""
    asker = _Asker(service, unit, officer, today, zone, random)
    before, after = asker.asked(service.before), asker.asked(service.after)
    asker.opened(service.now)
    return Satisfaction(before, after)


@dataclass(frozen=True)
class _Asker:
    service: Service
    unit: Unit
    officer: Person
    today: date
    zone: ZoneInfo
    random: Random

    def asked(self, round: Round) -> SatisfactionResult:
        """Ask, close, publish."""
        survey = self.opened(round)
        over = self._day(round.ends)
        close_survey(survey=survey, by=self.officer, on=over)
        at = datetime.combine(over, time(16), self.zone)
        return publish_result(survey=survey, by=self.officer, at=at)

    def opened(self, round: Round) -> Survey:
        opens = self._day(round.begins)
        survey = create_skm(
            title=self.service.title.format(unit=self.unit.name),
            unit=self.unit,
            service=self.service.name,
            opens_on=opens,
            closes_on=self._day(round.ends),
            by=self.officer,
            on=opens,
        )
        door = add_door(
            survey=survey,
            kind=SurveyDoor.Kind.VENUE,
            name=self.service.door,
            expected=self.service.users,
            by=self.officer,
            on=opens,
        )
        survey = open_survey(survey=survey, by=self.officer, on=opens)
        last = min(round.begins - round.ends, round.begins)  # days until it closes, or until today
        for number in range(round.answers):
            day = opens + timedelta(days=number * last // round.answers)
            given = self._given(round, number)
            answer(survey, door, given, number, day, zone=self.zone, random=self.random)
        return survey

    def _given(self, round: Round, number: int) -> dict[str, str]:
        given = {
            code: self.random.choices("4321", round.elements.get(code, USUAL))[0]
            for code in (f"U{place}" for place in range(1, 10))
        }
        for code, _, choices in PROFILE:
            given[code] = str(self.random.randint(1, len(choices)))
        if number % 9 == 0:
            wishes = self.service.wishes
            given["S1"] = wishes[number // 9 % len(wishes)]
        return given

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)


def answer(
    survey: Survey,
    door: SurveyDoor,
    given: Mapping[str, object],
    number: int,
    day: date,
    *,
    zone: ZoneInfo,
    random: Random,
) -> None:
    """One visitor with a phone of his or her own, during office hours."""
    at = datetime.combine(day, time(8 + number % 6, random.randint(0, 59)), zone)
    address = f"10.0.{number // 250}.{number % 250}"
    visit = Visit(UUID(int=random.getrandbits(128), version=4), door.pk, int(at.timestamp()) - 70)
    take_answer(
        door=door,
        visit=visit,
        given=given,
        questions=len(given),
        trapped=False,
        address=hidden_address(survey, address),
        device=hidden_device(survey, address, "telepon"),
        at=at,
    )


LANGUAGES = ("Tidak dapat melayani", "Kurang", "Cukup", "Baik")
ATTRACTIONS = ("Bahasa asing petugas", "Papan petunjuk", "Kebersihan", "Jadwal acara")


def add_business_survey(
    unit: Unit, *, officer: Person, today: date, zone: ZoneInfo, random: Random
) -> Survey:
    """Businesses of tourism say what visitors miss; closed a while ago."""
    opens, over = today - timedelta(days=150), today - timedelta(days=120)
    survey = create_survey(
        kind=Survey.Kind.FREE,
        title="Kebutuhan pelaku usaha wisata (data contoh)",
        introduction="Lima menit untuk membantu kami memilih apa yang dibenahi lebih dahulu.",
        unit=unit,
        service="Pelayanan wisata",
        opens_on=opens,
        closes_on=over,
        by=officer,
        on=opens,
    )
    section = add_section(survey=survey, title="Pelayanan kepada pengunjung", by=officer, on=opens)
    for code, kind, text, options in (
        (
            "P1",
            Question.Kind.SCALE,
            "Seberapa baik petugas wisata melayani tamu dalam bahasa asing?",
            LANGUAGES,
        ),
        ("P2", Question.Kind.SINGLE, "Apa yang paling perlu dibenahi?", ATTRACTIONS),
    ):
        add_question(
            section=section,
            kind=kind,
            text=text,
            options=options,
            code=code,
            by=officer,
            on=opens,
        )
    group = set_group(
        survey=survey,
        kind=SurveyGroup.Kind.BUSINESS,
        name="Pemilik penginapan, warung, dan pemandu",
        population=60,
        by=officer,
        on=opens,
    )
    door = add_door(
        survey=survey,
        kind=SurveyDoor.Kind.OPEN,
        name="Tautan paguyuban usaha",
        group=group,
        by=officer,
        on=opens,
    )
    open_survey(survey=survey, by=officer, on=opens)
    for number in range(46):
        given = {
            "P1": random.choices("1234", (18, 50, 25, 7))[0],
            "P2": random.choices("1234", (55, 15, 20, 10))[0],
        }
        day = opens + timedelta(days=number * 30 // 46)
        answer(survey, door, given, number, day, zone=zone, random=random)
    return close_survey(survey=survey, by=officer, on=over)
