"""Announcements: the archive, one of them with "saya paham", and writing them."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.adoption.announcement import (
    LONGEST_TEXT,
    MOST_FILES,
    Announcement,
    AnnouncementFile,
    Message,
    Reading,
    announce,
    edit_announcement,
    managed_by,
    may_manage,
    missing_of,
    open_announcement,
    remind_receivers,
    understand_announcement,
    withdraw_announcement,
)
from kinerja.adoption.audience import sending_scope
from kinerja.adoption.reach import reach_by_unit, reach_of
from kinerja.adoption.refusals import (
    BadLink,
    ChangeUnsaid,
    EndsBeforeStart,
    RegulationUnnamed,
    TooSoon,
    WrongState,
)
from kinerja.people.person import Person
from kinerja.people.refusals import WrongDates
from kinerja.people.supervision import led_units
from kinerja.rules.refusal import ChangedMeanwhile, Refusal
from kinerja.web.adoption.audience import AudienceForm, question, scoped_units, wants_unit
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import DOCUMENTS, PHOTOS, FilesField, Form, TanggalField, TextField
from kinerja.web.indonesian import angka, tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.people.choose import choose_unit
from kinerja.web.stored_file import send_file

SHOWN = 20
MINE = "dikirim"


class WordsForm(Form):
    """What is said."""

    places: ClassVar = {
        WrongDates: "starts_on",
        EndsBeforeStart: "ends_on",
        ChangeUnsaid: "change",
        RegulationUnnamed: "regulation",
        BadLink: "regulation_link",
    }

    title = forms.CharField(label="Judul", max_length=150)
    text = TextField(
        label="Isi",
        rows=8,
        max_length=LONGEST_TEXT,
        help_text="Teks biasa; baris kosong memisahkan paragraf. Alamat https:// menjadi tautan.",
    )
    regulation = forms.CharField(
        label="Peraturan yang diumumkan",
        max_length=200,
        required=False,
        help_text="Bila pengumuman ini tentang peraturan: “Peraturan Wali Kota tentang Disiplin”.",
    )
    regulation_number = forms.CharField(label="Nomor peraturan", max_length=100, required=False)
    regulation_link = forms.CharField(
        label="Tautan naskah peraturan",
        max_length=300,
        required=False,
        help_text="Dimulai dengan https://.",
    )

    @property
    def about_regulation(self) -> bool:
        """Whether anything of a regulation was said, or said wrongly."""
        names = ("regulation", "regulation_number", "regulation_link")
        return any(self[name].value() or self[name].errors for name in names)

    def message(self) -> Message:
        """Takes its fields out of what was read."""
        return Message(**{name: self.cleaned_data.pop(name) for name in WordsForm.base_fields})


class NewForm(WordsForm, AudienceForm):
    """What is said, to whom, and for how long."""

    must_understand = forms.BooleanField(
        label="Wajib dipahami",
        required=False,
        help_text="Setiap penerima diminta menekan “Saya paham”; waktunya dicatat.",
    )
    pinned = forms.BooleanField(label="Sematkan di atas daftar", required=False)
    starts_on = TanggalField(label="Mulai")
    ends_on = TanggalField(label="Sampai", required=False)
    proofs = FilesField(
        label="Lampiran", accept=(*DOCUMENTS, *PHOTOS), most=MOST_FILES, required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = (
        *("title", "text", "units", "kinds", "leaders_only", "roles", "must_understand"),
        *("starts_on", "ends_on", "pinned", "proofs"),
        *("regulation", "regulation_number", "regulation_link"),
    )


class EditForm(WordsForm):
    """New words; whether everybody is asked again."""

    ends_on = TanggalField(label="Sampai", required=False)
    pinned = forms.BooleanField(label="Sematkan di atas daftar", required=False)
    substance = forms.TypedChoiceField(
        label="Perubahan ini",
        choices=[
            ("0", "Memperbaiki kata; yang sudah membaca tidak diminta lagi"),
            ("1", "Mengubah isi pokok; semua penerima diminta membaca lagi"),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    change = forms.CharField(label="Yang berubah", max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, row: Announcement, **kwargs: Any) -> None:
        names = [*WordsForm.base_fields, "ends_on", "pinned", "version"]
        known = {name: getattr(row, name) for name in names}
        super().__init__(*args, initial=known, **kwargs)
        self.row, self.newer = row, False

    def refuse(self, refusal: Refusal) -> None:
        """Somebody else was faster: what was typed stays, and may be sent knowingly."""
        super().refuse(refusal)
        if isinstance(refusal, ChangedMeanwhile):
            self.row.refresh_from_db()
            self.newer = True
            self.take_as_read("version", self.row.version)


class WithdrawForm(Form):
    prefix = "tarik"
    refused_at: ClassVar = "reason"

    reason = forms.CharField(label="Alasan", max_length=300)


class VersionForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)


@page
def announcements(request: PageRequest) -> HttpResponse:
    """What reached this person, pinned ones on top; `?lihat=dikirim`: what he or she manages."""
    me, today = request.person, timezone.localdate()
    scope = sending_scope(me, today)
    sent = bool(scope) and request.GET.get("lihat") == MINE
    if sent:
        rows = Announcement.objects.filter(managed_by(me, today))
    else:
        rows = Announcement.objects.begun_for(me, today)
    pinned = [] if sent else list(rows.running(today).filter(pinned=True)[:3])
    rows = rows.exclude(pk__in=[one.pk for one in pinned])  # each stands once
    pending = Announcement.objects.received_by(me, today).pending_for(me)
    context = {
        "page": keyset(request, rows, SHOWN, order=("-starts_on", "-pk")),
        "pinned": [] if request.GET else pinned,
        "pending": set(pending.values_list("pk", flat=True)[:500]),
        "may_send": bool(scope),
        "sent": sent,
        "today": today,
        "tabs": [
            Tab("Untuk saya", reverse("announcements"), not sent),
            Tab("Yang saya kelola", f"?lihat={MINE}", sent),
        ]
        if scope
        else [],
    }
    return render(request, "adoption/announcement/list.html", context)


@page
def new_announcement(request: PageRequest) -> HttpResponse:
    """Write one; `?unit=pilih`: look for a unit first."""
    today = timezone.localdate()
    scope = sending_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    if wants_unit(request):
        asked = question(reverse("announcement_new"), "Tulis pengumuman")
        return choose_unit(request, asked, scoped_units(scope))
    form = NewForm(
        request.POST or None,
        request.FILES or None,
        scope=scope,
        request=request,
        initial={"key": uuid4(), "starts_on": today},
    )

    def act() -> Announcement:
        message, audience, said = form.message(), form.audience(), form.cleaned_data
        files = [(one.name or "berkas", one.read()) for one in said.pop("proofs")]
        return announce(
            message=message,
            audience=audience,
            files=files,
            by=request.person,
            at=timezone.now(),
            on=today,
            **said,
        )

    sent = made(form, act)
    if sent is not None:
        messages.success(request, _receipt(sent, today))
        return redirect("announcement", sent.pk)
    context = {"form": form}
    return render(request, "adoption/announcement/new.html", context, status=status(form))


def _receipt(sent: Announcement, today: date) -> str:
    if sent.starts_on > today:
        return f"Tersimpan. Penerima mendapat kabar pada {tanggal(sent.starts_on)}."
    return f"Terkirim kepada {angka(sent.receivers(today).count())} orang."


@page
def announcement(request: PageRequest, announcement_id: int) -> HttpResponse:
    """One of them; opening it is noted for those who receive it."""
    if withdrawn := _withdrawn(request, announcement_id):  # a notice still leads here
        said = f"Pengumuman “{withdrawn.title}” ditarik: {withdrawn.withdrawn_reason}"
        messages.warning(request, said)
        return redirect("announcements")
    one = _visible(request, announcement_id)
    reading = open_announcement(
        announcement=one, by=request.person, at=timezone.now(), on=timezone.localdate()
    )
    return _show(request, one, reading)


@page
@require_POST
def understand(request: PageRequest, announcement_id: int) -> HttpResponse:
    """ "Saya paham"."""
    one = _visible(request, announcement_id)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return redirect("announcement", one.pk)
    refused = refusal_of(
        lambda: understand_announcement(
            announcement=one,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            **form.cleaned_data,
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Tercatat: Anda sudah memahami pengumuman ini.")
    return redirect("announcement", one.pk)


@page
def edit(request: PageRequest, announcement_id: int) -> HttpResponse:
    """Say it anew."""
    one = _managed(request, announcement_id)
    form = EditForm(request.POST or None, row=one)

    def act() -> Announcement:
        message = form.message()
        return edit_announcement(
            announcement=one,
            message=message,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            **form.cleaned_data,
        )

    if done(form, act):
        messages.success(request, "Pengumuman diperbarui.")
        return redirect("announcement", one.pk)
    context = {"form": form, "one": one}
    return render(request, "adoption/announcement/edit.html", context, status=status(form))


@page
@require_POST
def withdraw(request: PageRequest, announcement_id: int) -> HttpResponse:
    """Take it back."""
    one = _managed(request, announcement_id)
    form = WithdrawForm(request.POST)
    act = lambda: withdraw_announcement(  # noqa: E731
        announcement=one,
        by=request.person,
        at=timezone.now(),
        on=timezone.localdate(),
        **form.cleaned_data,
    )
    if not done(form, act):
        return _show(request, one, None, withdraw_form=form)
    messages.success(request, "Pengumuman ditarik.")
    return redirect("announcement", one.pk)


@page
@require_POST
def remind(request: PageRequest, announcement_id: int) -> HttpResponse:
    """Remind those who have not opened or understood it."""
    one = _managed(request, announcement_id)
    try:
        told = remind_receivers(announcement=one, by=request.person, on=timezone.localdate())
    except (TooSoon, WrongState) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{angka(told)} orang diingatkan lewat kotak masuk.")
    return redirect("announcement_receivers", one.pk)


@page
def receivers(request: PageRequest, announcement_id: int) -> HttpResponse:
    """How far it has come, by unit; by name those who have not, of one's own people."""
    today = timezone.localdate()
    one = _visible(request, announcement_id)
    manages = may_manage(request.person, one, today)
    if not manages and not led_units(request.person, today).exists():
        raise Http404
    seen = Person.objects.visible_to(request.person).exclude(pk=request.person.pk)
    missing = missing_of(one, today).filter(pk__in=seen.values("pk"))
    context = {
        "one": one,
        "manages": manages,
        "running": one.is_running(today),
        "reminded": one.reminded_on == today,
        "reach": reach_of(one, today) if manages else None,
        "missing": missing_of(one, today).count() if manages else missing.count(),
        "units": reach_by_unit(one, request.person, today),
        "page": keyset(request, missing, SHOWN, order=("name", "pk")),
    }
    return render(request, "adoption/announcement/receivers.html", context)


@page
def file(request: PageRequest, announcement_id: int, file_id: int) -> HttpResponseBase:
    one = _visible(request, announcement_id)
    rows = AnnouncementFile.objects.select_related("attachment__blob")
    return send_file(request, get_object_or_404(rows, pk=file_id, announcement=one).attachment)


def _show(
    request: PageRequest, one: Announcement, reading: Reading | None, **forms: Any
) -> HttpResponse:
    today = timezone.localdate()
    manages = may_manage(request.person, one, today)
    running = one.is_running(today)
    understood = reading is not None and reading.understood_at is not None
    context = {
        "one": one,
        "reading": reading,
        "asks": one.must_understand and running and reading is not None and not understood,
        "version_form": VersionForm(initial={"version": one.version}),
        "files": one.files.select_related("attachment"),
        "versions": one.versions.select_related("by")[:20],
        "manages": manages,
        "counts": manages or led_units(request.person, today).exists(),
        "changes": manages and one.withdrawn_at is None,
        "withdraw_form": WithdrawForm(),
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "adoption/announcement/show.html", context, status=status(*bad))


def _visible(request: PageRequest, announcement_id: int) -> Announcement:
    rows = Announcement.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("written_by"), pk=announcement_id)


def _withdrawn(request: PageRequest, announcement_id: int) -> Announcement | None:
    """One that had begun for this person before it was withdrawn; None for who manages it."""
    me, today = request.person, timezone.localdate()
    one = Announcement.objects.exclude(withdrawn_at=None).filter(pk=announcement_id).first()
    if one is None or not one.told_round or not one.reaches(me, today):
        return None
    return None if may_manage(me, one, today) else one


def _managed(request: PageRequest, announcement_id: int) -> Announcement:
    """One that the person may change; for others it is not there."""
    one = _visible(request, announcement_id)
    if not may_manage(request.person, one, timezone.localdate()):
        raise Http404
    return one
