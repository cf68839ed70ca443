"""The calendar of a programme with meetings, minutes and files; one's own as a secret address."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.feed import (
    CalendarKey,
    drop_key,
    entries_in,
    entries_of,
    make_key,
    person_of,
)
from kinerja.collaboration.meeting import (
    LONGEST_MINUTES,
    Meeting,
    ProgrammeFile,
    add_files,
    drop_meeting,
    edit_meeting,
    plan_meeting,
    write_minutes,
)
from kinerja.collaboration.member import is_member
from kinerja.documents.icalendar import calendar_bytes
from kinerja.records.refusals import FileRefused
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.collaboration.programme import joined, visible
from kinerja.web.edit_form import SeenForm
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    FilesField,
    Form,
    JamField,
    TanggalField,
    TextField,
)
from kinerja.web.page import PageRequest, PublicRequest, page, public_page
from kinerja.web.stored_file import send_file

MEETING = ("title", "held_on", "begins_at", "place", "shown_to_partners")


class MeetingForm(Form):
    title = forms.CharField(label="Acara", max_length=200)
    held_on = TanggalField(label="Tanggal")
    begins_at = JamField(label="Jam", required=False)
    place = forms.CharField(label="Tempat", max_length=150, required=False)
    shown_to_partners = forms.BooleanField(label="Dilihat mitra", required=False)


class EditMeetingForm(SeenForm, MeetingForm):
    """The same of a meeting that stands."""


class MinutesForm(SeenForm):
    minutes = TextField(label="Notulen", rows=10, max_length=LONGEST_MINUTES, required=False)


class FilesForm(Form):
    prefix = "berkas"
    places: ClassVar = {FileRefused: "documents"}

    documents = FilesField(label="Berkas", accept=(*DOCUMENTS, *PHOTOS), most=5)
    shown_to_partners = forms.BooleanField(label="Dilihat mitra", required=False)


@page
def programme_calendar(request: PageRequest, programme_id: int) -> HttpResponse:
    """Meetings, due days and documents, in the order of the days."""
    one, today = visible(request, programme_id), timezone.localdate()
    member = is_member(request.person, one, today) and one.closed_on is None
    entries = entries_in(one)
    context = {
        "one": one,
        "ahead": [entry for entry in entries if entry.last_day >= today],
        "past": [entry for entry in entries if entry.last_day < today],
        "meetings": one.meetings.all(),
        "files": one.files.select_related("attachment"),
        "is_member": member,
        "today": today,
    }
    return render(request, "collaboration/calendar.html", context)


@page
def meeting_new(request: PageRequest, programme_id: int) -> HttpResponse:
    """Put a day on the calendar."""
    one, today = joined(request, programme_id), timezone.localdate()
    form = MeetingForm(request.POST or None)

    def act() -> object:
        return plan_meeting(programme=one, by=request.person, on=today, **form.cleaned_data)

    if done(form, act):
        messages.success(request, "Acara tercatat di kalender.")
        return redirect("programme_calendar", one.pk)
    context = {"form": form, "one": one}
    return render(request, "collaboration/meeting_new.html", context, status=status(form))


@page
def meeting_edit(request: PageRequest, programme_id: int, meeting_id: int) -> HttpResponse:
    """Another day, hour or place."""
    one, today = joined(request, programme_id), timezone.localdate()
    meeting = get_object_or_404(one.meetings.select_related("programme"), pk=meeting_id)

    def stored() -> dict[str, Any]:
        meeting.refresh_from_db()
        return {name: getattr(meeting, name) for name in MEETING} | {"seen": meeting.mark}

    form = EditMeetingForm(request.POST or None, stored=stored)

    def act() -> object:
        return edit_meeting(meeting=meeting, by=request.person, on=today, **form.cleaned_data)

    if done(form, act):
        messages.success(request, "Perubahan acara tersimpan.")
        return redirect("programme_calendar", one.pk)
    context = {"form": form, "one": one, "meeting": meeting}
    return render(request, "collaboration/meeting_edit.html", context, status=status(form))


@page
@require_POST
def meeting_drop(request: PageRequest, programme_id: int, meeting_id: int) -> HttpResponse:
    """Take it off the calendar."""
    one = joined(request, programme_id)
    meeting = get_object_or_404(one.meetings.select_related("programme"), pk=meeting_id)
    act = lambda: drop_meeting(meeting=meeting, by=request.person, on=timezone.localdate())  # noqa: E731
    if refused := refusal_of(act):
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Acara dibatalkan; anggota program mendapat kabar.")
    return redirect("programme_calendar", one.pk)


@page
def meeting_minutes(request: PageRequest, programme_id: int, meeting_id: int) -> HttpResponse:
    """Write down what was said."""
    one = joined(request, programme_id)
    rows = Meeting.objects.select_related("programme")
    meeting = get_object_or_404(rows, pk=meeting_id, programme=one)

    def stored() -> dict[str, Any]:
        meeting.refresh_from_db()
        return {"minutes": meeting.minutes, "seen": meeting.words_mark}

    form = MinutesForm(request.POST or None, stored=stored)

    def act() -> object:
        by, on = request.person, timezone.localdate()
        return write_minutes(meeting=meeting, by=by, on=on, **form.cleaned_data)

    if done(form, act):
        messages.success(request, "Notulen tersimpan.")
        return redirect("programme_calendar", one.pk)
    context = {"form": form, "one": one, "meeting": meeting}
    return render(request, "collaboration/minutes.html", context, status=status(form))


@page
def programme_files(request: PageRequest, programme_id: int) -> HttpResponse:
    """Add documents."""
    one, today = joined(request, programme_id), timezone.localdate()
    form = FilesForm(request.POST or None, request.FILES or None)

    def act() -> object:
        said = form.cleaned_data
        files = [(file.name or "berkas", file.read()) for file in said["documents"]]
        return add_files(
            programme=one,
            files=files,
            shown_to_partners=said["shown_to_partners"],
            by=request.person,
            on=today,
        )

    if done(form, act):
        messages.success(request, "Berkas tersimpan.")
        return redirect("programme_calendar", one.pk)
    context = {"form": form, "one": one}
    return render(request, "collaboration/files.html", context, status=status(form))


@page
def programme_file(request: PageRequest, programme_id: int, file_id: int) -> HttpResponseBase:
    """One document."""
    one = visible(request, programme_id)
    rows = ProgrammeFile.objects.select_related("attachment__blob")
    return send_file(request, get_object_or_404(rows, pk=file_id, programme=one).attachment)


@page
def calendar_key(request: PageRequest) -> HttpResponse:
    """Make the secret address of one's own calendar, which is shown once, or end it."""
    shown = ""
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            drop_key(by=request.person)
            messages.success(request, "Alamat kalender dihapus; langganan lama berhenti.")
            return redirect("calendar_key")
        if request.POST.get("act") == "make" and CalendarKey.objects.filter(person=request.person):
            messages.warning(request, "Alamat sudah ada. Bila hilang, buat alamat baru di bawah.")
            return redirect("calendar_key")
        word = make_key(by=request.person, at=timezone.now())
        shown = request.build_absolute_uri(reverse("calendar_feed", args=[word]))
    context: dict[str, Any] = {
        "shown": shown,
        "known": CalendarKey.objects.filter(person=request.person).first(),
    }
    return render(request, "collaboration/calendar_key.html", context)


@public_page
def calendar_feed(request: PublicRequest, word: str) -> HttpResponse:
    """One person's calendar, for the program of a phone; who holds the address reads it."""
    person = person_of(word)
    if person is None:
        raise Http404
    content = calendar_bytes(
        name=f"Kolaborasi {request.agency.name}",
        entries=entries_of(person, timezone.localdate()),
        site=request.build_absolute_uri("/").rstrip("/"),
        at=timezone.now(),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
