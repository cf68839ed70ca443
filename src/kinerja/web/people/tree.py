"""The tree of units with heads and numbers of people on a day, as deep as one page can carry."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from kinerja.people.person import is_present
from kinerja.people.position import Position
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, UnitQuerySet
from kinerja.web.people.posts import PREFIX

MOST = 250  # units on one page; deeper ones are opened from their own page
HEAD_ORDER = (Assignment.Kind.DEFINITIVE, Assignment.Kind.PLT, Assignment.Kind.PLH)


@dataclass
class Branch:
    """One unit with those below it."""

    unit: Unit
    people: int = 0  # with a definitive post here or below, on that day
    head: str = ""  # Budi Santoso; Plt Dedi Kurniawan; empty: nobody, or no leading post
    has_post: bool = False  # whether somebody could lead it
    children: list["Branch"] = field(default_factory=list)
    deeper: int = 0  # units below that are not shown


def tree(units: UnitQuerySet, top: Unit | None, day: date, most: int = MOST) -> list[Branch]:
    """The branches under `top` (None: from the top of the agency), closed units after open ones.

    Four queries, whatever the size. Levels are shown as long as all their units fit into `most`;
    the first level is always shown.
    """
    if top is not None:
        units = units.under(top)
    rows = {unit.pk: unit for unit in units}
    below: dict[int | None, list[int]] = {}
    for pk, unit in rows.items():
        below.setdefault(unit.parent_id if unit.parent_id in rows else None, []).append(pk)
    first = below.get(top.pk, []) if top is not None else below.get(None, [])
    shown, level, cut = list(first), list(first), False
    while level:
        level = [child for pk in level for child in below.get(pk, ())]
        if len(shown) + len(level) > most:
            cut = True
            break
        shown += level
    branches = {pk: Branch(rows[pk]) for pk in shown}
    _count(branches, rows, day)
    _name_heads(branches, day)
    for pk, branch in branches.items():
        children = [branches[child] for child in below.get(pk, ()) if child in branches]
        branch.children = sorted(children, key=_order)
    if cut:
        inside = Counter(above for unit in rows.values() for above in unit.lineage[:-1])
        for pk, branch in branches.items():
            branch.deeper = 0 if branch.children else inside[pk]
    return sorted((branches[pk] for pk in first), key=_order)


def _count(branches: dict[int, Branch], rows: dict[int, Unit], day: date) -> None:
    held = Assignment.objects.on(day).main().filter(is_present(day, "person__"))
    counted = held.order_by().values("position__unit").annotate(number=Count("pk"))
    if len(rows) < MOST:  # a part of the organisation: the index finds it; else all are counted
        counted = counted.filter(position__unit__in=rows)
    total: Counter[int] = Counter()
    for pk, number in counted.values_list("position__unit", "number"):
        if pk in rows:
            for above in rows[pk].lineage:
                total[above] += number
    for pk, branch in branches.items():
        branch.people = total[pk]


def _name_heads(branches: dict[int, Branch], day: date) -> None:
    """The definitive head before a Plt, a Plt before a Plh."""
    led = Position.objects.leading().filter(unit__in=branches).values_list("unit", flat=True)
    for pk in led:
        branches[pk].has_post = True
    seats = Assignment.objects.on(day).leading().filter(position__unit__in=branches)
    best: dict[int, int] = {}
    for unit, kind, name in seats.order_by("pk").values_list(
        "position__unit", "kind", "person__name"
    ):
        rank = HEAD_ORDER.index(Assignment.Kind(kind))
        if rank < best.get(unit, len(HEAD_ORDER)):
            best[unit] = rank
            prefix = PREFIX.get(Assignment.Kind(kind), "")
            branches[unit].head = f"{prefix} {name}".strip()


def _order(branch: Branch) -> tuple[bool, list[tuple[int, str]], str]:
    """Open units first, then by code as people count: K.2 before K.10."""
    parts = re.split(r"([0-9]+)", branch.unit.code)
    code = [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
    return branch.unit.closed_on is not None, code, branch.unit.name
