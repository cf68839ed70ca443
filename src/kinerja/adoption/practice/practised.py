"""That somebody has practised: a help for whoever coaches, never a part of a rating."""

from datetime import date
from typing import Self

from django.db import models, transaction

from kinerja.adoption.practice.exercise import exercise_named
from kinerja.people.person import Person
from kinerja.records.event import record


class PractisedQuerySet(models.QuerySet["Practised"]):
    def visible_to(self, person: Person) -> Self:
        """Only one's own; the coach of a unit reads them through the list of that unit."""
        return self.filter(person=person)


class Practised(models.Model):
    """One person finished one exercise, the last time on that day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="practised", db_index=False)
    exercise = models.CharField("latihan", max_length=20)
    practised_on = models.DateField("berlatih pada")

    objects = PractisedQuerySet.as_manager()

    class Meta:
        ordering = ["-practised_on", "exercise"]
        constraints = [
            models.UniqueConstraint(fields=["person", "exercise"], name="practised_once"),
            models.CheckConstraint(condition=~models.Q(exercise=""), name="practised_something"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.practised_on:%d-%m-%Y}"

    @property
    def title(self) -> str:
        """What was practised, also when the exercise is no longer offered."""
        return exercise_named(self.exercise).title if self.exercise else ""


@transaction.atomic
def note_practised(*, exercise: str, practised_on: date, by: Person) -> Practised:
    """Keep that one has practised; the newest day counts, the same note again changes nothing.

    Errors: NoSuchExercise.
    """
    exercise_named(exercise)
    Person.objects.select_for_update().get(pk=by.pk)
    known = Practised.objects.filter(person=by, exercise=exercise).first()
    if known is not None and known.practised_on >= practised_on:
        return known
    row, _ = Practised.objects.update_or_create(
        person=by, exercise=exercise, defaults={"practised_on": practised_on}
    )
    data = {"exercise": exercise, "on": practised_on.isoformat()}
    record("practice.noted", about=row, person=by, by=by, data=data)
    return row
