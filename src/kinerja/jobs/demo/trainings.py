"""Trainings of the example (data contoh): one that answered a need, one to join now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from kinerja.development.attendance import take_attendance
from kinerja.development.competency import Competency
from kinerja.development.demand import name_competency
from kinerja.development.enrolment import (
    Enrolment,
    ask_enrolment,
    decide_enrolment,
    propose_enrolment,
)
from kinerja.development.result import Reached, record_results, settle_session
from kinerja.development.session import Session, plan_session
from kinerja.development.training import Training, add_training, take_start_catalogue
from kinerja.jobs.demo.needs import Threads
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.teller import Thread
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.rules.training import TrainingForm
from kinerja.rules.training_demand import DemandSource

CATALOGUE = ("TR-001", "TR-003", "TR-004", "TR-005", "TR-014", "TR-015")
DAYS, LAST = 3, timedelta(days=2)
HELD = timedelta(days=96)
SCORES = ((55, 82), (60, 78), (48, 80), (62, 90), (51, 74))


@dataclass(frozen=True)
class Taught:
    """A training that answers a need of the example; `held`: how many were on the first list."""

    name: str
    aim: str
    competency: str
    kind: str
    held: int


COUNSELLING = Taught(
    "Konseling imunisasi bagi bidan",
    "Menjawab keraguan orang tua dan menata imunisasi kejar.",
    "T-IMUN",
    "technical",
    5,
)
ENGLISH = Taught(
    "Bahasa Inggris bagi petugas wisata",
    "Menyambut, memandu, dan menolong tamu dalam bahasa Inggris.",
    "T-BAHASA",
    "language",
    2,
)
BUS_DATA = Taught(
    "Membaca data angkutan untuk menata trayek",
    "Menemukan trayek yang kehilangan penumpang dan memperkirakan dampak perubahan.",
    "T-ANGKUT",
    "technical",
    1,
)


def add_trainings(
    members: Sequence[Member], threads: Threads, *, officer: Person, today: date, zone: ZoneInfo
) -> None:
    """The catalogue, and what became of the needs."""
    begun = today - timedelta(days=170)
    take_start_catalogue(codes=CATALOGUE, form=TrainingForm.CLASSICAL, by=officer, on=begun)
    keeper = _Keeper(officer, today, zone)
    for post, thread, training in (
        ("midwife", threads.immunisation, COUNSELLING),
        ("guide_officer", threads.tourism, ENGLISH),
        ("driver_planner", threads.route, BUS_DATA),
    ):
        staff = _staff(members, post, officer)
        made = keeper.training(training, thread)
        if staff:
            keeper.held(made, staff[: training.held])
            keeper.open(made, staff[training.held : training.held + 2])
    _asked(threads, officer, today)


def _asked(threads: Threads, officer: Person, today: date) -> None:
    """Which competency each need asks for, so that it speaks in the demand of the units."""
    codes = {one.code: one for one in Competency.objects.used()}
    for thread in threads.all:
        if competency := codes.get(thread.competency):
            name_competency(
                kind=DemandSource.NEED.value,
                pk=thread.need.pk,
                competency=competency,
                by=officer,
                on=today,
            )


def _staff(members: Sequence[Member], post: str, officer: Person) -> list[Person]:
    people = [one.person for one in members if one.seat.post == post]
    return [one for one in people if not one.has_left and one != officer]


@dataclass(frozen=True)
class _Keeper:
    officer: Person
    today: date
    zone: ZoneInfo

    def training(self, one: Taught, thread: Thread | None) -> Training:
        return add_training(
            name=one.name,
            kind=one.kind,
            form=TrainingForm.CLASSICAL,
            hours_jp=Decimal(24),
            provider="BKPSDM (data contoh)",
            aim=one.aim,
            competencies=[one.competency],
            need=thread.need if thread else None,
            by=self.officer,
            on=self.today - timedelta(days=160),
        )

    def held(self, training: Training, people: Sequence[Person]) -> None:
        """Three days in the past, from the list to the certificate."""
        first = self.today - HELD
        session = self._session(training, first)
        asked = first - timedelta(days=12)
        enrolments = [one for person in people if (one := self._placed(session, person, asked))]
        if not enrolments:
            return
        for count in range(DAYS):
            day = first + timedelta(days=count)
            take_attendance(
                session=session,
                day=day,
                part=1,
                present=enrolments,
                by=self.officer,
                at=self._at(day),
                on=day,
            )
        over = first + LAST
        record_results(
            session=session,
            results=[
                Reached(one, Decimal(before), Decimal(after), True)
                for one, (before, after) in zip(enrolments, SCORES, strict=False)
            ],
            by=self.officer,
            on=over,
        )
        settle_session(session=session, by=self.officer, on=over)

    def open(self, training: Training, people: Sequence[Person]) -> None:
        """Soon; some have asked for a place."""
        session = self._session(training, self.today + timedelta(days=21))
        for person in people:
            ask_enrolment(session=session, by=person, at=self._at(self.today), on=self.today)

    def _session(self, training: Training, first: date) -> Session:
        on = min(first - timedelta(days=30), self.today)
        return plan_session(
            training=training,
            starts_on=first,
            ends_on=first + LAST,
            place="Aula BKPSDM",
            quota=20,
            enrol_from=on,
            enrol_until=first - timedelta(days=5),
            by=self.officer,
            on=on,
        )

    def _placed(self, session: Session, person: Person, on: date) -> Enrolment | None:
        leader = appraisers_of([person], on)[person.pk].appraiser
        if leader is None:
            return None
        proposed = propose_enrolment(
            session=session, person=person, by=leader, at=self._at(on), on=on
        )
        return decide_enrolment(
            enrolment=proposed, agreed=True, by=self.officer, at=self._at(on), on=on
        )

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(9), self.zone)
