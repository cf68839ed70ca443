"""Support for an idea: by name towards the system, shown as a number, limited for each person."""

from datetime import date, datetime

from django.db import connection, models, transaction
from django.db.models import F

from kinerja.participation.idea import OPEN, Idea, check_right, check_sees, held_idea, is_author
from kinerja.participation.refusals import LimitReached, NotYours, OwnIdea
from kinerja.participation.setting import idea_setting
from kinerja.participation.space import Space, is_asked
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.rules.space import Right

# Of one person, one act at a time: the limit is counted, then used.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('idea-support', %s))"


class Support(models.Model):
    """One person stands behind one idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="support_rows", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="supported")
    given_at = models.DateTimeField("waktu")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.idea}"


def limit_of(space: Space | None) -> int:
    return idea_setting().supports_each if space is None else space.supports_each


def open_supports(person: Person, space: Space | None) -> int:
    """How many of the person's supports wait for a decision in that space (None: the box)."""
    rows = Support.objects.filter(person=person, idea__space=space, idea__state__in=OPEN)
    return rows.count()


@transaction.atomic
def support_idea(*, idea: Idea, by: Person, at: datetime, on: date) -> Support:
    """Stand behind it; twice: once.

    Errors: OwnIdea, NotYours, WrongPhase, LimitReached.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [by.pk])
    held = held_idea(idea)
    check_sees(by, held, on)
    if is_author(by, held):
        raise OwnIdea("Penulis tidak mendukung gagasannya sendiri.")
    if not is_asked(by, held.space, on):
        raise NotYours("Dukungan diberikan pegawai yang diajak ruang gagasan ini.")
    if known := Support.objects.filter(idea=held, person=by).first():
        return known
    check_right(held, Right.SUPPORT, on, "Dukungan tidak dibuka sekarang.")
    limit = limit_of(held.space)
    if open_supports(by, held.space) >= limit:
        raise LimitReached(
            f"Dukungan Anda sudah terpakai semua ({limit}). Tarik salah satu untuk mendukung ini."
        )
    row = Support.objects.create(idea=held, person=by, given_at=at)
    Idea.objects.filter(pk=held.pk).update(supports=F("supports") + 1)
    record("idea.supported", about=held, person=by, by=by)
    return row


@transaction.atomic
def end_support(*, idea: Idea, by: Person, on: date) -> None:
    """Take it back while support is open; twice: once. Errors: WrongPhase."""
    held = held_idea(idea)
    row = Support.objects.select_for_update().filter(idea=held, person=by).first()
    if row is None:
        return
    check_right(held, Right.SUPPORT, on, "Dukungan tidak dapat ditarik sekarang.")
    free_support(held, by, by=by)


def free_support(idea: Idea, person: Person, *, by: Person) -> None:
    """End the support of a held idea; an author, too, stands behind it without one."""
    if Support.objects.filter(idea=idea, person=person).delete()[0]:
        Idea.objects.filter(pk=idea.pk).update(supports=F("supports") - 1)
        record("idea.support_ended", about=idea, person=person, by=by)
