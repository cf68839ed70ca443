"""Spaces: the list, opening one, one with its phases and ideas, changing it before it begins."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.participation.ballot import choice_of, counts_of
from kinerja.participation.opening import edit_space, faults_of, open_space
from kinerja.participation.space import Space, is_asked, may_manage, space_scope
from kinerja.people.supervision import led_units
from kinerja.people.unit import Unit
from kinerja.rules.ballot import MOST_VOTES
from kinerja.rules.space import Right, SpacePhase, SpacePlan
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, status
from kinerja.web.edit_form import SeenForm
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.participation.tabs import (
    TONES,
    heads,
    idea_tabs,
    now_by,
    phase_of,
    visible_ideas,
    visible_space,
)
from kinerja.web.parts import Tab
from kinerja.web.people.choose import (
    ASK,
    Question,
    address_with,
    asks,
    choose_person,
    choose_unit,
)

SHOWN = 20
IDEAS = 30
UNIT, OWNER = "unit", "pemutus"
PARTS = (("berjalan", "Berjalan"), ("selesai", "Ditutup"))
DAYS = ("collect_from", "discuss_from", "decide_from", "report_from", "vote_until")
USUAL = {  # days from today on that the form offers; our setting
    "collect_from": 1,
    "discuss_from": 15,
    "decide_from": 29,
    "vote_until": 35,
    "report_from": 43,
}


class SpaceForm(Form):
    """A question with its days and how it is voted on."""

    question = forms.CharField(
        label="Pertanyaan",
        max_length=200,
        help_text="Satu pertanyaan terbuka, misalnya “Bagaimana waktu tunggu bus berkurang?”",
    )
    about = TextField(
        label="Penjelasan",
        rows=4,
        max_length=3_000,
        required=False,
        help_text="Apa yang sudah diketahui, batas anggaran, dan apa yang akan diputuskan.",
    )
    collect_from = TanggalField(label="Pengumpulan gagasan mulai")
    discuss_from = TanggalField(label="Pembahasan mulai")
    decide_from = TanggalField(label="Keputusan mulai")
    report_from = TanggalField(label="Pelaporan balik mulai")
    ballot = forms.ChoiceField(
        label="Pemungutan suara",
        choices=Space.Ballot.choices,
        widget=forms.RadioSelect,
        help_text="Suara memberi saran; yang memutuskan tetap pimpinan. Cara memilih tidak dapat"
        " diubah setelah ruang dimulai.",
    )
    vote_until = TanggalField(
        label="Pemungutan suara sampai",
        required=False,
        help_text="Dimulai bersama tahap keputusan. Kosongkan bila tanpa pemungutan suara.",
    )
    votes_each = forms.IntegerField(
        label="Suara tiap orang",
        min_value=1,
        max_value=MOST_VOTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    quorum = forms.IntegerField(
        label="Kuorum (persen)",
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="0 bila tanpa kuorum. Kuorum ditampilkan sebagai fakta di samping hasil.",
    )
    supports_each = forms.IntegerField(
        label="Dukungan tiap orang",
        min_value=1,
        max_value=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Berapa gagasan yang dapat didukung satu orang pada saat yang sama.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Every wrong day at its own field, all at once."""
        given = self.cleaned_data
        if all(given.get(name) for name in DAYS if name != "vote_until") and "ballot" in given:
            faults = faults_of(self._plan(), given["ballot"], timezone.localdate())
            for name in DAYS:
                if name in faults and name not in self.errors:
                    self.add_error(name, faults[name])
        return given

    def values(self) -> dict[str, Any]:
        """The arguments of the verbs."""
        given = {name: self.cleaned_data[name] for name in self.cleaned_data if name not in DAYS}
        given.pop("key")
        return given | {"plan": self._plan()}

    def _plan(self) -> SpacePlan:
        days: dict[str, Any] = {name: self.cleaned_data.get(name) for name in DAYS}
        if self.cleaned_data["ballot"] == Space.Ballot.NONE:
            days["vote_until"] = None
        return SpacePlan(**days)


class EditSpaceForm(SeenForm, SpaceForm):
    """The same of a space that stands."""


@page
def spaces(request: PageRequest) -> HttpResponse:
    """Those that one may see, newest first; what runs, or what is over."""
    asked = request.GET.get("bagian", "")
    part = asked if asked == "selesai" else "berjalan"
    every = Space.objects.visible_to(request.person)
    rows = every.filter(closed_on__isnull=part == "berjalan").select_related("owner")
    found = keyset(request, rows, SHOWN)
    context = {
        "page": found,
        "lines": [(one, phase_of(one)) for one in found],
        "tabs": idea_tabs("spaces"),
        "parts": [Tab(label, f"?bagian={name}", name == part) for name, label in PARTS],
        "part": part,
        "may_open": bool(space_scope(request.person, timezone.localdate())),
    }
    return render(request, "participation/space/list.html", context)


@page
def space_new(request: PageRequest) -> HttpResponse:
    """Choose whom it asks, then write the question; `?temuan=` or `?kebutuhan=` names its root."""
    today = timezone.localdate()
    scope = space_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    units = Unit.objects.open().filter(scope.within("path"))
    unit = row_in(units, request.GET.get(UNIT, ""))
    everybody = scope.everything and request.GET.get(UNIT) == "semua"
    if unit is None and not everybody:
        if request.method == "POST":
            raise PermissionDenied
        question = Question(
            UNIT,
            "Siapa yang diajak?",
            "Pilih unit yang diajak berpikir, beserta semua unit di bawahnya. Unit lain dapat"
            " ditambahkan sebelum ruang dimulai.",
            reverse("spaces"),
            "Ruang gagasan",
        )
        return choose_unit(request, question, units)
    seen = Finding.objects.visible_to(request.person)
    finding = row_in(seen, request.GET.get("temuan", ""))
    owner = row_in(heads(), request.GET.get(OWNER, ""))
    leads = led_units(request.person, today).exists()
    if asks(request, OWNER) or (owner is None and not leads):
        if request.method == "POST":
            raise PermissionDenied
        question = Question(
            OWNER,
            "Siapa yang memutuskan?",
            "Pimpinan unit yang menjawab gagasan dalam ruang ini. Ia mendapat kabar.",
            reverse("spaces"),
            "Ruang gagasan",
        )
        return choose_person(request, question, heads(), by_nip=False)
    need = row_in(Need.objects.visible_to(request.person), request.GET.get("kebutuhan", ""))
    initial = usual_days(today) | {
        "key": uuid4(),
        "ballot": Space.Ballot.SECRET,
        "votes_each": 1,
        "quorum": 0,
        "supports_each": 3,
    }
    form = SpaceForm(request.POST or None, initial=initial)

    def act() -> Space:
        return open_space(
            units=[unit] if unit else [],
            finding=finding,
            need=need,
            owner=owner,
            key=form.cleaned_data["key"],
            **form.values(),
            **now_by(request),
        )

    opened = made(form, act)
    if opened is not None:
        messages.success(request, f"Ruang dibuka; yang memutuskan {opened.owner.name}.")
        return redirect("space", opened.pk)
    context = {
        "form": form,
        "unit": unit,
        "finding": finding,
        "need": need,
        "owner": owner or request.person,
        "choose_owner": address_with(request, **{OWNER: ASK}),
    }
    return render(request, "participation/space/new.html", context, status=status(form))


@page
def space(request: PageRequest, space_id: int) -> HttpResponse:
    """One space: where it stands, what may be done now, its ideas."""
    one, today = visible_space(request, space_id), timezone.localdate()
    asked = is_asked(request.person, one, today)
    rights = one.rights(today)
    manages = may_manage(request.person, one, today)
    counts = counts_of(one)
    ideas = visible_ideas(request).filter(space=one).exclude(state="withdrawn")
    found = keyset(request, ideas, IDEAS)
    context = {
        "one": one,
        "phase": phase_of(one),
        "steps": _steps(one),
        "units": list(one.units.all()),
        "page": found,
        "lines": [(idea, TONES[idea.state], counts.get(idea.pk)) for idea in found],
        "asked": asked,
        "may_submit": asked and Right.SUBMIT in rights,
        "may_vote": asked and Right.VOTE in rights,
        "has_voted": bool(choice_of(request.person, one, today)),
        "may_decide": one.owner_id == request.person.pk and Right.ANSWER in rights,
        "counted": one.turnout,
        "shows_counts": one.shows_counts,
        "moves": list(one.moves.select_related("by")[:10]),
        "manages": manages,
        "planned": one.phase(today) == SpacePhase.PLANNED,
        "may_move": manages and one.phase(today) not in (SpacePhase.REPORT, SpacePhase.CLOSED),
        "may_close": manages and one.phase(today) in (SpacePhase.REPORT, SpacePhase.PLANNED),
        "closed": one.closed_on is not None,
    }
    return render(request, "participation/space/show.html", context)


@page
def space_edit(request: PageRequest, space_id: int) -> HttpResponse:
    """Change it before it begins."""
    one = managed_space(request, space_id)
    names = [name for name in SpaceForm.base_fields if name != "key"]

    def stored() -> dict[str, Any]:
        one.refresh_from_db()
        return {name: getattr(one, name) for name in names} | {"seen": one.mark}

    form = EditSpaceForm(request.POST or None, stored=stored)

    def act() -> Space:
        on = timezone.localdate()
        return edit_space(space=one, by=request.person, on=on, **form.values())

    if done(form, act):
        messages.success(request, "Perubahan disimpan.")
        return redirect("space", one.pk)
    context = {"form": form, "one": one, "phase": phase_of(one)}
    return render(request, "participation/space/edit.html", context, status=status(form))


def managed_space(request: PageRequest, space_id: int) -> Space:
    """One that this person may change; others who see it are told that they may not."""
    one = visible_space(request, space_id)
    if not may_manage(request.person, one, timezone.localdate()):
        raise PermissionDenied
    return one


def usual_days(today: date) -> dict[str, Any]:
    """Two weeks to collect, two to discuss, one to vote, one to answer; it begins tomorrow."""
    return {name: today + timedelta(days=after) for name, after in USUAL.items()}


def _steps(one: Space) -> list[dict[str, Any]]:
    """The four phases with their first days, and which one runs."""
    now = one.phase(timezone.localdate())
    phases = (SpacePhase.COLLECT, SpacePhase.DISCUSS, SpacePhase.DECIDE, SpacePhase.REPORT)
    order = [SpacePhase.PLANNED, *phases, SpacePhase.CLOSED]
    return [
        {
            "label": phase.label,
            "first": getattr(one, f"{phase.value}_from"),
            "now": phase == now,
            "over": order.index(phase) < order.index(now),
            "vote_until": one.vote_until if phase == SpacePhase.DECIDE else None,
        }
        for phase in phases
    ]
