"""The chain over the events: a job seals what was committed, one command checks it all.

A chain head inside each transaction would be a row that all fight for. So every insert of events
leaves its ids in `Unsealed` (a trigger does it), and a job takes them, in order of id, into the
chain. An event that commits late is simply sealed later; none is skipped.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from kinerja.records.event import Event

CHAIN_START = b"\x00" * 32
LOCK = 0x4B_53_45_41_4C  # "KSEAL": one sealer at a time
BATCH = 5_000


class Seal(models.Model):
    """One link: the event, and the hash of the link before it with this event's digest."""

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    event = models.OneToOneField(Event, models.PROTECT, related_name="seal")
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.position}: {bytes(self.hash).hex()[:12]}"


class Unsealed(models.Model):
    """An event that waits for its seal; filled by a trigger, emptied by `seal_events`."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


def link(previous: bytes, position: int, event_id: int, digest: bytes) -> bytes:
    """The hash of one link (32 bytes)."""
    return hashlib.sha256(previous + f"|{position}|{event_id}|".encode() + digest).digest()


def seal_events() -> int:
    """Chain every committed event that has no seal yet; the number of new seals."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
        if count < BATCH:
            break
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Seal.objects.order_by("-position").first()
    position, head = (last.position, bytes(last.hash)) if last else (0, CHAIN_START)
    waiting = list(Unsealed.objects.order_by("pk").values_list("pk", "event__digest")[:BATCH])
    seals = []
    for event_id, digest in waiting:
        position += 1
        head = link(head, position, event_id, bytes(digest))
        seals.append(Seal(position=position, event_id=event_id, hash=head))
    Seal.objects.bulk_create(seals)
    Unsealed.objects.filter(pk__in=[event_id for event_id, _ in waiting]).delete()
    return len(waiting)


@dataclass(frozen=True)
class Anchor:
    """A head of the chain as it was printed one day and kept outside the database."""

    position: int
    hash: str  # hex


@dataclass(frozen=True)
class ChainReport:
    """What `verify_chain` found. `first_bad` names the first record that does not hold.

    Whoever may write everything in the database can cut off the newest seals together with their
    events: the shorter chain is whole in itself. Only an anchor shows that.
    """

    sealed: int  # links that hold, counted up to the first bad one
    unsealed: int  # events that wait for their seal
    head: str  # hash of the last good link, hex
    first_bad: str  # empty: the chain is whole
    anchored: int = 0  # anchors that were found in the chain

    @property
    def whole(self) -> bool:
        return not self.first_bad


def verify_chain(anchors: Collection[Anchor] = ()) -> ChainReport:
    """Walk the whole chain and the events that wait; stop at the first record that does not hold:
    one that was changed, deleted, swapped, or slipped in behind the trigger.
    """
    kept = {anchor.position: anchor.hash for anchor in anchors}
    position, head, bad, anchored = 0, CHAIN_START, "", 0
    for seal, event in _links():
        bad = _fault(seal, event, position + 1, head)
        if not bad and kept.get(seal.position, bytes(seal.hash).hex()) != bytes(seal.hash).hex():
            bad = f"segel nomor {seal.position} berbeda dari yang pernah dicatat"
        if bad:
            break
        position, head = seal.position, bytes(seal.hash)
        anchored += position in kept
    if not bad and kept and max(kept) > position:
        bad = f"segel nomor {max(kept)} pernah dicatat, tetapi rantai berakhir di nomor {position}"
    bad = bad or _changed_while_waiting() or _stray_event()
    return ChainReport(position, Unsealed.objects.count(), head.hex(), bad, anchored)


def _links() -> Iterator[tuple[Seal, Event | None]]:
    """The links in order with their events; read in keyset pages so that memory stays flat."""
    last = 0
    while True:
        links = list(Seal.objects.filter(position__gt=last).order_by("position")[:BATCH])
        events = Event.objects.in_bulk([seal.event_id for seal in links])
        for seal in links:
            yield seal, events.get(seal.event_id)
        if len(links) < BATCH:
            return
        last = links[-1].position


def _fault(seal: Seal, event: Event | None, position: int, head: bytes) -> str:
    """What is wrong with one link, in words; empty when it holds."""
    if seal.position != position:
        return f"segel nomor {position} hilang"
    if event is None:
        return f"peristiwa {seal.event_id} dari segel nomor {position} hilang"
    if not event.is_unchanged:
        return f"peristiwa {event.pk} ({event.name}) berubah isinya"
    if link(head, position, event.pk, bytes(event.digest)) != bytes(seal.hash):
        return f"peristiwa {event.pk} ({event.name}) tidak cocok dengan segel nomor {position}"
    return ""


def _changed_while_waiting() -> str:
    """An event that was changed before its seal."""
    waiting = Event.objects.filter(pk__in=Unsealed.objects.values("pk")).order_by("pk")
    for event in waiting.iterator(BATCH):
        if not event.is_unchanged:
            return f"peristiwa {event.pk} ({event.name}) berubah isinya sebelum disegel"
    return ""


def _stray_event() -> str:
    """An event that neither has a seal nor waits for one was slipped in behind the trigger."""
    stray = Event.objects.filter(
        ~Exists(Seal.objects.filter(event=OuterRef("pk"))),
        ~Exists(Unsealed.objects.filter(pk=OuterRef("pk"))),
    )
    if event := stray.order_by("pk").first():
        return f"peristiwa {event.pk} ({event.name}) tidak bersegel dan tidak menunggu segel"
    return ""
