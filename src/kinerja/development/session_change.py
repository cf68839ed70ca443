"""What changes for those on the list when a session is changed or cancelled."""

from datetime import date
from typing import Any

from django.db import transaction

from kinerja.development.enrolment import Enrolment, move_up, page_of, places_left
from kinerja.development.refusals import QuotaTooSmall
from kinerja.development.scope import check_runs_trainings
from kinerja.development.session import (
    SESSION_FIELDS,
    Session,
    check_runs,
    check_session,
    held_session,
    session_data,
)
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify_all


@transaction.atomic
def edit_session(*, session: Session, by: Person, on: date, **fields: Any) -> Session:
    """Change a session; `fields` are those of `SESSION_FIELDS`. Those on the list are told of new
    days or another place; more places go to those who wait. Said twice: once.

    Errors: NotAllowed, SessionClosed, QuotaTooSmall, WrongDates, InvalidInput.
    """
    if unknown := fields.keys() - set(SESSION_FIELDS):
        raise TypeError(f"no fields of a session: {sorted(unknown)}")
    held = held_session(session)
    check_runs_trainings(by, on, held.unit)
    check_runs(held)
    before = session_data(held) | {"note": held.note}
    for name, value in fields.items():
        setattr(held, name, value)
    check_runs_trainings(by, on, held.unit)
    check_session(held)
    if places_left(held) < 0:
        raise QuotaTooSmall("Lebih banyak pegawai sudah diterima daripada kuota ini.")
    after = session_data(held) | {"note": held.note}
    if after == before:
        return held
    held.save()
    changed = {key: [before[key], after[key]] for key in after if after[key] != before[key]}
    record("session.edited", about=held, by=by, data=changed)
    if changed.keys() & {"starts_on", "ends_on", "place"}:
        said = f"Berubah: {held}, di {held.place}. Mundurlah bila tidak dapat hadir."
        notify_all(_listed(held), said[:300], page_of(held))
    move_up(held, on)
    return held


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: Person, on: date) -> Session:
    """Call it off; everybody on the list is told. Said twice: once.

    Errors: NotAllowed, SessionClosed once its results are settled.
    """
    held = held_session(session)
    check_runs_trainings(by, on, held.unit)
    if held.cancelled_on is not None:
        return held
    check_runs(held)
    held.cancelled_on = on
    held.save(update_fields=["cancelled_on"])
    record("session.cancelled", about=held, by=by, reason=" ".join(reason.split()))
    notify_all(_listed(held), f"Dibatalkan: {held}"[:300], page_of(held))
    return held


def _listed(session: Session) -> Any:
    running = Enrolment.objects.running().filter(session=session)
    return Person.objects.filter(pk__in=running.values("person"))
