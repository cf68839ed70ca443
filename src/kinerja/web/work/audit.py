"""The inspector's sample: draw it, check each report, answer findings, close them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.unit import Unit, inside
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.unit_field import UnitField
from kinerja.web.work.evidence_sign import signs_of
from kinerja.work.audit_finding import (
    LONGEST,
    answer_finding,
    check_item,
    close_finding,
    items_for,
)
from kinerja.work.report import Report
from kinerja.work.sample_audit import (
    LARGEST,
    AuditItem,
    SampleAudit,
    draw_audit,
    in_order_share,
    inspected_paths,
)

SIZE = 50
TONES = {"in_order": "good", "finding": "heed", "cannot": "", "": "info"}


class DrawForm(Form):
    """What is drawn from, and how many."""

    unit = UnitField(
        label="Unit",
        required=False,
        empty_label="Seluruh lingkup saya",
    )
    starts_on = TanggalField(label="Pekerjaan dari tanggal")
    ends_on = TanggalField(label="Sampai tanggal")
    size = forms.IntegerField(label="Banyaknya laporan", min_value=1, max_value=LARGEST, initial=20)
    seed = forms.CharField(
        label="Kunci undian",
        max_length=32,
        required=False,
        help_text="Kosongkan agar diacak. Isi hanya untuk mengulang undian lama.",
    )

    def __init__(self, *args: Any, paths: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(inside(paths)).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class CheckForm(Form):
    """What one report is like."""

    refused_at = "words"

    verdict = forms.ChoiceField(
        label="Hasil", choices=AuditItem.Verdict.choices[1:], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label="Jenis temuan",
        choices=[("", "Pilih"), *AuditItem.Kind.choices],
        required=False,
        help_text="Diisi bila hasilnya temuan.",
    )
    words = TextField(
        label="Uraian",
        rows=3,
        max_length=LONGEST,
        required=False,
        help_text="Wajib, kecuali bila hasilnya sesuai.",
    )


class WordsForm(Form):
    """An answer, or how a finding ends."""

    refused_at = "words"

    words = TextField(
        label="Tanggapan",
        rows=3,
        max_length=LONGEST,
        error_messages={"required": "Tulis tanggapannya."},
    )


@page
def audits(request: PageRequest) -> HttpResponse:
    """The inspector's audits; for everybody else the findings that await their answer."""
    today = timezone.localdate()
    seen = SampleAudit.objects.visible_to(request.person, today).select_related("unit", "inspector")
    counted = seen.annotate(
        number=Count("items"),
        checked=Count("items", filter=~Q(items__verdict="")),
        findings=Count("items", filter=Q(items__verdict=AuditItem.Verdict.FINDING)),
    )
    mine = AuditItem.objects.filter(
        Q(report__person=request.person) | Q(verifier=request.person),
        verdict=AuditItem.Verdict.FINDING,
    ).select_related("report__person")
    context = {
        "inspects": bool(inspected_paths(request.person, today)),
        "audits": counted[:SIZE],
        "mine": mine.order_by("-checked_at")[:SIZE],
    }
    return render(request, "work/audits.html", context)


@page
def audit_new(request: PageRequest) -> HttpResponse:
    """Draw a sample."""
    now, today = timezone.now(), timezone.localdate()
    paths = inspected_paths(request.person, today)
    if not paths:
        raise PermissionDenied
    form = DrawForm(request.POST or None, paths=paths)
    audit = made(form, lambda: draw_audit(by=request.person, at=now, on=today, **form.cleaned_data))
    if audit is not None:
        messages.success(request, "Sampel terundi.")
        return redirect("audit_detail", audit.pk)
    return render(request, "work/audit_new.html", {"form": form}, status=status(form))


@page
def audit_detail(request: PageRequest, audit_id: int) -> HttpResponse:
    """One audit: its draw, its reports, its share in order."""
    seen = SampleAudit.objects.visible_to(request.person, timezone.localdate())
    audit = get_object_or_404(seen.select_related("unit", "inspector"), pk=audit_id)
    items = list(audit.items.select_related("report__person", "report__unit"))
    context = {
        "audit": audit,
        "items": [(item, TONES[item.verdict]) for item in items],
        "checked": sum(bool(item.verdict) for item in items),
        "share": in_order_share(audit),
    }
    return render(request, "work/audit_detail.html", context)


@page
def audit_item(request: PageRequest, item_id: int) -> HttpResponse:
    """One report of a sample, for its inspector, its author and who accepted it."""
    item = _visible(request, item_id)
    inspects = item.audit.inspector_id == request.person.pk
    form = CheckForm(request.POST or None) if inspects else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and done(
        form,
        lambda: check_item(item=item, by=request.person, at=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, "Hasil pemeriksaan tersimpan.")
        return redirect("audit_detail", item.audit_id)
    return _show(request, item, check=form if form is not None and form.is_bound else None)


@page
def audit_answer(request: PageRequest, item_id: int) -> HttpResponse:
    """The author or the verifier answers a finding."""
    return _say(request, item_id, closing=False)


@page
def audit_close(request: PageRequest, item_id: int) -> HttpResponse:
    """The inspector ends a finding."""
    return _say(request, item_id, closing=True)


def _say(request: PageRequest, item_id: int, *, closing: bool) -> HttpResponse:
    item = _visible(request, item_id)
    if request.method != "POST":
        return redirect("audit_item", item.pk)
    form = WordsForm(request.POST)

    def say() -> None:
        words = form.cleaned_data["words"]
        if closing:
            close_finding(item=item, words=words, by=request.person)
        else:
            answer_finding(item=item, words=words, by=request.person, at=timezone.now())

    if done(form, say):
        messages.success(request, "Temuan ditutup." if closing else "Tanggapan terkirim.")
        return redirect("audit_item", item.pk)
    return _show(request, item, words=form)


def _visible(request: PageRequest, item_id: int) -> AuditItem:
    found = AuditItem.objects.filter(items_for(request.person, timezone.localdate()))
    rows = found.select_related("audit__inspector", "report__person", "report__unit", "verifier")
    return get_object_or_404(rows, pk=item_id)


def _show(
    request: PageRequest,
    item: AuditItem,
    *,
    check: CheckForm | None = None,
    words: WordsForm | None = None,
) -> HttpResponse:
    person = request.person
    inspects = item.audit.inspector_id == person.pk
    open_finding = item.state in (AuditItem.State.OPEN, AuditItem.State.ANSWERED)
    may_check = inspects and item.state not in (AuditItem.State.ANSWERED, AuditItem.State.CLOSED)
    report = (
        Report.objects.select_related("person", "result", "indicator", "order")
        .prefetch_related("evidence__attachment__blob")
        .get(pk=item.report_id)
    )
    if may_check and check is None:
        said = {"verdict": item.verdict, "kind": item.kind, "words": item.words}
        check = CheckForm(initial=said)
    words = (words or WordsForm()) if open_finding else None
    if words and inspects:
        words.fields["words"].label = "Kesimpulan penutup"
    context = {
        "item": item,
        "report": report,
        "signs": signs_of([report], person)[report.pk],
        "tone": TONES[item.verdict],
        "inspects": inspects,
        "changed": report.version != item.version,
        "check": check if may_check else None,
        "replies": item.replies.select_related("by"),
        "words": words,
        "answers": person.pk in (item.report.person_id, item.verifier_id),
    }
    return render(request, "work/audit_item.html", context, status=status(check, words))
