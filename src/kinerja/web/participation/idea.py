"""Ideas: the list, and one with its text, its answer, its comments and what it became."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.feedback.initiative import Initiative
from kinerja.participation.answer import TAKEN_UP
from kinerja.participation.ballot import VoteCount
from kinerja.participation.comment import LONGEST_COMMENT
from kinerja.participation.idea import CoAuthor, Idea, IdeaQuerySet, is_author
from kinerja.participation.outcome import effects_of, may_link
from kinerja.participation.owner import may_move_owner
from kinerja.participation.space import is_asked
from kinerja.participation.support import limit_of, open_supports
from kinerja.people.person import Person
from kinerja.planning.goal import goal_scope
from kinerja.rules.space import Right
from kinerja.web.attempt import status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.participation.tabs import TONES, idea_tabs, phase_of, visible_idea, visible_ideas
from kinerja.web.parts import Tab

SHOWN = 30
COMMENTS = 20
PARTS = (
    ("terbuka", "Terbuka"),
    ("saya", "Gagasan saya"),
    ("jawab", "Menunggu jawaban saya"),
    ("terlambat", "Terlambat dijawab"),
    ("jalan", "Diterima dan berjalan"),
    ("semua", "Semua"),
)


class CommentForm(Form):
    place: ClassVar = "comment_form"
    refused_at = "text"

    text = TextField(
        label="Tulis komentar",
        rows=3,
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Komentar belum diisi."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


@page
def ideas(request: PageRequest) -> HttpResponse:
    """Those that one may read, by part; the newest first."""
    today = timezone.localdate()
    asked = request.GET.get("bagian", "")
    part = asked if asked in dict(PARTS) else "terbuka"
    every = visible_ideas(request)
    owed = Idea.objects.owed_by(request.person, today).count()
    found = keyset(request, _part(every, part, request.person), SHOWN)
    context = {
        "page": found,
        "lines": [(one, TONES[one.state], one.is_late(today), _place(one)) for one in found],
        "tabs": idea_tabs("ideas"),
        "parts": [
            Tab(label, f"?bagian={name}", name == part, owed if name == "jawab" else None)
            for name, label in PARTS
            if name != "jawab" or owed or part == "jawab"
        ],
        "part": part,
        "may_add": is_asked(request.person, None, today),
    }
    return render(request, "participation/idea/list.html", context)


def _part(rows: IdeaQuerySet, part: str, person: Person) -> "QuerySet[Idea]":
    if part == "saya":
        return rows.written_by(person) | rows.filter(pk__in=_invited(person))
    if part == "terlambat":
        return rows.overdue(timezone.localdate())
    if part == "jawab":
        return rows.owed_by(person, timezone.localdate())
    if part == "jalan":
        return rows.filter(state__in=["trial", "accepted", "done"])
    if part == "terbuka":
        return rows.undecided()
    return rows.exclude(state__in=["withdrawn"])


def _place(one: Idea) -> str:
    """The question of its space, or the unit that it is about."""
    where = one.space.question if one.space else one.unit.name if one.unit else ""
    return f"{one.author.name} · {where}"


def _invited(person: Person) -> "QuerySet[CoAuthor, int]":
    asked = CoAuthor.objects.filter(person=person, state=CoAuthor.State.INVITED)
    return asked.values_list("idea_id", flat=True)


@page
def idea(request: PageRequest, idea_id: int) -> HttpResponse:
    """One idea with all that belongs to it."""
    return show_idea(request, visible_idea(request, idea_id))


def show_idea(request: PageRequest, one: Idea, **forms: Any) -> HttpResponse:
    """The page of an idea; a form that came back with errors takes the place of the empty one."""
    me, today = request.person, timezone.localdate()
    rights = one.rights(today)
    writes, asked = is_author(me, one), is_asked(me, one.space, today)
    owns = one.owner_id == me.pk and not writes
    outcomes = list(one.outcomes.select_related("goal__unit", "indicator"))
    invitation = one.co_authors.filter(person=me).first()
    count = _count(one)
    context = {
        "one": one,
        "me": me,
        "look": TONES[one.state],
        "phase": phase_of(one.space) if one.space else None,
        "authors": list(one.co_authors.filter(state="agreed").select_related("person")),
        "invited": list(one.co_authors.filter(state="invited").select_related("person"))
        if writes
        else [],
        "invitation": invitation
        if invitation and invitation.state == CoAuthor.State.INVITED and Right.CO_AUTHOR in rights
        else None,
        "files": list(one.files.select_related("attachment")),
        "answers": list(one.answers.select_related("by")),
        "late": one.is_late(today),
        "count": count,
        "amendments": list(one.amendments.select_related("by")[:20]),
        "versions": list(one.versions.select_related("by")),
        "comments": keyset(request, one.comments.select_related("by"), COMMENTS),
        "outcomes": outcomes,
        "effects": effects_of(one, outcomes),
        "initiatives": list(
            Initiative.objects.visible_to(me).filter(idea=one).select_related("owner")
        ),
        "supported": one.support_rows.filter(person=me).exists(),
        "supports_left": limit_of(one.space) - open_supports(me, one.space),
        "can": {
            "edit": writes and Right.EDIT in rights,
            "submit": one.author_id == me.pk and Right.SUBMIT in rights,
            "withdraw": one.author_id == me.pk
            and (one.state == "draft" or bool(rights & {Right.EDIT, Right.AMEND})),
            "support": asked and not writes and Right.SUPPORT in rights,
            "amend": asked and not owns and one.author_id != me.pk and Right.AMEND in rights,
            "invite": writes and Right.CO_AUTHOR in rights,
            "amended": Right.AMEND in rights,
            "vote": asked and one.space is not None and one.space.votes_on(today),
            "answer": owns and Right.ANSWER in rights,
            "carry": owns and one.state == "accepted" and Right.REPORT in rights,
            "link": Right.REPORT in rights and may_link(me, one, today, one.unit),
            "move": (one.is_undecided or one.goes_on) and may_move_owner(me, one, today),
            "plan": bool(goal_scope(me, today)),
            "try": (writes or owns) and one.state in TAKEN_UP,
            "comment": (asked or owns) and Right.COMMENT in rights,
        },
        "comment_form": CommentForm(initial={"key": uuid4()}),
    } | forms
    return render(request, "participation/idea/show.html", context, status=status(*forms.values()))


def _count(one: Idea) -> VoteCount | None:
    """The votes of it, where they may be shown."""
    if one.space is None or not one.space.shows_counts:
        return None
    return VoteCount.objects.filter(idea=one).first()
