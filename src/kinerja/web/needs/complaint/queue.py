"""The complaints that one may read, and one that a clerk writes down for a citizen."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.clock import ComplaintClock
from kinerja.needs.complaint.complaint import LONGEST_TEXT, Complaint, secret_of
from kinerja.needs.complaint.intake import MOST_FILES, file_complaint
from kinerja.needs.complaint.scope import complaint_scope, desk_scope
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit, inside
from kinerja.web.attempt import made, status
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    FilesField,
    Form,
    JamField,
    TanggalField,
    TextField,
)
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.unit_field import UnitField

SHOWN = 25
FILTER = "saring"
FILTERS = {
    "": "Terbuka",
    "baru": "Belum diteruskan",
    "terlambat": "Lewat batas",
    "saya": "Tanggung jawab saya",
    "dijawab": "Dijawab",
    "semua": "Semua",
}
BY_HAND = [
    (channel.value, channel.label)
    for channel in (
        Complaint.Channel.COUNTER,
        Complaint.Channel.PHONE,
        Complaint.Channel.LETTER,
        Complaint.Channel.WHATSAPP,
    )
]


def units_within(scope: UnitScope) -> QuerySet[Unit]:
    """The open units of a scope."""
    rows = Unit.objects.open()
    return rows if scope.everything else rows.filter(inside(scope.paths))


class EntryForm(Form):
    """What a citizen said at the desk, on the phone, in a letter."""

    channel = forms.ChoiceField(label="Masuk lewat", choices=BY_HAND, widget=forms.RadioSelect)
    received_on = TanggalField(label="Tanggal diterima")
    received_time = JamField(label="Jam diterima")
    category = forms.ModelChoiceField(
        label="Kategori", queryset=ComplaintCategory.objects.offered(), required=False
    )
    service = forms.CharField(
        label="Layanan", max_length=120, required=False, help_text="Misalnya “loket KTP”."
    )
    unit = UnitField(label="Unit yang diadukan", required=False)
    text = TextField(label="Isi pengaduan", rows=6, max_length=LONGEST_TEXT)
    name = forms.CharField(label="Nama pelapor", max_length=100, required=False)
    reach = forms.CharField(
        label="Telepon, surel, atau alamat",
        max_length=200,
        required=False,
        help_text="Hanya dibaca petugas pengaduan, penanggung jawab, dan pimpinan unitnya.",
    )
    proofs = FilesField(
        label="Lampiran", accept=(*PHOTOS, *DOCUMENTS), most=MOST_FILES, required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        now = timezone.localtime()
        initial = {
            "key": uuid4(),
            "channel": Complaint.Channel.COUNTER.value,
            "received_on": now.date(),
            "received_time": now.time(),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["unit"].queryset = units_within(scope)  # type: ignore[attr-defined]
        self.fields["unit"].required = not scope.everything


@page
def complaints(request: PageRequest) -> HttpResponse:
    """Those that wait first; what is late says so."""
    today = timezone.localdate()
    scope = complaint_scope(request.person, today)
    mine = Complaint.objects.visible_to(request.person, today)
    chosen = request.GET.get(FILTER, "")
    rows = _filtered(mine, chosen if chosen in FILTERS else "", request)
    running = ComplaintClock.objects.running().order_by("due_on", "pk")
    rows = rows.select_related("unit", "handler", "category").prefetch_related(
        Prefetch("clocks", running, to_attr="running")
    )
    context = {
        "page": keyset(request, rows, SHOWN),
        "today": today,
        "tabs": [
            Tab(label, f"?{FILTER}={name}" if name else reverse("complaints"), name == chosen)
            for name, label in FILTERS.items()
        ],
        "filtered": bool(chosen),
        "may_enter": bool(scope),
        "keeps_rules": desk_scope(request.person, today).everything,
    }
    return render(request, "needs/complaint/list.html", context)


def _filtered(rows: QuerySet[Complaint], name: str, request: PageRequest) -> QuerySet[Complaint]:
    if name == "":
        return rows.filter(state__in=Complaint.OPEN)
    if name == "baru":
        return rows.filter(state=Complaint.State.RECEIVED)
    if name == "terlambat":
        late = ComplaintClock.objects.running().filter(
            complaint=OuterRef("pk"), due_on__lt=timezone.localdate()
        )
        return rows.filter(Exists(late), state__in=Complaint.OPEN)
    if name == "saya":
        return rows.filter(handler=request.person, state__in=Complaint.OPEN)
    if name == "dijawab":
        return rows.filter(state__in=(Complaint.State.ANSWERED, Complaint.State.CLOSED))
    return rows.annotate(_all=F("pk"))


@page
def enter(request: PageRequest) -> HttpResponse:
    """Write down what a citizen said; the ticket is for the citizen to take along."""
    scope = complaint_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    form = EntryForm(request.POST or None, request.FILES or None, scope=scope)
    filed = made(form, lambda: _file(request, form))
    if filed is not None:
        messages.success(
            request,
            f"Tercatat. Berikan kepada pelapor: nomor {filed.code}, kunci {secret_of(filed)}.",
        )
        return redirect("complaint", filed.pk)
    return render(request, "needs/complaint/enter.html", {"form": form}, status=status(form))


def _file(request: PageRequest, form: EntryForm) -> Complaint:
    said = dict(form.cleaned_data)
    received = datetime.combine(
        said.pop("received_on"), said.pop("received_time"), timezone.get_current_timezone()
    )
    files = [(one.name or "berkas", one.read()) for one in said.pop("proofs")]
    now = timezone.now()
    return file_complaint(
        by=request.person,
        at=now,
        # The form tells minutes: what came in just now is not ahead.
        received_at=min(received, now)
        if received.date() == now.astimezone(received.tzinfo).date()
        else received,
        files=files,
        **said,
    )
