"""How far an announcement has come: receivers, opened, understood, by unit; counted by SQL."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Func, Q, TextField, Value, When

from kinerja.adoption.announcement import Announcement, Reading
from kinerja.people.access import watched_units
from kinerja.people.person import Person
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit

__all__ = ["Reach", "UnitReach", "reach_by_unit", "reach_of"]


@dataclass(frozen=True)
class Reach:
    """How many it goes to on that day, and how many of them have opened and understood it."""

    people: int
    opened: int
    understood: int

    @property
    def missing(self) -> int:
        return self.people - self.opened


@dataclass(frozen=True)
class UnitReach:
    """The same of one unit with those below."""

    unit: Unit
    reach: Reach


def reach_of(announcement: Announcement, on: date) -> Reach:
    """Of all receivers; two queries."""
    receivers = announcement.receivers(on).order_by()
    read = Reading.objects.filter(
        announcement=announcement, round=announcement.round, person__in=receivers.values("pk")
    )
    counted = read.aggregate(opened=Count("pk"), understood=Count("understood_at"))
    return Reach(receivers.count(), counted["opened"], counted["understood"])


def reach_by_unit(announcement: Announcement, viewer: Person, on: date) -> list[UnitReach]:
    """By the units next below the one that the viewer watches, or by those watched where they are
    several; people of other units, and those without a definitive post, are in the total alone."""
    tops = list(watched_units(viewer, on))
    if not tops:
        return []
    paths = Q()
    for top in tops:
        paths |= Q(position__unit__path__startswith=top.path)
    round_ = Q(
        person__in=Reading.objects.filter(
            announcement=announcement, round=announcement.round
        ).values("person")
    )
    understood = Q(
        person__in=Reading.objects.filter(
            announcement=announcement, round=announcement.round, understood_at__isnull=False
        ).values("person")
    )
    rows = (
        Assignment.objects.main()
        .on(on)
        .filter(paths, person__in=announcement.receivers(on).order_by().values("pk"))
        .order_by()
        .annotate(part=_part(tops))
        .values("part")
        .annotate(
            people=Count("pk"),
            opened=Count("pk", filter=round_),
            understood=Count("pk", filter=understood),
        )
        .values_list("part", "people", "opened", "understood")
    )
    found = {int(part): Reach(*numbers) for part, *numbers in rows if part}
    own = [Reach(*numbers) for part, *numbers in rows if not part]
    units = Unit.objects.filter(pk__in=found).order_by("name")
    told = [UnitReach(unit, found[unit.pk]) for unit in units]
    if own and len(tops) == 1:
        told.insert(0, UnitReach(tops[0], own[0]))
    return told


def _part(tops: list[Unit]) -> Func | Case:
    """The key of the line on which a post is counted, as text; empty: of the one unit itself."""
    if len(tops) > 1:  # they may stand at different depths
        cases = [
            When(position__unit__path__startswith=top.path, then=Value(f"{top.pk}")) for top in tops
        ]
        return Case(*cases, output_field=TextField())
    return Func(
        F("position__unit__path"),
        Value("/"),
        Value(tops[0].depth + 3),
        function="split_part",
        output_field=TextField(),
    )
