"""Working time of the people of `world`: leave and shifts."""

from datetime import date, datetime, time

from tests.access.world import NOW, TODAY, WIB, World

from kinerja.people.leave import NewLeave, note_leaves
from kinerja.people.maintenance import announce_maintenance
from kinerja.people.shift import NewShift, note_shifts

OF = ("sari", "lina", "dewi", "uli", "wati")


def the_times(world: World) -> None:
    """One leave and one shift each, in November."""
    people = {name: world.people[name] for name in OF}
    leaves = note_leaves(
        leaves=[
            NewLeave(one, "annual", date(2026, 11, 2), date(2026, 11, 6)) for one in people.values()
        ],
        by=None,
        on=TODAY,
    )
    shifts = note_shifts(
        shifts=[
            NewShift(one, date(2026, 11, 9), time(21), time(7), "Malam") for one in people.values()
        ],
        by=None,
        on=TODAY,
    )
    for name, leave, shift in zip(people, leaves, shifts, strict=True):
        world.add("leave", name, leave_id=leave.pk)
        world.add("shift", name, shift_id=shift.pk)
    maintenance = announce_maintenance(
        starts_at=datetime(2026, 11, 28, 20, tzinfo=WIB),
        ends_at=datetime(2026, 11, 28, 22, tzinfo=WIB),
        reason="Pemasangan versi baru",
        by=world.people["oki"],
        at=NOW,
    )
    world.add("maintenance", "office", outage_id=maintenance.pk)
