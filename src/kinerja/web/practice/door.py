"""Berlatih: choose an exercise on the real site, go over by a ticket, come back with a note."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.adoption.practice.exercise import EXERCISES, Exercise, Seat, exercise_named
from kinerja.adoption.practice.practised import Practised, note_practised
from kinerja.adoption.practice.ticket import (
    is_practice,
    read_note,
    read_ticket,
    write_ticket,
)
from kinerja.adoption.practice.trainee import Trainee, begin
from kinerja.adoption.refusals import BadTicket, NoSuchExercise
from kinerja.people.account import change_password, open_account
from kinerja.people.password import fresh_password
from kinerja.web.page import PageRequest, PublicRequest, page, public_page
from kinerja.web.practice.band import remember_home

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@page
def practice(request: PageRequest) -> HttpResponse:
    """On the real site: what can be practised and what was. On the practice site: the exercise."""
    if is_practice():
        return _exercise(request)
    practised = {row.exercise: row for row in Practised.objects.visible_to(request.person)}
    leads = request.layout.leads
    order = sorted(EXERCISES, key=lambda one: (one.seat == Seat.HEAD) != leads)
    choices = [(one, practised.get(one.key)) for one in order]
    context = {"choices": choices, "open": bool(practice_origin(request))}
    return render(request, "practice/choose.html", context)


@page
def practice_enter(request: PageRequest, exercise: str) -> HttpResponse:
    """Off to the practice site with a ticket; nothing is stored here."""
    origin = practice_origin(request)
    if is_practice() or not origin:
        raise Http404
    ticket = write_ticket(
        person=request.person,
        exercise=_known(exercise).key,
        home=request.build_absolute_uri("/").rstrip("/"),
    )
    return HttpResponseRedirect(f"{origin}/latihan/mulai/{ticket}/")


@public_page
def practice_begin(request: PublicRequest, ticket: str) -> HttpResponse:
    """On the practice site: the ticket becomes a made-up person, signed in."""
    if not is_practice():
        raise Http404
    trainee = begin(ticket=read_ticket(ticket), at=timezone.now())
    account = open_account(
        person=trainee.person, login=f"latihan-{trainee.pk}", password=fresh_password(), by=None
    )
    change_password(account=account, password=fresh_password(), by=trainee.person)
    login(request, account, backend=BACKEND)
    answer = redirect("practice")
    remember_home(answer, trainee.home)
    return answer


@public_page
def practice_closed(request: PublicRequest) -> HttpResponse:
    """On the practice site one does not sign in by name and password."""
    if not is_practice():
        return redirect("account_login")
    return render(request, "practice/closed.html")


@page
def practice_return(request: PageRequest, note: str) -> HttpResponse:
    """Back on the real site with a note: one button keeps it."""
    if is_practice():
        raise Http404
    try:
        said = read_note(note, person=request.person)
        exercise = exercise_named(said.exercise)
    except (BadTicket, NoSuchExercise):
        raise Http404 from None
    if request.method == "POST":
        note_practised(exercise=exercise.key, practised_on=said.on, by=request.person)
        messages.success(request, "Tercatat bahwa Anda pernah berlatih.")
        return redirect("practice")
    return render(request, "practice/return.html", {"exercise": exercise, "on": said.on})


def practice_origin(request: PublicRequest) -> str:
    """Where the practice site is, as seen from this browser; empty: there is none."""
    if settings.KINERJA_PRACTICE_URL:
        return str(settings.KINERJA_PRACTICE_URL)
    if not settings.KINERJA_PRACTICE_PORT:
        return ""
    name = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    named = f"[{name}]" if ":" in name else name
    return f"{request.scheme}://{named}:{settings.KINERJA_PRACTICE_PORT}"


def _exercise(request: PageRequest) -> HttpResponse:
    trainee = Trainee.objects.filter(person=request.person).first()
    if trainee is None:
        raise Http404
    return render(request, "practice/exercise.html", {"trainee": trainee})


def _known(key: str) -> Exercise:
    try:
        return exercise_named(key)
    except NoSuchExercise:
        raise Http404 from None
