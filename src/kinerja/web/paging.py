"""Long lists a page at a time, by the key of the last row: no counting, no skipping of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
AFTER, BEFORE = "setelah", "sebelum"


@dataclass(frozen=True)
class Keyset(Generic[Row]):
    """One page of rows, with the addresses of the pages around it (empty: none)."""

    rows: list[Row]
    newer: str
    older: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(request: HttpRequest, rows: QuerySet[Row], size: int = 30) -> Keyset[Row]:
    """The page that the address asks for, newest row (highest id) first.

    Errors: none; a key that is not a number counts as none.
    """
    after, before = _key(request, AFTER), _key(request, BEFORE)
    if before is not None:  # back towards the newest rows
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: size + 1])
        more_newer, more_older = after is not None, len(found) > size
        found = found[:size]
    return Keyset(
        found,
        newer=_address(request, BEFORE, found[0].pk) if more_newer and found else "",
        older=_address(request, AFTER, found[-1].pk) if more_older and found else "",
    )


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _address(request: HttpRequest, name: str, key: int) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[name] = str(key)
    return f"?{query.urlencode()}"
