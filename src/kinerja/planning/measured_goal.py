"""A goal together with what it is measured by, as a need or an idea asks for one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import KeyIndicator, add_key_indicator, set_key_target


@transaction.atomic
def add_measured_goal(
    *,
    title: str,
    level: str,
    years: tuple[int, int],
    unit: Unit | None,
    parents: Sequence[Goal],
    source: str,
    purpose: str,
    measure: str,
    unit_of_measure: str,
    polarity: str,
    target: Decimal | None,
    by: Person,
    on: date,
) -> tuple[Goal, KeyIndicator]:
    """The goal, its indicator, and the target of its first year where one is given.

    Errors: NotYours, WrongYear, InvalidInput.
    """
    goal = add_goal(
        title=title,
        level=level,
        years=years,
        unit=unit,
        parents=parents,
        source=source,
        by=by,
        on=on,
    )
    indicator = add_key_indicator(
        goal=goal,
        name=measure,
        unit_of_measure=unit_of_measure,
        polarity=polarity,
        purpose=purpose,
        owner=unit,
        by=by,
        on=on,
    )
    if target is not None:
        set_key_target(
            indicator=indicator,
            year=years[0],
            target_min=target,
            target_max=target,
            by=by,
            on=on,
        )
    return goal, indicator


def the_same(
    goals: QuerySet[Goal], *, title: str, level: str, years: tuple[int, int], unit: Unit | None
) -> Goal | None:
    """The one of these goals that says the same: its form was sent twice."""
    first, last = years
    same = goals.filter(title=title.strip(), level=level, year_from=first, year_to=last, unit=unit)
    return same.first()
