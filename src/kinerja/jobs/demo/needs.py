"""From what people said to a need, the goal that serves it and what came of it (data contoh): one
thread each of the health centre, the tourism office, the buses and the complaints of the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.accounts import Officers
from kinerja.jobs.demo.answers import tell_answers
from kinerja.jobs.demo.immunisation import tell_immunisation
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.routes import tell_route
from kinerja.jobs.demo.service_data import Buses
from kinerja.jobs.demo.teller import Strand, Teller, Thread
from kinerja.jobs.demo.tourism import tell_tourism
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal

NEW_ROUTE = "P-ANGKUT"  # a city with a programme for buses answers with a new route


@dataclass(frozen=True)
class Threads:
    """The threads of the city; None where it has no such office."""

    immunisation: Thread | None = None
    tourism: Thread | None = None
    route: Thread | None = None
    answers: Thread | None = None

    @property
    def all(self) -> list[Thread]:
        told = (self.immunisation, self.tourism, self.route, self.answers)
        return [one for one in told if one is not None]

    def strand(self, result: str, unit: Unit, year: int) -> Strand | None:
        """What a result of a plan hangs on; of several the one that is nearest to the unit."""
        found = [
            strand
            for thread in self.all
            for strand in thread.strands
            if strand.result == result
            and unit.path.startswith(strand.unit.path)
            and year in strand.goal.years
        ]
        return max(found, key=lambda one: len(one.unit.path), default=None)


def add_needs(
    members: Sequence[Member],
    goals: Mapping[str, Goal],
    buses: Buses | None,
    *,
    officers: Officers,
    planner: Person,
    today: date,
    zone: ZoneInfo,
    random: Random,
) -> Threads:
    """What the offices found out and did about it, as far as the city has them."""
    teller = Teller(officers.surveys, planner, goals, today, zone, random)
    centre = _leader(members, "health_centre_head")
    tourism = _leader(members, "tourism_head")
    health = _leader(members, "health_head")
    return Threads(
        immunisation=tell_immunisation(teller, centre) if centre else None,
        tourism=tell_tourism(teller, tourism) if tourism else None,
        route=tell_route(teller, members, buses) if buses and NEW_ROUTE in goals else None,
        answers=tell_answers(teller, health) if health else None,
    )


def _leader(members: Sequence[Member], post: str) -> Member | None:
    found = (one for one in members if one.seat.post == post and not one.person.has_left)
    return next(found, None)
