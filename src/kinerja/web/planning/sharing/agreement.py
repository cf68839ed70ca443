"""Agreements on shares: what waits and what is in force, one goal's history, a new proposal."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, goal_scope
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.proposing import (
    MOST_PARTS,
    NewPart,
    may_propose,
    propose_shares,
    withdraw_proposal,
)
from kinerja.planning.sharing.received import ReceivedOffer
from kinerja.web.attempt import done, made, status
from kinerja.web.chosen_units import add_address, drop_addresses, step, units_asked
from kinerja.web.forms import DecimalIndonesia, Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.choose import address_with

SHOWN = 20
PARTS = Prefetch("parts", SharePart.objects.select_related("unit", "answered_by"))


class ProposalForm(Form):
    """Who takes part, as what, and with which share; one group of fields for each unit."""

    starts_on = TanggalField(label="Berlaku mulai")
    answer_by = TanggalField(label="Dijawab paling lambat")
    reason = TextField(
        label="Mengapa bersama",
        rows=2,
        max_length=500,
        required=False,
        help_text="Dibaca pimpinan unit yang diminta.",
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], outside: bool, before: ShareAgreement | None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.units, self.outside = units, outside
        today = timezone.localdate()
        known = {one.unit_id: one for one in before.parts.all()} if before else {}
        follows = before is not None and before.state == ShareAgreement.State.AGREED
        initial: dict[str, Any] = {
            "starts_on": today + timedelta(days=1) if follows else today,
            "answer_by": today + timedelta(days=14),
        }
        for unit in units:
            if part := known.get(unit.pk):
                initial |= {f"role_{unit.pk}": part.role, f"share_{unit.pk}": part.share}
        super().__init__(*args, initial=initial, **kwargs)
        for unit in units:
            self._add(str(unit.pk), unit.name)
        if outside:
            self.fields["agency_code"] = forms.CharField(
                label="Kode instansi", max_length=20, help_text="Misalnya 11.06."
            )
            self.fields["agency_name"] = forms.CharField(label="Nama instansi", max_length=150)
            self._add("agency", "instansi lain")
        last = ("starts_on", "answer_by", "reason")
        self.put_words()
        self.order_fields([name for name in self.fields if name not in last] + list(last))

    def _add(self, key: str, whose: str) -> None:
        self.fields[f"role_{key}"] = forms.CharField(
            label="Peran",
            max_length=200,
            help_text="Apa yang dikerjakan untuk hasil ini.",
            error_messages={"required": f"Peran {whose} belum diisi."},
        )
        self.fields[f"share_{key}"] = DecimalIndonesia(
            label="Bagian (%)",
            max_digits=7,
            decimal_places=4,
            error_messages={"required": f"Bagian {whose} belum diisi."},
        )

    def groups(self) -> list[tuple[str, str, list[Any]]]:
        """Name, id of the unit, and the fields of each part, for the page."""
        found = [
            (unit.name, str(unit.pk), [self[f"role_{unit.pk}"], self[f"share_{unit.pk}"]])
            for unit in self.units
        ]
        if self.outside:
            names = ("agency_code", "agency_name", "role_agency", "share_agency")
            found.append(("Instansi lain", "", [self[name] for name in names]))
        return found

    def last_fields(self) -> list[Any]:
        return [self[name] for name in ("starts_on", "answer_by", "reason")]

    def clean_agency_code(self) -> str:
        code = str(self.cleaned_data["agency_code"])
        if not all(letter.isascii() and (letter.isalnum() or letter in ".-") for letter in code):
            raise ValidationError("Kode instansi berisi huruf, angka, titik, misalnya 11.06.")
        return code

    def parts(self) -> list[NewPart]:
        said = self.cleaned_data
        found = [
            NewPart(said[f"share_{unit.pk}"], said[f"role_{unit.pk}"], unit) for unit in self.units
        ]
        if self.outside:
            found.append(
                NewPart(
                    said["share_agency"],
                    said["role_agency"],
                    agency_code=said["agency_code"],
                    agency_name=said["agency_name"],
                )
            )
        return found


class AnswerForm(Form):
    """Yes or no."""

    refused_at = "reason"
    YES, NO = "ya", "tidak"

    answer = forms.ChoiceField(
        label="Jawaban",
        choices=[(YES, "Menerima bagian ini"), (NO, "Menolak")],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label="Alasan",
        rows=3,
        max_length=500,
        required=False,
        help_text="Wajib diisi bila menolak.",
    )

    def said(self) -> dict[str, Any]:
        """As the verbs ask for it."""
        return {
            "accept": self.cleaned_data["answer"] == self.YES,
            "reason": self.cleaned_data["reason"],
        }


class WithdrawForm(Form):
    refused_at = "reason"

    reason = forms.CharField(label="Alasan", max_length=500)


@page
def sharings(request: PageRequest) -> HttpResponse:
    """What waits for one's answer, what needs a new agreement, and all that is in force."""
    today = timezone.localdate()
    rows = ShareAgreement.objects.visible_to(request.person).select_related("goal__unit")
    mine = SharePart.objects.to_answer(request.person, today)
    offers = ReceivedOffer.objects.select_related("unit")
    context = {
        "today": today,
        "asked": mine.select_related("agreement__goal__unit", "unit")[:SHOWN],
        "offers": offers.visible_to(request.person, today)[:SHOWN],
        "outlived": rows.outlived(today).prefetch_related(PARTS)[:SHOWN],
        "waiting": rows.waiting()
        .exclude(pk__in=mine.order_by().values("agreement"))  # stands above
        .prefetch_related(PARTS)[:SHOWN],
        "page": keyset(request, rows.in_force(today).prefetch_related(PARTS), SHOWN),
        "plans": bool(goal_scope(request.person, today)),
    }
    return render(request, "planning/sharing/list.html", context)


@page
def goal_sharing(request: PageRequest, goal_id: int) -> HttpResponse:
    """Who has which share of one goal, today and before."""
    return _show(request, _goal(request, goal_id))


@page
def sharing_new(request: PageRequest, goal_id: int) -> HttpResponse:
    """Propose shares; units are chosen one by one and stand in the address."""
    goal, today = _goal(request, goal_id), timezone.localdate()
    if not may_propose(request.person, goal, today):
        raise Http404
    waits = goal.share_agreements.waiting().first()
    if request.method == "GET" and waits and not waits.is_late(today):
        messages.warning(request, "Usulan sebelumnya masih menunggu jawaban; tarik dulu.")
        return redirect("goal_sharing", goal.pk)
    before = _before(goal)
    units = _units(request, goal, before)
    back = step(
        request,
        units,
        title="Unit mana yang ikut menanggung?",
        lead=f"Pimpinannya diminta menjawab sesudah usulan untuk “{goal.title}” dikirim.",
        back="Usulan bagian",
        most=MOST_PARTS,
    )
    if back is not None:
        return back
    outside = request.GET.get("instansi") == "lain"
    form = ProposalForm(request.POST or None, units=units, outside=outside, before=before)

    def act() -> ShareAgreement:
        names = ("starts_on", "answer_by", "reason")
        said = {name: form.cleaned_data[name] for name in names}
        return propose_shares(goal=goal, parts=form.parts(), by=request.person, on=today, **said)

    if made(form, act):
        messages.success(request, "Usulan terkirim. Pimpinan unit lain diminta menjawab.")
        return redirect("goal_sharing", goal.pk)
    context = {
        "goal": goal,
        "form": form,
        "units": units,
        "add_url": add_address(request),
        "outside_url": "" if outside else address_with(request, instansi="lain"),
        "inside_url": address_with(request, instansi="") if outside else "",
        "drops": drop_addresses(request, [one for one in units if one.pk != goal.unit_id]),
    }
    return render(request, "planning/sharing/new.html", context, status=status(form))


@page
@require_POST
def sharing_withdraw(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Take a proposal back."""
    rows = ShareAgreement.objects.visible_to(request.person).select_related("goal__unit")
    one = get_object_or_404(rows, pk=agreement_id)
    if not may_propose(request.person, one.goal, timezone.localdate()):
        raise Http404
    form = WithdrawForm(request.POST)

    def act() -> object:
        return withdraw_proposal(
            agreement=one, by=request.person, on=timezone.localdate(), **form.cleaned_data
        )

    if not done(form, act):
        return _show(request, one.goal, withdraw_form=form)
    messages.success(request, "Usulan ditarik. Unit yang diminta mendapat kabar.")
    return redirect("goal_sharing", one.goal_id)


@page
def sharing_answer(request: PageRequest, part_id: int) -> HttpResponse:
    """The head of a unit reads what is asked, and answers."""
    today = timezone.localdate()
    rows = SharePart.objects.to_answer(request.person, today)
    part = get_object_or_404(rows.select_related("agreement__goal__unit", "unit"), pk=part_id)
    form = AnswerForm(request.POST or None)

    def act() -> object:
        return answer_part(part=part, by=request.person, on=today, **form.said())

    if done(form, act):
        messages.success(request, "Jawaban Anda tercatat. Unit pemilik mendapat kabar.")
        return redirect("goal_sharing", part.agreement.goal_id)
    parts = part.agreement.parts.select_related("unit", "answered_by")
    context = {"part": part, "one": part.agreement, "parts": parts, "form": form}
    return render(request, "planning/sharing/answer.html", context, status=status(form))


def _goal(request: PageRequest, goal_id: int) -> Goal:
    rows = Goal.objects.visible_to(request.person).select_related("unit")
    return get_object_or_404(rows, pk=goal_id)


def _before(goal: Goal) -> ShareAgreement | None:
    """What a new proposal begins with: what is in force; else the last one, which somebody refused
    or nobody answered, so that only what was wrong is written anew."""
    versions = goal.share_agreements.prefetch_related("parts")
    return versions.in_force(timezone.localdate()).first() or versions.first()


def _units(request: PageRequest, goal: Goal, before: ShareAgreement | None) -> list[Unit]:
    """The owner first, then those that the address names, or that had shares before."""
    return units_asked(
        request,
        always=[goal.unit_id] if goal.unit_id else [],
        at_first=[one.unit_id for one in before.parts.all() if one.unit_id] if before else [],
        most=MOST_PARTS,
    )


def _show(
    request: PageRequest, goal: Goal, withdraw_form: WithdrawForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    versions = list(
        goal.share_agreements.select_related("proposed_by").prefetch_related(PARTS)[:SHOWN]
    )
    proposes = may_propose(request.person, goal, today)
    asked = [one for one in versions if one.state == ShareAgreement.State.ASKED]
    current = next(
        (
            one
            for one in versions
            if one.state == ShareAgreement.State.AGREED
            and one.starts_on <= today
            and (one.ends_on is None or one.ends_on >= today)
        ),
        None,
    )
    mine = SharePart.objects.to_answer(request.person, today).filter(agreement__goal=goal)
    if withdraw_form is None and proposes and asked:
        withdraw_form = WithdrawForm()
    context = {
        "goal": goal,
        "current": current,
        "closed": [
            part.whose
            for part in (current.parts.all() if current else ())
            if part.unit and part.unit.closed_on and part.unit.closed_on <= today
        ],
        "asked": asked[0] if asked else None,
        "late": bool(asked) and asked[0].is_late(today),
        "earlier": [one for one in versions if one is not current and one not in asked],
        "proposes": proposes,
        "may_ask": proposes and (not asked or asked[0].is_late(today)),
        "mine": mine.first(),
        "withdraw_form": withdraw_form,
        "home": reverse("sharings"),
    }
    return render(request, "planning/sharing/show.html", context, status=status(withdraw_form))
