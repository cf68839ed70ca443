"""Add a person to the register, and put right what it says."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kinerja.people.imports.grades import PPPK_GRADES, RANK_OF
from kinerja.people.person import EDITABLE, Person, add_person, edit_person
from kinerja.rules.nip import InvalidNip, parse_nip
from kinerja.rules.refusal import ChangedMeanwhile, Refusal
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.people.day import DayField
from kinerja.web.people.gate import keeper, kept_person

GRADES = [
    ("", "Belum diketahui"),
    ("PNS", [(grade, f"{grade} – {rank}") for grade, rank in RANK_OF.items()]),
    ("PPPK", [(grade, grade) for grade in PPPK_GRADES]),
]
OVERWRITE = (
    "Data ini diubah orang lain selagi Anda mengetik. Bandingkan dengan yang tersimpan di"
    " bawah; simpan sekali lagi bila isian Anda yang benar."
)
FIGURES = {"inputmode": "numeric", "autocomplete": "off"}


class PersonForm(Form):
    """What is known of a person."""

    name = forms.CharField(label="Nama tanpa gelar", max_length=150)
    front_title = forms.CharField(label="Gelar depan", max_length=40, required=False)
    back_title = forms.CharField(label="Gelar belakang", max_length=60, required=False)
    kind = forms.ChoiceField(label="Jenis pegawai", choices=Person.Kind.choices)
    nip = forms.CharField(
        label="NIP",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=FIGURES),
        help_text="18 angka, boleh dengan spasi. Tanggal lahir dan jenis kelamin dibaca darinya"
        " bila tidak diisi.",
    )
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=[("", "Menurut NIP"), *Person.Sex.choices],
        required=False,
    )
    birth_date = DayField(label="Tanggal lahir", required=False)
    start_date = DayField(label="TMT CPNS/PPPK", required=False)
    grade = forms.ChoiceField(label="Golongan ruang", choices=GRADES, required=False)
    education = forms.CharField(
        label="Pendidikan terakhir", max_length=20, required=False, help_text="Misalnya S1 atau D3."
    )

    def __init__(self, *args: Any, stored: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {*RANK_OF, *PPPK_GRADES, ""}
        if stored and stored.grade not in known:  # as an import wrote it
            other = [*GRADES, (stored.grade, stored.grade)]
            self.fields["grade"].choices = other  # type: ignore[attr-defined]

    def clean_nip(self) -> str:
        """The digits alone. Errors: what is wrong with them, by the rule."""
        given = str(self.cleaned_data["nip"])
        if not given.strip():
            return ""
        try:
            return parse_nip(given).digits
        except InvalidNip as invalid:
            raise ValidationError(str(invalid)) from invalid

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        needs = given.get("kind") in (Person.Kind.PNS, Person.Kind.PPPK)
        if needs and "nip" not in self.errors and not given.get("nip"):
            self.add_error("nip", "NIP belum diisi; wajib untuk PNS dan PPPK.")
        return given


class EditPersonForm(PersonForm):
    """The same, with the state that the editor saw."""

    reason = forms.CharField(
        label="Alasan perubahan",
        max_length=300,
        required=False,
        help_text="Misalnya: kenaikan pangkat, SK nomor …",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: Person, **kwargs: Any) -> None:
        super().__init__(*args, stored=stored, **kwargs)
        self.person = stored
        self.newer: list[tuple[str, str]] = []  # what another editor has stored meanwhile

    def refuse(self, refusal: Refusal) -> None:
        """Who was slower sees what differs now; sent once more, the form wins."""
        if not isinstance(refusal, ChangedMeanwhile):
            super().refuse(refusal)
            return
        self.person.refresh_from_db()
        self.add_error(None, OVERWRITE)
        self.take_as_read("version", self.person.version)
        self.newer = [
            (str(self.fields[name].label), _told(self.person, name))
            for name in EDITABLE
            if (getattr(self.person, name) or "") != (self.cleaned_data[name] or "")
        ]


@page
def new_person(request: PageRequest) -> HttpResponse:
    """Add one person; the first post comes next."""
    by = keeper(request)
    form = PersonForm(request.POST or None, initial={"kind": Person.Kind.PNS})
    person = made(form, lambda: add_person(by=by, **form.cleaned_data))
    if person is not None:
        messages.success(request, f"{person.name} ditambahkan. Berikutnya: beri penugasan.")
        return redirect("person_show", person.pk)
    return render(request, "people/person/new.html", {"form": form}, status=status(form))


@page
def change_person(request: PageRequest, person_id: int) -> HttpResponse:
    """Put right what the register says; who was slower sees both versions."""
    person = kept_person(request, person_id)
    initial = {name: getattr(person, name) for name in (*EDITABLE, "version")}
    form = EditPersonForm(request.POST or None, initial=initial, stored=person)
    if done(form, lambda: edit_person(person=person, by=request.person, **form.cleaned_data)):
        messages.success(request, "Perubahan disimpan.")
        return redirect("person_show", person.pk)
    context = {"form": form, "person": person, "stored": form.newer}
    return render(request, "people/person/edit.html", context, status=status(form))


def _told(person: Person, name: str) -> str:
    value = getattr(person, name)
    if name in ("kind", "sex"):
        return str(getattr(person, f"get_{name}_display")()) or "(kosong)"
    if name in ("birth_date", "start_date"):
        return tanggal(value)
    return str(value or "(kosong)")
