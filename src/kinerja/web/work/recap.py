"""The recap of a month: on the screen, on paper, as a sheet."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.documents import recap as documents
from kinerja.integrations.hub.member import may_see_aggregates
from kinerja.people.access import watched_units
from kinerja.people.person import Person
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.web.asked import number_in
from kinerja.web.download import download
from kinerja.web.page import PageRequest, page
from kinerja.work.recap import HEAD, Line, Recap, month_end, recap_of
from kinerja.work.recap_file import RecapFile

MADE_AT_ONCE = 1_500  # people of the unit; a longer recap is made by the worker
FILES_SHOWN = 5
LINES, NAMED = 60, 30  # units with their kinds, and people left out, on one page


@dataclass(frozen=True)
class Asked:
    """What the address names, within the sight of the viewer."""

    unit: Unit
    month: date  # its first day
    tops: list[Unit]

    @property
    def is_long(self) -> bool:
        """Whether a file of it is made by the worker."""
        seats = Assignment.objects.main().on(month_end(self.month))
        return seats.filter(position__unit__path__startswith=self.unit.path).count() > MADE_AT_ONCE

    @property
    def url(self) -> str:
        return f"{reverse('recap')}?unit={self.unit.pk}&bulan={self.month:%Y-%m}"

    def found(self) -> Recap:
        return recap_of(self.unit, self.month)


@page
def recap(request: PageRequest) -> HttpResponse:
    """By unit and kind of employee, with the people who are left out and why."""
    today = timezone.localdate()
    tops = tops_of(request.person)
    if not tops:
        return render(request, "work/recap_none.html")
    asked = asked_for(request.GET, tops)
    months = [_back(today, n) for n in range(12)]
    files = RecapFile.objects.visible_to(request.person, today).select_related("unit")
    found = asked.found()
    context: dict[str, Any] = {
        "recap": found,
        "head": HEAD,
        "url": asked.url,
        **_part(request.GET.get("mulai", ""), found.lines),
        "excluded": found.excluded[:NAMED],
        "totals": list(zip(HEAD, found.totals, strict=True)),
        "title": documents.month_words(asked.month),
        "months": [(f"{one:%Y-%m}", documents.month_words(one)) for one in months],
        "units": [*tops, *(one for top in tops for one in top.children.open().order_by("name"))],
        "chosen": f"{asked.month:%Y-%m}",
        "is_long": asked.is_long,
        "sees_agencies": may_see_aggregates(request.person, today),
        "files": [(one, documents.month_words(one.month)) for one in files[:FILES_SHOWN]],
    }
    return render(request, "work/recap.html", context)


@page
def recap_pdf(request: PageRequest) -> HttpResponse:
    """The same as a paper (PDF/A)."""
    asked = _or_404(request)
    if asked.is_long:
        return _too_long(request, asked)
    now = timezone.localtime()
    content = documents.recap_pdf(asked.found(), agency=request.agency.name, at=now)
    return download(content, f"rekap-{asked.month:%Y-%m}-{asked.unit.pk}.pdf")


@page
def recap_sheet(request: PageRequest) -> HttpResponse:
    """The same as a sheet."""
    asked = _or_404(request)
    if asked.is_long:
        return _too_long(request, asked)
    content = documents.recap_sheet(asked.found())
    return download(content, f"rekap-{asked.month:%Y-%m}-{asked.unit.pk}.xlsx")


def tops_of(person: Person) -> list[Unit]:
    """The highest units that the person may watch today."""
    return list(watched_units(person, timezone.localdate()).order_by("name"))


def asked_for(said: QueryDict, tops: list[Unit]) -> Asked:
    """The unit and the month that are named; 404 outside the sight of this person."""
    unit, today = tops[0], timezone.localdate()
    if named := said.get("unit", ""):
        unit = get_object_or_404(Unit, pk=number_in(named) or 0)
        if not unit.path.startswith(tuple(top.path for top in tops)):
            raise Http404
    month = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", said.get("bulan", ""))
    first = date(int(month[1]), int(month[2]), 1) if month else today.replace(day=1)
    return Asked(unit, first, tops)


def _part(said: str, lines: list[Line]) -> dict[str, Any]:
    """The lines from the one that the address names on, and where the parts around begin."""
    start = number_in(said) or 0
    start = start if start < len(lines) else 0
    return {
        "lines": lines[start : start + LINES],
        "before": max(start - LINES, 0) if start else None,
        "after": start + LINES if start + LINES < len(lines) else None,
    }


def _or_404(request: PageRequest) -> Asked:
    tops = tops_of(request.person)
    if not tops:
        raise Http404
    return asked_for(request.GET, tops)


def _too_long(request: HttpRequest, asked: Asked) -> HttpResponse:
    messages.info(request, "Rekap ini panjang. Mintalah disusun; Anda diberi tahu bila siap.")
    return redirect(asked.url)


def _back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
