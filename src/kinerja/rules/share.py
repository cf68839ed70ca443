"""Shares of a result that several units brought about together: exact, whole, counted once.

A shared result is one result. Every unit that agreed to a share counts that part of it, and whoever
stands above them counts the parts of those below, so that at every level the parts add up to the
whole. Figures that are shown are rounded so that they add up as well.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from kinerja.rules.label import Labelled

WHOLE = Fraction(100)  # percent
PLACES = 4  # decimals in which a share may be written

Owner = TypeVar("Owner", bound=Hashable)
Node = TypeVar("Node", bound=Hashable)


class ShareFault(Labelled):
    """Why shares cannot be agreed. They are named and never stretched to fit."""

    NONE = "none", "Belum ada bagian"
    NOT_POSITIVE = "not_positive", "Setiap bagian harus lebih dari 0%"
    NOT_WHOLE = "not_whole", "Jumlah bagian bukan 100%"
    TOO_FINE = "too_fine", "Bagian ditulis dengan paling banyak empat angka di belakang koma"


def share_fault(shares: Iterable[Decimal]) -> ShareFault | None:
    """What is wrong with the shares of one result; None: nothing.

    Units: percent of the whole.
    Errors: none.
    Source: none; features N4: agreed shares of a shared result sum to one.
    Confidence: U; our setting, not law.

    >>> share_fault([Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]) is None
    True
    >>> share_fault([Decimal(60), Decimal(30)]).label
    'Jumlah bagian bukan 100%'
    """
    given = list(shares)
    if not given:
        return ShareFault.NONE
    if any(not share.is_finite() or share <= 0 for share in given):
        return ShareFault.NOT_POSITIVE
    if any(_places(share) > PLACES for share in given):
        return ShareFault.TOO_FINE
    if sum((Fraction(share) for share in given), Fraction(0)) != WHOLE:
        return ShareFault.NOT_WHOLE
    return None


def allot(amount: Decimal, shares: Mapping[Owner, Decimal]) -> dict[Owner, Fraction]:
    """What part of an amount belongs to each owner, exactly; the parts add up to the amount.

    Units: the amount's own in and out; shares in percent of the whole.
    Errors: ValueError for shares with a fault (`share_fault`).
    Source: none; features N4.
    Confidence: U; our setting, not law.

    >>> allot(Decimal(10), {"a": Decimal(30), "b": Decimal(70)})
    {'a': Fraction(3, 1), 'b': Fraction(7, 1)}
    """
    if fault := share_fault(shares.values()):
        raise ValueError(fault.value)
    whole = Fraction(amount)
    return {owner: whole * Fraction(share) / WHOLE for owner, share in shares.items()}


def allot_shown(
    amount: Decimal, shares: Mapping[Owner, Decimal], places: int = 2
) -> dict[Owner, Decimal]:
    """The same as figures to read: rounded to so many decimals, and they add up to the amount.

    Every part is cut; what is left over goes, one last digit each, to those that lost the most
    (largest remainder; among equals, in the order given). An amount with more decimals is shown
    with its own.

    Units: the amount's own in and out; shares in percent of the whole.
    Errors: ValueError for shares with a fault, or `places` below 0.
    Source: none; features N4. The method of the largest remainder is common.
    Confidence: U; our setting, not law.

    >>> third = {"a": Decimal("33.34"), "b": Decimal("33.33"), "c": Decimal("33.33")}
    >>> allot_shown(Decimal(100), third, places=0)
    {'a': Decimal('34'), 'b': Decimal('33'), 'c': Decimal('33')}
    """
    if places < 0:
        raise ValueError("places cannot be negative")
    places = max(places, _places(amount))
    exact = allot(amount, shares)
    steps = {owner: part * 10**places for owner, part in exact.items()}
    cut = {owner: step.numerator // step.denominator for owner, step in steps.items()}
    left = int(Fraction(amount) * 10**places) - sum(cut.values())
    order = sorted(steps, key=lambda owner: cut[owner] - steps[owner])  # stable: as given
    for owner in order[:left]:
        cut[owner] += 1
    return {owner: Decimal(digits).scaleb(-places) for owner, digits in cut.items()}


@dataclass(frozen=True)
class SharedResult(Generic[Owner]):
    """One result; `key` says which one it is, wherever it is met."""

    key: Hashable
    value: Decimal  # 1 where results are counted by number
    shares: Mapping[Owner, Decimal]  # percent by owner; one owner: 100


@dataclass
class Total(Generic[Owner]):
    """What stands at and below one node."""

    count: int = 0  # distinct results
    whole: Fraction = Fraction(0)  # their values, each once
    parts: dict[Owner, Fraction] = field(default_factory=dict)  # of the whole, by owner


def goal_totals(
    tree: Mapping[Node, Iterable[Node]], results: Mapping[Node, Iterable[SharedResult[Owner]]]
) -> dict[Node, Total[Owner]]:
    """What stands at every node of a tree in which a node may hang under several parents.

    Each result counts once at a node, by its key, over however many ways it is reached; the parts
    of the owners add up to the whole.

    Units: the results' own.
    Errors: ValueError for a circle, for two results with one key, or shares with a fault.
    Source: none; features N4: no double counting in any roll-up.
    Confidence: U; our setting, not law.

    >>> visitors = SharedResult("visitors", Decimal(12), {"a": Decimal(25), "b": Decimal(75)})
    >>> tree = {"top": ["left", "right"], "left": ["leaf"], "right": ["leaf"]}
    >>> top = goal_totals(tree, {"leaf": [visitors], "right": [visitors]})["top"]
    >>> top.count, top.whole, top.parts
    (1, Fraction(12, 1), {'a': Fraction(3, 1), 'b': Fraction(9, 1)})
    """
    known = _known(results)
    reach: dict[Node, set[Hashable]] = {}
    for node in _children_first(tree, results):
        own = {one.key for one in results.get(node, ())}
        reach[node] = own.union(*(reach[child] for child in tree.get(node, ())))
    return {node: _total(known[key] for key in keys) for node, keys in reach.items()}


@dataclass
class UnitTotal:
    """What stands at a unit and those below it."""

    count: int = 0  # distinct results in which it has a share
    shared: int = 0  # of these, those in which others outside it have a share too
    part: Fraction = Fraction(0)  # its parts of their values


def unit_totals(
    parents: Mapping[Owner, Owner | None], results: Iterable[SharedResult[Owner]]
) -> dict[Owner, UnitTotal]:
    """What stands at every unit of a tree when the owners of results are units of it.

    At every unit its part is its own and the parts of the units right below it, so that at the
    top, where all owners stand below, it is the whole. An owner outside the tree (another agency)
    keeps its part.

    Units: the results' own.
    Errors: ValueError for a circle, for two results with one key, or shares with a fault.
    Source: none; features N4.
    Confidence: U; our setting, not law.

    >>> festival = SharedResult("festival", Decimal(10), {"x": Decimal(30), "y": Decimal(70)})
    >>> found = unit_totals({"top": None, "x": "top", "y": "top"}, [festival])
    >>> [(name, one.count, one.shared, str(one.part)) for name, one in found.items()]
    [('top', 1, 0, '10'), ('x', 1, 1, '3'), ('y', 1, 1, '7')]
    """
    found: dict[Owner, UnitTotal] = {unit: UnitTotal() for unit in parents}
    for one in _known({None: results}).values():
        reached: dict[Owner, Fraction] = {}
        for owner, part in allot(Decimal(100), one.shares).items():
            for unit in _line(owner, parents):
                reached[unit] = reached.get(unit, Fraction(0)) + part
        for unit, percent in reached.items():
            total = found[unit]
            total.count += 1
            total.shared += percent < WHOLE
            total.part += Fraction(one.value) * percent / WHOLE
    return found


def _total(results: Iterable[SharedResult[Owner]]) -> Total[Owner]:
    total: Total[Owner] = Total()
    for one in results:
        total.count += 1
        total.whole += Fraction(one.value)
        for owner, part in allot(one.value, one.shares).items():
            total.parts[owner] = total.parts.get(owner, Fraction(0)) + part
    return total


def _known(
    results: Mapping[Node, Iterable[SharedResult[Owner]]],
) -> dict[Hashable, SharedResult[Owner]]:
    known: dict[Hashable, SharedResult[Owner]] = {}
    for many in results.values():
        for one in many:
            if known.setdefault(one.key, one) != one:
                raise ValueError(f"two results are called {one.key!r}")
    return known


def _children_first(
    tree: Mapping[Node, Iterable[Node]], results: Mapping[Node, object]
) -> list[Node]:
    """Every node after all below it; without recursion, so that depth does not matter."""
    ordered: dict[Node, None] = {}
    for start in [*tree, *results]:
        stack, open_nodes = [(start, False)], set[Node]()
        while stack:
            node, ready = stack.pop()
            if ready:
                open_nodes.discard(node)
                ordered[node] = None
            elif node in open_nodes:
                raise ValueError("the tree comes back to where it began")
            elif node not in ordered:
                open_nodes.add(node)
                stack.append((node, True))
                stack += [(child, False) for child in tree.get(node, ()) if child not in ordered]
    return list(ordered)


def _line(unit: Owner, parents: Mapping[Owner, Owner | None]) -> list[Owner]:
    """The unit and those above it; empty for one outside the tree."""
    line: list[Owner] = []
    at: Owner | None = unit if unit in parents else None
    while at is not None:
        if at in line:
            raise ValueError("the tree comes back to where it began")
        line.append(at)
        at = parents.get(at)
    return line


def _places(number: Decimal) -> int:
    """Decimals behind the point that say something: 2.50 has one."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
