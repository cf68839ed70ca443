"""What the real site and the practice site hand each other: a ticket in, a note back.

Both are signed with the secret of the practice site, which the real site can compute. The practice
site never learns who somebody is: a ticket carries a handle that only the real site can read.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing

from kinerja.adoption.refusals import BadTicket

if TYPE_CHECKING:
    from kinerja.people.models import Person

TICKET_SALT, NOTE_SALT, HANDLE_SALT = "practice-ticket", "practice-note", "practice-handle"
TICKET_AGE = timedelta(minutes=10)  # also the first visit waits while the practice site is filled
NOTE_AGE = timedelta(days=7)
STALE = "Karcis latihan ini sudah tidak berlaku. Mulai lagi dari halaman Berlatih."
NOT_OURS = "Catatan latihan ini bukan untuk akun Anda, atau sudah terlalu lama."


@dataclass(frozen=True)
class Ticket:
    """Lets one person into one exercise, once. `home` is the address of the real site."""

    number: str
    exercise: str
    handle: str
    home: str


@dataclass(frozen=True)
class Note:
    """Somebody finished an exercise on that day."""

    exercise: str
    handle: str
    on: date


def write_ticket(*, person: "Person", exercise: str, home: str) -> str:
    """On the real site, for this person; `home` is its origin."""
    handle = signing.dumps(person.pk, salt=HANDLE_SALT)
    said = [secrets.token_hex(12), exercise, handle, home]
    return signing.dumps(said, key=settings.KINERJA_PRACTICE_SECRET, salt=TICKET_SALT)


def read_ticket(text: str) -> Ticket:
    """On the practice site. Errors: BadTicket; whether it was used before is for `begin`."""
    try:
        said = signing.loads(
            text, key=settings.KINERJA_PRACTICE_SECRET, salt=TICKET_SALT, max_age=TICKET_AGE
        )
    except (signing.BadSignature, ValueError):
        raise BadTicket(STALE) from None
    return Ticket(*said)


def write_note(*, exercise: str, handle: str, on: date) -> str:
    """On the practice site: for the real one, that this exercise was finished."""
    said = [exercise, handle, on.isoformat()]
    return signing.dumps(said, key=settings.KINERJA_PRACTICE_SECRET, salt=NOTE_SALT)


def read_note(text: str, *, person: "Person") -> Note:
    """On the real site: a note about this person. Errors: BadTicket."""
    try:
        secret = settings.KINERJA_PRACTICE_SECRET
        exercise, handle, on = signing.loads(text, key=secret, salt=NOTE_SALT, max_age=NOTE_AGE)
        whose = signing.loads(handle, salt=HANDLE_SALT)
    except (signing.BadSignature, ValueError):
        raise BadTicket(NOT_OURS) from None
    if whose != person.pk:
        raise BadTicket(NOT_OURS)
    return Note(exercise, handle, date.fromisoformat(on))


def is_practice() -> bool:
    """Whether this process serves the practice site."""
    return bool(settings.KINERJA_PRACTICE)
