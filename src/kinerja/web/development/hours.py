"""Learning hours (JP): one's own, those of the people one may see, and who is short."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.hours import (
    ledger_of,
    of_units,
    people_in_sight,
    short_of_minimum,
    standing_of,
    with_hours,
)
from kinerja.development.outside_learning import (
    NewLearning,
    OutsideLearning,
    judge_learning,
    kept_people,
    note_learning,
    withdraw_learning,
)
from kinerja.development.scope import training_scope
from kinerja.development.sight import unit_sight
from kinerja.documents.hours import hours_sheet
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.attachment import Attachment
from kinerja.rules.training import (
    TRAINING_HOURS_PER_YEAR,
    TrainingForm,
)
from kinerja.web.asked import row_in, year_of
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.development.training_tabs import training_tabs
from kinerja.web.download import download
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    DecimalIndonesia,
    FilesField,
    Form,
    TanggalField,
)
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.stored_file import send_file

SHOWN = 30
MOST_IN_FILE = 20_000  # people of one sheet
UNITS_OFFERED = 300


class LearningForm(Form):
    """One learning elsewhere, with its proof."""

    refused_at = "title"

    title = forms.CharField(label="Nama kegiatan", max_length=200)
    form = forms.ChoiceField(label="Bentuk", choices=TrainingForm.choices())
    provider = forms.CharField(label="Penyelenggara", max_length=150)
    done_on = TanggalField(label="Selesai")
    hours_jp = DecimalIndonesia(
        label="Lama (JP)", max_digits=6, decimal_places=1, help_text="Seperti tertulis di bukti."
    )
    file = FilesField(
        label="Sertifikat atau bukti lain",
        accept=(*PHOTOS, *DOCUMENTS),
        most=1,
        help_text="PDF atau foto, paling besar 10 MB.",
    )


@page
def mine(request: PageRequest) -> HttpResponse:
    """One's own year: what counts, what waits, what is missing."""
    return _ledger(request, request.person)


@page
def of_person(request: PageRequest, person_id: int) -> HttpResponse:
    """The same of somebody whom one may see."""
    person = get_object_or_404(people_in_sight(request.person, timezone.localdate()), pk=person_id)
    return _ledger(request, person)


def _ledger(request: PageRequest, person: Person) -> HttpResponse:
    today, year = timezone.localdate(), year_of(request)
    own = person == request.person
    noted = OutsideLearning.objects.filter(person=person)
    if not own:
        noted = noted.exclude(state=OutsideLearning.State.WITHDRAWN)
    context = {
        "ledger": ledger_of(person, year),
        "noted": noted.filter(done_on__year=year).select_related("evidence"),
        "own": own,
        "year": year,
        "years": range(today.year, today.year - 4, -1),
        "minimum": TRAINING_HOURS_PER_YEAR,
        "tabs": training_tabs(request.person, today, "hours") if own else [],
    }
    return render(request, "development/hours/ledger.html", context)


@page
def note(request: PageRequest) -> HttpResponse:
    """Note what one learnt elsewhere."""
    form = LearningForm(request.POST or None, request.FILES or None)

    def noted() -> OutsideLearning:
        said = dict(form.cleaned_data)
        (file,) = said.pop("file")
        return note_learning(
            learning=NewLearning(person=request.person, **said),
            file=(file.name or "bukti", file.read()),
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
        )

    if made(form, noted) is not None:
        messages.success(request, "Tercatat. Dihitung setelah pengelola memeriksa buktinya.")
        return redirect("hours")
    return render(request, "development/hours/note.html", {"form": form}, status=status(form))


@page
def evidence(request: PageRequest, learning_id: int) -> HttpResponseBase:
    """The proof, for those who may see the note."""
    one = _visible(request, learning_id)
    found = get_object_or_404(
        Attachment.objects.select_related("blob"), outside_learning__pk=one.pk
    )
    return send_file(request, found)


@page
@require_POST
def withdraw(request: PageRequest, learning_id: int) -> HttpResponse:
    """Take a note back."""
    one = _visible(request, learning_id)
    refused = refusal_of(lambda: withdraw_learning(learning=one, by=request.person))
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Catatan ditarik.")
    return redirect("hours")


@page
def queue(request: PageRequest) -> HttpResponse:
    """What waits for a look at its proof, for the people whose hours one keeps; oldest first."""
    rows = OutsideLearning.objects.waiting().filter(person__in=_kept(request))
    rows = rows.exclude(person=request.person).select_related("person", "evidence")
    context = {"page": keyset(request, rows, SHOWN, ("pk",))}
    return render(request, "development/hours/queue.html", context)


@page
@require_POST
def judge(request: PageRequest, learning_id: int) -> HttpResponse:
    """It counts, or not."""
    _kept(request)
    one = _visible(request, learning_id)
    counts = request.POST.get("jawaban") == "ya"
    refused = refusal_of(
        lambda: judge_learning(
            learning=one,
            counts=counts,
            by=request.person,
            on=timezone.localdate(),
            reason=request.POST.get("alasan", ""),
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{one}: {'dihitung' if counts else 'tidak dihitung'}.")
    return redirect("hours_queue")


def _asked(request: PageRequest) -> tuple[Any, Unit | None, int, bool]:
    """People in sight narrowed by `?unit=&tahun=&kurang=1`. Errors: PermissionDenied."""
    today, year = timezone.localdate(), year_of(request)
    sight = unit_sight(request.person, today)
    if not sight:
        raise PermissionDenied
    people = people_in_sight(request.person, today)
    unit = row_in(Unit.objects.filter(sight.within("path")), request.GET.get("unit", ""))
    if unit is not None:
        people = of_units(people, [unit], today)
    return people, unit, year, request.GET.get("kurang") == "1"


@page
def people(request: PageRequest) -> HttpResponse:
    """The hours of the people one may see, by name; `?kurang=1`: who is short of the minimum."""
    found, unit, year, only_short = _asked(request)
    today = timezone.localdate()
    rows = short_of_minimum(found, year) if only_short else with_hours(found, year)
    shown = keyset(request, rows.annotate(by_name=Lower("name")), SHOWN, ("by_name", "pk"))
    sight = unit_sight(request.person, today)
    context = {
        "page": shown,
        "rows": [(one, max(TRAINING_HOURS_PER_YEAR - one.hours, 0)) for one in shown],  # type: ignore[attr-defined]
        "standing": standing_of(found, year),
        "unit": unit,
        "units": Unit.objects.open().filter(sight.within("path"))[:UNITS_OFFERED],
        "year": year,
        "years": range(today.year, today.year - 4, -1),
        "only_short": only_short,
        "minimum": TRAINING_HOURS_PER_YEAR,
        "keeps": bool(training_scope(request.person, today)),
        "query": request.GET.urlencode(),
    }
    return render(request, "development/hours/people.html", context)


@page
def sheet(request: PageRequest) -> HttpResponse:
    """The same as a sheet."""
    found, _, year, only_short = _asked(request)
    rows = short_of_minimum(found, year) if only_short else with_hours(found, year)
    named = rows.order_by("name", "pk")[:MOST_IN_FILE].iterator(chunk_size=2_000)
    return download(hours_sheet(named, year), f"jp-pegawai-{year}.xlsx")


def _kept(request: PageRequest) -> QuerySet[Person]:
    today = timezone.localdate()
    scope = training_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    return kept_people(scope, today)


def _visible(request: PageRequest, learning_id: int) -> OutsideLearning:
    rows = OutsideLearning.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows, pk=learning_id)
