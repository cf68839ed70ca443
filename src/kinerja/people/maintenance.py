"""Maintenance that the system operator announces: it moves deadlines as far as announced."""

from datetime import datetime, timedelta

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates, check_fields
from kinerja.people.role import Role
from kinerja.records.event import record
from kinerja.records.outage import Outage
from kinerja.records.refusals import OutageBegan

LONGEST = timedelta(days=3)


@transaction.atomic
def announce_maintenance(
    *, starts_at: datetime, ends_at: datetime, reason: str, by: Person, at: datetime
) -> Outage:
    """Say beforehand when the system will rest. What lasts longer is noted by itself, apart.

    Errors: NotAllowed, InvalidInput without a reason, WrongDates: never in the past, because it
    moves deadlines, and three days at most.
    """
    _check_operates(by, at)
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput("Tulis apa yang dikerjakan selama pemeliharaan.")
    if starts_at < at:
        raise WrongDates(
            "Pemeliharaan diumumkan sebelum dimulai. Gangguan yang sudah terjadi dicatat sistem"
            " sendiri."
        )
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise WrongDates("Pemeliharaan berlangsung paling lama tiga hari. Periksa waktunya.")
    outage = Outage(cause=Outage.Cause.PLANNED, starts_at=starts_at, ends_at=ends_at, reason=reason)
    check_fields(outage)
    if Outage.objects.filter(cause=outage.cause).touching(starts_at, ends_at).exists():
        raise WrongDates("Sudah ada pemeliharaan yang diumumkan pada waktu itu.")
    outage.save(force_insert=True)
    record("outage.announced", about=outage, by=by, reason=reason, data=_said(outage))
    return outage


@transaction.atomic
def cancel_maintenance(*, outage: Outage, by: Person, at: datetime) -> None:
    """It does not take place. Errors: NotAllowed; OutageBegan once it has begun: deadlines that
    people were told stay as they are."""
    _check_operates(by, at)
    held = Outage.objects.select_for_update().get(pk=outage.pk)
    if held.cause != Outage.Cause.PLANNED or held.starts_at <= at:
        raise OutageBegan(
            "Pemeliharaan yang sudah dimulai tidak dapat dibatalkan: batas waktu sudah mundur."
        )
    record("outage.cancelled", about=held, by=by, data=_said(held))
    held.delete()


def _check_operates(by: Person, at: datetime) -> None:
    tasks = by.roles.on(at.date()).filter(name=Role.Name.SYSTEM_OPERATOR, unit=None)
    if not tasks.exists():
        raise NotAllowed("Pemeliharaan diumumkan oleh pengelola sistem.")


def _said(outage: Outage) -> dict[str, str]:
    return {"starts_at": outage.starts_at.isoformat(), "ends_at": outage.ends_at.isoformat()}
