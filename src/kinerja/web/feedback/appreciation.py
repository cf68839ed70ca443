"""Thanks: the feed of the agency, giving one, what receiver, giver and office do with one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.feedback.appreciation import (
    Appreciation,
    give_appreciation,
    judge_report,
    left_this_month,
    may_read,
    mutual_pairs,
    report_appreciation,
    show_appreciation,
    tie_appreciation,
    withdraw_appreciation,
)
from kinerja.feedback.initiative import Initiative
from kinerja.people.access import may_manage_people
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, PersonQuerySet
from kinerja.planning.work_result import WorkResult
from kinerja.web.asked import row_in
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.feedback.appreciation_form import GiveForm, JudgeForm, ReasonForm, TieForm
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.work.report import Report

SHOWN = 20
FOUND = 30  # people in a search
FEWEST_LETTERS = 3
TIED_DAYS = timedelta(days=120)  # reports that the receiver is offered to tie
WITH_NAMES = ("giver", "receiver", "report", "result", "initiative")


@page
def feed(request: PageRequest) -> HttpResponse:
    """Who thanked whom in the agency, newest first; the words as their receivers allow."""
    rows = Appreciation.objects.standing().select_related(*WITH_NAMES)
    found = keyset(request, rows, SHOWN)
    seen = _seen(request.person, [one.receiver_id for one in found])
    context = {
        "page": found,
        "lines": [(one, may_read(request.person, one, seen)) for one in found],
        "left": left_this_month(request.person, timezone.now()),
        "most": request.agency.thanks_a_month,
        "keeper": may_manage_people(request.person),
    }
    return render(request, "feedback/appreciation/feed.html", context)


@page
def give(request: PageRequest) -> HttpResponse:
    """Whom, then for what: by a link from a piece of work, or by searching for a colleague."""
    me, asked = request.person, request.GET
    report = row_in(
        Report.objects.visible_to(me).select_related("person"), asked.get("laporan", "")
    )
    initiative = row_in(
        Initiative.objects.visible_to(me).standing().select_related("owner"),
        asked.get("inisiatif", ""),
    )
    people = Person.objects.active().exclude(pk=me.pk)
    receiver = row_in(people, asked.get("penerima", ""))
    if report is not None or initiative is not None:
        receiver = report.person if report else initiative.owner if initiative else None
    if receiver is None:
        return _choose(request, people)
    form = GiveForm(request.POST or None, work=_work_of(report, initiative))
    given = made(
        form,
        lambda: give_appreciation(
            receiver=receiver,
            by=me,
            at=timezone.now(),
            report=report,
            initiative=initiative,
            **form.cleaned_data,
        ),
    )
    if given is not None:
        messages.success(request, f"Apresiasi Anda sampai kepada {receiver.name}.")
        return redirect("appreciation", given.pk)
    context = {"form": form, "receiver": receiver, "left": left_this_month(me, timezone.now())}
    return render(request, "feedback/appreciation/give.html", context, status=status(form))


@page
def show(request: PageRequest, appreciation_id: int) -> HttpResponse:
    """One appreciation, with what this person may do about it."""
    return _show(request, _visible(request, appreciation_id))


@page
@require_POST
def tie(request: PageRequest, appreciation_id: int) -> HttpResponse:
    """The receiver names the recorded work."""
    one = _visible(request, appreciation_id)
    if one.receiver_id != request.person.pk:
        raise PermissionDenied
    form = TieForm(request.POST, **_offered(request.person))
    return _act(
        request,
        one,
        form,
        lambda: tie_appreciation(appreciation=one, by=request.person, **form.chosen),
        "Terkait. Apresiasi ini ikut dibaca penilai Anda.",
    )


@page
@require_POST
def publish(request: PageRequest, appreciation_id: int) -> HttpResponse:
    """The receiver opens or closes the words for everybody."""
    one = _visible(request, appreciation_id)
    public = request.POST.get("buka") == "1"
    refused = refusal_of(
        lambda: show_appreciation(appreciation=one, public=public, by=request.person)
    )
    return _back(request, one, refused, "Tersimpan.")


@page
@require_POST
def withdraw(request: PageRequest, appreciation_id: int) -> HttpResponse:
    """The giver takes it back."""
    one = _visible(request, appreciation_id)
    refused = refusal_of(
        lambda: withdraw_appreciation(appreciation=one, by=request.person, at=timezone.now())
    )
    return _back(request, one, refused, "Apresiasi ditarik.")


@page
@require_POST
def complain(request: PageRequest, appreciation_id: int) -> HttpResponse:
    """Ask the personnel office to look at it."""
    one = _visible(request, appreciation_id)
    form = ReasonForm(request.POST)
    return _act(
        request,
        one,
        form,
        lambda: report_appreciation(
            appreciation=one, by=request.person, at=timezone.now(), **form.cleaned_data
        ),
        "Terima kasih. Bagian kepegawaian akan memeriksanya.",
    )


@page
@require_POST
def judge(request: PageRequest, appreciation_id: int) -> HttpResponse:
    """The personnel office hides it, or lets it stand."""
    one = _visible(request, appreciation_id)
    form = JudgeForm(request.POST)
    return _act(
        request,
        one,
        form,
        lambda: judge_report(
            appreciation=one,
            hide=form.cleaned_data["verdict"] == JudgeForm.HIDE,
            reason=form.cleaned_data["reason"],
            by=request.person,
            at=timezone.now(),
        ),
        "Keputusan tersimpan.",
    )


@page
def watch(request: PageRequest) -> HttpResponse:
    """For the personnel office: what was reported, and who thanks each other unusually often."""
    if not may_manage_people(request.person):
        raise Http404
    reported = Appreciation.objects.standing().filter(reported_at__isnull=False)
    context = {
        "reported": reported.select_related("giver", "receiver").order_by("reported_at")[:100],
        "pairs": mutual_pairs(timezone.now()),
    }
    return render(request, "feedback/appreciation/watch.html", context)


def _show(request: PageRequest, one: Appreciation, **forms: Any) -> HttpResponse:
    me = request.person
    received, keeper = one.receiver_id == me.pk, may_manage_people(me)
    judged = {one.giver_id, one.receiver_id}
    context = {
        "one": one,
        "words": keeper or may_read(me, one, _seen(me, [one.receiver_id])),
        "received": received,
        "given": one.giver_id == me.pk,
        "work_url": _work_page(me, one),
        "tie_form": TieForm(**_offered(me)) if received and one.stands else None,
        "reason_form": ReasonForm() if one.stands and one.giver_id != me.pk else None,
        "judge_form": JudgeForm() if keeper and one.stands and me.pk not in judged else None,
        "told": keeper,
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "feedback/appreciation/show.html", context, status=status(*bad))


def _act(request: PageRequest, one: Appreciation, form: Any, verb: Any, said: str) -> HttpResponse:
    if made(form, verb) is not None:
        messages.success(request, said)
        return redirect("appreciation", one.pk)
    return _show(request, one, **{form.place: form})


def _back(request: PageRequest, one: Appreciation, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("appreciation", one.pk)


def _visible(request: PageRequest, appreciation_id: int) -> Appreciation:
    rows = Appreciation.objects.visible_to(request.person).select_related(
        *WITH_NAMES, "hidden_by", "reported_by"
    )
    return get_object_or_404(rows, pk=appreciation_id)


def _seen(viewer: Person, receivers: list[int]) -> set[int]:
    """Those of the receivers whom the viewer may see; one query."""
    rows = Person.objects.visible_to(viewer).filter(pk__in=receivers)
    return set(rows.values_list("pk", flat=True))


def _choose(request: PageRequest, people: PersonQuerySet) -> HttpResponse:
    """Colleagues of one's own unit first; others by their name."""
    today, asked = timezone.localdate(), request.GET.get("cari", "").strip()
    if len(asked) >= FEWEST_LETTERS:
        people = people.filter(name__icontains=asked)
    else:
        mine = Assignment.objects.on(today).filter(person=request.person)
        near = Assignment.objects.on(today).filter(position__unit__in=mine.values("position__unit"))
        people = people.filter(pk__in=near.values("person"))
    posts = Assignment.objects.on(today).main().filter(person__in=people)
    rows = posts.annotate(who=F("person__name"), where=F("position__unit__name"))
    context = {
        "asked": asked,
        "short": 0 < len(asked) < FEWEST_LETTERS,
        "people": rows.order_by("who", "person").values("person", "who", "where")[:FOUND],
    }
    return render(request, "feedback/appreciation/choose.html", context)


def _offered(person: Person) -> dict[str, Any]:
    """The own work to which the receiver may tie it."""
    since = timezone.localdate() - TIED_DAYS
    return {
        "reports": Report.objects.of(person).standing().filter(done_on__gte=since)[:40],
        "results": WorkResult.objects.filter(
            plan__person=person, plan__state="set", plan__year=timezone.localdate().year
        ),
        "initiatives": Initiative.objects.filter(owner=person).standing()[:20],
    }


def _work_of(report: Report | None, initiative: Initiative | None) -> str:
    if report is not None:
        return report.text[:120]
    return initiative.title if initiative else ""


def _work_page(viewer: Person, one: Appreciation) -> str:
    """Where the work can be read, for those who may."""
    if one.report_id and Report.objects.visible_to(viewer).filter(pk=one.report_id).exists():
        return f"/laporan/{one.report_id}/"
    if one.initiative_id and (
        Initiative.objects.visible_to(viewer).filter(pk=one.initiative_id).exists()
    ):
        return f"/inisiatif/{one.initiative_id}/"
    return ""
