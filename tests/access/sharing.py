"""Goals that Rina's office shares with Fajar's, and what another agency offers it."""

from datetime import date
from decimal import Decimal

from tests.access.world import TODAY, World

from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.sharing.agreement import ShareAgreement
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.proposing import NewPart, propose_shares
from kinerja.planning.sharing.received import (
    OfferedShare,
    ReceivedOffer,
    answer_offer,
    receive_offer,
)

SINCE = date(2026, 5, 4)


def the_sharing(world: World) -> None:
    """One agreement in force, one proposal open, one offer asked and one answered."""
    shared = _goal(world, "Antar jemput pasien")
    agreement = _proposed(world, shared, SINCE)
    part = agreement.parts.get(unit=world.units["K.5"])
    answer_part(part=part, accept=True, by=world.people["fajar"], on=SINCE)
    world.add("shared_goal", "rina", goal_id=shared.pk)
    waiting = _proposed(
        world,
        _goal(world, "Ambulans laut"),
        TODAY,
        NewPart(Decimal(10), "Kapal", agency_code="11.06", agency_name="Kabupaten Contoh"),
    )
    world.add("share_proposal", "rina", agreement_id=waiting.pk)
    world.add("share_part", "fajar", part_id=waiting.parts.get(unit=world.units["K.5"]).pk)
    world.add("share_offer", "rina", part_id=waiting.parts.get(unit=None).pk)
    world.add("received_offer", "rina", offer_id=_offered(world, 1).pk)
    answered = answer_offer(
        offer=_offered(world, 2), accept=True, by=world.people["rina"], on=TODAY
    )
    world.add("received_answered", "rina", offer_id=answered.pk)


def _goal(world: World, title: str) -> Goal:
    return add_goal(
        title=title,
        level="activity",
        years=(2026, 2026),
        unit=world.units["K.1"],
        by=None,
        on=SINCE,
    )


def _proposed(world: World, goal: Goal, day: date, *others: NewPart) -> ShareAgreement:
    own = Decimal(60) - sum((one.share for one in others), Decimal(0))
    parts = [
        NewPart(own, "Tenaga", world.units["K.1"]),
        NewPart(Decimal(40), "Kendaraan", world.units["K.5"]),
        *others,
    ]
    return propose_shares(
        goal=goal,
        parts=parts,
        starts_on=day,
        answer_by=date(day.year, day.month, day.day + 10),
        by=world.people["rina"],
        on=day,
    )


def _offered(world: World, number: int) -> ReceivedOffer:
    said = OfferedShare(
        key=f"{number:064x}",
        fingerprint=f"{number:064x}",
        from_code="11.06",
        from_name="Kabupaten Contoh",
        number=number,
        version=1,
        title="Rujukan lintas daerah",
        level="activity",
        years=(2026, 2026),
        starts_on=TODAY,
        answer_by=date(2026, 10, 30),
        share=Decimal(30),
        role="Menerima rujukan",
        others=(("11.06/1", "Dinas Kesehatan Kabupaten", Decimal(70)),),
    )
    return receive_offer(said=said, unit=world.units["K.1"], by=world.people["wati"], on=TODAY)
