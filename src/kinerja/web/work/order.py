"""Orders and dispositions: mine, given by me, one with its chain and its reports."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of, reports_of
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.page import PageRequest, page
from kinerja.web.stored_file import send_file
from kinerja.web.work.order_form import GiveForm, NoteForm, OrderForm, PassForm, StepForm
from kinerja.work.duty import steps_for, take_step
from kinerja.work.order import Duty, Order, give_order, note_order, pass_on
from kinerja.work.report import Report

SIZE = 50
TONES = {
    Duty.State.NOTED: "heed",
    Duty.State.GIVEN: "info",
    Duty.State.TAKEN_UP: "info",
    Duty.State.REPORTED: "heed",
    Duty.State.DONE: "good",
}
WORDS = {  # step -> button, icon
    "confirm": ("Benar, saya perintahkan", "check"),
    "take_up": ("Kerjakan", "play"),
    "report": ("Laporkan selesai", "send"),
    "close": ("Nyatakan selesai", "circle-check"),
    "reopen": ("Minta dilanjutkan", "undo-2"),
    "decline": ("Tolak", "x"),
    "cancel": ("Batalkan", "x"),
}
WITH_REASON = ("reopen", "decline", "cancel")


@page
def orders(request: PageRequest) -> HttpResponse:
    """What I was given, and what I gave."""
    mine = Duty.objects.filter(person=request.person).select_related("order", "given_by")
    given = Duty.objects.filter(given_by=request.person).select_related("order", "person")
    context = {
        "mine": [_line(one) for one in mine.order_by("-order__dated", "-pk")[:SIZE]],
        "given": [_line(one) for one in given.order_by("-order__dated", "-pk")[:SIZE]],
        "has_team": bool(_team(request.person)),
        "has_leader": bool(_leaders(request.person)),
    }
    return render(request, "work/orders.html", context)


@page
def order_new(request: PageRequest) -> HttpResponse:
    """Give an order to one's own people."""
    team = _team(request.person)
    if not team:
        raise PermissionDenied
    form = GiveForm(*_sent(request), people=team, today=timezone.localdate())
    return _write(request, form, give_order, "Perintah terkirim.")


@page
def order_note(request: PageRequest) -> HttpResponse:
    """Write down an order that one was given."""
    leaders = _leaders(request.person)
    if not leaders:
        raise PermissionDenied
    form = NoteForm(*_sent(request), leaders=leaders, today=timezone.localdate())
    return _write(request, form, note_order, "Tercatat, menunggu persetujuan pemberinya.")


def _write(request: PageRequest, form: OrderForm, verb: Any, told: str) -> HttpResponse:
    order = made(form, lambda: verb(by=request.person, on=timezone.localdate(), **form.said()))
    if order is not None:
        messages.success(request, told)
        return redirect("order_detail", order.pk)
    context = {"form": form, "giving": isinstance(form, GiveForm)}
    return render(request, "work/order_new.html", context, status=status(form))


@page
def order_detail(request: PageRequest, order_id: int) -> HttpResponse:
    """One order: what it says, who has it, which reports serve it."""
    return _show(request, _visible(request.person, order_id))


@page
def order_file(request: PageRequest, order_id: int) -> HttpResponseBase:
    """The letter itself."""
    order = _visible(request.person, order_id)
    if order.attachment is None:
        raise Http404
    return send_file(request, order.attachment)


@page
def order_step(request: PageRequest, order_id: int, duty_id: int) -> HttpResponse:
    """One step of one person's part."""
    order = _visible(request.person, order_id)
    duty = get_object_or_404(order.duties, pk=duty_id)
    if request.method != "POST":
        return redirect("order_detail", order.pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    if refusal := refusal_of(lambda: take_step(duty=duty, by=request.person, **said)):
        return _show(request, order, refusal=str(refusal))
    messages.success(request, "Tersimpan.")
    return redirect("order_detail", order.pk)


@page
def order_pass(request: PageRequest, order_id: int, duty_id: int) -> HttpResponse:
    """Pass it on to one's own people."""
    order = _visible(request.person, order_id)
    duty = get_object_or_404(order.duties, pk=duty_id)
    if request.method != "POST":
        return redirect("order_detail", order.pk)
    form = PassForm(request.POST, people=_team(request.person))
    if done(
        form,
        lambda: pass_on(duty=duty, by=request.person, on=timezone.localdate(), **form.cleaned_data),
    ):
        messages.success(request, "Perintah diteruskan.")
        return redirect("order_detail", order.pk)
    if not form.is_valid() and duty.person_id != request.person.pk:
        raise PermissionDenied
    return _show(request, order, passing=form)


def _sent(request: PageRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _team(person: Person) -> dict[int, Person]:
    people = reports_of(person, timezone.localdate()).order_by("name")
    return {one.pk: one for one in people}


def _leaders(person: Person) -> dict[int, Person]:
    """Those above, from whom an order comes: the appraiser and the one above."""
    line = appraisers_of([person], timezone.localdate())[person.pk]
    return {one.pk: one for one in (line.appraiser, line.superior) if one is not None}


def _visible(person: Person, order_id: int) -> Order:
    found = Order.objects.visible_to(person).select_related("giver", "attachment__blob")
    return get_object_or_404(found, pk=order_id)


def _line(duty: Duty) -> dict[str, Any]:
    state = Duty.State(duty.state)
    return {"duty": duty, "order": duty.order, "tone": TONES.get(state, "")}


def _show(
    request: PageRequest,
    order: Order,
    *,
    passing: PassForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    person = request.person
    duties = list(order.duties.select_related("person", "given_by", "passed_from__person"))
    own = next((duty for duty in duties if duty.person_id == person.pk), None)
    may_pass = own is not None and own.state in (Duty.State.GIVEN, Duty.State.TAKEN_UP)
    team = _team(person) if may_pass else {}
    if passing is None and team:
        passing = PassForm(people=team)
    reports = Report.objects.visible_to(person).filter(order=order).select_related("person")
    context = {
        "order": order,
        "lines": [
            _line(duty)
            | {
                "steps": [
                    (step, *WORDS[step])
                    for step in steps_for(duty, person)
                    if step not in WITH_REASON
                ],
                "reasoned": [
                    (step, *WORDS[step]) for step in steps_for(duty, person) if step in WITH_REASON
                ],
            }
            for duty in duties
        ],
        "own": own,
        "running": own is not None and own.state in Duty.RUNNING,
        "passing": passing,
        "reports": reports[:SIZE],
        "refusal": refusal,
    }
    code = 422 if refusal else status(passing)
    return render(request, "work/order_detail.html", context, status=code)
