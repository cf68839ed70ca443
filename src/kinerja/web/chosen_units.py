"""Several units for one form, chosen one by one; they stand in the address, so no script is needed.

`?unit=7.12` are those chosen, `?tambah=pilih` asks for one more, `?keluarkan=7` leaves one out.
"""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect

from kinerja.people.unit import Unit
from kinerja.web.asked import number_in
from kinerja.web.page import PageRequest
from kinerja.web.people.choose import ASK, Question, address_with, choose_unit, chosen

UNITS, ADD, DROP = "unit", "tambah", "keluarkan"


def units_asked(
    request: PageRequest, *, always: Iterable[int], at_first: Iterable[int], most: int
) -> list[Unit]:
    """Those that always belong, then those of the address; `at_first` while it names none."""
    asked = request.GET.get(UNITS, "")
    named = [pk for text in asked.split(".")[:most] if (pk := number_in(text))]
    wanted = dict.fromkeys([*always, *(named if asked else at_first)])
    found = Unit.objects.open().in_bulk(list(wanted))
    return [found[pk] for pk in wanted if pk in found]


def step(
    request: PageRequest, units: list[Unit], *, title: str, lead: str, back: str, most: int
) -> HttpResponse | None:
    """The page to choose one more, or the way back with it; None: the form itself is asked for."""
    if request.GET.get(ADD) == ASK:
        question = Question(ADD, title, lead, address_with(request, **{ADD: ""}), back)
        return choose_unit(request, question, Unit.objects.exclude(pk__in=[u.pk for u in units]))
    added, dropped = chosen(request, ADD), chosen(request, DROP)
    if not added and not dropped:
        return None
    ids = [one.pk for one in units if one.pk != dropped] + ([added] if added else [])
    kept = ".".join(str(pk) for pk in ids[:most])
    return redirect(address_with(request, **{UNITS: kept, ADD: "", DROP: ""}))


def add_address(request: PageRequest) -> str:
    return address_with(request, **{ADD: ASK})


def drop_addresses(request: PageRequest, units: Iterable[Unit]) -> dict[str, str]:
    """How each of these units is left out again."""
    return {str(one.pk): address_with(request, **{DROP: one.pk}) for one in units}
