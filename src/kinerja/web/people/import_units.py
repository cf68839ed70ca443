"""Names of units that nobody knew yet: choose the unit once, and all rows follow."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.deciding import name_unit
from kinerja.people.imports.units import UnitBook
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.imports import CHECKED_AT_ONCE, the_batch

MOST_NAMES = 20  # on one page; the most frequent first
OTHER = "lain"


@dataclass(frozen=True)
class Unknown:
    """One name of the file, how often it stands there, and the form that asks for its unit."""

    text: str
    count: int
    form: "UnitForm"


class UnitForm(Form):
    """Which unit the file means by a name."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=200)
    unit = forms.ChoiceField(label="Unit yang dimaksud", widget=forms.RadioSelect)
    other = forms.CharField(
        label="Kode atau nama unit lain",
        required=False,
        max_length=200,
        help_text="Diisi bila unitnya tidak ada di pilihan.",
    )

    def __init__(self, *args: object, book: UnitBook, name: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        choices = [*book.suggest(name, ()), (OTHER, "Unit lain")]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        wanted = said.get("other") if said.get("unit") == OTHER else said.get("unit")
        if not wanted:
            if said.get("unit") == OTHER:
                self.add_error("other", "Tulis kode atau nama unitnya.")
            return said
        found = self.book.match(str(wanted))
        if found.unit is None:
            places = "; ".join(words for _, words in found.suggestions)
            hint = f" Mungkin: {places}." if places else ""
            self.add_error("other", f"Unit “{wanted}” tidak ditemukan.{hint}")
        return {**said, "found": found.unit}


@page
def units(request: PageRequest, batch_id: int) -> HttpResponse:
    """The unknown names, each with its likeliest units; a choice is remembered for later files."""
    batch = the_batch(request, batch_id)
    book = UnitBook.load()
    sent = None
    if request.method == "POST":
        name = request.POST.get("text", "")
        sent = UnitForm(request.POST, book=book, name=name, prefix=None)
        if done(sent, partial(_name, request, batch, sent)):
            unit, text = sent.cleaned_data["found"], sent.cleaned_data["text"]
            words = f"“{text}” dikenali sebagai {unit.name}, juga di berkas berikutnya."
            messages.success(request, words)
            return redirect("import_units", batch.pk)
    names = [(text, count) for text, count in _unknown_names(batch) if not book.knows(text)]
    if not names and sent is None:
        return redirect("import_show", batch.pk)
    asked = [
        Unknown(
            text,
            count,
            sent
            if sent is not None and sent.data.get("text") == text
            else UnitForm(book=book, name=text, initial={"text": text}, auto_id=f"u{at}_%s"),
        )
        for at, (text, count) in enumerate(names)
    ]
    context = {"batch": batch, "asked": asked, "more": len(names) >= MOST_NAMES}
    return render(request, "people/imports/units.html", context, status=status(sent))


def _name(request: PageRequest, batch: ImportBatch, form: UnitForm) -> None:
    """Remember which unit the file means."""
    name_unit(
        batch=batch,
        text=form.cleaned_data["text"],
        unit=form.cleaned_data["found"],
        by=request.person,
        on=timezone.localdate(),
        recheck=batch.size <= CHECKED_AT_ONCE,
    )


def _unknown_names(batch: ImportBatch) -> list[tuple[str, int]]:
    """The names of the file that no unit has, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said->>'found', count(DISTINCT r.id) FROM people_importrow r,"
            " jsonb_array_elements(r.reasons) said"
            " WHERE r.batch_id = %s AND r.outcome = 'review' AND said->>'code' = 'unit_unknown'"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s",
            [batch.pk, MOST_NAMES],
        )
        return [(text, count) for text, count in cursor.fetchall() if text]
