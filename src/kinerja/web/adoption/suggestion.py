"""The box "Usul untuk Kinerja": everybody writes, each reads one's own, the keepers read all."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.adoption.suggestion import LONGEST_TEXT, Suggestion, keeps_system, suggest
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 20


class SuggestForm(Form):
    kind = forms.ChoiceField(
        label="Tentang", choices=Suggestion.Kind.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label="Usul Anda",
        rows=5,
        max_length=LONGEST_TEXT,
        help_text="Apa yang menyulitkan, dan apa yang akan membantu. Nama Anda tercatat bersamanya;"
        " untuk bersuara tanpa nama, jawab survei denyut.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


@page
def suggestions(request: PageRequest) -> HttpResponse:
    """Write one; below it those that were sent."""
    me, today = request.person, timezone.localdate()
    initial = {"key": uuid4(), "kind": Suggestion.Kind.WISH}
    form = SuggestForm(request.POST or None, initial=initial)
    if done(form, lambda: suggest(by=me, at=timezone.localtime(), **form.cleaned_data)):
        messages.success(request, "Terkirim. Usul dibahas dalam tinjauan sistem tahun ini.")
        return redirect("suggestions")
    rows = Suggestion.objects.visible_to(me, today).select_related("person")
    context = {
        "form": form,
        "page": keyset(request, rows, SHOWN),
        "keeps": keeps_system(me, today),
    }
    return render(request, "adoption/suggestion/list.html", context, status=status(form))
