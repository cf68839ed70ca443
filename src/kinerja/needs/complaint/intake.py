"""How a complaint comes in: by the public form, by a clerk, by another system."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.clock import Stage, Timekeeper
from kinerja.needs.complaint.complaint import (
    LONGEST_TEXT,
    Complaint,
    ComplaintContact,
    ComplaintFile,
    ComplaintMessage,
    new_code,
)
from kinerja.needs.complaint.refusals import IntakeClosed, NotYours, TextMissing, TextTooLong
from kinerja.needs.complaint.scope import complaint_scope
from kinerja.needs.complaint.setting import complaint_setting
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.attachment import keep
from kinerja.records.event import record
from kinerja.records.filetype import KnownFile, recognise

MOST_FILES = 3
OLDEST = timedelta(days=366)  # a clerk may write down a letter as old as this

Channel = Complaint.Channel


@transaction.atomic
def file_complaint(
    *,
    channel: str,
    text: str,
    by: Person | None,
    at: datetime,
    category: ComplaintCategory | None = None,
    service: str = "",
    unit: Unit | None = None,
    name: str = "",
    reach: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    received_at: datetime | None = None,
    external_id: str = "",
    key: UUID | None = None,
) -> Complaint:
    """Take a complaint in. `by` None: the citizen, by the public form. `unit` is the one that the
    citizen names; it holds the complaint only once it was forwarded. The same key, or the same
    number of the channel, again: the first one.

    Errors: IntakeClosed, NotYours, TextMissing, TextTooLong, InvalidInput, FileRefused.
    """
    key = key or uuid4()
    known = Complaint.objects.filter(key=key).first()
    if known is None and external_id:
        known = Complaint.objects.filter(channel=channel, external_id=external_id).first()
    if known is not None:
        return known
    if by is None and not complaint_setting().form_open:
        raise IntakeClosed("Instansi ini belum menerima pengaduan lewat formulir ini.")
    received_at = received_at or at
    if by is not None:
        _check_clerk(by, received_at, at, unit)
    known_files = read_files(files)
    complaint = Complaint(
        key=key,
        external_id=external_id.strip(),
        channel=channel,
        category=category,
        service=" ".join(service.split()),
        unit=unit,
        text=words_of(text, "Tulis apa yang Anda adukan."),
        received_at=received_at,
        state_at=at,
        entered_by=by,
    )
    check_fields(complaint)
    contact = ComplaintContact(
        complaint=complaint, name=" ".join(name.split()), reach=" ".join(reach.split())
    )
    check_fields(contact)
    if (first := _stored(complaint)) is not None:
        return first
    if contact.name or contact.reach:
        contact.complaint = complaint
        contact.save(force_insert=True)
    keep_files(complaint, known_files)
    keeper = Timekeeper(received_at.date() - timedelta(days=1), at.date())
    for stage in (Stage.VERIFY, Stage.RESPOND):
        keeper.started(complaint, stage, received_at).save(force_insert=True)
    data = {"channel": str(channel), "files": len(known_files), "contact": bool(name or reach)}
    record("complaint.received", about=complaint, by=by, data=data)
    return complaint


def _check_clerk(by: Person, received_at: datetime, at: datetime, unit: Unit | None) -> None:
    """Whoever writes down for a citizen: the desk, or a leader for the own units."""
    scope = complaint_scope(by, at.date())
    if not (scope.covers(unit) if unit is not None else bool(scope)):
        raise NotYours("Pengaduan untuk unit ini dicatat petugas pengaduan atau pimpinannya.")
    if received_at > at:
        raise InvalidInput("Waktu diterima masih di depan.")
    if received_at < at - OLDEST:
        raise InvalidInput("Waktu diterima lebih dari setahun lalu; pakai impor data lama.")


def _stored(complaint: Complaint) -> Complaint | None:
    """Store it; where another request with the same key or number came first: that one."""
    try:
        with transaction.atomic():
            complaint.save(force_insert=True)
    except IntegrityError:
        same = Q(key=complaint.key)
        if complaint.external_id:
            same |= Q(channel=complaint.channel, external_id=complaint.external_id)
        first = Complaint.objects.filter(same).first()
        if first is not None:
            return first
        complaint.code = new_code()  # two equal codes are as good as impossible
        complaint.save(force_insert=True)
    return None


def words_of(text: str, missing: str) -> str:
    """A text of somebody, tidied. Errors: TextMissing, TextTooLong."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise TextMissing(missing)
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words


def read_files(files: Sequence[tuple[str, bytes]]) -> list[KnownFile]:
    """What the files are, before anything is written; a photo loses its place and other marks.

    Errors: InvalidInput, FileRefused.
    """
    if len(files) > MOST_FILES:
        raise InvalidInput(f"Lampirkan paling banyak {MOST_FILES} berkas.")
    return [recognise(name, content) for name, content in files]


def keep_files(
    complaint: Complaint, files: Sequence[KnownFile], message: ComplaintMessage | None = None
) -> None:
    for one in files:
        ComplaintFile.objects.create(
            complaint=complaint, message=message, blob=keep(one), name=one.name
        )
