"""Contributions of a month, as both leaders read them; linking one's own reports."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.contribution import (
    LONGEST_WORDS,
    Contribution,
    LeadWord,
    link_report,
    say_word,
    unlink_report,
)
from kinerja.collaboration.task import Task
from kinerja.documents.recap import month_words
from kinerja.people.person import Person
from kinerja.people.supervision import report_ids
from kinerja.rules.predicate import Rating
from kinerja.web.asked import FIRST_YEAR, LAST_YEAR, number_in
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.collaboration.programme import joined, led
from kinerja.web.forms import Form, TextField
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.work.report import Report

SHOWN = 100
OFFERED = 20  # of one's newest reports


class ReportField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A report, told by its day and its first words."""

    def label_from_instance(self, obj: Report) -> str:
        return f"{tanggal(obj.done_on)}: {obj.text[:70]}"


class LinkForm(Form):
    report = ReportField(label="Laporan", queryset=Report.objects.none())
    task = forms.ModelChoiceField(label="Untuk tugas", queryset=Task.objects.none(), required=False)

    def __init__(self, *args: Any, person: Person, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = Report.objects.of(person).standing().values_list("pk", flat=True)[:OFFERED]
        offered = Report.objects.filter(pk__in=list(newest))
        self.fields["report"].queryset = offered  # type: ignore[attr-defined]
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]


class WordForm(Form):
    refused_at = "words"

    judgement = forms.ChoiceField(
        label="Penilaian bulan ini", choices=Rating.choices(), widget=forms.RadioSelect
    )
    words = TextField(label="Keterangan", rows=3, max_length=LONGEST_WORDS)


@page
def contributions(request: PageRequest) -> HttpResponse:
    """One's own, of the programmes that one leads, and of one's staff, in one month."""
    today = timezone.localdate()
    month = month_of(request, today)
    rows = (
        Contribution.objects.seen_by(request.person, today)
        .accepted()
        .in_month(month)
        .select_related("report__person", "programme", "task")
        .order_by("programme__name", "report__person__name", "report__done_on", "pk")
    )
    found = list(rows[: SHOWN + 1])
    words = {
        (one.programme_id, one.person_id): one
        for one in LeadWord.objects.filter(
            month=month,
            programme__in={one.programme_id for one in found},
            person__in={one.report.person_id for one in found},
        ).select_related("by")
    }
    led_here = request.person.programme_roles.on(today).filter(role="lead")
    my_lead = set(led_here.values_list("programme", flat=True))
    staff = set(report_ids(request.person, today))
    groups: dict[tuple[int, int], dict[str, Any]] = {}
    for row in found[:SHOWN]:
        key = (row.programme_id, row.report.person_id)
        may_open = row.report.person_id in staff or row.report.person_id == request.person.pk
        group = groups.setdefault(
            key,
            {
                "programme": row.programme,
                "person": row.report.person,
                "word": words.get(key),
                "may_say": row.programme_id in my_lead
                and row.report.person_id != request.person.pk
                and row.programme.closed_on is None,
                "rows": [],
                "may_open": may_open,
            },
        )
        group["rows"].append(row)
    earlier, later = _shift(month, -1), _shift(month, 1)
    context = {
        "month": month,
        "month_words": month_words(month),
        "earlier": earlier,
        "earlier_words": month_words(earlier),
        "later": later if later <= today else None,
        "later_words": month_words(later),
        "groups": list(groups.values()),
        "waiting": Contribution.objects.filter(report__person=request.person)
        .waiting()
        .select_related("report", "programme", "task")
        .order_by("report__done_on", "pk")[:OFFERED],
        "more": len(found) > SHOWN,
    }
    return render(request, "collaboration/contributions.html", context)


@page
def contribution_new(request: PageRequest, programme_id: int) -> HttpResponse:
    """Say that a report of one's own was work for the programme."""
    one, today = joined(request, programme_id), timezone.localdate()
    form = LinkForm(request.POST or None, person=request.person, tasks=one.tasks.all())

    def act() -> object:
        return link_report(programme=one, by=request.person, on=today, **form.cleaned_data)

    if done(form, act):
        messages.success(request, "Laporan dihubungkan; ia dihitung sesudah diterima atasan Anda.")
        return redirect("contributions")
    context = {"form": form, "one": one}
    return render(request, "collaboration/contribution_new.html", context, status=status(form))


@page
@require_POST
def contribution_drop(request: PageRequest, contribution_id: int) -> HttpResponse:
    """It was not."""
    rows = Contribution.objects.select_related("report", "programme")
    row = get_object_or_404(rows, pk=contribution_id, report__person=request.person)
    today = timezone.localdate()
    act = lambda: unlink_report(contribution=row, by=request.person, on=today)  # noqa: E731
    if refused := refusal_of(act):
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Laporan dilepas dari {row.programme.name}.")
    return redirect("contributions")  # the board may be closed to oneself by now


@page
def lead_word(request: PageRequest, programme_id: int, person_id: int) -> HttpResponse:
    """The lead's words on one person's month."""
    one, today = led(request, programme_id), timezone.localdate()
    if person_id == request.person.pk:
        raise Http404
    known = one.contributions.accepted().filter(report__person=person_id)
    newest = known.order_by("-report__done_on").values_list("report__done_on", flat=True).first()
    month = month_of(request, newest or today)
    rows = one.contributions.accepted().in_month(month).select_related("report", "task")
    mine = list(rows.filter(report__person=person_id).order_by("report__done_on", "pk")[:SHOWN])
    if not mine:
        raise Http404
    person = get_object_or_404(Person, pk=person_id)
    word = LeadWord.objects.filter(programme=one, person=person, month=month).first()
    initial = {"judgement": word.judgement, "words": word.words} if word else {}
    form = WordForm(request.POST or None, initial=initial)

    def act() -> object:
        return say_word(
            programme=one,
            person=person,
            month=month,
            by=request.person,
            on=today,
            **form.cleaned_data,
        )

    if done(form, act):
        messages.success(request, "Tersimpan. Atasannya mendapat kabar.")
        return redirect(f"/kolaborasi/kontribusi/?bulan={month:%Y-%m}")
    context = {
        "form": form,
        "one": one,
        "person": person,
        "month_words": month_words(month),
        "rows": mine,
    }
    return render(request, "collaboration/word.html", context, status=status(form))


def month_of(request: PageRequest, today: date) -> date:
    """The first day of the month that the address asks for ("2026-03"), else of this one."""
    year, _, month = request.GET.get("bulan", "").partition("-")
    asked_year, asked_month = number_in(year), number_in(month)
    if asked_year is None or asked_month is None:
        return today.replace(day=1)
    if not (FIRST_YEAR <= asked_year <= LAST_YEAR and 1 <= asked_month <= 12):
        return today.replace(day=1)
    return date(asked_year, asked_month, 1)


def _shift(month: date, by: int) -> date:
    at = month.year * 12 + month.month - 1 + by
    return date(at // 12, at % 12 + 1, 1)
