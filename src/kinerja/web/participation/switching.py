"""Who runs a space: asks one more unit, moves a phase, hands the decision over, closes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.participation.opening import ask_unit
from kinerja.participation.space import Space, space_scope
from kinerja.participation.switching import close_space, hand_over, move_phase
from kinerja.people.unit import Unit
from kinerja.rules.space import next_phase
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.participation.space import managed_space
from kinerja.web.participation.tabs import heads, now_by, phase_of
from kinerja.web.people.choose import Question, choose_person, choose_unit, chosen

UNIT, PERSON = "unit", "orang"


class MoveForm(Form):
    refused_at = "first_day"

    first_day = TanggalField(label="Mulai tanggal")
    reason = TextField(
        label="Alasan", rows=2, max_length=300, help_text="Dibaca semua peserta ruang ini."
    )


class ReasonForm(Form):
    refused_at = "reason"

    reason = TextField(label="Alasan", rows=2, max_length=300)


@page
def space_move(request: PageRequest, space_id: int) -> HttpResponse:
    """Let the next phase begin earlier or later."""
    one, today = managed_space(request, space_id), timezone.localdate()
    phase = next_phase(one.phase(today))
    form = MoveForm(request.POST or None, initial={"first_day": today})
    if done(form, lambda: move_phase(space=one, **form.cleaned_data, **now_by(request))):
        messages.success(request, "Tahap digeser; tahap sesudahnya ikut bergeser.")
        return redirect("space", one.pk)
    planned = getattr(one, f"{phase.value}_from") if phase else None
    context = {"form": form, "one": one, "next": phase, "planned": planned, "phase": phase_of(one)}
    return render(request, "participation/space/move.html", context, status=status(form))


@page
def space_unit(request: PageRequest, space_id: int) -> HttpResponse:
    """Choose one more unit to ask, before the space begins."""
    one, today = managed_space(request, space_id), timezone.localdate()
    units = Unit.objects.open().filter(space_scope(request.person, today).within("path"))
    picked = chosen(request, UNIT)
    if picked is None:
        question = Question(
            UNIT, "Unit mana lagi yang diajak?", one.question, one.page, "Ruang gagasan"
        )
        return choose_unit(request, question, units)
    unit = get_object_or_404(units, pk=picked)
    if request.method == "POST":
        act = refusal_of(lambda: ask_unit(space=one, unit=unit, by=request.person, on=today))
        return _back(request, one, act, f"{unit.name} diajak.")
    context = {"one": one, "unit": unit, "phase": phase_of(one)}
    return render(request, "participation/space/unit.html", context)


@page
def space_owner(request: PageRequest, space_id: int) -> HttpResponse:
    """Choose who decides instead, and say why."""
    one = managed_space(request, space_id)
    picked = chosen(request, PERSON)
    if picked is None:
        question = Question(
            PERSON,
            "Siapa yang memutuskan?",
            "Pimpinan unit yang sedang bertugas. Ia mendapat kabar.",
            one.page,
            "Ruang gagasan",
        )
        return choose_person(request, question, heads(), by_nip=False)
    owner = get_object_or_404(heads(), pk=picked)
    form = ReasonForm(request.POST or None)

    def act() -> Space:
        given: dict[str, Any] = {"by": request.person, "on": timezone.localdate()}
        return hand_over(space=one, owner=owner, **form.cleaned_data, **given)

    if done(form, act):
        messages.success(request, f"{owner.name} sekarang yang memutuskan.")
        return redirect("space", one.pk)
    context = {"form": form, "one": one, "owner": owner, "phase": phase_of(one)}
    return render(request, "participation/space/owner.html", context, status=status(form))


@page
@require_POST
def space_close(request: PageRequest, space_id: int) -> HttpResponse:
    """End it, or call it off before it begins."""
    one, today = managed_space(request, space_id), timezone.localdate()
    refused = refusal_of(lambda: close_space(space=one, by=request.person, on=today))
    return _back(request, one, refused, "Ruang gagasan ditutup.")


def _back(request: PageRequest, one: Space, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("space", one.pk)
