"""The upkeep of the tree: add, rename, move, close a unit, its posts, its other names."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.position import Position, add_position, set_duties
from kinerja.people.unit import Unit, UnitName, add_unit, close_unit, know_unit_as, rename_unit
from kinerja.people.unit_move import move_unit
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import Question, choose_unit, chosen
from kinerja.web.people.day import DayField
from kinerja.web.people.gate import keeper, kept_unit

PARENT = "induk"


class UnitForm(Form):
    name = forms.CharField(label="Nama unit", max_length=200)
    code = forms.CharField(
        label="Kode",
        max_length=40,
        help_text="Kode yang dipakai instansi Anda; tidak boleh sama dengan unit lain.",
    )
    level = forms.ChoiceField(label="Tingkat", choices=Unit.Level.choices)


class NameForm(Form):
    name = forms.CharField(label="Nama baru", max_length=200)


class MoveForm(Form):
    reason = forms.CharField(label="Alasan atau dasar hukum", max_length=300)


class CloseForm(Form):
    on = DayField(label="Tidak ada lagi mulai")
    reason = forms.CharField(label="Alasan atau dasar hukum", max_length=300)
    sure = forms.BooleanField(label="Saya sudah memeriksa; unit tidak dapat dibuka lagi")


class DutiesField(TextField):
    """What a post is there for."""

    def __init__(self) -> None:
        super().__init__(
            label="Uraian tugas",
            rows=5,
            required=False,
            max_length=4_000,
            help_text="Satu tugas satu baris; terbaca oleh pemegangnya di Peran saya.",
        )


class DutiesForm(Form):
    duties = DutiesField()


class PostForm(Form):
    """A new post. The level says of which kind it is."""

    title = forms.CharField(label="Nama jabatan", max_length=150)
    level = forms.ChoiceField(label="Jenjang")
    job_class = forms.IntegerField(
        label="Kelas jabatan",
        required=False,
        min_value=1,
        max_value=17,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": "Tulis kelas jabatan dengan angka 1 sampai 17.",
            "min_value": "Kelas jabatan paling rendah 1.",
            "max_value": "Kelas jabatan paling tinggi 17.",
        },
    )
    duties = DutiesField()
    leads = forms.BooleanField(label="Memimpin unit ini", required=False)
    independent = forms.BooleanField(
        label="Pimpinan unit kerja mandiri",
        required=False,
        help_text="Merencanakan kinerja seperti pejabat pimpinan tinggi.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (kind.label, [(level.value, level.label) for level in levels])
            for kind, levels in Position.LEVELS.items()
        ]
        choices = [("", "Pilih jenjang"), *groups]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The arguments of `add_position`."""
        level = self.cleaned_data["level"]
        kind = next(kind for kind, levels in Position.LEVELS.items() if level in levels)
        return self.cleaned_data | {"kind": kind.value}


class AliasForm(Form):
    name = forms.CharField(label="Sebutan", max_length=200)
    kind = forms.ChoiceField(label="Jenis", choices=UnitName.Kind.choices)


@page
def new_unit(request: PageRequest) -> HttpResponse:
    """Add a unit under `?induk=`; without it, a top unit."""
    by = keeper(request)
    key = chosen(request, PARENT)
    parent = get_object_or_404(Unit, pk=key) if key else None
    form = UnitForm(request.POST or None, initial={"level": _level_below(parent)})
    unit = made(form, lambda: add_unit(parent=parent, by=by, **form.cleaned_data))
    if unit is not None:
        messages.success(request, f"{unit.name} ditambahkan. Berikutnya: tambah jabatannya.")
        return redirect("unit_show", unit.pk)
    context = {"form": form, "parent": parent}
    return render(request, "people/unit/new.html", context, status=status(form))


def _level_below(parent: Unit | None) -> str:
    """A first guess."""
    if parent is None:
        return Unit.Level.AGENCY
    below = {
        Unit.Level.AGENCY: Unit.Level.DEVICE,
        Unit.Level.DEVICE: Unit.Level.DIVISION,
        Unit.Level.DISTRICT: Unit.Level.VILLAGE,
    }
    return below.get(Unit.Level(parent.level), Unit.Level.SECTION)


@page
def rename(request: PageRequest, unit_id: int) -> HttpResponse:
    """A new name; imports still know the old one."""
    unit = kept_unit(request, unit_id)
    form = NameForm(request.POST or None, initial={"name": unit.name})
    old = unit.name
    if done(form, lambda: rename_unit(unit=unit, by=request.person, **form.cleaned_data)):
        messages.success(request, "Nama unit diganti. Nama lama tetap dikenali saat impor.")
        return redirect("unit_show", unit.pk)
    context = {"form": form, "unit": unit, "old": old}
    return render(request, "people/unit/rename.html", context, status=status(form))


@page
def move(request: PageRequest, unit_id: int) -> HttpResponse:
    """Under another parent, with all that stands below."""
    unit = kept_unit(request, unit_id)
    key = chosen(request, PARENT)
    if key is None:
        question = Question(
            PARENT,
            "Pindah ke bawah unit mana?",
            f"{unit.name} ikut pindah dengan semua unit dan pegawai di bawahnya.",
            reverse("unit_show", args=[unit.pk]),
            unit.name,
        )
        outside = Unit.objects.exclude(path__startswith=unit.path)
        return choose_unit(request, question, outside.exclude(children=unit))
    parent = get_object_or_404(Unit, pk=key)
    form = MoveForm(request.POST or None)
    if done(
        form,
        lambda: move_unit(unit=unit, parent=parent, by=request.person, **form.cleaned_data),
    ):
        messages.success(request, f"{unit.name} sekarang di bawah {parent.name}.")
        return redirect("unit_show", unit.pk)
    context = {
        "form": form,
        "unit": unit,
        "parent": parent,
        "below": Unit.objects.under(unit).exclude(pk=unit.pk).count(),
    }
    return render(request, "people/unit/move.html", context, status=status(form))


@page
def close(request: PageRequest, unit_id: int) -> HttpResponse:
    """The unit is no more from a day on."""
    unit = kept_unit(request, unit_id)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    if done(
        form,
        lambda: close_unit(
            unit=unit,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            by=request.person,
        ),
    ):
        messages.success(request, f"{unit.name} ditutup.")
        return redirect("unit_show", unit.pk)
    context = {"form": form, "unit": unit}
    return render(request, "people/unit/close.html", context, status=status(form))


@page
def new_post(request: PageRequest, unit_id: int) -> HttpResponse:
    """Add a post to the unit."""
    unit = kept_unit(request, unit_id)
    form = PostForm(request.POST or None)
    if done(form, lambda: add_position(unit=unit, by=request.person, **form.values())):
        messages.success(request, f"Jabatan {form.cleaned_data['title']} ditambahkan.")
        return redirect("unit_show", unit.pk)
    context = {"form": form, "unit": unit}
    return render(request, "people/unit/post.html", context, status=status(form))


@page
def post_duties(request: PageRequest, unit_id: int, position_id: int) -> HttpResponse:
    """What a post of the unit is there for."""
    unit = kept_unit(request, unit_id)
    post = get_object_or_404(unit.positions, pk=position_id)
    form = DutiesForm(request.POST or None, initial={"duties": post.duties})
    if done(
        form,
        lambda: set_duties(position=post, text=form.cleaned_data["duties"], by=request.person),
    ):
        messages.success(request, f"Uraian tugas {post.title} tersimpan.")
        return redirect("unit_show", unit.pk)
    context = {"form": form, "unit": unit, "post": post}
    return render(request, "people/unit/duties.html", context, status=status(form))


@page
def alias(request: PageRequest, unit_id: int) -> HttpResponse:
    """Another name under which files know the unit: a new one, or one to be confirmed."""
    unit = kept_unit(request, unit_id)
    form = AliasForm(request.POST or None)
    if done(form, lambda: know_unit_as(unit=unit, by=request.person, **form.cleaned_data)):
        messages.success(request, f"“{form.cleaned_data['name']}” dikenali sebagai {unit.name}.")
        return redirect("unit_show", unit.pk)
    context = {"form": form, "unit": unit}
    return render(request, "people/unit/alias.html", context, status=status(form))
