"""One colleague in a minute: seven values, five words, a comment if one likes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kinerja.evaluation.round360.answer import Answer, give_answer
from kinerja.evaluation.round360.rater import LONGEST_REASON, Rater360, withdraw
from kinerja.evaluation.round360.refusals import AnsweredAlready
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import MOST_COMMENT, Frequency
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Phase

UNSEEN = "unseen"
CHOICES = [*Frequency.choices(), (UNSEEN, "Belum melihat")]


class AnswerForm(Form):
    """A word for each value."""

    comment = TextField(label="Catatan", required=False, rows=3, max_length=MOST_COMMENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in CoreValue:
            self.fields[value.value] = forms.ChoiceField(
                label=value.label,
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": f"Pilih jawaban untuk {value.label}."},
            )
        self.order_fields([value.value for value in CoreValue])

    @property
    def answer(self) -> Answer:
        """What was said; of a valid form."""
        given = self.cleaned_data
        words = {value: given[value.value] for value in CoreValue}
        return Answer(
            {value: None if word == UNSEEN else Frequency(word) for value, word in words.items()},
            given["comment"],
        )


class WithdrawForm(Form):
    """Why somebody should not be asked about this colleague."""

    refused_at = "reason"

    reason = TextField(
        label="Alasan singkat",
        rows=3,
        max_length=LONGEST_REASON,
        help_text="Misalnya hubungan keluarga, hubungan usaha, atau perselisihan pribadi. Dibaca"
        " bagian kepegawaian bila diaudit, tidak oleh rekan ini.",
    )


@dataclass(frozen=True)
class Row:
    """One value with its words and its guide behaviours."""

    value: CoreValue
    field: BoundField


@sensitive_post_parameters()
@page
def answer(request: PageRequest, rater_id: int) -> HttpResponse:
    """Answer about one colleague, once. Nothing of it goes into a message, a draft or a log."""
    rater = _asked(request.person, rater_id)
    round, today = rater.subject.round, timezone.localdate()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    sent = f"{reverse('round360')}?terkirim=1"

    def say() -> None:
        with suppress(AnsweredAlready):  # the second tap on the button
            give_answer(rater=rater, answer=form.answer, by=request.person, on=today)

    if done(form, say) or (rater.taken_part and request.method == "POST"):
        return redirect(sent)
    context = {
        "rater": rater,
        "round": round,
        "subject": rater.subject.person,
        "own": rater.subject.person_id == request.person.pk,
        "anonymous": rater.kind.is_anonymous,
        "form": form,
        "rows": list(_rows(form)),
        "may_send": round.takes_answers(today) and not rater.taken_part,
        "phase": Phase(f"{round}", round.closes_on),
    }
    return render(request, "evaluation/round360/answer.html", context, status=status(form))


@page
def step_back(request: PageRequest, rater_id: int) -> HttpResponse:
    """A conflict of interest stands in the way: another colleague is drawn."""
    rater = _asked(request.person, rater_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if done(
        form,
        lambda: withdraw(
            rater=rater, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        return redirect("round360")
    context = {"rater": rater, "form": form}
    return render(request, "evaluation/round360/step_back.html", context, status=status(form))


def _asked(person: Person, rater_id: int) -> Rater360:
    rows = Rater360.objects.asked_of(person).select_related("subject__person", "subject__round")
    return get_object_or_404(rows.select_related("subject__round__period"), pk=rater_id)


def _rows(form: AnswerForm) -> Iterator[Row]:
    for value in CoreValue:
        yield Row(value, form[value.value])
