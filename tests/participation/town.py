"""A transport department with its people, and a space in it; rows as they are, no verb runs.

Hasan heads the city, Rina the department, Budi its division of routes with Sari and Tono; Lina and
Dedi (its head) work in the health department.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.people.make import a_head, a_member, a_unit, an_agency

from kinerja.participation.handing_in import IdeaText, begin_idea, submit_idea
from kinerja.participation.idea import Idea
from kinerja.participation.opening import open_space
from kinerja.participation.space import Space
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.rules.space import SpacePlan

PLAN = SpacePlan(
    collect_from=date(2026, 11, 2),
    discuss_from=date(2026, 11, 9),
    decide_from=date(2026, 11, 16),
    report_from=date(2026, 11, 30),
    vote_until=date(2026, 11, 20),
)
NO_VOTE = replace(PLAN, vote_until=None)
BEFORE = date(2026, 10, 28)
COLLECT, DISCUSS, VOTE, DECIDE, REPORT = (date(2026, 11, d) for d in (3, 10, 17, 23, 30))
TEXT = IdeaText(
    "Minibus pengumpan",
    "Halte R4 jauh dari perumahan; orang kembali naik motor.",
    "Dua minibus berputar tiap 20 menit dari perumahan ke halte R4.",
)


def at(day: date, hour: int = 9) -> datetime:
    """That day in Jakarta."""
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


class Town:
    """The city."""

    def __init__(self) -> None:
        an_agency()
        self.city = a_unit("Kota Uji")
        self.transport = a_unit("Dinas Perhubungan", self.city)
        self.routes = a_unit("Bidang Angkutan", self.transport)
        self.health = a_unit("Dinas Kesehatan", self.city)
        self.hasan = a_head("Hasan", self.city)
        self.rina = a_head("Rina", self.transport)
        self.budi = a_head("Budi", self.routes)
        self.dedi = a_head("Dedi", self.health)
        self.sari = a_member("Sari", self.routes)
        self.tono = a_member("Tono", self.routes)
        self.wira = a_member("Wira", self.transport)
        self.lina = a_member("Lina", self.health)

    def space(self, *units: Unit, by: Person | None = None, **fields: Any) -> Space:
        """Rina asks her department about buses."""
        given = {"question": "Bagaimana waktu tunggu bus berkurang?", "plan": PLAN} | fields
        return open_space(
            units=units or [self.transport],
            by=by or self.rina,
            at=at(BEFORE),
            on=BEFORE,
            **given,
        )

    def draft(self, author: Person | None = None, day: date = COLLECT, **fields: Any) -> Idea:
        """Sari's idea; of the box of her unit, or of a space."""
        if fields.get("space") is None:
            fields.setdefault("unit", self.routes)
        fields.setdefault("text", TEXT)
        return begin_idea(by=author or self.sari, at=at(day), on=day, **fields)

    def idea(self, author: Person | None = None, day: date = COLLECT, **fields: Any) -> Idea:
        """The same, handed in."""
        who = author or self.sari
        return submit_idea(idea=self.draft(who, day, **fields), by=who, at=at(day), on=day)
