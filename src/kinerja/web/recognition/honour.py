"""Employee of the month or semester: the rounds, one with its candidates, deciding, certificate."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.documents.certificate import certificate_pdf
from kinerja.people.access import may_manage_people
from kinerja.recognition.honour import (
    CRITERIA,
    LONGEST_REASON,
    Candidate,
    Honour,
    conflicts_with,
    decide_honour,
    may_decide,
    open_honour,
)
from kinerja.rules.date_words import MONTHS
from kinerja.web.attempt import made, status
from kinerja.web.download import download
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

MONTHS_BACK = 6


class OpenForm(Form):
    refused_at = "code"

    code = forms.ChoiceField(label="Bulan atau semester")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = _spans()  # type: ignore[attr-defined]


class DecideForm(Form):
    refused_at = "winner"

    winner = forms.TypedChoiceField(label="Pilihan Anda", widget=forms.RadioSelect, coerce=int)
    reason = TextField(
        label="Alasan",
        rows=4,
        max_length=LONGEST_REASON,
        help_text="Tercetak pada piagam dan dibaca semua pegawai.",
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.person_id, f"{one.person.name}, {one.unit}") for one in candidates]
        self.fields["winner"].choices = choices  # type: ignore[attr-defined]


@page
def honours(request: PageRequest) -> HttpResponse:
    """Who was chosen, newest first; open rounds for those who prepare and decide."""
    today = timezone.localdate()
    rows = Honour.objects.visible_to(request.person, today).select_related("winner")
    context = {
        "page": keyset(request, rows, 20),
        "criteria": CRITERIA,
        "keeper": may_manage_people(request.person, today),
    }
    return render(request, "recognition/honours.html", context)


@page
def open_new(request: PageRequest) -> HttpResponse:
    """Freeze the candidates of a span."""
    if not may_manage_people(request.person):
        raise Http404
    form = OpenForm(request.POST or None)
    honour = made(
        form,
        lambda: open_honour(
            by=request.person, at=timezone.now(), on=timezone.localdate(), **form.cleaned_data
        ),
    )
    if honour is not None:
        return redirect("honour", honour.pk)
    context = {"form": form, "criteria": CRITERIA}
    return render(request, "recognition/honour_open.html", context, status=status(form))


@page
def show(request: PageRequest, honour_id: int) -> HttpResponse:
    """One round: its criteria and candidates for those who prepare and decide, then the choice."""
    honour, me, today = _visible(request, honour_id), request.person, timezone.localdate()
    prepares, decides = may_manage_people(me, today), may_decide(me, today)
    candidates = list(honour.candidates.select_related("person")) if prepares or decides else []
    form, barred = None, {}
    if decides and honour.decided_at is None:
        barred = conflicts_with([one.person for one in candidates], me, today)
        free = [one for one in candidates if one.person_id not in barred]
        form = DecideForm(request.POST or None, candidates=free)
        people = {one.person_id: one.person for one in candidates}
        decided = made(
            form,
            lambda: decide_honour(
                honour=honour,
                winner=people[form.cleaned_data["winner"]],
                reason=form.cleaned_data["reason"],
                by=me,
                at=timezone.now(),
                on=today,
            ),
        )
        if decided is not None:
            messages.success(request, "Pilihan Anda diumumkan kepada semua pegawai.")
            return redirect("honour", honour.pk)
    elif request.method == "POST":
        raise Http404
    context = {
        "honour": honour,
        "candidates": candidates,
        "form": form,
        "barred": list(barred.values()),
        "may_take": honour.winner_id == me.pk or prepares or decides,
        "own": honour.winner_id == me.pk,
    }
    return render(request, "recognition/honour.html", context, status=status(form))


@page
def certificate(request: PageRequest, honour_id: int) -> HttpResponse:
    """The certificate, for who was chosen and for those who prepare and decide."""
    honour, me, today = _visible(request, honour_id), request.person, timezone.localdate()
    known = honour.winner_id == me.pk or may_manage_people(me, today) or may_decide(me, today)
    if honour.decided_at is None or not known:
        raise Http404
    unit = honour.candidates.values_list("unit", flat=True).get(person=honour.winner_id)
    now = timezone.localtime()
    content = certificate_pdf(honour, agency=request.agency.name, unit=unit, at=now)
    return download(content, f"piagam-{honour.first:%Y-%m}.pdf")


def _visible(request: PageRequest, honour_id: int) -> Honour:
    rows = Honour.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("winner", "decided_by"), pk=honour_id)


def _spans() -> list[tuple[str, str]]:
    """The last months and semesters that are over, newest first."""
    today = timezone.localdate()
    found, year, month = [], today.year, today.month
    for _ in range(MONTHS_BACK):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        found.append((f"{year}-{month:02}", f"{MONTHS[month - 1]} {year}"))
    halves = [(today.year, 1)] if today.month > 6 else []
    halves += [(today.year - 1, 2), (today.year - 1, 1)]
    return [
        *found,
        *((f"{when}-S{half}", f"Semester {'I' * half} {when}") for when, half in halves),
    ]
