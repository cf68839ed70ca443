"""Complaints that another channel of the agency takes in (its app, its call centre)."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Header, Schema

from kinerja.api.interface import PROBLEMS, Token, api, whose
from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.complaint import LONGEST_TEXT, Complaint, secret_of
from kinerja.needs.complaint.intake import file_complaint
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.token import AccessToken
from kinerja.people.unit import Unit

COMPLAINTS = Token(AccessToken.Scope.COMPLAINTS)


class NewComplaint(Schema, extra="forbid"):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    received_at: datetime | None = None  # with a time zone; now, if nothing is said
    category: str = ""  # its name
    unit: str = ""  # its code
    service: str = Field(default="", max_length=120)
    name: str = Field(default="", max_length=100)
    reach: str = Field(default="", max_length=200)
    external_id: str = Field(default="", max_length=60)


class Ticket(Schema):
    """`secret` opens the state of the ticket to the citizen."""

    id: int
    code: str
    secret: str
    state: str


class State(Schema):
    """Without a word of the citizen."""

    id: int
    code: str
    external_id: str
    state: str
    unit: str
    received_at: datetime


@api.post(
    "/complaints",
    url_name="complaint_add",
    auth=COMPLAINTS,
    response={200: Ticket, 201: Ticket} | PROBLEMS,
)
def add_complaint(
    request: HttpRequest, said: NewComplaint, idempotency_key: Header[UUID]
) -> tuple[int, Ticket]:
    """Take a complaint in. The same key or number again: 200 with the first one, unchanged."""
    person, now = whose(request), timezone.now()
    if said.received_at is not None and said.received_at.tzinfo is None:
        raise InvalidInput("received_at: sertakan zona waktu, misalnya 2026-10-12T09:00:00+07:00.")
    known = Complaint.objects.filter(key=idempotency_key)
    if said.external_id:
        known |= Complaint.objects.filter(
            channel=Complaint.Channel.OTHER, external_id=said.external_id
        )
    first = known.first()
    if first is not None and first.entered_by_id != person.pk:
        raise InvalidInput("Kunci atau nomor ini sudah dipakai akun lain.")
    complaint = first or file_complaint(
        channel=Complaint.Channel.OTHER,
        text=said.text,
        category=_category(said.category),
        unit=_unit(said.unit),
        service=said.service,
        name=said.name,
        reach=said.reach,
        external_id=said.external_id,
        received_at=said.received_at,
        key=idempotency_key,
        by=person,
        at=now,
    )
    ticket = Ticket(
        id=complaint.pk,
        code=complaint.code,
        secret=secret_of(complaint),
        state=complaint.state,
    )
    return (200 if first else 201), ticket


@api.get(
    "/complaints/{complaint_id}",
    url_name="complaint_state",
    auth=COMPLAINTS,
    response={200: State} | PROBLEMS,
)
def complaint_state(request: HttpRequest, complaint_id: int) -> State:
    """Where one complaint stands, for who may read it."""
    person: Person = whose(request)
    rows = Complaint.objects.visible_to(person).select_related("unit")
    one = get_object_or_404(rows, pk=complaint_id)
    return State(
        id=one.pk,
        code=one.code,
        external_id=one.external_id,
        state=one.state,
        unit=one.unit.code if one.unit else "",
        received_at=one.received_at,
    )


def _category(name: str) -> ComplaintCategory | None:
    if not name:
        return None
    found = ComplaintCategory.objects.offered().filter(name__iexact=name.strip()).first()
    if found is None:
        raise InvalidInput("category: kategori ini tidak dikenal.")
    return found


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.open().filter(code=code.strip()).first()
    if found is None:
        raise InvalidInput("unit: kode unit ini tidak dikenal.")
    return found
