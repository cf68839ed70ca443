"""The one way of rounding that the regulations use."""

from decimal import ROUND_HALF_UP, Decimal


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Round to so many decimals; a half goes away from zero, as printed tables do.

    Units: ``places`` decimals.
    Errors: none.
    Source: PermenPANRB 8/2021 annex p. 110 (97.89 % is printed as 98 %).
    Confidence: T.

    >>> round_half_up(Decimal("88.305"), 2)
    Decimal('88.31')
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
