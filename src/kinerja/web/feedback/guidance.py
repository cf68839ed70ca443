"""Sessions of guidance: the list, one session with its form, actions and confirmations, and what
follows it."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.feedback.guidance import (
    LONGEST_PLACE,
    Guidance,
    GuidanceAction,
    agree_action,
    confirm_guidance,
    finish_action,
    open_guidance,
    write_guidance,
)
from kinerja.feedback.guidance_after import (
    Agreement,
    CompetencyReview,
    GuidanceOpinion,
    give_opinion,
    review_competency,
)
from kinerja.feedback.guidance_fields import FIELDS, MAY_BE_EMPTY, Asked, SessionKind
from kinerja.people.person import Person
from kinerja.people.supervision import reports_of
from kinerja.planning.work_result import WorkResult
from kinerja.rules.competency import Competency, GuidanceScore
from kinerja.rules.guidance import GuidanceStatement
from kinerja.web.asked import number_in
from kinerja.web.attempt import done, made, status
from kinerja.web.feedback.feedback import tabs
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

YES_NO = [("", "Belum dijawab"), ("ya", "Ya, rencana perlu diubah"), ("tidak", "Tidak")]
NAMED = ("person", "guide", "leader", "superior", "result__plan")
TECHNICAL = 3  # lines for technical competencies on the form


class OpenForm(Form):
    """Which session, when and by whom."""

    kind = forms.ChoiceField(label="Jenis", choices=SessionKind.choices, widget=forms.RadioSelect)
    held_on = TanggalField(label="Tanggal sesi")
    place = forms.CharField(label="Tempat", max_length=LONGEST_PLACE, required=False)
    result = forms.ModelChoiceField(
        WorkResult.objects.none(), label="Tentang hasil kerja", required=False
    )
    guide = forms.ModelChoiceField(
        Person.objects.none(),
        label="Pembimbing",
        required=False,
        empty_label="Saya sendiri",
        help_text="Anda dapat menunjuk orang lain di tim Anda.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, team: Any, on: date, **kwargs: Any) -> None:
        initial = {"key": uuid4(), "held_on": on, "kind": SessionKind.DIALOGUE.value}
        super().__init__(*args, initial=initial, **kwargs)
        results = WorkResult.objects.filter(plan__person=person, plan__state="set")
        self.fields["result"].queryset = results.order_by("number")  # type: ignore[attr-defined]
        self.fields["result"].label_from_instance = lambda one: one.title  # type: ignore[attr-defined]
        self.fields["guide"].queryset = team.exclude(pk=person.pk)  # type: ignore[attr-defined]


class RecordForm(Form):
    """The fields of the printed form that this person writes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Guidance, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=session.content | {"revision": session.revision}, **kwargs)
        for asked in FIELDS[session.kind]:
            if own and not asked.employee:
                continue
            label = _full_label(asked)
            if asked.yes_no:
                self.fields[asked.name] = forms.ChoiceField(
                    label=label, choices=YES_NO, required=False
                )
            else:
                self.fields[asked.name] = TextField(
                    label=label, rows=2, max_length=LONGEST_TEXT, required=False
                )

    def content(self) -> dict[str, str]:
        return {name: said for name, said in self.cleaned_data.items() if name != "revision"}


class ActionForm(Form):
    """One thing to do until a day."""

    prefix = "tindakan"
    refused_at = "text"

    text = forms.CharField(label="Tindakan", max_length=300)
    due_on = TanggalField(label="Target waktu")


class OpinionForm(Form):
    """The nine statements of form B.1.8."""

    remarks = TextField(label="Catatan", rows=3, max_length=LONGEST_TEXT, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in GuidanceStatement:
            self.fields[f"s{statement.value}"] = forms.ChoiceField(
                label=f"{statement.value}. {statement.label}",
                choices=Agreement.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Jawab pernyataan {statement.value}."},
            )
        self.order_fields([f"s{one.value}" for one in GuidanceStatement])

    def answers(self) -> dict[str, str]:
        return {one.value: self.cleaned_data[f"s{one.value}"] for one in GuidanceStatement}


class CompetencyForm(Form):
    """A score and a reason for each competency of form B.1.9."""

    recommendation = TextField(label="Rekomendasi", rows=3, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scores = [
            ("", "Pilih"),
            *((one.value, f"{one.value} {one.label}") for one in GuidanceScore),
        ]
        for one in Competency:
            self.fields[f"n_{one.value}"] = forms.ChoiceField(label=one.label, choices=scores)
            self.fields[f"a_{one.value}"] = forms.CharField(
                label=f"Alasan: {one.label}", max_length=500
            )
        for number in range(1, TECHNICAL + 1):
            self.fields[f"t_{number}"] = forms.CharField(
                label=f"Kompetensi teknis {number}", max_length=100, required=False
            )
            self.fields[f"n_t{number}"] = forms.ChoiceField(
                label=f"Nilai kompetensi teknis {number}", choices=scores, required=False
            )
            self.fields[f"a_t{number}"] = forms.CharField(
                label=f"Alasan: kompetensi teknis {number}", max_length=500, required=False
            )
        self.order_fields([*[name for name in self.fields if name != "recommendation"]])

    def scores(self) -> dict[str, tuple[int, str]]:
        said = self.cleaned_data
        found = {
            one.value: (int(said[f"n_{one.value}"]), said[f"a_{one.value}"]) for one in Competency
        }
        for number in range(1, TECHNICAL + 1):
            if name := said[f"t_{number}"]:
                found[name] = (int(said[f"n_t{number}"] or 0), said[f"a_t{number}"])
        return found


@page
def guidance_list(request: PageRequest) -> HttpResponse:
    """Sessions that one may read, those of oneself and of one's people; actions that are open."""
    person, today = request.person, timezone.localdate()
    sessions = Guidance.objects.visible_to(person).select_related("person", "guide")
    open_actions = GuidanceAction.objects.filter(session__person=person, done_on=None)
    context = {
        "page": keyset(request, sessions, 20),
        "actions": open_actions.select_related("session"),
        "team": reports_of(person, today).order_by("name", "pk"),
        "today": today,
        "tabs": tabs("guidance"),
    }
    return render(request, "feedback/guidance/list.html", context)


@page
def guidance_new(request: PageRequest, person_id: int) -> HttpResponse:
    """The appraiser opens a session."""
    today = timezone.localdate()
    team = reports_of(request.person, today)
    person = get_object_or_404(team, pk=person_id)
    form = OpenForm(request.POST or None, person=person, team=team, on=today)
    session = made(
        form,
        lambda: open_guidance(person=person, by=request.person, on=today, **form.cleaned_data),
    )
    if session is not None:
        messages.success(request, "Sesi dibuka. Keduanya dapat mengisi catatannya.")
        return redirect("guidance", session.pk)
    context = {"person": person, "form": form}
    return render(request, "feedback/guidance/new.html", context, status=status(form))


@page
def guidance(request: PageRequest, session_id: int) -> HttpResponse:
    """One session; the two write in it until both have confirmed."""
    session, person = _visible(request.person, session_id), request.person
    speaks = person.pk in (session.person_id, session.guide_id)
    if request.method == "POST" and not speaks:
        raise PermissionDenied
    own, writes = person.pk == session.person_id, speaks and not session.is_confirmed
    acting = "tindakan-text" in request.POST
    sent = request.POST or None
    form = RecordForm(None if acting else sent, session=session, own=own)
    action = ActionForm(sent if acting else None)
    if done(
        form,
        lambda: write_guidance(
            session=session,
            content=form.content(),
            by=person,
            revision=form.cleaned_data["revision"],
        ),
    ):
        messages.success(request, "Catatan tersimpan.")
        return redirect("guidance", session.pk)
    if done(action, lambda: agree_action(session=session, by=person, **action.cleaned_data)):
        messages.success(request, "Tindakan dicatat.")
        return redirect("guidance", session.pk)
    context: dict[str, Any] = {
        "session": session,
        "speaks": speaks,
        "own": own,
        "form": form if writes else None,
        "action": action if writes else None,
        "wrong": next((one for one in (form, action) if one.errors), None),
        "lines": [
            (_full_label(one), one, _said(one, session.content.get(one.name, "")))
            for one in FIELDS[session.kind]
        ],
        "actions": session.actions.select_related("agreed_in"),
        "today": timezone.localdate(),
        "mine_confirmed": session.person_confirmed_on if own else session.guide_confirmed_on,
        "opinion": _opinion_open(session, person),
        "competency": _competency_open(session, person),
        "may_be_empty": MAY_BE_EMPTY,
    }
    return render(request, "feedback/guidance/show.html", context, status=status(form, action))


def _full_label(asked: Asked) -> str:
    """The part of the printed form and the field, once where both have the same name."""
    if asked.section == asked.label:
        return asked.label
    return f"{asked.section}: {asked.label[:1].lower()}{asked.label[1:]}"


def _said(asked: Asked, text: str) -> str:
    """What is written, in the words of the choice where there was one."""
    return dict(YES_NO)[text] if asked.yes_no and text else text


@page
def guidance_confirm(request: PageRequest, session_id: int) -> HttpResponse:
    """One of the two confirms."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    session = _visible(request.person, session_id)
    confirm_guidance(
        session=session,
        by=request.person,
        on=timezone.localdate(),
        revision=number_in(request.POST.get("revision", "")),
    )
    messages.success(request, "Anda mengesahkan catatan ini.")
    return redirect("guidance", session.pk)


@page
def guidance_action(request: PageRequest, action_id: int) -> HttpResponse:
    """Something agreed on is done."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    rows = GuidanceAction.objects.filter(session__in=Guidance.objects.visible_to(request.person))
    action = get_object_or_404(rows.select_related("session"), pk=action_id)
    finish_action(action=action, by=request.person, on=timezone.localdate())
    messages.success(request, "Tindakan selesai.")
    return redirect("guidance", action.session_id)


@page
def guidance_opinion(request: PageRequest, session_id: int) -> HttpResponse:
    """B.1.8: the employee says it, the superior of the leader reads it; nobody else."""
    person = request.person
    session = _visible(person, session_id)
    known = GuidanceOpinion.objects.visible_to(person).filter(session=session).first()
    if known is None and not _opinion_open(session, person):
        raise Http404
    form = OpinionForm(request.POST or None)
    if done(
        form,
        lambda: give_opinion(
            session=session,
            answers=form.answers(),
            remarks=form.cleaned_data["remarks"],
            by=person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Pendapat Anda diteruskan kepada atasan pimpinan.")
        return redirect("guidance_opinion", session.pk)
    lines = (
        [(one, Agreement(known.answers[one.value])) for one in GuidanceStatement] if known else []
    )
    context = {"session": session, "known": known, "lines": lines, "form": form}
    return render(request, "feedback/guidance/opinion.html", context, status=status(form))


@page
def guidance_competency(request: PageRequest, session_id: int) -> HttpResponse:
    """B.1.9: the guide fills it once; those who read the session read it."""
    session, person = _visible(request.person, session_id), request.person
    known = CompetencyReview.objects.filter(session=session).first()
    if not _competency_open(session, person):
        raise Http404
    fills = known is None
    form = CompetencyForm(request.POST or None)
    if request.method == "POST" and not fills:
        raise PermissionDenied
    if done(
        form,
        lambda: review_competency(
            session=session,
            scores=form.scores(),
            recommendation=form.cleaned_data["recommendation"],
            by=person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Evaluasi kompetensi tersimpan.")
        return redirect("guidance_competency", session.pk)
    names = dict(Competency.choices())
    lines = (
        [
            (names.get(name, name), said["score"], said["reason"])
            for name, said in known.scores.items()
        ]
        if known
        else []
    )
    context = {"session": session, "known": known, "lines": lines, "form": form}
    return render(request, "feedback/guidance/competency.html", context, status=status(form))


def _visible(person: Person, session_id: int) -> Guidance:
    rows = Guidance.objects.visible_to(person).select_related(*NAMED)
    return get_object_or_404(rows, pk=session_id)


def _competency_open(session: Guidance, person: Person) -> bool:
    """Whether this person may fill or read the scores now."""
    if session.kind == SessionKind.DIALOGUE or not session.is_confirmed:
        return False
    known = CompetencyReview.objects.filter(session=session).exists()
    return known or person.pk == session.guide_id


def _opinion_open(session: Guidance, person: Person) -> bool:
    """Whether this person may fill or read the nine statements now."""
    if session.kind == SessionKind.DIALOGUE or not session.is_confirmed or not session.superior_id:
        return False
    return person.pk == session.person_id or (
        person.pk == session.superior_id
        and person.pk not in (session.guide_id, session.leader_id)
        and GuidanceOpinion.objects.filter(session=session).exists()
    )
