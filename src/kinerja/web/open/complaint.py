"""Complaints of citizens: no account and no script; a ticket and its key lead back to the case."""

from typing import Any
from uuid import uuid4

from allauth.core.ratelimit import consume
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.citizen import close_as_citizen, complaint_of, reply_as_citizen
from kinerja.needs.complaint.complaint import (
    LONGEST_TEXT,
    Complaint,
    ComplaintFile,
    ComplaintMessage,
    secret_of,
)
from kinerja.needs.complaint.intake import file_complaint
from kinerja.needs.complaint.setting import complaint_setting
from kinerja.people.unit import Unit
from kinerja.rules.refusal import Refusal
from kinerja.web.attempt import done, made, status
from kinerja.web.errors import TOO_MANY, show
from kinerja.web.forms import PHOTOS, FilesField, Form, TextField
from kinerja.web.page import PublicRequest, public_page
from kinerja.web.stored_file import send

FILE, LOOK = "complaint_file", "complaint_look"  # their limits stand in the settings
MOST_UNITS = 300  # a longer list would weigh more than the page itself
SERVING = (Unit.Level.DEVICE, Unit.Level.SERVICE, Unit.Level.DISTRICT, Unit.Level.VILLAGE)
SAID = (
    ComplaintMessage.Kind.RESPONSE,
    ComplaintMessage.Kind.ANSWER,
    ComplaintMessage.Kind.CITIZEN,
)


class ComplaintForm(Form):
    """What went wrong, where, and how to reach who says so, all but the text optional."""

    text = TextField(
        label="Apa yang Anda adukan",
        rows=7,
        max_length=LONGEST_TEXT,
        help_text="Tulis kejadiannya, tempatnya, dan kapan.",
    )
    category = forms.ModelChoiceField(
        label="Kategori", queryset=ComplaintCategory.objects.offered(), required=False
    )
    unit = forms.ModelChoiceField(
        label="Kantor yang diadukan", queryset=Unit.objects.none(), required=False
    )
    service = forms.CharField(
        label="Layanan atau tempat",
        max_length=120,
        required=False,
        help_text="Misalnya “loket KTP” atau “Jalan Merdeka 5”.",
    )
    name = forms.CharField(label="Nama Anda", max_length=100, required=False)
    reach = forms.CharField(
        label="Telepon atau surel",
        max_length=200,
        required=False,
        help_text="Hanya dibaca petugas yang menangani. Dihapus setelah pengaduan lama selesai.",
    )
    photo = FilesField(label="Foto", accept=PHOTOS, most=1, required=False)
    # A field that people do not see: what fills it is a program.
    website = forms.CharField(
        label="Jangan diisi",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)
        units = Unit.objects.open().filter(level__in=SERVING).order_by("name")
        if units.count() > MOST_UNITS:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
            self.fields["unit"].empty_label = "Tidak tahu"  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Kosongkan kolom ini, lalu kirim sekali lagi.")
        return ""


class TicketForm(Form):
    """The key; it never stands in an address."""

    secret = forms.CharField(
        label="Kunci",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class FindForm(Form):
    """The number of a ticket, with its key."""

    code = forms.CharField(
        label="Nomor tiket", max_length=12, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label="Kunci", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ReplyForm(Form):
    prefix = "balas"
    refused_at = "text"

    text = TextField(label="Balasan Anda", rows=4, max_length=LONGEST_TEXT)


@public_page
def complain(request: PublicRequest) -> HttpResponse:
    """The form; once sent, the ticket and its key."""
    if request.method == "POST" and not consume(request, action=FILE):
        return show(request, TOO_MANY)
    if not complaint_setting().form_open:
        return _page(request, "closed", {}, 404)
    form = ComplaintForm(request.POST or None, request.FILES or None)

    def act() -> Complaint:
        said = dict(form.cleaned_data)
        said.pop("website")
        photos = [(one.name or "foto", one.read()) for one in said.pop("photo")]
        return file_complaint(
            channel=Complaint.Channel.FORM, by=None, at=timezone.now(), files=photos, **said
        )

    filed = made(form, act)
    if filed is not None:
        return _page(request, "filed", {"one": filed, "secret": _spaced(secret_of(filed))})
    return _page(request, "new", {"form": form}, status(form))


@public_page
def find(request: PublicRequest) -> HttpResponse:
    """The state of a ticket that one types in."""
    form = FindForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "find", {"form": form}, status(form))
    return _opened(request, form.cleaned_data["code"], form)


@public_page
def ticket(request: PublicRequest, code: str) -> HttpResponse:
    """The same for an address that names the ticket."""
    form = TicketForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "find", {"form": form, "code": code}, status(form))
    return _opened(request, code, form)


@public_page
@require_POST
def reply(request: PublicRequest, code: str) -> HttpResponse:
    """More to say; to an answer it means that the case is not settled."""
    form = TicketForm(request.POST)
    if not form.is_valid():
        return _page(request, "find", {"form": form, "code": code}, status(form))
    return _opened(request, code, form, "reply")


@public_page
@require_POST
def content(request: PublicRequest, code: str) -> HttpResponse:
    """The citizen is content with the answer."""
    form = TicketForm(request.POST)
    if not form.is_valid():
        return _page(request, "find", {"form": form, "code": code}, status(form))
    return _opened(request, code, form, "close")


@public_page
@require_POST
def photo(request: PublicRequest, code: str, file_id: int) -> HttpResponseBase:
    """A file of the case, for who holds the key."""
    if not _may_look(request, code):
        return show(request, TOO_MANY)
    try:
        one = complaint_of(code=code, secret=request.POST.get("secret", ""))
    except Refusal as refusal:
        raise Http404 from refusal
    rows = ComplaintFile.objects.select_related("blob").exclude(
        message__kind=ComplaintMessage.Kind.NOTE
    )
    found = get_object_or_404(rows, pk=file_id, complaint=one)
    blob = found.blob
    return send(
        request,  # type: ignore[arg-type]
        blob.path,
        media_type=blob.media_type,
        name=found.name,
        mark=blob.sha256,
        saved=True,
    )


def _may_look(request: HttpRequest, code: str) -> bool:
    """So many tries of one address, and so many for one ticket wherever they come from."""
    return bool(consume(request, action=LOOK, key=code.strip().upper()[:12]))


def _opened(request: PublicRequest, code: str, form: Form, act: str = "") -> HttpResponse:
    """The case, after what the citizen does to it; else why it does not open."""
    if not _may_look(request, code):
        return show(request, TOO_MANY)
    try:
        one = complaint_of(code=code, secret=form.cleaned_data["secret"])
    except Refusal as refusal:
        form.refuse(refusal)
        typed = isinstance(form, FindForm)  # a number that was typed can be mended, too
        return _page(request, "find", {"form": form, "code": "" if typed else code}, 422)
    answer = ReplyForm(request.POST) if act == "reply" else ReplyForm()
    said = ""
    now, today = timezone.now(), timezone.localdate()
    if act == "reply" and done(
        answer, lambda: reply_as_citizen(complaint=one, at=now, on=today, **answer.cleaned_data)
    ):
        said, answer = "Balasan Anda tersimpan.", ReplyForm()
    if act == "close":
        try:
            close_as_citizen(complaint=one, at=now)
            said = "Terima kasih. Pengaduan ini ditutup."
        except Refusal as refusal:
            said = str(refusal)
    one.refresh_from_db()
    answered = one.state == Complaint.State.ANSWERED
    context = {
        "one": one,
        "secret": form.cleaned_data["secret"],
        "said": said,
        "messages_said": one.messages.filter(kind__in=SAID).prefetch_related("files"),
        "citizen": ComplaintMessage.Kind.CITIZEN,
        "files": one.files.filter(message=None),
        "form": answer if one.is_open or answered else None,
        "answered": answered,
    }
    return _page(request, "ticket", context, status(answer))


def _spaced(secret: str) -> str:
    """Five and five letters are read out more easily."""
    return f"{secret[:5]} {secret[5:]}"


def _page(
    request: PublicRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = render(request, f"open/complaint/{name}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex" if name == "ticket" else "noarchive"
    return response
