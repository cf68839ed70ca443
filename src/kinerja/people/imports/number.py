"""Numbers as Indonesians write them."""

import re
from decimal import Decimal

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(,[0-9]+)?|(0|[1-9][0-9]*)\.[0-9]+")


def read_decimal(text: str) -> Decimal:
    """The number that an Indonesian means by this text.

    The comma is the decimal sign. Dots before groups of three figures separate thousands, so
    "1.234" is one thousand two hundred and thirty-four. A single dot that cannot be that is taken
    as the decimal sign of another keyboard: "1234.5", "0.500".

    Errors: ValueError for anything else, such as the English "1,234.5" or "1.23.4".

    >>> [str(read_decimal(text)) for text in ("1.234,5", "1234,5", "1.234", "1234.5", "-0,25")]
    ['1234.5', '1234.5', '1234', '1234.5', '-0.25']
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")  # spaces, minus sign
    sign, figures = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    if _GROUPED.fullmatch(figures):
        return sign * Decimal(figures.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(figures):
        return sign * Decimal(figures.replace(",", "."))
    raise ValueError("not a number as Indonesians write it")
