"""Findings: the list, one with its evidence, by hand, and taking one back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.finding import Finding, Proof, note_finding, withdraw_finding
from kinerja.needs.scope import may_analyse, need_scope
from kinerja.participation.idea import Idea
from kinerja.participation.space import is_asked
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit
from kinerja.records.event import Event
from kinerja.web.asked import number_in, row_in
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import DecimalIndonesia, Form, TanggalField, TextField
from kinerja.web.needs.tabs import need_tabs
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.unit_field import UnitField

SHOWN = 30


class FindingForm(Form):
    """One sentence, whose it is, and what shows it."""

    statement = TextField(
        label="Temuan",
        rows=2,
        max_length=300,
        help_text="Satu kalimat: apa yang kurang atau diinginkan.",
    )
    unit = UnitField(empty_label="Seluruh instansi")
    said = TextField(label="Bukti", rows=3, help_text="Apa yang menunjukkannya, dan di mana.")
    value = DecimalIndonesia(label="Angka", max_digits=18, decimal_places=4, required=False)
    unit_of_measure = forms.CharField(label="Satuan", max_length=40, required=False)
    cases = forms.IntegerField(
        label="Banyaknya data",
        min_value=1,
        max_value=2_000_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Dari berapa orang, kasus, atau bulan angka itu dihitung.",
    )
    measured_on = TanggalField(label="Per tanggal", required=False)
    address = forms.CharField(
        label="Halaman bukti",
        max_length=200,
        required=False,
        help_text="Bila ada di situs ini, misalnya /sasaran/12/.",
    )

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, scope)

    def clean_address(self) -> str:
        said = str(self.cleaned_data["address"]).strip()
        if said:
            try:
                resolve(said.partition("?")[0].partition("#")[0])
            except Resolver404:
                raise forms.ValidationError(
                    "Situs ini tidak punya halaman itu. Salin alamatnya sesudah nama situs."
                ) from None
        return said

    def values(self) -> dict[str, Any]:
        """The arguments of `note_finding`."""
        given = self.cleaned_data
        proof = Proof(
            said=given["said"],
            page=given["address"],
            value=given["value"],
            unit_of_measure=given["unit_of_measure"],
            cases=given["cases"],
            measured_on=given["measured_on"],
        )
        return {"statement": given["statement"], "unit": given["unit"], "proofs": [proof]}


class ReasonForm(Form):
    reason = TextField(label="Mengapa ditarik", rows=2, max_length=1_000)


def offer_units(form: forms.Form, scope: UnitScope) -> None:
    """The open units of the scope; the agency as a whole only for those who see all of it."""
    field: Any = form.fields["unit"]
    field.queryset = units_within(scope)
    field.required = not scope.everything
    if field.required:
        field.empty_label = "Pilih"


def units_within(scope: UnitScope) -> QuerySet[Unit]:
    return Unit.objects.open().filter(scope.within("path"))


@page
def findings(request: PageRequest) -> HttpResponse:
    """All findings that stand, narrowed by source, unit and year."""
    every = Finding.objects.visible_to(request.person)
    rows = every.standing().select_related("unit")
    source = request.GET.get("sumber", "")
    unit = row_in(Unit.objects.all(), request.GET.get("unit", ""))
    year = number_in(request.GET.get("tahun", ""))
    if source in Finding.Source.values:
        rows = rows.filter(source=source)
    if unit:
        rows = rows.filter(unit__path__startswith=unit.path)
    if year:
        rows = rows.filter(found_on__year=min(year, 9999))
    context = {
        "page": keyset(request, rows, SHOWN),
        "tabs": need_tabs("findings"),
        "sources": Finding.Source.choices,
        "units": Unit.objects.filter(pk__in=every.values("unit")),
        "years": [day.year for day in every.dates("found_on", "year", order="DESC")],
        "source": source,
        "unit": unit,
        "year": year,
        "filtered": bool(source or unit or year),
        "analyses": bool(need_scope(request.person, timezone.localdate())),
    }
    return render(request, "needs/finding/list.html", context)


@page
def finding_new(request: PageRequest) -> HttpResponse:
    """Write one down by hand, with what shows it."""
    today = timezone.localdate()
    scope = need_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    form = FindingForm(request.POST or None, scope=scope)
    noted = made(
        form,
        lambda: note_finding(
            source=Finding.Source.OTHER, by=request.person, on=today, **form.values()
        ),
    )
    if noted is not None:
        messages.success(request, "Temuan tercatat bersama buktinya.")
        return redirect("finding", noted.pk)
    return render(request, "needs/finding/new.html", {"form": form}, status=status(form))


@page
def finding(request: PageRequest, finding_id: int) -> HttpResponse:
    """One finding with its evidence, and the needs that grew from it."""
    return _show(request, _visible(request, finding_id), ReasonForm())


@page
@require_POST
def finding_withdraw(request: PageRequest, finding_id: int) -> HttpResponse:
    """Take it back with a reason."""
    one, form = _visible(request, finding_id), ReasonForm(request.POST)
    if done(
        form,
        lambda: withdraw_finding(
            finding=one,
            reason=form.cleaned_data["reason"],
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Temuan ditarik.")
        return redirect("finding", one.pk)
    return _show(request, one, form)


def _show(request: PageRequest, one: Finding, form: ReasonForm) -> HttpResponse:
    gone = Event.objects.about(one).named("finding.withdrawn").order_by("-pk").first()
    context = {
        "one": one,
        "evidence": one.evidence.all(),
        "ideas": Idea.objects.visible_to(request.person)
        .filter(finding=one)
        .exclude(state="withdrawn")
        .select_related("author")[:10],
        "may_propose": is_asked(request.person, None, timezone.localdate()),
        "needs": one.needs.all(),
        "why_gone": gone.reason if gone and one.withdrawn_on else "",
        "analyses": may_analyse(request.person, timezone.localdate(), one.unit),
        "form": form,
    }
    return render(request, "needs/finding/show.html", context, status=status(form))


def _visible(request: PageRequest, finding_id: int) -> Finding:
    rows = Finding.objects.visible_to(request.person).select_related("unit", "noted_by")
    return get_object_or_404(rows, pk=finding_id)
