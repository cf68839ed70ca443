"""A person says that the role is understood; asked for again when what was shown has changed."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.planning.refusals import WrongState
from kinerja.planning.role import role_of, roles_of
from kinerja.records.event import Happening, record, record_many
from kinerja.rules.refusal import ChangedMeanwhile

CONFIRMED = "Anda sudah mengonfirmasi peran ini."


class RoleConfirmation(models.Model):
    """ "Saya paham" of one person, with all that the page showed and its digest."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="role_confirmations")
    confirmed_on = models.DateField("tanggal")
    digest = models.CharField(max_length=64)
    shown = models.JSONField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.confirmed_on}"


def last_confirmations(people: Iterable[Person]) -> dict[int, RoleConfirmation]:
    """The newest one of each person who has any, by id of the person."""
    rows = RoleConfirmation.objects.filter(person__in=list(people)).order_by("person_id", "-pk")
    return {one.person_id: one for one in rows.distinct("person_id")}


@transaction.atomic
def confirm_roles(*, people: Iterable[Person], on: date) -> list[RoleConfirmation]:
    """Each of these people confirms what the page shows that day, as `confirm_role` one by one."""
    people = list(people)
    views, last = roles_of(people, on), last_confirmations(people)
    if any(one.pk in last and last[one.pk].digest == views[one.pk].digest for one in people):
        raise WrongState(CONFIRMED)
    kept = RoleConfirmation.objects.bulk_create(
        RoleConfirmation(
            person=one,
            confirmed_on=on,
            digest=views[one.pk].digest,
            shown=dict(views[one.pk].shown),
        )
        for one in people
    )
    record_many(
        Happening("role.confirmed", row, row.person, person=row.person, data={"digest": row.digest})
        for row in kept
    )
    return kept


@transaction.atomic
def confirm_role(*, by: Person, on: date, digest: str) -> RoleConfirmation:
    """Keep that this person has understood what the page with that digest showed.

    Errors: ChangedMeanwhile (the role is another one by now), WrongState (confirmed already).
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    view = role_of(by, on)
    if view.digest != digest:
        raise ChangedMeanwhile("Peran Anda baru saja berubah. Baca yang terbaru, lalu konfirmasi.")
    last = last_confirmations([by]).get(by.pk)
    if last is not None and last.digest == digest:
        raise WrongState(CONFIRMED)
    kept = RoleConfirmation.objects.create(
        person=by, confirmed_on=on, digest=digest, shown=dict(view.shown)
    )
    record("role.confirmed", about=kept, person=by, by=by, data={"digest": digest})
    return kept
