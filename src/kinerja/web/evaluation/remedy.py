"""Bulk remedies of the control room: choose one for a cause, watch it, undo it; a longer window."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app

from kinerja.evaluation.concern import Concern, reviews_with
from kinerja.evaluation.concern_reminder import REMINDERS, remind_concerned
from kinerja.evaluation.prolonging import prolong_period
from kinerja.evaluation.remedy import Remedy
from kinerja.evaluation.remedy_undo import undo_remedy
from kinerja.evaluation.remedying import REMEDIES, carry_on, start_remedy
from kinerja.people.person import Person
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.evaluation.control import concern_named, period_with, room_page
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page

NAMES_SHOWN = 50
# What is said beside each cause: what it means, and what usually helps.
ADVICE: dict[Concern, str] = {
    Concern.NO_APPRAISER: "Lengkapi atasan di data pegawai, lalu pasangkan; atau tetapkan seorang"
    " penilai dengan alasan.",
    Concern.MOVED: "Pegawai pindah dinilai penilai di unit barunya; penilai yang sudah tidak"
    " memimpin diganti penggantinya.",
    Concern.ON_LEAVE: "Selama penilai cuti, atasannya yang menilai (PermenPANRB 6/2022 hlm. 89).",
    Concern.LATE: "Masa penilaian tinggal tiga hari atau kurang: ingatkan, perpanjang, atau"
    " alihkan.",
    Concern.NOT_STARTED: "Penilai belum menyimpan apa pun untuk pegawai ini.",
    Concern.NO_SELF_REPORT: "Tanpa realisasi, penilai menilai dari catatan yang ada.",
    Concern.NOT_SIGNED: "Bila ada realisasi yang keliru, buka kembali; bila tidak, ingatkan.",
    Concern.NOT_DELIVERED: "Batas keberatan baru berjalan setelah hasil dibuka pegawai.",
    Concern.OBJECTION_OPEN: "Atasan pejabat penilai memutus dalam 7 hari kerja.",
}


class RemedyForm(Form):
    """Which remedy, why, and by whom it is rated from now on."""

    kind = forms.ChoiceField(label="Tindakan", widget=forms.RadioSelect)
    nip = forms.CharField(
        label="NIP penilai",
        required=False,
        max_length=30,
        help_text="Hanya untuk “Tetapkan penilai”.",
    )
    reason = TextField(
        label="Alasan", rows=3, help_text="Tercatat pada setiap penilaian; pegawai membacanya."
    )

    def __init__(self, *args: Any, kinds: list[Remedy.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["kind"].initial = choices[0][0]
        if Remedy.Kind.NAME_APPRAISER not in kinds:
            del self.fields["nip"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["appraiser"] = None
        if said.get("kind") == Remedy.Kind.NAME_APPRAISER:
            nip = "".join(said.get("nip", "").split())
            said["appraiser"] = Person.objects.filter(nip=nip).first() if nip else None
            if said["appraiser"] is None:
                self.add_error("nip", "NIP ini tidak ada di data pegawai. Periksa ke-18 angkanya.")
        said.pop("nip", None)
        return said


class ProlongForm(Form):
    refused_at = "closes_on"

    closes_on = TanggalField(label="Penilaian ditutup pada")
    reason = TextField(label="Alasan", rows=3, help_text="Tercatat; semua orang mendapat kabar.")


@page
def concern(request: PageRequest, code: str, cause: str) -> HttpResponse:
    """The people of one cause, and the remedies against it."""
    period, found, today = period_with(request, code), concern_named(cause), timezone.localdate()
    kinds = list(REMEDIES.get(found, ()))
    form = RemedyForm(request.POST or None, kinds=kinds) if kinds else None
    if form is not None:
        started = made(
            form,
            lambda: start_remedy(
                period=period,
                concern=found,
                by=request.person,
                at=timezone.now(),
                on=today,
                **form.cleaned_data,
            ),
        )
        if started is not None:
            _begin(started)
            return redirect("control_remedy", started.pk)
    reviews = reviews_with(period, found, today)
    context = {
        "period": period,
        "concern": found,
        "advice": ADVICE[found],
        "count": reviews.count(),
        "rows": reviews.select_related("person", "appraiser", "plan__assignment__position__unit")
        .only("person__name", "appraiser__name", "plan__assignment__position__unit__name")
        .order_by("plan__assignment__position__unit__path", "person__name")[:NAMES_SHOWN],
        "shown": NAMES_SHOWN,
        "form": form,
        "is_open": period.is_open(today),
        "reminder": REMINDERS.get(found),
        "room_url": room_page(period),
    }
    return render(request, "evaluation/control/concern.html", context, status=status(form))


@page
@require_POST
def remind(request: PageRequest, code: str, cause: str) -> HttpResponse:
    """Tell all who can do away with the cause."""
    period, found = period_with(request, code), concern_named(cause)
    refused = refusal_of(
        lambda: remind_concerned(
            period=period, concern=found, by=request.person, on=timezone.localdate()
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Pengingat terkirim ke kotak masuk.")
    return redirect("control_concern", period.code, found.value)


@page
def show(request: PageRequest, remedy_id: int) -> HttpResponse:
    """How far it is, what it changed, and until when it can be undone."""
    remedy, now = _visible(request, remedy_id), timezone.now()
    until = remedy.undo_until
    context = {
        "remedy": remedy,
        "room_url": room_page(remedy.period),
        "can_undo": until is not None and remedy.undone_at is None and now <= until,
        "minutes_left": max(1, int((until - now).total_seconds()) // 60) if until else 0,
        "left_alone": remedy.total - remedy.changed,
    }
    part = "#progress" if request.htmx else ""
    return render(request, f"evaluation/control/remedy.html{part}", context)


@page
@require_POST
def undo(request: PageRequest, remedy_id: int) -> HttpResponse:
    """Put everything back as it was."""
    remedy = _visible(request, remedy_id)
    refused = refusal_of(lambda: undo_remedy(remedy=remedy, by=request.person, at=timezone.now()))
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Tindakan diurungkan. Semua kembali seperti sebelumnya.")
    return redirect("control_remedy", remedy.pk)


@page
def prolong(request: PageRequest, code: str) -> HttpResponse:
    """A longer window for everybody."""
    period, today = period_with(request, code), timezone.localdate()
    form = ProlongForm(request.POST or None)
    remedy = made(
        form,
        lambda: prolong_period(
            period=period,
            by=request.person,
            at=timezone.now(),
            on=today,
            **form.cleaned_data,
        ),
    )
    if remedy is not None:
        return redirect("control_remedy", remedy.pk)
    context = {"period": period, "form": form, "room_url": room_page(period)}
    return render(request, "evaluation/control/prolong.html", context, status=status(form))


def _begin(remedy: Remedy) -> None:
    """The first batch at once; what is left is the worker's."""
    if carry_on(remedy=remedy, at=timezone.now()):
        task = app.configure_task("evaluation.carry_remedy", lock=f"remedy-{remedy.pk}")
        task.defer(remedy_id=remedy.pk)


def _visible(request: PageRequest, remedy_id: int) -> Remedy:
    rows = Remedy.objects.visible_to(request.person).select_related(
        "period", "by", "undone_by", "appraiser"
    )
    return get_object_or_404(rows, pk=remedy_id)
