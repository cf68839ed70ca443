"""How far events are sealed, for the person whom they concern."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja.records.event import Event
from kinerja.records.seal import CHAIN_START, Seal, link


@dataclass(frozen=True)
class SealState:
    """What the chain says of one event."""

    position: int | None  # None: it waits for its seal, a few seconds
    mark: str  # the first figures of the seal, to compare with a printed list
    holds: bool  # the content is unchanged, and the seal follows from the one before it

    @property
    def words(self) -> str:
        if not self.holds:
            return "isi tidak cocok dengan segelnya; beri tahu inspektorat"
        if self.position is None:
            return "menunggu segel"
        return f"nomor {self.position}, {self.mark}"


def seals_of(events: Sequence[Event]) -> dict[int, SealState]:
    """The state of each event by its id, computed anew from what is stored; two queries."""
    seals = {seal.event_id: seal for seal in Seal.objects.filter(event__in=[e.pk for e in events])}
    before = Seal.objects.in_bulk({seal.position - 1 for seal in seals.values()} - {0})
    found = {}
    for event in events:
        seal = seals.get(event.pk)
        if seal is None:
            found[event.pk] = SealState(None, "", event.is_unchanged)
            continue
        previous = before.get(seal.position - 1)
        head = bytes(previous.hash) if previous else CHAIN_START
        whole = previous is not None or seal.position == 1
        expected = link(head, seal.position, event.pk, bytes(event.digest))
        holds = whole and event.is_unchanged and expected == bytes(seal.hash)
        found[event.pk] = SealState(seal.position, bytes(seal.hash).hex()[:12], holds)
    return found
