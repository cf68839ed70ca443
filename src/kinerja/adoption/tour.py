"""The tour of the first days: how far one person has come in it. Skipped for good, or found again.

Which steps there are is for the pages to say: they differ by what the person does here.
"""

from datetime import date

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.records.event import record


class Tour(models.Model):
    """One person's tour; without a row it never began."""

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="+", verbose_name="pegawai"
    )
    step = models.PositiveSmallIntegerField("langkah", default=0)  # the one that is shown
    ended_on = models.DateField("berakhir", null=True, blank=True)
    skipped = models.BooleanField("dilewati", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(skipped=False) | Q(ended_on__isnull=False), name="tour_skipped_is_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.step}"


@transaction.atomic
def begin_tour(*, by: Person) -> Tour:
    """Begin it, or begin it anew; one that runs goes on where it is."""
    tour, created = Tour.objects.select_for_update().get_or_create(person=by)
    if created or tour.ended_on is not None:
        tour.step, tour.ended_on, tour.skipped = 0, None, False
        tour.save()
        record("tour.begun", about=tour, person=by, by=by)
    return tour


@transaction.atomic
def go_on(*, seen: int, steps: int, by: Person, on: date) -> Tour | None:
    """The step with this number was read; after the last one it is over. Said twice: once.

    None where no tour runs.
    """
    tour = _running(by)
    if tour is not None and tour.step == seen:
        tour.step += 1
        if tour.step >= steps:
            _end(tour, by, on, skipped=False)
        tour.save()
    return tour


@transaction.atomic
def skip_tour(*, by: Person, on: date) -> None:
    """No more of it, unless one begins it again."""
    tour = _running(by)
    if tour is not None:
        _end(tour, by, on, skipped=True)
        tour.save()


def _running(by: Person) -> Tour | None:
    return Tour.objects.select_for_update().filter(person=by, ended_on=None).first()


def _end(tour: Tour, by: Person, on: date, *, skipped: bool) -> None:
    tour.ended_on, tour.skipped = on, skipped
    record("tour.ended", about=tour, person=by, by=by, data={"skipped": skipped})
