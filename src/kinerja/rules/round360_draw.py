"""The 360 round: who is asked about whom, drawn by a rule that anybody can draw again.

Product rules, no regulation: how many are asked and how much one person answers are settings.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

WANTED = 7  # raters of one group; two more than the threshold, since not everybody answers
MOST_LOAD = 10  # colleagues that one person is asked about, drawn ones; a setting (U)


def candidates(
    near: Iterable[int], wide: Iterable[int], own: int, barred: AbstractSet[int], enough: int
) -> list[int]:
    """Who may be asked about somebody as a peer: those with the same superior; where these are too
    few to stay unknown, also those further around.

    Units: ids of people; `enough` is a number of people.
    Errors: ValueError for a negative `enough`.
    Source: none; design.
    Confidence: U.

    >>> candidates([1, 2, 3], [1, 2, 3, 8, 9], own=1, barred={9}, enough=5)
    [2, 3, 8]
    >>> candidates([1, 2, 3], [8], own=1, barred=set(), enough=2)
    [2, 3]
    """
    if enough < 0:
        raise ValueError("nobody wants fewer than nobody")
    found = [one for one in dict.fromkeys(near) if one != own and one not in barred]
    if len(found) < enough:
        known = {own, *barred, *found}
        found += [one for one in dict.fromkeys(wide) if one not in known]
    return found


def draw_raters(
    pools: Mapping[int, Sequence[int]],
    seed: str,
    *,
    wanted: int = WANTED,
    most: int = MOST_LOAD,
    load: Mapping[int, int] | None = None,
    given: Mapping[int, AbstractSet[int]] | None = None,
) -> dict[int, list[int]]:
    """The raters of each person, drawn so that nobody is asked much more often than others.

    Turn by turn each person gets one of the pool who is asked least so far; among equals the seed
    decides, so that whoever does not know it cannot steer the draw and whoever knows it can repeat
    it. `given` are raters already agreed on: they count towards `wanted` and are not drawn again.
    Nobody is drawn above `most`, counted with `load`, what they answer already.

    Units: ids of people; numbers of people.
    Errors: ValueError for negative numbers, or a person in the own pool.
    Source: none; design.
    Confidence: U.

    >>> drawn = draw_raters({1: [2, 3, 4], 5: [2, 3, 4]}, "benih", wanted=2, most=2)
    >>> (
    ...     [len(raters) for raters in drawn.values()],
    ...     drawn == draw_raters({5: [4, 3, 2], 1: [2, 4, 3]}, "benih", wanted=2, most=2),
    ... )
    ([2, 2], True)
    """
    if wanted < 0 or most < 0:
        raise ValueError("neither a wish nor a limit is negative")
    if any(person in pool for person, pool in pools.items()):
        raise ValueError("nobody is drawn about himself or herself")
    asked = dict(load or {})
    settled = given or {}
    order = sorted(pools, key=lambda person: _lot(seed, f"{person}"))
    lots = {person: _by_lot(seed, person, pools[person], settled) for person in order}
    drawn: dict[int, list[int]] = {person: [] for person in pools}
    for _ in range(wanted):
        for person in order:
            if len(drawn[person]) + len(settled.get(person, ())) >= wanted:
                continue
            free = [one for one in lots[person] if asked.get(one, 0) < most]
            if free:
                chosen = min(free, key=lambda one: asked.get(one, 0))
                lots[person].remove(chosen)
                drawn[person].append(chosen)
                asked[chosen] = asked.get(chosen, 0) + 1
    return drawn


def _by_lot(
    seed: str, person: int, pool: Sequence[int], settled: Mapping[int, AbstractSet[int]]
) -> list[int]:
    """The pool in the order of the seed, without those who are settled."""
    left = {*pool} - settled.get(person, frozenset())
    return sorted(left, key=lambda one: _lot(seed, f"{person}/{one}"))


def _lot(seed: str, key: str) -> tuple[str, str]:
    return hmac.new(seed.encode(), key.encode(), hashlib.sha256).hexdigest(), key
