"""Giving feedback to somebody near: choose whom, then say it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.feedback.feedback import Feedback, give_feedback, open_turn
from kinerja.feedback.giver import colleagues
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.web.asked import number_in
from kinerja.web.attempt import made, status
from kinerja.web.feedback.feedback_form import GiveForm
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import Question, choose_person, chosen
from kinerja.web.people.posts import in_a_line, posts_of

CHOSEN = "orang"


@page
def feedback_whom(request: PageRequest) -> HttpResponse:
    """Choose a person."""
    if (person_id := chosen(request, CHOSEN)) is not None:
        return redirect("feedback_new", person_id)
    question = Question(
        CHOSEN,
        "Beri umpan balik kepada siapa?",
        "Atasan, rekan satu unit, dan pegawai yang dapat Anda lihat.",
        reverse("feedback_list"),
        "Umpan balik",
    )
    near = colleagues(request.person, timezone.localdate())
    return choose_person(request, question, near, by_nip=False)


@page
def feedback_new(request: PageRequest, person_id: int) -> HttpResponse:
    """Say what was good or could be better; about a result where the address names one."""
    today = timezone.localdate()
    receiver = get_object_or_404(colleagues(request.person, today), pk=person_id)
    result = _result(request, receiver)
    turn = open_turn(receiver, request.person, today)
    form = GiveForm(request.POST or None, due_on=turn[1] if turn else None)

    def give() -> Feedback:
        return give_feedback(
            receiver=receiver,
            result=result,
            by=request.person,
            at=timezone.now(),
            **form.cleaned_data,
        )

    if (feedback := made(form, give)) is not None:
        messages.success(request, f"Umpan balik untuk {receiver.name} terkirim.")
        return redirect("feedback_show", feedback.pk)
    context = {
        "receiver": receiver,
        "post": in_a_line(posts_of([receiver], today)[receiver.pk]),
        "result": result,
        "form": form,
    }
    return render(request, "feedback/new.html", context, status=status(form))


def _result(request: PageRequest, receiver: Person) -> WorkResult | None:
    """The result that the address names, if it is the receiver's and may be seen; else 404."""
    asked = request.GET.get("hasil")
    if asked is None:
        return None
    seen = WorkResult.objects.visible_to(request.person).filter(plan__person=receiver)
    return get_object_or_404(seen.select_related("plan"), pk=number_in(asked))
