"""What an address asks for: a row, a year. What makes no sense is nothing, never an error."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

Row = TypeVar("Row", bound=Model)

MOST_DIGITS = 18  # as many as a key of the database has for certain
FIRST_YEAR, LAST_YEAR = 2000, 2100


def number_in(text: str) -> int | None:
    """The whole number that a text is; None for anything else.

    >>> number_in("12"), number_in("-1"), number_in("٣"), number_in("")
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def row_in(rows: QuerySet[Row], text: str) -> Row | None:
    """The row that a text names by its number; the database is asked for a number only."""
    number = number_in(text)
    return None if number is None else rows.filter(pk=number).first()


def year_of(request: HttpRequest) -> int:
    """The year that the address asks for, else the running one."""
    asked = number_in(request.GET.get("tahun", ""))
    if asked is not None and FIRST_YEAR <= asked <= LAST_YEAR:
        return asked
    return timezone.localdate().year
