"""What a partner from outside sees: one programme, by a cookie of its own, apart from staff.

The cookie goes to /mitra/ alone and opens nothing else; a session of staff opens nothing here.
"""

from datetime import timedelta

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.feed import entries_in
from kinerja.collaboration.meeting import ProgrammeFile
from kinerja.collaboration.partner import Partner, came_by, open_invitation, partner_of
from kinerja.collaboration.partner_work import finish_as_partner
from kinerja.collaboration.task import Task
from kinerja.collaboration.task_comment import LONGEST_COMMENT, comment_as_partner
from kinerja.rules.refusal import Refusal
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.errors import TOO_MANY, show
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PublicRequest, public_page
from kinerja.web.stored_file import send

COOKIE, PATH = "kinerja_mitra", "/mitra/"
OPEN, ACT = "partner_open", "partner_act"  # their limits stand in the settings


class CommentForm(Form):
    refused_at = "text"

    text = TextField(label="Komentar", rows=2, max_length=LONGEST_COMMENT)


@public_page
def partner_enter(request: PublicRequest, word: str) -> HttpResponse:
    """The link of an invitation: one button opens it, so that no mail program uses it up."""
    if not consume(request, action=OPEN):
        return show(request, TOO_MANY)
    known = partner_of(request.COOKIES.get(COOKIE, ""), timezone.localdate())
    if known is not None and came_by(word, known):
        return redirect("partner_home")  # the message with the link is opened again every day
    if request.method != "POST":
        return _private(render(request, "open/partner/enter.html"))
    try:
        key = open_invitation(word=word, at=timezone.now(), on=timezone.localdate())
    except Refusal as refusal:
        context = {"refused": str(refusal)}
        return _private(render(request, "open/partner/enter.html", context, status=422))
    return _remember(redirect("partner_home"), key)


@public_page
def partner_home(request: PublicRequest) -> HttpResponse:
    """The programme: its tasks, calendar and documents for partners."""
    key = request.COOKIES.get(COOKIE, "")
    partner = partner_of(key, timezone.localdate())
    if partner is None:
        return _private(render(request, "open/partner/ended.html", status=404))
    return _remember(_home(request, partner), key)


@public_page
@require_POST
def partner_finish(request: PublicRequest, task_id: int) -> HttpResponse:
    """The partner's own task is done."""
    partner = _partner(request)
    if not consume(request, action=ACT, key=str(partner.pk)):
        return show(request, TOO_MANY)
    rows = Task.objects.for_partners().filter(programme=partner.programme_id)
    task = get_object_or_404(rows, pk=task_id, partner=partner)
    on = timezone.localdate()
    if refused := refusal_of(lambda: finish_as_partner(task=task, partner=partner, on=on)):
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Tugas ditandai selesai.")
    return redirect("partner_home")


@public_page
@require_POST
def partner_comment(request: PublicRequest, task_id: int) -> HttpResponse:
    """Say something about a task."""
    partner = _partner(request)
    if not consume(request, action=ACT, key=str(partner.pk)):
        return show(request, TOO_MANY)
    rows = Task.objects.for_partners().filter(programme=partner.programme_id)
    task = get_object_or_404(rows, pk=task_id)
    form = CommentForm(request.POST)

    def act() -> object:
        text = form.cleaned_data["text"]
        at, on = timezone.now(), timezone.localdate()
        return comment_as_partner(task=task, partner=partner, text=text, at=at, on=on)

    if not done(form, act):
        return _home(request, partner, form, task.pk)
    messages.success(request, "Komentar tersimpan.")
    return redirect("partner_home")


@public_page
def partner_file(request: PublicRequest, file_id: int) -> HttpResponseBase:
    """One document that is marked for partners."""
    partner = _partner(request)
    rows = ProgrammeFile.objects.select_related("attachment__blob").filter(shown_to_partners=True)
    found = get_object_or_404(rows, pk=file_id, programme=partner.programme_id).attachment
    return send(
        request,  # type: ignore[arg-type] # reads its headers alone
        found.blob.path,
        media_type=found.blob.media_type,
        name=found.name,
        mark=found.blob.sha256,
        saved=not found.is_photo,
    )


@public_page
@require_POST
def partner_leave(request: PublicRequest) -> HttpResponse:
    """Forget the programme on this phone."""
    _partner(request)
    response = _private(render(request, "open/partner/left.html"))
    response.delete_cookie(COOKIE, path=PATH)
    return response


def _partner(request: PublicRequest) -> Partner:
    """Whose visit it is; for everybody else there is nothing."""
    partner = partner_of(request.COOKIES.get(COOKIE, ""), timezone.localdate())
    if partner is None:
        raise Http404
    return partner


def _home(
    request: PublicRequest, partner: Partner, form: CommentForm | None = None, task_id: int = 0
) -> HttpResponse:
    one = partner.programme
    tasks = one.tasks.for_partners().select_related("person", "unit", "partner")
    context = {
        "partner": partner,
        "one": one,
        "tasks": [
            (
                task,
                task.partner_id == partner.pk,
                form if form and task.pk == task_id else CommentForm(auto_id=f"id_{task.pk}_%s"),
            )
            for task in tasks.prefetch_related("comments__partner", "comments__person")
        ],
        "entries": entries_in(one, partners=True),
        "files": one.files.filter(shown_to_partners=True).select_related("attachment"),
        "today": timezone.localdate(),
    }
    return _private(render(request, "open/partner/home.html", context, status=status(form)))


def _remember(response: HttpResponse, key: str) -> HttpResponse:
    """For 90 days from this visit; the invitation may end it earlier."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=timedelta(days=90),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody. The secret address goes to no other site, as the settings say; never with
    `no-referrer`: a browser would send the forms of the page without an origin, to be refused."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
