"""Enrolments: one's own, those that the leader answers, those that the officer decides."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.behaviour_change import (
    LONGEST_EXAMPLE,
    BehaviourChange,
    side_of,
    tell_change,
    window,
)
from kinerja.development.enrolment import (
    Enrolment,
    answer_enrolment,
    decide_enrolment,
    withdraw_enrolment,
)
from kinerja.development.reaction import give_reaction, may_react
from kinerja.people.supervision import report_ids
from kinerja.rules.training import ReactionQuestion
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.development.session import kept_session
from kinerja.web.development.training_tabs import training_tabs
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab

SHOWN = 30
LEVELS = [(str(one), str(one)) for one in range(1, 6)]


class ReactionForm(Form):
    """Four questions, each from 1 (not at all) to 5 (wholly)."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for one in ReactionQuestion:
            self.fields[one.value] = forms.TypedChoiceField(
                label=one.label,
                choices=LEVELS,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": f"{one.label} belum dijawab."},
            )


class ChangeForm(Form):
    refused_at = "level"

    level = forms.TypedChoiceField(
        label="Seberapa jauh yang dipelajari dipakai dalam pekerjaan",
        choices=[
            ("1", "1: belum dipakai"),
            ("2", "2: jarang"),
            ("3", "3: kadang-kadang"),
            ("4", "4: sering"),
            ("5", "5: menjadi kebiasaan"),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    example = TextField(label="Contohnya", rows=3, max_length=LONGEST_EXAMPLE, required=False)


@page
def mine(request: PageRequest) -> HttpResponse:
    """One's own trainings: what is coming, what waits for an answer, certificates."""
    today = timezone.localdate()
    rows = Enrolment.objects.filter(person=request.person).select_related("session__training")
    shown = keyset(request, rows, SHOWN)
    context = {
        "page": shown,
        "to_react": [one for one in shown if may_react(one, today)],
        "today": today,
        "tabs": training_tabs(request.person, today, "my_trainings"),
    }
    return render(request, "development/enrolment/mine.html", context)


@page
def answers(request: PageRequest) -> HttpResponse:
    """What one's people ask for; and what changed after their trainings, when that is asked."""
    today = timezone.localdate()
    team = report_ids(request.person, today)
    asked = Enrolment.objects.filter(person__in=team, state=Enrolment.State.ASKED)
    context = {
        "page": keyset(request, asked.select_related("person", "session__training"), SHOWN),
        "changes": changes_to_tell(team, request, today),
        "tabs": training_tabs(request.person, today, "enrolment_answers"),
    }
    return render(request, "development/enrolment/answers.html", context)


def changes_to_tell(team: list[int], request: PageRequest, today: object) -> list[Enrolment]:
    """Participants of one's team about whom the leader is asked now."""
    on = timezone.localdate()
    rows = (
        Enrolment.objects.filter(person__in=team, passed=True)
        .exclude(changes__side=BehaviourChange.Side.LEADER)
        .select_related("person", "session__training")
        .order_by("-session__ends_on")[:100]
    )
    return [one for one in rows if window(one.session)[0] <= on <= window(one.session)[1]]


@page
@require_POST
def answer(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """The leader's yes or no."""
    one = _visible(request, enrolment_id)
    agreed = request.POST.get("jawaban") == "ya"
    refused = refusal_of(
        lambda: answer_enrolment(
            enrolment=one,
            agreed=agreed,
            by=request.person,
            on=timezone.localdate(),
            reason=request.POST.get("alasan", ""),
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        said = "disetujui; pengelola pelatihan memutuskan tempatnya" if agreed else "ditolak"
        messages.success(request, f"Pendaftaran {one.person} {said}.")
    return redirect("enrolment_answers")


@page
def participants(request: PageRequest, session_id: int) -> HttpResponse:
    """Everybody on the list of a session, for who runs it."""
    session, _ = kept_session(request, session_id)
    rows = Enrolment.objects.filter(session=session).select_related("person")
    parts = _parts(rows)
    code = request.GET.get("keadaan", "")
    if code not in parts:
        code = next((one for one in PARTS if parts[one][1].exists()), Enrolment.State.APPROVED)
    context = {
        "session": session,
        "page": keyset(request, parts[code][1], SHOWN),
        "state": code,
        "parts": [
            Tab(label, f"?keadaan={one}", one == code, found.count())
            for one, (label, found) in parts.items()
        ],
        "me": request.person,
    }
    return render(request, "development/enrolment/participants.html", context)


State = Enrolment.State
PARTS = (State.APPROVED, State.ACCEPTED, State.WAITING, State.ASKED, State.DECLINED)


def _parts(
    rows: QuerySet[Enrolment],
) -> dict[str, tuple[str, QuerySet[Enrolment]]]:
    return {str(one): (str(one.label), rows.filter(state=one)) for one in PARTS}


@page
@require_POST
def decide(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """The officer's yes or no."""
    one = _visible(request, enrolment_id)
    kept_session(request, one.session_id)
    refused = refusal_of(
        lambda: decide_enrolment(
            enrolment=one,
            agreed=request.POST.get("jawaban") == "ya",
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            reason=request.POST.get("alasan", ""),
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        one.refresh_from_db()
        messages.success(request, f"{one.person}: {one.get_state_display().lower()}.")
    return redirect("training_participants", one.session_id)


@page
@require_POST
def withdraw(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """Give the place back."""
    one = _visible(request, enrolment_id)
    refused = refusal_of(
        lambda: withdraw_enrolment(
            enrolment=one, by=request.person, at=timezone.now(), on=timezone.localdate()
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Pendaftaran ditarik.")
    own = one.person_id == request.person.pk
    return redirect("training_session" if own else "training_participants", one.session_id)


@page
def react(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """The form right after a session; only its counts are kept."""
    one = _visible(request, enrolment_id)
    if one.person_id != request.person.pk:
        raise PermissionDenied
    form = ReactionForm(request.POST or None)
    if done(
        form,
        lambda: give_reaction(
            enrolment=one, levels=form.cleaned_data, by=request.person, on=timezone.localdate()
        ),
    ):
        messages.success(request, "Terima kasih. Jawaban Anda masuk hitungan tanpa nama.")
        return redirect("training_session", one.session_id)
    context = {"form": form, "one": one, "open": may_react(one, timezone.localdate())}
    return render(request, "development/enrolment/react.html", context, status=status(form))


@page
def change(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """What changed at work, by the participant or the leader."""
    one = _visible(request, enrolment_id)
    today = timezone.localdate()
    side = side_of(one, request.person, today)
    if not side:
        raise PermissionDenied
    known = BehaviourChange.objects.filter(enrolment=one, side=side).first()
    initial = {"level": known.level, "example": known.example} if known else {}
    form = ChangeForm(request.POST or None, initial=initial)
    if done(
        form,
        lambda: tell_change(enrolment=one, by=request.person, on=today, **form.cleaned_data),
    ):
        messages.success(request, "Jawaban Anda tersimpan.")
        leads = side == BehaviourChange.Side.LEADER
        return redirect(reverse("enrolment_answers") if leads else reverse("my_trainings"))
    first, last = window(one.session)
    context = {
        "form": form,
        "one": one,
        "own": side == BehaviourChange.Side.SELF,
        "open": bool(one.passed) and first <= today <= last,
        "first": first,
        "last": last,
    }
    return render(request, "development/enrolment/change.html", context, status=status(form))


def _visible(request: PageRequest, enrolment_id: int) -> Enrolment:
    rows = Enrolment.objects.visible_to(request.person, timezone.localdate())
    found = rows.select_related("person", "session__training", "session__unit")
    return get_object_or_404(found, pk=enrolment_id)
