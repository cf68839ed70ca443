"""Complaints of a team or a person beside what the agency reaches with the same kinds of cases."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from kinerja.needs.complaint.clock import IN_TIME, ComplaintClock, Stage
from kinerja.needs.complaint.setting import complaint_setting
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.rules.fair_share import MINIMUM_CASES, FairShare, Stratum, fair_share

KIND = ("complaint__category", "complaint__complaint_class")


def unit_share(unit: Unit, first: date, last: date, *, on: date) -> FairShare:
    """Settled in time by the unit with all below it."""
    return _share(Q(unit__path__startswith=unit.path), first, min(last, on))


def person_share(person: Person, first: date, last: date, *, on: date) -> FairShare:
    """Settled in time while the person was responsible."""
    return _share(Q(person=person), first, min(last, on))


def _share(whose: Q, first: date, last: date) -> FairShare:
    """Two numbers of each kind of case, in one query."""
    rows: Any = (
        ComplaintClock.objects.decided(first, last)
        .filter(stage=Stage.RESOLVE)
        .order_by()
        .values_list(*KIND)
        .annotate(
            cases=Count("pk", filter=whose),
            good=Count("pk", filter=whose & IN_TIME),
            agency_cases=Count("pk"),
            agency_good=Count("pk", filter=IN_TIME),
        )
    )
    strata = [Stratum(*numbers) for _, _, *numbers in rows if numbers[0]]
    return fair_share(strata, complaint_setting().minimum_cases if strata else MINIMUM_CASES)
