"""The people that one may see, by name; found by name, unit, status, post, or NIP."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, Model, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.access import may_import_people, may_manage_people
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.position import Position
from kinerja.people.supervision import BELONGING_KINDS
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.rules.nip import InvalidNip, parse_nip
from kinerja.web.asked import row_in
from kinerja.web.attempt import status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import words_of
from kinerja.web.people.paging import by_name
from kinerja.web.people.posts import STATUS_LOOK, in_a_line, posts_of

IN_SERVICE, EVERYBODY, NO_POST = "", "semua", "tanpa-jabatan"
GONE = (Person.Status.LEFT, Person.Status.WITHDRAWN)
TOP_LEVELS = (Unit.Level.AGENCY, Unit.Level.DEVICE, Unit.Level.DISTRICT)
SEARCH, FILTERS = "cari", {"cari", "unit", "status"}
FEW_DIGITS = 5  # names have none; more may be a NIP, which never stands in an address


Named = TypeVar("Named", bound=Model)


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    person: Person
    post: str
    tone: str
    icon: str


class SearchForm(Form):
    """What to look for. A NIP is only read when it is posted."""

    cari = forms.CharField(label="Nama atau NIP", required=False, max_length=150)
    unit = forms.ChoiceField(label="Perangkat daerah", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            (IN_SERVICE, "Belum berhenti"),
            (NO_POST, "Belum ada jabatan"),
            *Person.Status.choices,
            (EVERYBODY, "Semua"),
        ],
    )

    def __init__(self, *args: Any, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.open().filter(level__in=TOP_LEVELS).order_by("code")
        choices = {str(pk): name for pk, name in rows.values_list("pk", "name")}
        if unit is not None:
            choices[str(unit.pk)] = unit.name
        self.fields["unit"].choices = [("", "Semua"), *choices.items()]  # type: ignore[attr-defined]
        self.fields["cari"].widget.attrs |= {"autocomplete": "off", "enterkeyhint": "search"}


@page
def people(request: PageRequest) -> HttpResponse:
    """The list; `?cari=&unit=&status=&jabatan=` narrow it."""
    asked = request.GET
    unit = _row(Unit, asked.get("unit"))
    form = SearchForm(asked if asked.keys() & FILTERS else None, unit=unit)
    if form.is_valid() and _digits(form.cleaned_data[SEARCH]):
        form.add_error(SEARCH, "Ketik NIP di sini, lalu tekan Cari; jangan di alamat halaman.")
    return _listing(request, form, unit)


@page
def search(request: PageRequest) -> HttpResponse:
    """A NIP leads to its person; everything else to an address that can be kept."""
    if request.method != "POST":
        return redirect("people_list")
    unit = _row(Unit, request.POST.get("unit"))
    form = SearchForm(request.POST, unit=unit)
    if not form.is_valid():
        return _listing(request, form, unit)
    wanted = " ".join(form.cleaned_data[SEARCH].split())
    if not _digits(wanted):
        given = {SEARCH: wanted} | {name: form.cleaned_data[name] for name in ("unit", "status")}
        return redirect(f"{reverse('people_list')}?{urlencode(given)}")
    try:
        nip = parse_nip("".join(sign for sign in wanted if sign.isalnum())).digits
    except InvalidNip as invalid:
        form.add_error(SEARCH, str(invalid))
        return _listing(request, form, unit)
    found = Person.objects.visible_to(request.person).filter(nip=nip).first()
    if found is None:
        form.add_error(SEARCH, "Tidak ada pegawai dengan NIP itu di antara yang dapat Anda lihat.")
        return _listing(request, form, unit)
    return redirect("person_show", found.pk)


def _listing(request: PageRequest, form: SearchForm, unit: Unit | None) -> HttpResponse:
    """The page of the list; a search that failed is shown over all people."""
    today = timezone.localdate()
    post = _row(Position, request.GET.get("jabatan"))
    wanted = form.cleaned_data if form.is_valid() else {}
    seen = Person.objects.visible_to(request.person)
    found = _narrowed(seen, wanted, unit, post, today)
    shown = by_name(request, found)
    posts = posts_of(shown, today)
    context = {
        "form": form,
        "page": shown,
        "rows": [
            Row(person, in_a_line(posts[person.pk]), *STATUS_LOOK[Person.Status(person.status)])
            for person in shown
        ],
        "total": found.count(),
        "unit": unit,
        "post": post,
        "filtered": bool(unit or post or any(wanted.values())),
        "narrowed": bool(unit or wanted.get("status")),
        "manages": may_manage_people(request.person),
        "imports": may_import_people(request.person),
    }
    return render(request, "people/person/list.html", context, status=status(form))


def _narrowed(
    seen: PersonQuerySet,
    wanted: dict[str, Any],
    unit: Unit | None,
    post: Position | None,
    today: date,
) -> PersonQuerySet:
    status = wanted.get("status", IN_SERVICE)
    if status in Person.Status.values:
        seen = seen.filter(status=status)
    elif status != EVERYBODY:
        seen = seen.exclude(status__in=GONE)
    for word in words_of(wanted.get(SEARCH, "")):
        seen = seen.filter(name__icontains=word)
    held = Assignment.objects.on(today).filter(person=OuterRef("pk"))
    if unit is not None:
        there = held.filter(kind__in=BELONGING_KINDS, position__unit__path__startswith=unit.path)
        seen = seen.filter(Exists(there))
    if post is not None:
        seen = seen.filter(Exists(held.filter(position=post)))
    if status == NO_POST:
        seen = seen.filter(~Exists(held.filter(kind__in=BELONGING_KINDS)))
    return seen


def _digits(text: str) -> bool:
    """Whether somebody means a NIP."""
    return sum(sign.isdigit() for sign in text) >= FEW_DIGITS


def _row(model: type[Named], key: str | None) -> Named | None:
    """The row that an address names; None for anything else."""
    return row_in(model._default_manager.all(), key or "")
