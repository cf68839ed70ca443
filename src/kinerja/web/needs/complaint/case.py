"""One complaint: what was said, who holds it, its clocks, and what may be done now."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.complaint import (
    LONGEST_TEXT,
    Complaint,
    ComplaintContact,
    ComplaintFile,
    ComplaintMessage,
)
from kinerja.needs.complaint.handling import (
    forward_complaint,
    hand_over_complaint,
    mark_duplicate,
    may_answer,
    may_route,
    note_inside,
    reject_complaint,
    say_to_citizen,
    take_up_complaint,
)
from kinerja.needs.complaint.intake import MOST_FILES
from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.refusals import InvalidInput
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.rules.complaint import ComplaintClass
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.forms import DOCUMENTS, PHOTOS, FilesField, Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import ASK, Question, asks, choose_unit
from kinerja.web.stored_file import send

UNIT = "unit"  # in the address: the unit that was chosen for the form


def chosen_unit(label: str) -> Any:
    """A unit that was chosen on a page of its own: there may be thousands."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Unit.objects.open(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Unit ini sudah ditutup. Pilih yang lain."},
    )


class ForwardForm(Form):
    place: ClassVar = "forward_form"
    prefix = "teruskan"

    unit = chosen_unit("Unit yang bertanggung jawab")
    category = forms.ModelChoiceField(
        label="Kategori", queryset=ComplaintCategory.objects.offered()
    )
    complaint_class = forms.ChoiceField(
        label="Kadar pengaduan",
        choices=ComplaintClass.choices(),
        widget=forms.RadioSelect,
        help_text="Menentukan batas waktu penyelesaian.",
    )


class AppointForm(Form):
    place: ClassVar = "appoint_form"
    prefix = "tunjuk"

    handler = forms.ModelChoiceField(label="Penanggung jawab", queryset=Person.objects.none())
    reason = forms.CharField(label="Alasan", max_length=300, initial="Penunjukan penanggung jawab.")

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if complaint.unit is not None:
            self.fields["handler"].queryset = people_of(complaint.unit)  # type: ignore[attr-defined]
        self.fields["handler"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class HandOverForm(Form):
    place: ClassVar = "hand_over_form"
    prefix = "alih"

    unit = chosen_unit("Unit baru")
    reason = forms.CharField(label="Alasan", max_length=300)


class AnswerForm(Form):
    place: ClassVar = "answer_form"
    prefix = "jawab"
    refused_at = "text"

    text = TextField(label="Pesan untuk pelapor", rows=5, max_length=LONGEST_TEXT)
    final = forms.ChoiceField(
        label="Pesan ini",
        choices=[
            ("0", "Tanggapan: pengaduan masih ditangani"),
            ("1", "Jawaban akhir: pengaduan selesai ditangani"),
        ],
        widget=forms.RadioSelect,
        initial="0",
    )
    proofs = FilesField(
        label="Lampiran", accept=(*PHOTOS, *DOCUMENTS), most=MOST_FILES, required=False
    )


class NoteForm(Form):
    place: ClassVar = "note_form"
    prefix = "catat"
    refused_at = "text"

    text = TextField(label="Catatan internal", rows=2, max_length=LONGEST_TEXT)


class RefuseForm(Form):
    place: ClassVar = "refuse_form"
    prefix = "tolak"
    refused_at = "reason"

    reason = TextField(
        label="Alasan", rows=2, max_length=500, help_text="Pelapor membaca alasan ini."
    )


class DuplicateForm(Form):
    place: ClassVar = "duplicate_form"
    prefix = "sama"
    refused_at = "first"

    first = forms.CharField(
        label="Nomor tiket yang lebih dulu", max_length=12, help_text="Misalnya ADU-7K3MQ2XB."
    )


def people_of(unit: Unit) -> PersonQuerySet:
    """Who holds a post in the unit itself today, by name; those below are reached by their unit."""
    today = timezone.localdate()
    seats = Assignment.objects.on(today).filter(position__unit=unit).order_by().values("person")
    return Person.objects.filter(is_present(today), pk__in=seats).order_by("name")


@page
def case(request: PageRequest, complaint_id: int) -> HttpResponse:
    """The case as those read it who deal with it; `?unit=pilih`: choose the unit to send it to."""
    one = _visible(request, complaint_id)
    if asks(request, UNIT) and may_route(request.person, one, timezone.localdate()):
        question = Question(
            UNIT,
            "Unit mana yang bertanggung jawab?",
            f"Pengaduan {one.code} diteruskan ke unit itu sesudah Anda mengirim formulirnya.",
            reverse("complaint", args=[one.pk]),
            f"Pengaduan {one.code}",
        )
        return choose_unit(request, question, Unit.objects.all())
    return _show(request, one)


@page
@require_POST
def forward(request: PageRequest, complaint_id: int) -> HttpResponse:
    """Verify it and say which unit is responsible."""
    one = _visible(request, complaint_id)
    form = ForwardForm(request.POST)
    act = lambda: forward_complaint(complaint=one, **form.cleaned_data, **_now(request))  # noqa: E731
    return _acted(request, one, form, act, "Diteruskan. Unitnya mendapat kabar.")


@page
@require_POST
def appoint(request: PageRequest, complaint_id: int) -> HttpResponse:
    """Make somebody of the unit responsible."""
    one = _visible(request, complaint_id)
    form = AppointForm(request.POST, complaint=one)

    def act() -> object:
        if one.unit is None:
            raise InvalidInput("Teruskan dulu pengaduan ini ke unitnya.")
        return hand_over_complaint(
            complaint=one, unit=one.unit, **form.cleaned_data, **_now(request)
        )

    return _acted(request, one, form, act, "Penanggung jawab ditunjuk dan mendapat kabar.")


@page
@require_POST
def hand_over(request: PageRequest, complaint_id: int) -> HttpResponse:
    """Another unit is responsible from now on."""
    one = _visible(request, complaint_id)
    form = HandOverForm(request.POST)
    act = lambda: hand_over_complaint(complaint=one, **form.cleaned_data, **_now(request))  # noqa: E731
    if not done(form, act):
        return _show(request, one, hand_over_form=form)
    messages.success(request, "Dialihkan. Unit baru mendapat kabar.")
    there = Complaint.objects.visible_to(request.person).filter(pk=one.pk).exists()
    return redirect("complaint", one.pk) if there else redirect("complaints")


@page
@require_POST
def take_up(request: PageRequest, complaint_id: int) -> HttpResponse:
    """One deals with it oneself."""
    one = _visible(request, complaint_id)
    refused = refusal_of(lambda: take_up_complaint(complaint=one, **_now(request)))
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Pengaduan ini sekarang Anda tangani.")
    return redirect("complaint", one.pk)


@page
@require_POST
def answer(request: PageRequest, complaint_id: int) -> HttpResponse:
    """Say something to the citizen; the final answer ends the clock."""
    one = _visible(request, complaint_id)
    form = AnswerForm(request.POST, request.FILES)

    def act() -> object:
        said = form.cleaned_data
        return say_to_citizen(
            complaint=one,
            text=said["text"],
            final=said["final"] == "1",
            files=[(file.name or "berkas", file.read()) for file in said["proofs"]],
            **_now(request),
        )

    return _acted(request, one, form, act, "Tersimpan. Pelapor membacanya dengan nomor tiketnya.")


@page
@require_POST
def note(request: PageRequest, complaint_id: int) -> HttpResponse:
    """A note among colleagues."""
    one = _visible(request, complaint_id)
    form = NoteForm(request.POST)
    act = lambda: note_inside(complaint=one, **form.cleaned_data, **_now(request))  # noqa: E731
    return _acted(request, one, form, act, "Catatan tersimpan.")


@page
@require_POST
def refuse(request: PageRequest, complaint_id: int) -> HttpResponse:
    """It cannot be followed; the citizen reads why."""
    one = _visible(request, complaint_id)
    form = RefuseForm(request.POST)
    act = lambda: reject_complaint(complaint=one, **form.cleaned_data, **_now(request))  # noqa: E731
    return _acted(request, one, form, act, "Tersimpan. Pelapor membaca alasannya.")


@page
@require_POST
def duplicate(request: PageRequest, complaint_id: int) -> HttpResponse:
    """It was told before."""
    one = _visible(request, complaint_id)
    form = DuplicateForm(request.POST)

    def act() -> object:
        code = form.cleaned_data["first"].strip().upper()
        first = Complaint.objects.visible_to(request.person).filter(code=code).first()
        if first is None:
            raise InvalidInput("Nomor tiket ini tidak dikenal, atau bukan untuk Anda.")
        return mark_duplicate(complaint=one, first=first, **_now(request))

    return _acted(request, one, form, act, "Ditandai sebagai laporan yang sama.")


@page
def file(request: PageRequest, complaint_id: int, file_id: int) -> HttpResponseBase:
    """One file of it, after the check."""
    one = _visible(request, complaint_id)
    rows = ComplaintFile.objects.select_related("blob")
    return send_complaint_file(request, get_object_or_404(rows, pk=file_id, complaint=one))


def send_complaint_file(request: Any, found: ComplaintFile) -> HttpResponseBase:
    blob = found.blob
    return send(
        request,
        blob.path,
        media_type=blob.media_type,
        name=found.name,
        mark=blob.sha256,
        saved=not blob.media_type.startswith("image/"),
    )


def _acted(
    request: PageRequest, one: Complaint, form: Any, act: Callable[[], object], said: str
) -> HttpResponse:
    if not done(form, act):
        return _show(request, one, **{form.place: form})
    messages.success(request, said)
    return redirect("complaint", one.pk)


def _show(request: PageRequest, one: Complaint, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    routes, answers = may_route(request.person, one, today), may_answer(request.person, one, today)
    new, held = one.state == Complaint.State.RECEIVED, one.state in Complaint.HELD
    unit = _unit_of(request, forms) or (one.unit if new else None)
    context = {
        "one": one,
        "today": today,
        "contact": ComplaintContact.objects.filter(complaint=one).first(),
        "first_files": one.files.filter(message=None),
        "messages_said": one.messages.select_related("author").prefetch_related("files"),
        "note_kind": ComplaintMessage.Kind.NOTE,
        "clocks": one.clocks.select_related("unit", "person"),
        "holders": one.holders.select_related("unit", "person"),
        "may_take_up": held
        and answers
        and one.handler_id != request.person.pk
        and one.handler_id is None,
        "forward_form": ForwardForm(
            initial={
                "unit": unit,
                "category": one.category_id,
                "complaint_class": one.category.usual_class if one.category else None,
            }
        )
        if new and routes
        else None,
        "answer_form": AnswerForm() if held and answers else None,
        "note_form": NoteForm() if answers else None,
        "appoint_form": AppointForm(complaint=one) if held and routes else None,
        "hand_over_form": HandOverForm(initial={"unit": unit}) if held and routes else None,
        "to_unit": unit,
        "hand_over_opened": "hand_over_form" in forms or (held and unit is not None),
        "choose_unit": f"{reverse('complaint', args=[one.pk])}?{UNIT}={ASK}",
        "refuse_form": RefuseForm() if one.is_open and routes else None,
        "duplicate_form": DuplicateForm() if one.is_open and routes else None,
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "needs/complaint/show.html", context, status=status(*bad))


def _unit_of(request: PageRequest, sent: dict[str, Any]) -> Unit | None:
    """The unit that was chosen: of a form that came back, or of the address."""
    given = request.GET.get(UNIT, "")
    for form in sent.values():
        given = form.data.get(form.add_prefix("unit"), given)
    return row_in(Unit.objects.open().select_related("parent"), given)


def _visible(request: PageRequest, complaint_id: int) -> Complaint:
    rows = Complaint.objects.visible_to(request.person).select_related(
        "unit", "handler", "category", "duplicate_of"
    )
    return get_object_or_404(rows, pk=complaint_id)


def _now(request: PageRequest) -> dict[str, Any]:
    return {"by": request.person, "at": timezone.now(), "on": timezone.localdate()}
