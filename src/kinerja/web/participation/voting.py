"""Voting in a space: choose, change the choice, and what was counted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.participation.ballot import VoteChoice, cast_vote, choice_of, on_the_ballot
from kinerja.participation.idea import Idea
from kinerja.participation.space import Space, is_asked
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.participation.tabs import phase_of, visible_space

SHOWN = 50


class Ideas(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The ideas of the space, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Idea) -> str:
        return f"{obj.title} – {obj.author.name}"


class OneOf(forms.RadioSelect):
    """One of several rows; what is sent and stored stays a list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name)


class VoteForm(Form):
    refused_at = "ideas"

    ideas = Ideas(label="Pilihan Anda", queryset=Idea.objects.none())

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ideas"]
        if space.votes_each == 1:
            field.widget = OneOf()
        field.queryset = on_the_ballot(space).select_related("author")
        field.error_messages["required"] = (
            "Pilih satu gagasan." if space.votes_each == 1 else "Pilih sedikitnya satu gagasan."
        )


@page
def space_vote(request: PageRequest, space_id: int) -> HttpResponse:
    """Choose, or change what was chosen, while the vote lasts."""
    one, today = visible_space(request, space_id), timezone.localdate()
    if not is_asked(request.person, one, today) or one.ballot == Space.Ballot.NONE:
        raise Http404
    before = choice_of(request.person, one, today)
    sent = request.POST if request.method == "POST" else None
    form = VoteForm(sent, space=one, initial={"ideas": sorted(before)})

    def act() -> None:
        cast_vote(space=one, by=request.person, on=today, **form.cleaned_data)

    if done(form, act):
        messages.success(request, "Suara Anda tersimpan. Anda dapat mengubahnya sampai penutupan.")
        return redirect("space", one.pk)
    context = {
        "form": form,
        "one": one,
        "phase": phase_of(one),
        "open": one.votes_on(today),
        "changes": bool(before),
        "secret": one.ballot == Space.Ballot.SECRET,
        "ballot": form.fields["ideas"].queryset,  # type: ignore[attr-defined]
    }
    return render(request, "participation/vote/vote.html", context, status=status(form))


@page
def space_votes(request: PageRequest, space_id: int) -> HttpResponse:
    """Who chose what in an open vote, once it is counted."""
    one = visible_space(request, space_id)
    if one.ballot != Space.Ballot.OPEN or one.counted_on is None:
        raise Http404
    rows = VoteChoice.objects.filter(space=one).select_related("voter", "idea")
    found = keyset(request, rows, SHOWN, ("voter__name", "idea__title", "pk"))
    context = {"page": found, "one": one, "phase": phase_of(one)}
    return render(request, "participation/vote/list.html", context)
