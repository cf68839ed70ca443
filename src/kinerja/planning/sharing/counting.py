"""Results of goals beside units: a shared one counts once, and each unit has its share of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.rules.share import SharedResult, UnitTotal, unit_totals

NO_UNIT = 0  # owner of a goal of the agency as a whole
HUNDRED = Decimal(100)


def goals_of(unit: Unit, day: date) -> Q:
    """A condition on goals: the unit or one below it owns the goal, or has a share of it that day.

    Each goal is met once, over however many of its units it is reached. Goals of the agency as a
    whole belong to its top unit.
    """
    shares = (
        SharePart.objects.in_force(day)
        .filter(unit__path__startswith=unit.path)
        .values("agreement__goal")
    )
    inside = Q(unit__path__startswith=unit.path) | Q(pk__in=shares)
    return inside | Q(unit=None) if unit.parent_id is None else inside


def agreements_on(goals: Iterable[int], day: date) -> dict[int, ShareAgreement]:
    """The agreement in force of each of these goals that has one, its parts read; two queries."""
    parts = Prefetch("parts", SharePart.objects.select_related("unit"))
    rows = ShareAgreement.objects.in_force(day).filter(goal__in=set(goals))
    return {one.goal_id: one for one in rows.prefetch_related(parts)}


@dataclass(frozen=True)
class OwnShare:
    """What a unit, with those below it, has of a goal that others reach with it."""

    agreement: ShareAgreement
    percent: Decimal

    @property
    def fraction(self) -> Decimal:
        """Of one result: 0.3 for 30 percent."""
        return (self.percent / 100).normalize()


def shares_of(unit: Unit, goals: Iterable[int], day: date) -> dict[int, OwnShare]:
    """The unit's share of those of these goals that it reaches together with units outside it.

    The top unit has none of these, unless another agency has a share.
    """
    found = {}
    for goal, agreement in agreements_on(goals, day).items():
        inside = [
            one.share
            for one in agreement.parts.all()
            if one.unit and one.unit.path.startswith(unit.path)
        ]
        if (percent := sum(inside, Decimal(0))) < HUNDRED:
            found[goal] = OwnShare(agreement, percent)
    return found


def results_of(values: Mapping[Goal, Decimal], day: date) -> list[SharedResult[int | str]]:
    """One result for each goal with its value, whole; the owners are ids of units, codes of other
    agencies, `NO_UNIT` for the agency itself."""
    known = agreements_on([goal.pk for goal in values], day)
    found = []
    for goal, value in values.items():
        shares: dict[int | str, Decimal] = {goal.unit_id or NO_UNIT: HUNDRED}
        if agreement := known.get(goal.pk):
            shares = {one.unit_id or one.agency_code: one.share for one in agreement.parts.all()}
        found.append(SharedResult(goal.pk, value, shares))
    return found


def totals_of(
    units: Sequence[Unit], values: Mapping[Goal, Decimal], day: date
) -> dict[int | str, UnitTotal]:
    """What stands at each of these units; at the top every goal counts once, as a whole.

    `units` holds all units that own goals or have shares, with those above them.
    """
    parents: dict[int | str, int | str | None] = {one.pk: one.parent_id for one in units}
    top = next((one.pk for one in units if one.parent_id is None), None)
    parents[NO_UNIT] = top
    found = unit_totals(parents, results_of(values, day))
    found.pop(NO_UNIT)
    return found


def shared_words(shares: Iterable[OwnShare]) -> str:
    """How a unit's line tells its part of shared results: "0,3 dari 1 hasil bersama"; "": none."""
    known = list(shares)
    if not known:
        return ""
    count = sum((one.fraction for one in known), Decimal(0)).normalize()
    return f"{f'{count:f}'.replace('.', ',')} dari {len(known)} hasil bersama"
