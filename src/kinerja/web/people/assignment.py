"""Posts given, changed and ended: assignment, transfer, end, and who stands above."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.assignment import assign, end_assignment, name_superiors, transfer
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.tenure import Assignment
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import ASK, Question, address_with, asks, choose_post, chosen
from kinerja.web.people.day import DayField
from kinerja.web.people.gate import check_is_another, keeper, kept_person
from kinerja.web.people.posts import post_name, posts_of

POST, SUPERIOR = "jabatan", "atasan"
BY_THE_TREE = "unit"  # ?atasan=unit: nobody is named, the tree of units says it
Kind = Assignment.Kind


class DecreeForm(Form):
    decree = forms.CharField(label="Nomor SK", max_length=100, required=False)


class AssignForm(DecreeForm):
    """In which way, from when to when."""

    kind = forms.ChoiceField(label="Cara", choices=Kind.choices)
    starts_on = DayField(label="Mulai (TMT)")
    ends_on = DayField(
        label="Sampai",
        required=False,
        help_text="Hari terakhir. Kosongkan bila belum ditentukan.",
    )

    field_order = ("kind", "starts_on", "ends_on", "decree")

    def __init__(self, *args: Any, post: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not post.leads:  # Plt and Plh act for heads
            rest = [
                (kind.value, kind.label) for kind in Kind if kind not in Assignment.ACTING_KINDS
            ]
            self.fields["kind"].choices = rest  # type: ignore[attr-defined]


class TransferForm(DecreeForm):
    on = DayField(
        label="Mulai di jabatan baru (TMT)",
        help_text="Jabatan definitif yang lama berakhir sehari sebelumnya.",
    )

    field_order = ("on", "decree")


class EndForm(Form):
    on = DayField(label="Hari terakhir")
    reason = forms.CharField(label="Alasan", max_length=300, required=False)


class SuperiorForm(Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Misalnya: SK pembagian tugas nomor …",
    )


@page
def new_assignment(request: PageRequest, person_id: int) -> HttpResponse:
    """Choose the post, then say in which way and from when on."""
    person = kept_person(request, person_id)
    post = _named(request, POST)
    if post is None:
        return _choose_post(request, person, "Jabatan mana?")
    if asks(request, SUPERIOR):
        return _choose_superior(request, person)
    superior = _superior(request)
    today = timezone.localdate()
    old = _definitive(person, today)
    initial = {"starts_on": today, "kind": _likely(post, old)}
    form = AssignForm(request.POST or None, post=post, initial=initial)
    if done(
        form,
        lambda: assign(
            person=person,
            position=post,
            reports_to=superior,
            by=request.person,
            **form.cleaned_data,
        ),
    ):
        since = tanggal(form.cleaned_data["starts_on"])
        messages.success(request, f"{person.name} bertugas sebagai {post} mulai {since}.")
        return redirect("person_show", person.pk)
    context = {"form": form, "person": person, "post": post, "superior": superior, "old": old}
    return render(
        request, "people/assignment/new.html", context | _links(request), status=status(form)
    )


@page
def move(request: PageRequest, person_id: int) -> HttpResponse:
    """Another definitive post; the old one ends on the day before."""
    person = kept_person(request, person_id)
    post = _named(request, POST)
    if post is None:
        return _choose_post(request, person, "Mutasi ke jabatan mana?")
    if asks(request, SUPERIOR):
        return _choose_superior(request, person)
    superior = _superior(request)
    form = TransferForm(request.POST or None, initial={"on": timezone.localdate()})
    if done(
        form,
        lambda: transfer(
            person=person,
            position=post,
            reports_to=superior,
            by=request.person,
            **form.cleaned_data,
        ),
    ):
        since = tanggal(form.cleaned_data["on"])
        messages.success(request, f"{person.name} pindah tugas sebagai {post} mulai {since}.")
        return redirect("person_show", person.pk)
    context = {
        "form": form,
        "person": person,
        "post": post,
        "superior": superior,
        "old": _definitive(person, timezone.localdate()),
    }
    return render(
        request, "people/assignment/transfer.html", context | _links(request), status=status(form)
    )


@page
def end(request: PageRequest, assignment_id: int) -> HttpResponse:
    """The last day of an assignment."""
    row = _kept(request, assignment_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if done(form, lambda: end_assignment(assignment=row, by=request.person, **form.cleaned_data)):
        last = tanggal(form.cleaned_data["on"])
        messages.success(request, f"Penugasan {post_name(row)} berakhir {last}.")
        return redirect("person_show", row.person_id)
    context = {"form": form, "row": row, "name": post_name(row)}
    return render(request, "people/assignment/end.html", context, status=status(form))


@page
def superior(request: PageRequest, assignment_id: int) -> HttpResponse:
    """Say to which head this assignment reports, or leave it to the tree of units again."""
    row = _kept(request, assignment_id)
    if asks(request, SUPERIOR):
        return _choose_superior(request, row.person)
    named = _superior(request)
    decided = named is not None or request.GET.get(SUPERIOR) == BY_THE_TREE
    form = SuperiorForm(request.POST or None if decided else None)
    if done(
        form,
        lambda: name_superiors(
            superiors=[(row, named)], by=request.person, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, "Atasan disimpan dan langsung berlaku.")
        return redirect("person_show", row.person_id)
    context = {
        "form": form,
        "row": row,
        "name": post_name(row),
        "superior": named,
        "decided": decided,
        "by_tree_url": f"?{SUPERIOR}={BY_THE_TREE}",
    }
    return render(
        request, "people/assignment/superior.html", context | _links(request), status=status(form)
    )


def _kept(request: PageRequest, assignment_id: int) -> Assignment:
    """An assignment that the viewer may change: of somebody else. Errors: as `kept_person`."""
    by = keeper(request)
    rows = Assignment.objects.select_related("person", "position__unit", "reports_to__unit")
    row = get_object_or_404(rows, pk=assignment_id)
    check_is_another(by, row.person)
    return row


def _definitive(person: Person, day: date) -> Assignment | None:
    held = Assignment.objects.on(day).main().filter(person=person)
    return held.select_related("position__unit").first()


def _likely(post: Position, old: Assignment | None) -> str:
    """A first guess: who holds a definitive post already acts for a head or joins a team."""
    if old is None:
        return Kind.DEFINITIVE
    return Kind.PLT if post.leads else Kind.TEAM_MEMBER


def _named(request: PageRequest, name: str) -> Position | None:
    """The post that the address names; 404 for one that is not there."""
    key = chosen(request, name)
    if key is None:
        return None
    return get_object_or_404(Position.objects.select_related("unit__parent"), pk=key)


def _superior(request: PageRequest) -> Position | None:
    return _named(request, SUPERIOR)


def _links(request: PageRequest) -> dict[str, str]:
    """To another choice of the same page."""
    return {
        "choose_superior_url": address_with(request, **{SUPERIOR: ASK}),
        "no_superior_url": address_with(request, **{SUPERIOR: ""}),
    }


def _choose_post(request: PageRequest, person: Person, title: str) -> HttpResponse:
    held = posts_of([person], timezone.localdate())[person.pk]
    question = Question(
        POST,
        title,
        f"Untuk {person.full_name}. Cari dengan kata dari nama jabatan atau unitnya.",
        reverse("person_show", args=[person.pk]),
        person.full_name,
    )
    near = [row.position.unit for row in held]
    return choose_post(request, question, Position.objects.all(), near)


def _choose_superior(request: PageRequest, person: Person) -> HttpResponse:
    held = posts_of([person], timezone.localdate())[person.pk]
    question = Question(
        SUPERIOR,
        "Siapa atasannya?",
        f"Jabatan pimpinan yang menjadi atasan {person.full_name}.",
        reverse("person_show", args=[person.pk]),
        person.full_name,
    )
    above = [row.position.unit for row in held]
    above += [row.position.unit.parent for row in held if row.position.unit.parent]
    return choose_post(request, question, Position.objects.leading(), above)
