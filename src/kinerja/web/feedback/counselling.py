"""Reports of behaviour and counselling: confidential, each page for its few readers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.feedback.counselling import (
    BehaviourReport,
    CounsellingRecord,
    appoint_counsellor,
    confirm_counselling,
    decline_report,
    may_decide,
    record_counselling,
    report_behaviour,
)
from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import reports_of
from kinerja.rules.behaviour import CoreValue
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

State = BehaviourReport.State


class ReportForm(Form):
    """Form B.1.10."""

    spoken_on = TanggalField(
        label="Sudah dibicarakan dengan pegawai pada",
        help_text="Pembicaraan dengan pegawai selalu mendahului laporan.",
    )
    value = forms.ChoiceField(
        label="Nilai yang terkait",
        choices=[("", "Tidak khusus"), *CoreValue.choices()],
        required=False,
    )
    problem = TextField(
        label="Masalah dan akibatnya bagi pegawai, tim, atau unit",
        rows=5,
        max_length=LONGEST_TEXT,
    )
    with_others = forms.BooleanField(
        label="Masalah serupa juga terjadi dengan orang lain", required=False
    )
    done_before = TextField(label="Yang sudah Anda lakukan", rows=4, max_length=LONGEST_TEXT)


class AppointForm(Form):
    """Who counsels, when and where."""

    counsellor = forms.ModelChoiceField(Person.objects.none(), label="Konselor")
    planned_on = TanggalField(label="Hari konseling")
    place = forms.CharField(label="Tempat", max_length=150)

    def __init__(self, *args: Any, report: BehaviourReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks = Role.objects.on(timezone.localdate()).filter(name=Role.Name.COUNSELLOR)
        able = Person.objects.filter(pk__in=tasks.values("person"))
        able = able.exclude(pk__in=[report.person_id, report.by_id]).order_by("name", "pk")
        self.fields["counsellor"].queryset = able  # type: ignore[attr-defined]


class DeclineForm(Form):
    prefix = "tolak"
    refused_at = "reason"

    reason = TextField(label="Alasan tidak dilanjutkan", rows=3, max_length=LONGEST_TEXT)


class RecordForm(Form):
    """The record of the counsellor."""

    prefix = "catatan"

    text = TextField(
        label="Catatan konseling",
        rows=6,
        max_length=LONGEST_TEXT,
        help_text="Hanya dibaca Anda dan pegawai yang bersangkutan.",
    )
    recommendation = TextField(
        label="Rekomendasi tindak lanjut",
        rows=3,
        max_length=LONGEST_TEXT,
        help_text="Juga dibaca pelapor dan bagian kepegawaian.",
    )


@page
def counselling_list(request: PageRequest) -> HttpResponse:
    """One's own counselling, and the reports that one may read."""
    person, today = request.person, timezone.localdate()
    reports = BehaviourReport.objects.visible_to(person).select_related("person", "counsellor")
    invited = BehaviourReport.objects.filter(person=person, state=State.APPOINTED)
    own = CounsellingRecord.objects.filter(report__person=person)
    context = {
        "page": keyset(request, reports, 20),
        "invited": invited.select_related("counsellor"),
        "own": own.select_related("report__counsellor").order_by("-pk"),
        "team": reports_of(person, today).order_by("name", "pk"),
    }
    return render(request, "feedback/counselling/list.html", context)


@page
def behaviour_report(request: PageRequest, person_id: int) -> HttpResponse:
    """The appraiser reports a problem of behaviour."""
    today = timezone.localdate()
    person = get_object_or_404(reports_of(request.person, today), pk=person_id)
    form = ReportForm(request.POST or None)
    report = made(
        form,
        lambda: report_behaviour(person=person, by=request.person, on=today, **form.cleaned_data),
    )
    if report is not None:
        messages.success(request, "Laporan diteruskan ke bagian kepegawaian.")
        return redirect("behaviour_show", report.pk)
    context = {"person": person, "form": form}
    return render(request, "feedback/counselling/report.html", context, status=status(form))


@page
def behaviour_show(request: PageRequest, report_id: int) -> HttpResponse:
    """One report: the personnel unit decides, the counsellor writes the record."""
    person, today = request.person, timezone.localdate()
    rows = BehaviourReport.objects.visible_to(person)
    rows = rows.select_related("person", "by", "counsellor", "decided_by", "counselling")
    report = get_object_or_404(rows, pk=report_id)
    decides = report.state == State.FILED and may_decide(person, report, today)
    records = report.state == State.APPOINTED and report.counsellor_id == person.pk
    sent = request.POST or None
    if sent is not None and not (may_decide(person, report, today) or records):
        raise PermissionDenied
    declining = sent is not None and "tolak-reason" in sent
    recording = sent is not None and "catatan-text" in sent
    appoint = AppointForm(None if declining or recording else sent, report=report)
    decline = DeclineForm(sent if declining else None)
    write = RecordForm(sent if recording else None)
    said: dict[str, Any] = {"report": report, "by": person, "on": today}
    if (
        done(appoint, lambda: appoint_counsellor(**said, **appoint.cleaned_data))
        or done(decline, lambda: decline_report(**said, **decline.cleaned_data))
        or done(write, lambda: record_counselling(**said, **write.cleaned_data))
    ):
        messages.success(request, "Tersimpan.")
        return redirect("behaviour_show", report.pk)
    kept = CounsellingRecord.objects.visible_to(person).filter(report=report).first()
    context = {
        "report": report,
        "value": CoreValue(report.value) if report.value else None,
        "appoint": appoint if decides else None,
        "decline": decline if decides else None,
        "write": write if records else None,
        "wrong": next((one for one in (appoint, decline, write) if one.errors), None),
        "kept": kept,
        "outcome": getattr(report, "counselling", None),
    }
    return render(
        request,
        "feedback/counselling/show.html",
        context,
        status=status(appoint, decline, write),
    )


@page
def counselling_confirm(request: PageRequest, record_id: int) -> HttpResponse:
    """The employee has read the record."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    rows = CounsellingRecord.objects.filter(report__person=request.person)
    kept = get_object_or_404(rows, pk=record_id)
    confirm_counselling(kept=kept, by=request.person, on=timezone.localdate())
    messages.success(request, "Tercatat: Anda sudah membacanya.")
    return redirect("counselling_list")
