"""Support, comments and co-authors: short acts on the page of an idea."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.participation.co_author import answer_invitation, invite_co_author
from kinerja.participation.comment import IdeaComment, comment_on, withdraw_comment
from kinerja.participation.idea import Idea, is_author
from kinerja.participation.space import audience_of
from kinerja.participation.support import end_support, support_idea
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.supervision import BELONGING_KINDS
from kinerja.people.tenure import Assignment
from kinerja.web.attempt import done, refusal_of
from kinerja.web.page import PageRequest, page
from kinerja.web.participation.idea import CommentForm, show_idea
from kinerja.web.participation.tabs import now_by, visible_idea
from kinerja.web.people.choose import Question, choose_person, chosen

PERSON = "orang"


@page
@require_POST
def idea_support(request: PageRequest, idea_id: int) -> HttpResponse:
    """Stand behind it, or (`tarik`) no longer."""
    one = visible_idea(request, idea_id)
    if "tarik" in request.POST:
        on = timezone.localdate()
        refused = refusal_of(lambda: end_support(idea=one, by=request.person, on=on))
        return _back(request, one, refused, "Dukungan ditarik.")
    refused = refusal_of(lambda: support_idea(idea=one, **now_by(request)))
    return _back(request, one, refused, "Anda mendukung gagasan ini.")


@page
@require_POST
def idea_comment(request: PageRequest, idea_id: int) -> HttpResponse:
    """Say something to it."""
    one = visible_idea(request, idea_id)
    form = CommentForm(request.POST)
    if not done(form, lambda: comment_on(idea=one, **form.cleaned_data, **now_by(request))):
        return show_idea(request, one, comment_form=form)
    messages.success(request, "Komentar terkirim.")
    return redirect(f"{reverse('idea', args=[one.pk])}#komentar")


@page
@require_POST
def idea_comment_withdraw(request: PageRequest, idea_id: int, comment_id: int) -> HttpResponse:
    """Take one's own comment back."""
    one = visible_idea(request, idea_id)
    row = get_object_or_404(IdeaComment, pk=comment_id, idea=one, by=request.person)
    act = refusal_of(lambda: withdraw_comment(comment=row, by=request.person, at=timezone.now()))
    return _back(request, one, act, "Komentar ditarik.")


@page
def idea_invite(request: PageRequest, idea_id: int) -> HttpResponse:
    """Choose a colleague, then invite him or her."""
    one = visible_idea(request, idea_id)
    if not is_author(request.person, one):
        raise PermissionDenied
    people = _colleagues(one)
    picked = chosen(request, PERSON)
    if picked is None:
        question = Question(
            PERSON,
            "Siapa yang Anda undang?",
            "Ia menjadi penulis bersama bila setuju.",
            one.page,
            "Gagasan",
        )
        return choose_person(request, question, people, by_nip=False)
    person = get_object_or_404(people, pk=picked)
    if request.method == "POST":
        act = refusal_of(lambda: invite_co_author(idea=one, person=person, **now_by(request)))
        return _back(request, one, act, f"{person.name} diundang; ia penulis bila setuju.")
    context = {"one": one, "person": person}
    return render(request, "participation/idea/invite.html", context)


@page
@require_POST
def idea_invitation(request: PageRequest, idea_id: int) -> HttpResponse:
    """Agree to be a co-author, or not."""
    one = visible_idea(request, idea_id)
    agrees = request.POST.get("jawab") == "ya"
    act = refusal_of(lambda: answer_invitation(idea=one, agrees=agrees, **now_by(request)))
    answer = _back(
        request, one, act, "Anda penulis gagasan ini." if agrees else "Undangan ditolak."
    )
    seen = Idea.objects.visible_to(request.person, timezone.localdate())
    return answer if seen.filter(pk=one.pk).exists() else redirect("ideas")


def _colleagues(one: Idea) -> PersonQuerySet:
    """Those who may be asked to write with the author."""
    today = timezone.localdate()
    if one.space is not None:
        return audience_of(one.space, today)
    seats = Assignment.objects.on(today).filter(kind__in=BELONGING_KINDS).order_by()
    return Person.objects.present(today).filter(pk__in=seats.values("person"))


def _back(request: PageRequest, one: Idea, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("idea", one.pk)
