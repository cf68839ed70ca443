"""Values that the properties of several rules draw from."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

DAYS = st.dates(min_value=date(2022, 2, 7), max_value=date(2040, 12, 31))


def decimals(low: int | str, high: int | str, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Decimals between two values, both inside, with so many places."""
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False)


@st.composite
def holidays_around(draw: st.DrawFn, start: date, span: int = 120) -> frozenset[date]:
    """Up to twenty holidays in the days after a start."""
    offsets = draw(st.sets(st.integers(0, span), max_size=20))
    return frozenset(start + timedelta(days=offset) for offset in offsets)
