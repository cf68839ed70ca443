"""Who can become employee of the month or semester, and in which order candidates are shown.

The order informs whoever decides; a person decides and says why.
"""

from dataclasses import dataclass

from kinerja.rules.predicate import Predicate

CANDIDATES = (Predicate.SANGAT_BAIK, Predicate.BAIK)  # design: no lower class is honoured


@dataclass(frozen=True)
class Figures:
    """What is on record for one person in the span: results and badges, never entries."""

    predicate: Predicate  # of the newest released result
    badges: int  # different kinds of badges that were earned
    objected: bool = False  # the result is still argued about


def is_candidate(figures: Figures) -> bool:
    """Whether somebody can be chosen at all.

    Units: none.
    Errors: none.
    Source: none; design of the agency.
    Confidence: U.

    >>> is_candidate(Figures(Predicate.BAIK, 0)), is_candidate(Figures(Predicate.KURANG, 3))
    (True, False)
    """
    return figures.predicate in CANDIDATES and not figures.objected


def order_of(figures: Figures) -> tuple[int, int]:
    """The place in the list, smaller first: the predicate, then how many kinds of badges.

    Two with the same figures stand at the same place: a rule without weights leaves the choice
    between them to the person who decides.

    Units: none.
    Errors: ValueError for somebody who is no candidate.
    Source: none; design of the agency.
    Confidence: U.

    >>> order_of(Figures(Predicate.SANGAT_BAIK, 1)) < order_of(Figures(Predicate.BAIK, 4))
    True
    """
    if not is_candidate(figures):
        raise ValueError("only candidates have a place")
    return CANDIDATES.index(figures.predicate), -figures.badges
