"""How often the detectors of service data find what was planted, and what was not."""

from random import Random

from kinerja.rules.service_data import Examined, examine, examine_places, visible, worst_place

from .series import Planted, planted

NEAR = 6  # months: as far from the planted break it is still the same one


def found(made: Planted) -> Examined:
    """What the product says of it."""
    return examine_places(made.series) if len(made.series) > 1 else examine(made.series[0])


def is_hit(made: Planted) -> bool:
    """Was the effect found: its kind, and its place and direction where it has one?"""
    if made.kind == "place":
        worst = worst_place(made.series, higher_is_better=not made.up)
        return worst is not None and worst.place == made.at
    said = found(made)
    if made.kind == "season":
        return said.season is not None
    if made.kind == "outlier":
        return made.at in {one.at for one in said.outliers}
    shift = said.shift
    return (
        shift is not None
        and abs(shift.at - made.at) <= NEAR
        and (shift.after > shift.before) == made.up
    )


def is_alarm(made: Planted) -> bool:
    """Was anything said of a series in which there is nothing?"""
    if made.kind == "place":
        return worst_place(made.series, higher_is_better=made.up) is not None
    return not found(made).silent


def hits(random: Random, kind: str, size: float, places: int, noise: str, count: int) -> int:
    return sum(is_hit(planted(random, kind, size, places, noise)) for _ in range(count))


def alarms(random: Random, kind: str, places: int, noise: str, count: int) -> int:
    """`kind` "none": break, season and outlier together; "place": a worst place where all are
    alike."""
    return sum(is_alarm(planted(random, kind, 0.0, places, noise)) for _ in range(count))


def seen_as_said(random: Random, kind: str, noise: str, count: int) -> int:
    """How often a change in one series is found that is as large as its page says can be seen."""
    return sum(_is_seen(random, kind, noise) for _ in range(count))


def _is_seen(random: Random, kind: str, noise: str) -> bool:
    values = planted(random, "none", 0.0, 1, noise).series[0]
    said = visible(values)
    if said is None:
        return False
    months, sign = len(values), random.choice([-1, 1])
    known = [month for month, value in enumerate(values) if value is not None]
    if kind == "break":
        at = random.randint(months // 4, months * 3 // 4)
        moved = {month for month in known if month >= at}
    else:
        at = random.choice(known)
        moved = {at}
    size = sign * (said.level if kind == "break" else said.period)
    series: list[float | None] = [
        None if value is None else value + (size if month in moved else 0.0)
        for month, value in enumerate(values)
    ]
    return is_hit(Planted(kind, noise, at, sign > 0, [series]))
