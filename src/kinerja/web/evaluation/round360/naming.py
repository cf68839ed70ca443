"""Naming colleagues who know one's work, and who should not be asked; the appraiser's word."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.round360.rater import (
    LONGEST_REASON,
    MOST_NAMED,
    Rater360,
    approve,
    candidates_for,
    claim_conflict,
    decline,
    name_rater,
)
from kinerja.evaluation.round360.round import Round360, Subject360
from kinerja.people.person import Person
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Phase


class NameForm(Form):
    """A colleague, and whether to ask or not to ask him or her."""

    refused_at = "rater"

    rater = forms.ModelChoiceField(label="Rekan", queryset=Person.objects.none())
    conflict = forms.BooleanField(
        label="Jangan libatkan rekan ini (benturan kepentingan)", required=False
    )
    reason = TextField(
        label="Alasan benturan kepentingan",
        required=False,
        rows=2,
        max_length=LONGEST_REASON,
        help_text="Diisi bila kotak di atas dicentang, misalnya hubungan keluarga atau usaha."
        " Hanya pejabat penilai Anda yang membacanya.",
    )

    def __init__(self, *args: object, colleagues: QuerySet[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rater"].queryset = colleagues  # type: ignore[attr-defined]


class DecideForm(Form):
    """Why a name is not agreed to."""

    refused_at = "reason"

    reason = TextField(
        label="Alasan, bila tidak setuju",
        required=False,
        rows=3,
        max_length=LONGEST_REASON,
        help_text="Pegawai membacanya.",
    )


@page
def name(request: PageRequest) -> HttpResponse:
    """Name colleagues, up to three; or say who should not be asked."""
    running = Subject360.objects.filter(
        person=request.person, round__state=Round360.State.NOMINATING
    )
    subject = get_object_or_404(
        running.select_related("round__period", "appraiser").order_by("-pk")[:1]
    )
    today = timezone.localdate()
    form = NameForm(
        request.POST if request.method == "POST" else None, colleagues=candidates_for(subject)
    )

    def said() -> None:
        given = form.cleaned_data
        if given["conflict"]:
            claim_conflict(
                subject=subject,
                rater=given["rater"],
                reason=given["reason"],
                by=request.person,
                on=today,
            )
        else:
            name_rater(subject=subject, rater=given["rater"], by=request.person, on=today)

    if done(form, said):
        messages.success(request, "Tersimpan. Pejabat penilai Anda yang menyetujui.")
        return redirect("round360_name")
    rows = Rater360.objects.filter(subject=subject, origin=Rater360.Origin.NAMED)
    context = {
        "subject": subject,
        "round": subject.round,
        "rows": rows.select_related("rater").order_by("pk"),
        "form": form,
        "most": MOST_NAMED,
        "may_name": subject.round.takes_names(today),
        "phase": Phase(f"pengusulan penilai, {subject.round}", subject.round.nominate_until),
    }
    return render(request, "evaluation/round360/name.html", context, status=status(form))


@page
def approvals(request: PageRequest) -> HttpResponse:
    """What the people of this appraiser have named."""
    context = {"rows": _waiting(request.person).order_by("subject__person__name", "pk")}
    return render(request, "evaluation/round360/approvals.html", context)


@page
def decide(request: PageRequest, rater_id: int) -> HttpResponse:
    """Agree to one name or conflict, or not."""
    rater = get_object_or_404(_waiting(request.person), pk=rater_id)
    today, sent = timezone.localdate(), request.method == "POST"
    form = DecideForm(request.POST if sent else None)
    if sent and request.POST.get("putusan") == "setuju":
        refusal = refusal_of(lambda: approve(rater=rater, by=request.person, on=today))
        if refusal is None:
            messages.success(request, "Disetujui.")
            return redirect("round360_approvals")
        form.is_valid()
        form.add_error(None, str(refusal))
    elif done(form, lambda: decline(rater=rater, by=request.person, on=today, **form.cleaned_data)):
        messages.success(request, "Pegawai diberi tahu; penilainya diundi.")
        return redirect("round360_approvals")
    context = {"rater": rater, "form": form}
    return render(request, "evaluation/round360/decide.html", context, status=status(form))


def _waiting(leader: Person) -> QuerySet[Rater360]:
    """Of rounds in which it can still be decided."""
    rows = Rater360.objects.to_decide(leader)
    return rows.filter(subject__round__state=Round360.State.NOMINATING).select_related(
        "subject__person", "subject__round__period", "rater"
    )
