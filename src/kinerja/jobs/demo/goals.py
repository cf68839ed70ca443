"""The city's goals with their key indicators, as published; what is an example says so."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kinerja.jobs.demo.city import City
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    add_key_indicator,
    record_key_value,
    set_key_target,
)

BETTER = {"maximise": Decimal("1.02"), "minimise": Decimal("0.96")}  # of the last value
EXAMPLE = "target contoh, 2-4 % lebih baik dari nilai terakhir yang dipublikasikan"


def add_goals(city: City, units: Mapping[str, Unit], *, today: date) -> dict[str, Goal]:
    """The tree from the vision down, by code, for the years around today."""
    year = today.year
    goals: dict[str, Goal] = {}
    for row in city.goals:
        goals[row["code"]] = add_goal(
            title=row["title"],
            level=row["level"],
            code=row["code"],
            unit=units.get(row["unit"]),
            parents=[goals[row["parent"]]] if row["parent"] else [],
            years=(min(2025, year - 1), max(2029, year)),
            source=row["source"],
            by=None,
            on=today,
        )
    _add_indicators(city, goals, today)
    return goals


def _add_indicators(city: City, goals: Mapping[str, Goal], today: date) -> None:
    """Published values and targets; targets of years before the goals are left out."""
    indicators: dict[str, KeyIndicator] = {}
    last: dict[str, Decimal] = {}
    targets: set[tuple[str, int]] = set()
    for row in sorted(city.indicators, key=lambda row: (row["code"], row["measured_on"])):
        code, value = row["code"], Decimal(row["value"])
        if code not in indicators:
            goal = goals[row["goal"]]
            indicators[code] = add_key_indicator(
                goal=goal,
                name=row["name"],
                unit_of_measure=row["unit_of_measure"],
                polarity=row["polarity"],
                owner=goal.unit,
                data_source=row["source"],
                by=None,
                on=today,
            )
        if row["kind"] == "target":
            if int(row["year"]) not in indicators[code].goal.years:
                continue
            targets.add((code, int(row["year"])))
            set_key_target(
                indicator=indicators[code],
                year=int(row["year"]),
                target_min=value,
                target_max=value,
                source=row["source"],
                by=None,
                on=today,
            )
        else:
            last[code] = value
            record_key_value(
                indicator=indicators[code],
                kind=row["kind"],
                measured_on=date.fromisoformat(row["measured_on"]),
                value=value,
                source=row["source"],
                by=None,
                on=today,
            )
    for code, value in last.items():
        if (code, today.year) not in targets:
            target = (value * BETTER[indicators[code].polarity]).quantize(Decimal("0.01"))
            if indicators[code].unit_of_measure == "persen":
                target = min(target, Decimal(100))
            set_key_target(
                indicator=indicators[code],
                year=today.year,
                target_min=target,
                target_max=target,
                source=EXAMPLE,
                by=None,
                on=today,
            )
