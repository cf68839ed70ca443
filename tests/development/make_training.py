"""Trainings and sessions for tests, in one line each. They are stored as they are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.people.make import a_head, a_member, a_role, a_unit
from tests.work.make import WIB

from kinerja.development.enrolment import Enrolment
from kinerja.development.session import Session
from kinerja.development.training import Training
from kinerja.people.person import Person
from kinerja.people.role import Role

TODAY = date(2026, 10, 5)  # a Monday
NOW = datetime(2026, 10, 5, 9, tzinfo=WIB)


def a_training(name: str = "Bahasa Inggris dasar", **fields: Any) -> Training:
    said = {"kind": "language", "form": "classical", "hours_jp": Decimal(12)} | fields
    return Training.objects.create(name=name, **said)


def a_session(training: Training | None = None, **fields: Any) -> Session:
    """Two days in a week's time; one may enrol today."""
    said = {
        "starts_on": date(2026, 10, 12),
        "ends_on": date(2026, 10, 13),
        "place": "Aula BKPSDM",
        "quota": 20,
        "enrol_from": date(2026, 10, 1),
        "enrol_until": date(2026, 10, 9),
    } | fields
    return Session.objects.create(training=training or a_training(), **said)


class Office:
    """Rina leads the agency, Budi the health centre with Sari, Tono and Dewi; Lala runs trainings.

    The agency lies above the centre: Lala works in it.
    """

    def __init__(self) -> None:
        self.agency = a_unit("Dinas Kesehatan")
        self.centre = a_unit("Puskesmas Pauh", self.agency)
        self.rina = a_head("Rina", self.agency)
        self.budi = a_head("Budi", self.centre)
        self.sari, self.tono, self.dewi = (
            a_member(name, self.centre) for name in ("Sari", "Tono", "Dewi")
        )
        self.lala = a_member("Lala", self.agency)
        a_role(self.lala, Role.Name.TRAINING_OFFICER)


def enrolled(session: Session, *people: Person, **fields: Any) -> list[Enrolment]:
    """These people have a place."""
    said = {"state": "accepted", "asked_at": NOW, "queued_at": NOW} | fields
    return [Enrolment.objects.create(session=session, person=one, **said) for one in people]
