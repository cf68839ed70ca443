"""People a page at a time, by name: as the index holds them. The address carries ids only."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from kinerja.people.person import Person, PersonQuerySet
from kinerja.web.paging import AFTER, BEFORE, Keyset


def by_name(request: HttpRequest, people: PersonQuerySet, size: int = 30) -> Keyset[Person]:
    """The page that the address asks for, from A to Z: `newer` leads back, `older` leads on.

    Errors: none; a key that names nobody counts as none.
    """
    rows = people.annotate(sorted_by=Lower("name"))
    if key := _key(request, BEFORE, people):
        name, pk = key
        before = rows.filter(Q(sorted_by__lt=name) | Q(sorted_by=name, pk__lt=pk))
        found = list(before.order_by("-sorted_by", "-pk")[: size + 1])
        more_before, more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        key = _key(request, AFTER, people)
        if key:
            name, pk = key
            rows = rows.filter(Q(sorted_by__gt=name) | Q(sorted_by=name, pk__gt=pk))
        found = list(rows.order_by("sorted_by", "pk")[: size + 1])
        more_before, more_after = key is not None, len(found) > size
        found = found[:size]
    return Keyset(
        found,
        newer=_address(request, BEFORE, found[0].pk) if more_before and found else "",
        older=_address(request, AFTER, found[-1].pk) if more_after and found else "",
    )


def _key(request: HttpRequest, name: str, people: PersonQuerySet) -> tuple[str, int] | None:
    """Where the page before ended: the name, as the database sorts it, and the id."""
    given = request.GET.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    rows = people.filter(pk=int(given)).annotate(sorted_by=Lower("name")).order_by()
    return rows.values_list("sorted_by", "pk").first()


def _address(request: HttpRequest, name: str, key: int) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[name] = str(key)
    return f"?{query.urlencode()}"
