"""Files to and from other agencies: an offer goes out, its answer comes back, theirs come in."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.integrations.hub.goal_offer import (
    answer_document,
    load_answer,
    load_offer,
    offer_document,
)
from kinerja.people.supervision import led_units
from kinerja.people.unit import Unit, inside
from kinerja.planning.goal import goal_scope
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.sharing.proposing import may_propose
from kinerja.planning.sharing.received import ReceivedOffer, answer_offer
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import Question, asks, choose_unit
from kinerja.web.planning.sharing.agreement import AnswerForm

UNIT = "unit"


class FileForm(Form):
    refused_at = "file"

    file = FilesField(label="Berkas", accept=(".json", "application/json"), most=1)

    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"][0].read())


@page
def sharing_offer_file(request: PageRequest, part_id: int) -> HttpResponse:
    """The offer to another agency, as a file that people carry."""
    rows = SharePart.objects.filter(unit=None).select_related("agreement__goal__unit")
    part = get_object_or_404(rows.exclude(offer_key=""), pk=part_id)
    if not may_propose(request.person, part.agreement.goal, timezone.localdate()):
        raise Http404
    said = offer_document(part=part, by=request.person, at=timezone.localtime())
    return _file(said, f"tawaran-{part.agency_code}.json")


@page
def sharing_answer_load(request: PageRequest) -> HttpResponse:
    """Bring in what another agency answered."""
    today = timezone.localdate()
    if not goal_scope(request.person, today) and not led_units(request.person, today).exists():
        raise PermissionDenied
    form = FileForm(request.POST or None, request.FILES or None)

    def act() -> ShareAgreement:
        return load_answer(content=form.content(), by=request.person, on=today)

    found = made(form, act)
    if found is not None:
        messages.success(request, "Jawaban dimuat.")
        return redirect("goal_sharing", found.goal_id)
    context = {"form": form}
    return render(request, "planning/sharing/load_answer.html", context, status=status(form))


@page
def sharing_offer_load(request: PageRequest) -> HttpResponse:
    """Bring in the offer of another agency; `?unit=pilih`: for which unit."""
    today = timezone.localdate()
    scope = goal_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    units = Unit.objects.all() if scope.everything else Unit.objects.filter(inside(scope.paths))
    if asks(request, UNIT):
        question = Question(
            UNIT,
            "Unit mana yang menjawab tawaran ini?",
            "Pimpinannya menerima atau menolak; bila diterima, sasarannya menjadi milik unit itu.",
            reverse("sharing_offer_load"),
            "Muat tawaran",
        )
        return choose_unit(request, question, units)
    unit = row_in(units.open(), request.GET.get(UNIT, ""))
    form = FileForm(request.POST or None, request.FILES or None)
    if unit is None and form.is_bound:
        form.add_error(None, "Pilih dulu unit yang menjawab.")

    def act() -> ReceivedOffer | None:
        if unit is None:
            return None
        return load_offer(content=form.content(), unit=unit, by=request.person, on=today)

    found = made(form, act)
    if found is not None:
        messages.success(request, f"Tawaran dimuat; pimpinan {found.unit} diminta menjawab.")
        return redirect("received_offer", found.pk)
    context = {"form": form, "unit": unit}
    return render(request, "planning/sharing/load_offer.html", context, status=status(form))


@page
def received_offer(request: PageRequest, offer_id: int) -> HttpResponse:
    """What another agency offers; the head of the unit answers."""
    offer, today = _offer(request, offer_id), timezone.localdate()
    leads = led_units(request.person, today).filter(pk=offer.unit_id).exists()
    answers = leads and offer.state == ReceivedOffer.State.ASKED and not offer.is_late(today)
    if request.method == "POST" and not leads:
        raise Http404
    form = AnswerForm(request.POST or None) if answers or request.method == "POST" else None
    if form is not None:
        bound: AnswerForm = form

        def act() -> object:
            return answer_offer(offer=offer, by=request.person, on=today, **bound.said())

        if done(form, act):
            messages.success(request, "Tercatat. Unduh berkas jawaban, lalu kirimkan.")
            return redirect("received_offer", offer.pk)
    context: dict[str, Any] = {
        "offer": offer,
        "form": form,
        "late": offer.is_late(today),
        "others": offer.others,
        "fingerprint": " ".join(offer.fingerprint[at : at + 4] for at in range(0, 16, 4)),
    }
    return render(request, "planning/sharing/offer.html", context, status=status(form))


@page
def received_offer_file(request: PageRequest, offer_id: int) -> HttpResponse:
    """The answer to it, as a file that people carry back."""
    offer = _offer(request, offer_id)
    return _file(answer_document(offer=offer), f"jawaban-{offer.from_code}.json")


def _offer(request: PageRequest, offer_id: int) -> ReceivedOffer:
    rows = ReceivedOffer.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("unit", "agreement", "answered_by"), pk=offer_id)


def _file(said: dict[str, Any], name: str) -> HttpResponse:
    text = json.dumps(said, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
