"""Bantuan: the start by role, the search, one guide, and the question whether it has helped."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.adoption.help_feedback import LONGEST_WORDS, say_whether_helped
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.help.guide import QUESTIONS, Guide, guides
from kinerja.web.help.roles import shelves
from kinerja.web.help.searching import LONGEST, search
from kinerja.web.page import PageRequest, page

HELPED = (("ya", "Ya"), ("tidak", "Belum"))


class QuestionForm(Form):
    """What one is looking for."""

    kata = forms.CharField(
        label="Cari di panduan",
        required=False,
        max_length=LONGEST,
        help_text="Misalnya: mengajukan keberatan.",
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )


class HelpedForm(Form):
    """Yes or no, and a word if one likes."""

    refused_at = "words"

    helped = forms.ChoiceField(
        label="Apakah panduan ini membantu?", choices=HELPED, widget=forms.RadioSelect
    )
    words = TextField(
        label="Apa yang kurang?",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Nama Anda tidak disimpan; jangan tulis nama orang.",
    )


@page
def help_start(request: PageRequest) -> HttpResponse:
    """What is for this person; or what was asked for."""
    question = request.GET.get("kata", "").replace("\x00", "")[:LONGEST].strip()
    context = {
        "question": question,
        "form": QuestionForm(initial={"kata": question}),
        "found": search(question) if question else [],
        "shelves": shelves(request.layout),
        "questions": guides().get(QUESTIONS),
    }
    return render(request, "help/start.html", context)


@page
def help_guide(request: PageRequest, guide: str) -> HttpResponse:
    """One guide with its parts; a POST says whether it has helped."""
    shown = _known(guide)
    form = HelpedForm(request.POST or None)
    if done(
        form,
        lambda: say_whether_helped(
            guide=shown.name,
            helped=form.cleaned_data["helped"] == "ya",
            words=form.cleaned_data["words"],
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Terima kasih. Jawaban Anda dibaca saat panduan ditinjau.")
        return redirect("help_guide", guide=shown.name)
    context = {"guide": shown, "form": form}
    return render(request, "help/guide.html", context, status=status(form))


def _known(name: str) -> Guide:
    try:
        return guides()[name]
    except KeyError:
        raise Http404 from None
