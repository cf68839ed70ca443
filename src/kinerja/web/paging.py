"""Long lists a page at a time, by the key of the last row: no counting, no skipping of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from kinerja.web.asked import number_in

Row = TypeVar("Row", bound=Model)
AFTER, BEFORE = "setelah", "sebelum"
NEWEST = ("-pk",)


@dataclass(frozen=True)
class Keyset(Generic[Row]):
    """One page of rows, with the addresses of the pages around it (empty: none)."""

    rows: list[Row]
    newer: str  # back towards the first row
    older: str  # on towards the last row
    newest_first: bool = True  # else by name or another column: nothing is newer or older

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(
    request: HttpRequest, rows: QuerySet[Row], size: int = 30, order: Sequence[str] = NEWEST
) -> Keyset[Row]:
    """The page that the address asks for.

    `order` names columns that all rise or all fall ("-"), an index holds them and the last one is
    unique. The address carries ids alone, so that no name stands in it; where the row of that id
    stands is asked of the database.
    Errors: none; a key that names no row counts as none.
    """
    back = _place(request, BEFORE, rows, order)
    place = back or _place(request, AFTER, rows, order)
    columns = [_turned(column) for column in order] if back else order
    if place:
        rows = rows.filter(_beyond(columns, place))
    found = list(rows.order_by(*columns)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    has_newer, has_older = (more, True) if back else (place is not None, more)
    return Keyset(
        found,
        newer=_address(request, BEFORE, found[0].pk) if has_newer and found else "",
        older=_address(request, AFTER, found[-1].pk) if has_older and found else "",
        newest_first=order[0].startswith("-"),
    )


def _place(
    request: HttpRequest, name: str, rows: QuerySet[Row], order: Sequence[str]
) -> tuple[Any, ...] | None:
    """The sorted columns of the row that the address names."""
    given = number_in(request.GET.get(name, ""))
    if given is None:
        return None
    if order == NEWEST:
        return (given,)
    columns = [column.removeprefix("-") for column in order]
    return rows.filter(pk=given).order_by().values_list(*columns).first()


def _beyond(columns: Sequence[str], place: tuple[Any, ...]) -> Q:
    """Rows that come after the place in this order: (a, b) > (x, y), column by column."""
    beyond, equal = Q(), Q()
    for column, value in zip(columns, place, strict=True):
        name = column.removeprefix("-")
        side = "lt" if column.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return beyond


def _turned(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _address(request: HttpRequest, name: str, key: int) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[name] = str(key)
    return f"?{query.urlencode()}"
