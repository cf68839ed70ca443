"""A unit that moves to another place in the tree, with all who work in it."""

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import CircularUnit, UnitClosed
from kinerja.people.supervision import check_no_circle
from kinerja.people.unit import HOLD_TREE, Unit, lock_tree
from kinerja.records.event import record


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit, by: Person | None, reason: str) -> None:
    """Hang a unit with all below it under another parent.

    Errors: CircularUnit when the parent stands below the unit, CircularSupervision when an
    appraiser would come to stand below his or her own people, UnitClosed, NotAllowed.
    """
    check_may_manage_people(by)
    lock_tree(HOLD_TREE)  # one move at a time: two could close a circle
    unit.refresh_from_db()
    parent.refresh_from_db()
    if parent.path.startswith(unit.path):
        raise CircularUnit(f"{parent.name} berada di bawah {unit.name}; pilih induk yang lain.")
    if parent.closed_on:
        raise UnitClosed(f"{parent.name} sudah ditutup; pilih induk yang lain.")
    old, new = unit.path, f"{parent.path}{unit.pk}/"
    Unit.objects.under(unit).update(
        path=Concat(Value(new), Substr("path", len(old) + 1), output_field=models.TextField())
    )
    unit.parent, unit.path = parent, new
    unit.save(update_fields=["parent"])
    check_no_circle(timezone.localdate(), None)
    record("unit.moved", about=unit, by=by, reason=reason, data={"from": old, "to": new})
