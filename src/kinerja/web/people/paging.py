"""People a page at a time, by name: as the index holds them."""

from django.db.models.functions import Lower
from django.http import HttpRequest

from kinerja.people.person import Person, PersonQuerySet
from kinerja.web.paging import Keyset, keyset


def by_name(request: HttpRequest, people: PersonQuerySet, size: int = 30) -> Keyset[Person]:
    """The page that the address asks for, from A to Z."""
    return keyset(request, people.annotate(sorted_by=Lower("name")), size, ("sorted_by", "pk"))
