"""The official answer: the list of a space to decide, the answer to one idea, moving its owner."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.participation.answer import (
    DiffersFromVote,
    answer_idea,
    carry_out,
    take_up,
)
from kinerja.participation.ballot import VoteCount, counts_of
from kinerja.participation.idea import LONGEST_REASON, LONGEST_TEXT, Idea, is_author
from kinerja.participation.owner import may_move_owner, move_owner
from kinerja.participation.space import Space
from kinerja.rules.ballot import leading_ideas
from kinerja.rules.idea import IdeaState
from kinerja.rules.space import Right
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.indonesian import angka
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import NEWEST, keyset
from kinerja.web.participation.switching import ReasonForm
from kinerja.web.participation.tabs import (
    TONES,
    heads,
    now_by,
    phase_of,
    visible_idea,
    visible_ideas,
    visible_space,
)
from kinerja.web.people.choose import Question, choose_person, chosen

SHOWN = 30
PERSON = "orang"
CHOICES = [
    ("accepted", "Diterima – akan dilaksanakan"),
    ("trial", "Diuji coba dulu"),
    ("rejected", "Tidak diterima"),
]
DISCUSSED = ("discussed", "Dibahas dulu – jawaban menyusul sebelum batasnya")


class AnswerForm(Form):
    refused_at = "reason"
    places = {DiffersFromVote: "why_against"}

    answer = forms.ChoiceField(label="Jawaban", widget=forms.RadioSelect)
    reason = TextField(
        label="Alasan",
        rows=5,
        max_length=LONGEST_TEXT,
        help_text="Dibaca semua yang melihat gagasan ini. Sebut apa yang terjadi berikutnya.",
    )
    why_against = TextField(
        label="Mengapa berbeda dari hasil suara",
        rows=3,
        max_length=LONGEST_REASON,
        required=False,
        help_text="Wajib bila keputusan Anda berbeda dari gagasan dengan suara terbanyak.",
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        state = idea.state
        first = [DISCUSSED] if state == IdeaState.SUBMITTED and idea.space_id is None else []
        field.choices = first + [
            one for one in CHOICES if state != IdeaState.TRIAL or one[0] != "trial"
        ]
        if idea.space is None or idea.space.counted_on is None:
            del self.fields["why_against"]


class DoneForm(Form):
    refused_at = "words"

    words = TextField(
        label="Yang dilaksanakan",
        rows=4,
        max_length=LONGEST_REASON,
        help_text="Apa, di mana, dan sejak kapan. Penulis dan pendukung membacanya.",
    )


@page
def space_decide(request: PageRequest, space_id: int) -> HttpResponse:
    """What the vote said, and each idea with its answer or the way to it."""
    one = visible_space(request, space_id)
    counts, turnout = counts_of(one), one.turnout
    rows = visible_ideas(request).filter(space=one).exclude(state__in=["draft", "withdrawn"])
    rows = rows.prefetch_related("answers")
    if counts:  # the most votes on top
        rows = rows.annotate(behind=-Coalesce("count__votes", 0))
    found = keyset(request, rows, SHOWN, ("behind", "pk") if counts else NEWEST)
    first = leading_ideas(counts)
    voters = turnout.voters if turnout else 0
    context = {
        "one": one,
        "phase": phase_of(one),
        "page": found,
        "lines": [
            {
                "idea": idea,
                "look": TONES[idea.state],
                "votes": counts.get(idea.pk),
                "said": f"{angka(counts.get(idea.pk, 0))} dari {angka(voters)} pemilih",
                "leads": idea.pk in first,
                "answer": next(iter(idea.answers.all()), None),
                "mine": idea.owner_id == request.person.pk and idea.is_undecided,
            }
            for idea in found
        ],
        "turnout": turnout,
        "shows": one.shows_counts,
        "secret": one.ballot == Space.Ballot.SECRET,
        "may_answer": Right.ANSWER in one.rights(timezone.localdate()),
    }
    return render(request, "participation/answer/list.html", context)


@page
def idea_answer(request: PageRequest, idea_id: int) -> HttpResponse:
    """Answer one idea with a reason."""
    one = _owned(request, idea_id)
    form = AnswerForm(request.POST or None, idea=one)

    def act() -> object:
        given = form.cleaned_data
        if given["answer"] == IdeaState.DISCUSSED:
            return take_up(idea=one, words=given["reason"], **now_by(request))
        return answer_idea(idea=one, **given, **now_by(request))

    if done(form, act):
        messages.success(request, "Jawaban tersimpan; penulis mendapat kabar.")
        return redirect("idea", one.pk)
    count = VoteCount.objects.filter(idea=one).first()
    context = {
        "form": form,
        "one": one,
        "count": count,
        "phase": phase_of(one.space) if one.space else None,
        "can": Right.ANSWER in one.rights(timezone.localdate()),
    }
    return render(request, "participation/answer/answer.html", context, status=status(form))


@page
def idea_done(request: PageRequest, idea_id: int) -> HttpResponse:
    """Say that an accepted idea was carried out."""
    one = _owned(request, idea_id)
    form = DoneForm(request.POST or None)
    if done(form, lambda: carry_out(idea=one, **form.cleaned_data, **now_by(request))):
        messages.success(request, "Tersimpan; penulis mendapat kabar.")
        return redirect("idea", one.pk)
    context = {"form": form, "one": one, "phase": phase_of(one.space) if one.space else None}
    return render(request, "participation/answer/done.html", context, status=status(form))


@page
def idea_owner(request: PageRequest, idea_id: int) -> HttpResponse:
    """Choose who answers instead, and say why."""
    one = visible_idea(request, idea_id)
    if not may_move_owner(request.person, one, timezone.localdate()):
        raise PermissionDenied
    picked = chosen(request, PERSON)
    if picked is None:
        question = Question(
            PERSON,
            "Siapa yang menjawab?",
            "Pimpinan unit yang sedang bertugas. Batas jawaban tetap sama.",
            one.page,
            "Gagasan",
        )
        return choose_person(request, question, heads(), by_nip=False)
    owner = get_object_or_404(heads(), pk=picked)
    form = ReasonForm(request.POST or None)
    if done(
        form, lambda: move_owner(idea=one, owner=owner, **form.cleaned_data, **now_by(request))
    ):
        messages.success(request, f"{owner.name} sekarang yang menjawab.")
        return redirect("idea", one.pk)
    context = {"form": form, "one": one, "owner": owner}
    return render(request, "participation/answer/owner.html", context, status=status(form))


def _owned(request: PageRequest, idea_id: int) -> Idea:
    """One that this person answers; others who see it are told that they may not."""
    one = visible_idea(request, idea_id)
    if one.owner_id != request.person.pk or is_author(request.person, one):
        raise PermissionDenied
    return one
