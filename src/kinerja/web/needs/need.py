"""Needs: the list, writing one from findings, changing, closing, and assessing it anew."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.needs.finding import Finding
from kinerja.needs.need import (
    Need,
    close_need,
    edit_need,
    may_keep,
    note_need,
    owners_for,
    score_need,
)
from kinerja.needs.problem_tree import ProblemNode
from kinerja.needs.scope import need_scope
from kinerja.needs.scoring import ScoringItem
from kinerja.people.person import Person
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit
from kinerja.planning.need_link import needs_without_goal, next_round
from kinerja.web.asked import number_in, row_in
from kinerja.web.attempt import done, made, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.indonesian import tanggal
from kinerja.web.needs.finding import offer_units
from kinerja.web.needs.tabs import need_tabs
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.unit_field import UnitField

SHOWN = 30
OFFERED = 40  # findings to choose from, the newest
CYCLE = timedelta(days=365)  # until the review that a new need proposes


class FindingChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Findings to tick, told with their source and day."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "many-choices"})

    def label_from_instance(self, obj: Finding) -> str:
        return f"{obj.statement} ({obj.get_source_display()}, {tanggal(obj.found_on)})"


def offered_findings(request: PageRequest, known: list[int]) -> QuerySet[Finding]:
    """The newest ones that stand, those that are named already and those that were sent."""
    rows = Finding.objects.visible_to(request.person).standing()
    newest = list(rows.values_list("pk", flat=True)[:OFFERED])
    sent = [number_in(text) for text in request.POST.getlist("findings")]
    return rows.filter(pk__in=[*newest, *known, *(pk for pk in sent if pk is not None)])


class NeedForm(Form):
    """A need and what shows it."""

    statement = TextField(
        label="Kebutuhan",
        rows=2,
        max_length=300,
        help_text="Keadaan yang harus berubah, bukan kegiatannya.",
    )
    unit = UnitField(empty_label="Seluruh instansi")
    why = TextField(label="Penjelasan", rows=3, max_length=3_000, required=False)
    review_on = TanggalField(
        label="Ditinjau kembali", help_text="Anda diingatkan dua minggu sebelumnya."
    )
    findings = FindingChoices(label="Temuan yang menunjukkannya", queryset=Finding.objects.none())

    def __init__(
        self, *args: Any, findings: QuerySet[Finding], scope: UnitScope, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = findings  # type: ignore[attr-defined]
        offer_units(self, scope)


class NextForm(NeedForm):
    """The need of the next cycle; its unit stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["unit"]


class OwnerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Person) -> str:
        return obj.full_name


class NeedEditForm(EditForm):
    """What may change while the need is open."""

    statement = TextField(label="Kebutuhan", rows=2, max_length=300)
    why = TextField(label="Penjelasan", rows=3, max_length=3_000, required=False)
    owner = OwnerChoice(
        label="Penanggung jawab",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Belum ada",
    )
    review_on = TanggalField(label="Ditinjau kembali")
    findings = FindingChoices(label="Temuan yang menunjukkannya", queryset=Finding.objects.none())

    def __init__(
        self, *args: Any, findings: QuerySet[Finding], owners: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = findings  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners.order_by("name")  # type: ignore[attr-defined]


class CloseForm(Form):
    state = forms.ChoiceField(
        label="Bagaimana kebutuhan ini selesai",
        choices=[
            (Need.State.SERVED, "Terpenuhi"),
            (Need.State.CLOSED, "Ditutup karena alasan lain"),
        ],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label="Alasan",
        rows=3,
        max_length=3_000,
        help_text="Sebutkan angka atau keputusan yang menunjukkannya.",
    )


PARTS = ("terbuka", "tanpa-sasaran", "tanpa-penanggung-jawab", "selesai")
LABELS = ("Terbuka", "Tanpa sasaran", "Tanpa penanggung jawab", "Selesai")


@page
def needs(request: PageRequest) -> HttpResponse:
    """The needs by what is missing; one part in full, narrowed by unit."""
    today = timezone.localdate()
    every = Need.objects.visible_to(request.person)
    unit = row_in(Unit.objects.all(), request.GET.get("unit", ""))
    rows = every.filter(unit__path__startswith=unit.path) if unit else every
    parts = dict(
        zip(
            PARTS,
            (
                rows.open(),
                needs_without_goal(rows),
                rows.open().without_owner(today),
                rows.exclude(state=Need.State.OPEN),
            ),
            strict=True,
        )
    )
    asked = request.GET.get("bagian", "")
    part = asked if asked in PARTS else PARTS[0]
    more = f"&unit={unit.pk}" if unit else ""
    shown = parts[part].select_related("unit", "owner")
    shown = shown.annotate(goals=Count("goal_links", distinct=True))
    context = {
        "page": keyset(request, shown, SHOWN),
        "tabs": need_tabs("needs"),
        "parts": [
            Tab(label, f"?bagian={name}{more}", name == part, parts[name].count())
            for name, label in zip(PARTS, LABELS, strict=True)
        ],
        "part": part,
        "unit": unit,
        "units": Unit.objects.filter(pk__in=every.values("unit")),
        "any": every.exists(),
        "today": today,
        "analyses": bool(need_scope(request.person, today)),
    }
    return render(request, "needs/need/list.html", context)


@page
def need_new(request: PageRequest) -> HttpResponse:
    """Write a need from findings; `?temuan=` names them."""
    today = timezone.localdate()
    scope = need_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    asked = [pk for pk in map(number_in, request.GET.getlist("temuan")) if pk is not None]
    item = row_in(
        ScoringItem.objects.exclude(scoring__closed_on=None).select_related("scoring"),
        request.GET.get("butir", ""),
    )
    node = item.node if item else row_in(ProblemNode.objects.all(), request.GET.get("simpul", ""))
    if item and item.finding_id:
        asked.append(item.finding_id)
    if node:
        asked += node.proofs.values_list("finding_id", flat=True)
    offered = offered_findings(request, asked)
    named = list(offered.filter(pk__in=asked).select_related("unit"))
    initial = {
        "findings": named,
        "review_on": today + CYCLE,
        "unit": named[0].unit if named else None,
        "statement": node.statement if node else named[0].statement if len(named) == 1 else "",
    }
    form = NeedForm(request.POST or None, findings=offered, scope=scope, initial=initial)
    noted = made(
        form,
        lambda: _noted(item, by=request.person, on=today, **_with_list(form.cleaned_data)),
    )
    if noted is not None:
        messages.success(request, "Kebutuhan tercatat; Anda penanggung jawabnya.")
        return redirect("need", noted.pk)
    context = {"form": form, "any": offered.exists()}
    return render(request, "needs/need/new.html", context, status=status(form))


@page
def need_edit(request: PageRequest, need_id: int) -> HttpResponse:
    """Change an open need."""
    need, today = kept_need(request, need_id), timezone.localdate()
    reasons = list(need.reasons.values_list("finding_id", flat=True))
    form = NeedEditForm(
        request.POST or None,
        row=need,
        findings=Finding.objects.filter(
            Q(pk__in=offered_findings(request, reasons)) | Q(pk__in=reasons)
        ),
        owners=owners_for(need, request.person, today),
        initial={
            "statement": need.statement,
            "why": need.why,
            "owner": need.owner,
            "review_on": need.review_on,
            "findings": reasons,
            "revision": need.revision,
        },
    )
    if done(
        form,
        lambda: edit_need(need=need, by=request.person, on=today, **_with_list(form.cleaned_data)),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("need", need.pk)
    context = {"form": form, "need": need, "newer": form.newer}
    return render(request, "needs/need/edit.html", context, status=status(form))


@page
def need_close(request: PageRequest, need_id: int) -> HttpResponse:
    """Say that it is served, or closed for another reason."""
    need = kept_need(request, need_id)
    form = CloseForm(request.POST or None)
    if done(
        form,
        lambda: close_need(
            need=need, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Tersimpan.")
        return redirect("need", need.pk)
    return render(
        request, "needs/need/close.html", {"form": form, "need": need}, status=status(form)
    )


@page
def need_next(request: PageRequest, need_id: int) -> HttpResponse:
    """The need of the next cycle, from what is found now; the old one stays beside it."""
    need, today = kept_need(request, need_id), timezone.localdate()
    form = NextForm(
        request.POST or None,
        findings=offered_findings(request, []).filter(found_on__gte=need.noted_on),
        scope=need_scope(request.person, today),
        initial={"statement": need.statement, "review_on": today + CYCLE},
    )
    new = made(
        form,
        lambda: next_round(need=need, by=request.person, on=today, **_with_list(form.cleaned_data)),
    )
    if new is not None:
        messages.success(request, "Kebutuhan dinilai ulang; temuan lama dan baru berdampingan.")
        return redirect("need", new.pk)
    return render(
        request, "needs/need/next.html", {"form": form, "need": need}, status=status(form)
    )


@transaction.atomic
def _noted(item: ScoringItem | None, *, by: Person, on: date, **given: Any) -> Need:
    """The need, with the score of the item of a closed session that it grew from."""
    need = note_need(by=by, on=on, **given)
    if item is not None and item.mean is not None:
        source = f"{item.scoring.get_method_display()}, urutan {item.place}: {item.scoring.title}"
        score_need(need=need, priority=item.mean, source=source, by=by, on=on)
    return need


def visible_need(request: PageRequest, need_id: int) -> Need:
    rows = Need.objects.visible_to(request.person).select_related("unit", "owner", "follows")
    return get_object_or_404(rows, pk=need_id)


def kept_need(request: PageRequest, need_id: int) -> Need:
    """A need that this person may change, and that is open."""
    need = visible_need(request, need_id)
    if not may_keep(need, request.person, timezone.localdate()):
        raise PermissionDenied
    return need


def _with_list(given: dict[str, Any]) -> dict[str, Any]:
    return given | {"findings": list(given["findings"])}
