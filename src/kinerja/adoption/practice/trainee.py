"""Who practises: somebody who came in by a ticket and acts as a made-up person.

These rows exist on the practice site alone. They do not say who the person is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction

from kinerja.adoption.practice.exercise import Exercise, Seat, exercise_named
from kinerja.adoption.practice.place import a_place
from kinerja.adoption.practice.ticket import STALE, Ticket
from kinerja.adoption.refusals import BadTicket
from kinerja.people.person import Person
from kinerja.records.event import record

if TYPE_CHECKING:
    from kinerja.adoption.practice.exercise import Step


class Trainee(models.Model):
    """One exercise of one visitor. `ticket` came once; `handle` names the visitor to the real site
    alone, whose address is `home`."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="trainee")
    ticket = models.CharField(max_length=24, unique=True)
    exercise = models.CharField("latihan", max_length=20)
    handle = models.TextField()
    home = models.CharField(max_length=200)
    started_at = models.DateTimeField("mulai")

    def __str__(self) -> str:
        return f"{self.exercise}: {self.person}"

    @property
    def kind(self) -> Exercise:
        return exercise_named(self.exercise)


@dataclass(frozen=True)
class Progress:
    """One step and whether the facts say that it is done."""

    step: "Step"
    done: bool


@transaction.atomic
def begin(*, ticket: Ticket, at: datetime) -> Trainee:
    """Give the visitor a place of his or her own: a unit with made-up people, and what the exercise
    needs. A ticket is good for one visit.

    Errors: BadTicket when it was used before, or on the real site; NoSuchExercise.
    """
    if not settings.KINERJA_PRACTICE:
        raise BadTicket(STALE)
    exercise = exercise_named(ticket.exercise)
    if Trainee.objects.filter(ticket=ticket.number).exists():
        raise BadTicket(STALE)
    place = a_place(exercise.key, at=at)
    trainee = Trainee.objects.create(
        person=place.head if exercise.seat == Seat.HEAD else place.staff[0],
        ticket=ticket.number,
        exercise=exercise.key,
        handle=ticket.handle,
        home=ticket.home,
        started_at=at,
    )
    data = {"exercise": exercise.key}
    record("practice.begun", about=trainee, person=trainee.person, by=None, data=data)
    return trainee


def progress_of(trainee: Trainee) -> list[Progress]:
    """The steps with what the database says of them."""
    return [
        Progress(step, step.done(trainee.person, trainee.started_at)) for step in trainee.kind.steps
    ]
