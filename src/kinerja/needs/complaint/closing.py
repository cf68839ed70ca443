"""What happens to complaints by themselves: closed, escalated, and the citizen forgotten."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from kinerja.needs.complaint.clock import ComplaintClock
from kinerja.needs.complaint.complaint import Complaint, ComplaintContact, ComplaintHolder
from kinerja.needs.complaint.handling import leaders_of
from kinerja.needs.complaint.setting import complaint_setting
from kinerja.people.person import Person
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify

DONE = (Complaint.State.CLOSED, Complaint.State.REJECTED, Complaint.State.DUPLICATE)


@transaction.atomic
def close_unanswered(*, at: datetime, on: date) -> int:
    """Close what was answered and met no reply until its last day; how many."""
    rows = list(
        Complaint.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=Complaint.State.ANSWERED, closes_on__lt=on)
        .order_by("pk")[:1_000]
    )
    for one in rows:
        one.state, one.state_at, one.closes_on = Complaint.State.CLOSED, at, None
    Complaint.objects.bulk_update(rows, ["state", "state_at", "closes_on"])
    ComplaintHolder.objects.filter(complaint__in=rows, until=None).update(until=at)
    record_many(
        Happening("complaint.closed", one, None, data={"by_citizen": False}) for one in rows
    )
    return len(rows)


@transaction.atomic
def escalate_overdue(*, at: datetime, on: date) -> int:
    """Tell the leaders of a unit once of complaints whose limit has passed, all in one notice."""
    overdue = ComplaintClock.objects.running().filter(complaint=OuterRef("pk"), due_on__lt=on)
    rows = list(
        Complaint.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(Exists(overdue), state__in=Complaint.HELD, escalated_at=None)
        .select_related("unit")
        .order_by("pk")[:1_000]
    )
    by_unit: dict[int, list[Complaint]] = defaultdict(list)
    for one in rows:
        if one.unit is not None:
            by_unit[one.unit.pk].append(one)
    told: dict[int, tuple[Person, int]] = {}
    for cases in by_unit.values():
        unit = cases[0].unit
        for leader in leaders_of(unit, on) if unit else ():
            told[leader.pk] = leader, told.get(leader.pk, (leader, 0))[1] + len(cases)
    for leader, number in told.values():
        text = f"{number} pengaduan di unit Anda melewati batas waktunya."
        notify(leader, text, "/pengaduan/?saring=terlambat")
    Complaint.objects.filter(pk__in=[one.pk for one in rows]).update(escalated_at=at)
    record_many(Happening("complaint.escalated", one, None) for one in rows)
    return len(rows)


@transaction.atomic
def forget_citizens(*, at: datetime, on: date) -> int:
    """Delete name and contact of those whose case was closed longer ago than the agency keeps them;
    the case itself stays. How many."""
    months = complaint_setting().keep_months
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    limit = at.replace(year=year, month=month + 1, day=min(on.day, 28))
    rows = ComplaintContact.objects.filter(complaint__state__in=DONE, complaint__state_at__lt=limit)
    number, _ = rows.delete()
    if number:
        setting = complaint_setting()
        if setting._state.adding:
            setting.save()
        record("complaint_contact.forgotten", about=setting, by=None, data={"number": number})
    return number
