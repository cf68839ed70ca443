"""Badges: what has to be on record for each. Results count, the number of entries never does."""

from dataclasses import dataclass
from decimal import Decimal

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Rating


class BadgeKind(Labelled):
    """What a badge stands for."""

    ON_TIME = "on_time", "Tepat waktu"
    QUALITY = "quality", "Mutu hasil"
    INNOVATION = "innovation", "Inovasi"
    SERVICE = "service", "Pelayanan"


@dataclass(frozen=True)
class BadgeLimits:
    """What an agency asks for, from a day on; all of it is the agency's own (U)."""

    least_steps: int = 2  # steps of the action plan that were due in the period
    on_time_percent: int = 100  # of them, done by their day
    change_percent: int = 10  # by which the figure of an innovation moved


@dataclass(frozen=True)
class Effect:
    """An initiative as badges see it."""

    before: Decimal
    after: Decimal
    by_leader: bool  # the superior said what he or she saw
    by_colleague: bool
    by_served: bool  # somebody who was served, with proof


def is_on_time(due: int, on_time: int, limits: BadgeLimits) -> bool:
    """Whether the steps that were due were done by their days.

    Units: steps of the action plan that were due in the period.
    Errors: ValueError if more were on time than due, or a number is negative.
    Source: none; design of the agency.
    Confidence: U.

    >>> is_on_time(4, 4, BadgeLimits()), is_on_time(4, 3, BadgeLimits())
    (True, False)
    >>> is_on_time(1, 1, BadgeLimits())
    False
    """
    if not 0 <= on_time <= due:
        raise ValueError("steps on time are part of the steps that were due")
    return due >= limits.least_steps and on_time * 100 >= due * limits.on_time_percent


def is_of_quality(work_result: Rating, behaviour: Rating, results: int, proven: int) -> bool:
    """Whether the work was rated above, every result of it rests on evidence, and the behaviour
    is at least as expected.

    Units: work results of the review; those with an accepted report that carries evidence.
    Errors: ValueError if more are proven than there are.
    Source: none; design of the agency.
    Confidence: U.

    >>> is_of_quality(Rating.ABOVE, Rating.MEETS, 3, 3)
    True
    >>> is_of_quality(Rating.ABOVE, Rating.MEETS, 3, 2)
    False
    """
    if not 0 <= proven <= results:
        raise ValueError("proven results are part of the results")
    high = work_result is Rating.ABOVE and behaviour is not Rating.BELOW
    return high and 0 < results == proven


def is_innovation(effect: Effect, limits: BadgeLimits) -> bool:
    """Whether the figure moved enough, and the superior and somebody else saw it.

    Which way is better is not asked of a number: the superior says what he or she saw.

    Units: the figure in its own unit; the change in percent of the figure before.
    Errors: none; from nothing, any change is enough.
    Source: none; design of the agency.
    Confidence: U.

    >>> is_innovation(Effect(Decimal(90), Decimal(35), True, True, False), BadgeLimits())
    True
    >>> is_innovation(Effect(Decimal(90), Decimal(88), True, True, False), BadgeLimits())
    False
    """
    moved = abs(effect.after - effect.before)
    enough = moved > 0 and moved * 100 >= abs(effect.before) * limits.change_percent
    return enough and effect.by_leader and (effect.by_colleague or effect.by_served)


def is_service(effect: Effect) -> bool:
    """Whether somebody who was served, and the superior, said what they saw.

    Units: none.
    Errors: none.
    Source: none; design of the agency.
    Confidence: U.

    >>> is_service(Effect(Decimal(1), Decimal(2), True, False, True))
    True
    """
    return effect.by_served and effect.by_leader
