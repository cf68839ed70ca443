"""What this area puts on the first page: announcements that wait, quietly, on one card; a pulse."""

from datetime import date

from django.db.models import F, Q

from kinerja.adoption.announcement import Announcement
from kinerja.adoption.pulse import Pulse, PulsePart
from kinerja.people.person import Person

SHOWN = 3


def waiting_announcements(person: Person, on: date) -> list[Announcement]:
    """Those to be opened or understood, what must be understood first; one query when none runs."""
    rows = Announcement.objects.running(on).pending_for(person)
    ids = list(rows.order_by().values_list("pk", flat=True)[:500])
    if not ids:
        return []
    mine = Announcement.objects.filter(pk__in=ids).received_by(person, on)
    return list(mine.order_by("-must_understand", "-pinned", "-starts_on", "-pk")[:SHOWN])


def waiting_pulse(person: Person, on: date) -> Pulse | None:
    """The pulse that closes first, unless the person has put it off; one query."""
    parts = PulsePart.objects.filter(
        Q(put_off_to=None) | Q(put_off_to__lte=on),
        person=person,
        taken_part=False,
        pulse__state=Pulse.State.OPEN,
        pulse__opened_on__lte=on,
        pulse__closes_on__gte=on,
    )
    found = parts.select_related("pulse").order_by(F("pulse__closes_on"), "pulse").first()
    return found.pulse if found else None
