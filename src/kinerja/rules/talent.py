"""The talent box: performance against potential, nine boxes."""

from decimal import Decimal

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Rating

FIRST_SUCCESSION_BOX = 7

# Weights in percent of a 2025 decree of BKN on acceleration: reported (S), a setting.
PERFORMANCE_WEIGHTS = (Decimal(60), Decimal(40))  # main, supporting
POTENTIAL_WEIGHTS = (
    Decimal(40),  # competence
    Decimal(25),  # potential
    Decimal(20),  # qualification
    Decimal(15),  # integrity
)


class Potential(Labelled):
    """The potential of a person."""

    LOW = "low", "Rendah"
    MEDIUM = "medium", "Menengah"
    HIGH = "high", "Tinggi"


_BOXES = {
    (Rating.ABOVE, Potential.LOW): 4,
    (Rating.ABOVE, Potential.MEDIUM): 7,
    (Rating.ABOVE, Potential.HIGH): 9,
    (Rating.MEETS, Potential.LOW): 2,
    (Rating.MEETS, Potential.MEDIUM): 5,
    (Rating.MEETS, Potential.HIGH): 8,
    (Rating.BELOW, Potential.LOW): 1,
    (Rating.BELOW, Potential.MEDIUM): 3,
    (Rating.BELOW, Potential.HIGH): 6,
}


def talent_box(performance: Rating, potential: Potential) -> int:
    """The box of a person, 1 to 9.

    Units: codes in, box number out.
    Errors: none.
    Source: PermenPANRB 3/2020 (three public copies agree).
    Confidence: S.

    >>> talent_box(Rating.MEETS, Potential.HIGH)
    8
    """
    return _BOXES[performance, potential]


def in_succession_group(box: int) -> bool:
    """Whether a box belongs to the succession group (boxes 7 to 9).

    Units: box number 1-9.
    Errors: ValueError if there is no such box.
    Source: PermenPANRB 3/2020.
    Confidence: S.

    >>> in_succession_group(6), in_succession_group(7)
    (False, True)
    """
    if box not in _BOXES.values():
        raise ValueError("boxes are numbered 1 to 9")
    return box >= FIRST_SUCCESSION_BOX


def talent_performance(
    main: Decimal, supporting: Decimal, weights: tuple[Decimal, Decimal] = PERFORMANCE_WEIGHTS
) -> Decimal:
    """Performance on the vertical axis: the main part and the supporting part, weighted.

    Units: points 0-100 in and out, weights in percent.
    Errors: ValueError if a part is outside 0-100 or the weights do not add up to 100.
    Source: decree of BKN 2025 as reported.
    Confidence: S, a setting.

    >>> talent_performance(Decimal(90), Decimal(80))
    Decimal('86')
    """
    return _weighted((main, supporting), weights)


def talent_potential(
    competence: Decimal,
    potential: Decimal,
    qualification: Decimal,
    integrity: Decimal,
    weights: tuple[Decimal, Decimal, Decimal, Decimal] = POTENTIAL_WEIGHTS,
) -> Decimal:
    """Potential on the horizontal axis: four parts, weighted.

    Units: points 0-100 in and out, weights in percent.
    Errors: ValueError if a part is outside 0-100 or the weights do not add up to 100.
    Source: decree of BKN 2025 as reported.
    Confidence: S, a setting.

    >>> talent_potential(Decimal(80), Decimal(60), Decimal(100), Decimal(100))
    Decimal('82')
    """
    return _weighted((competence, potential, qualification, integrity), weights)


def _weighted(parts: tuple[Decimal, ...], weights: tuple[Decimal, ...]) -> Decimal:
    if sum(weights) != 100:
        raise ValueError("the weights must add up to 100")
    if not all(0 <= part <= 100 for part in parts):
        raise ValueError("a part lies between 0 and 100")
    products = (weight * part for weight, part in zip(weights, parts, strict=True))
    return sum(products, Decimal(0)) / 100
