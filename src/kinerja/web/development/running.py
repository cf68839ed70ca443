"""Running a session: attendance, results, settling, and what its evaluation says."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.attendance import AttendanceSheet, attendance_of, take_attendance
from kinerja.development.behaviour_change import changes_of, window
from kinerja.development.enrolment import SCORE, Enrolment
from kinerja.development.reaction import last_day_of_reaction, reactions_of
from kinerja.development.result import (
    Reached,
    learning_of,
    name_hours,
    record_results,
    settle_session,
)
from kinerja.development.session import Session
from kinerja.development.training import HOURS
from kinerja.rules.date_words import MONTHS
from kinerja.rules.training import LEAST_ANSWERS, LEAST_ATTENDANCE_PERCENT
from kinerja.web.asked import number_in
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.charts import bar_chart
from kinerja.web.development.session import kept_session
from kinerja.web.forms import DecimalIndonesia, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab

PASSED = [("", "Menurut kehadiran"), ("ya", "Lulus"), ("tidak", "Tidak lulus")]


class PresentChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Enrolment) -> str:
        return obj.person.full_name


class AttendanceForm(Form):
    present = PresentChoice(
        label="Yang hadir",
        queryset=Enrolment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = rows  # type: ignore[attr-defined]


class ResultForm(Form):
    """The scores of one participant; a prefix tells the rows apart."""

    before = DecimalIndonesia(
        label="Nilai awal", required=False, max_digits=5, decimal_places=2, validators=SCORE
    )
    after = DecimalIndonesia(
        label="Nilai akhir", required=False, max_digits=5, decimal_places=2, validators=SCORE
    )
    passed = forms.ChoiceField(label="Kelulusan", choices=PASSED, required=False)

    @classmethod
    def of(cls, one: Enrolment, data: Any) -> "ResultForm":
        said = {None: "", True: "ya", False: "tidak"}[one.passed]
        initial = {"before": one.before, "after": one.after, "passed": said}
        return cls(data, prefix=f"p{one.pk}", initial=initial)

    def reached(self, one: Enrolment) -> Reached:
        passed = {"": None, "ya": True, "tidak": False}[self.cleaned_data["passed"]]
        return Reached(one, self.cleaned_data["before"], self.cleaned_data["after"], passed)


class HoursForm(Form):
    hours_jp = DecimalIndonesia(label="Lama (JP)", max_digits=6, decimal_places=1, validators=HOURS)


def _day(session: Session, text: str, today: date) -> date:
    days = [day for day in session.dates if day <= today] or [session.starts_on]
    return next((day for day in days if day.isoformat() == text), days[-1])


@page
def attendance(request: PageRequest, session_id: int) -> HttpResponse:
    """The list of one part of one day: `?hari=2026-10-12&bagian=1`."""
    session, _ = kept_session(request, session_id)
    today = timezone.localdate()
    day = _day(session, request.GET.get("hari", ""), today)
    part = number_in(request.GET.get("bagian", "")) or 1
    part = part if part <= session.parts_a_day else 1
    rows = Enrolment.objects.taking_part().filter(session=session).select_related("person")
    sheet = AttendanceSheet.objects.filter(session=session, day=day, part=part).first()
    there = list(sheet.present.values_list("enrolment", flat=True)) if sheet else None
    initial = rows.values_list("pk", flat=True) if there is None else there
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        rows=rows.order_by("person__name", "pk"),
        initial={"present": [*initial]},
    )
    address = f"{reverse('training_attendance', args=[session.pk])}?hari={day}&bagian={part}"
    if done(
        form,
        lambda: take_attendance(
            session=session,
            day=day,
            part=part,
            present=form.cleaned_data["present"],
            by=request.person,
            at=timezone.now(),
            on=today,
        ),
    ):
        messages.success(request, "Daftar hadir tersimpan.")
        return redirect(address)
    url = reverse("training_attendance", args=[session.pk])
    taken = {(one.day, one.part) for one in session.sheets.all()}
    days = [
        Tab(
            f"{one.day} {MONTHS[one.month - 1][:3]}"
            f"{f' ({number})' if session.parts_a_day > 1 else ''}"
            f"{' ✓' if (one, number) in taken else ''}",
            f"{url}?hari={one}&bagian={number}",
            (one, number) == (day, part),
        )
        for one in session.dates
        if one <= today
        for number in range(1, session.parts_a_day + 1)
    ]
    context = {
        "session": session,
        "form": form,
        "day": day,
        "part": part,
        "days": days,
        "sheet": sheet,
        "people": rows.count(),
        "began": session.starts_on <= today,
        "there": [
            (one.person.full_name, one.pk in set(there or []))
            for one in rows.order_by("person__name", "pk")
        ]
        if session.settled_on
        else [],
    }
    return render(request, "development/session/attendance.html", context, status=status(form))


@page
def results(request: PageRequest, session_id: int) -> HttpResponse:
    """Scores before and after, and who passed."""
    session, _ = kept_session(request, session_id)
    return _results(request, session)


def _results(
    request: PageRequest, session: Session, hours_form: HoursForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    rows = Enrolment.objects.taking_part().filter(session=session).select_related("person")
    people = list(rows.order_by("person__name", "pk"))
    sheets, times = attendance_of(session)
    saving = request.method == "POST" and hours_form is None
    data = request.POST if saving else None
    pairs = [(one, ResultForm.of(one, data)) for one in people]
    summary = Form(data)
    valid = [form.is_valid() for _, form in pairs]  # all of them, so that all faults are shown
    if saving and all(valid):
        stored = done(
            summary,
            lambda: record_results(
                session=session,
                results=[form.reached(one) for one, form in pairs],
                by=request.person,
                on=today,
            ),
        )
        if stored:
            messages.success(request, "Hasil tersimpan.")
            return redirect("training_results", session.pk)
    unknown = session.settled_on is not None and session.hours is None
    context = {
        "session": session,
        "rows": [
            (one, form, times.get(one.pk, 0) * 100 // sheets if sheets else None)
            for one, form in pairs
        ],
        "forms": [form for _, form in pairs],
        "summary": summary,
        "sheets": sheets,
        "parts": len(session.dates) * session.parts_a_day,
        "ended": session.ends_on <= today,
        "editable": session.settled_on is None and session.cancelled_on is None,
        "least": LEAST_ATTENDANCE_PERCENT,
        "hours_form": hours_form or (HoursForm() if unknown else None),
    }
    bad = [*(form for _, form in pairs), summary, hours_form]
    return render(request, "development/session/results.html", context, status=status(*bad))


@page
@require_POST
def settle(request: PageRequest, session_id: int) -> HttpResponse:
    """The results are complete."""
    session, _ = kept_session(request, session_id)
    refused = refusal_of(
        lambda: settle_session(session=session, by=request.person, on=timezone.localdate())
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Hasil ditetapkan: sertifikat dan JP peserta sudah ada.")
    return redirect("training_results", session.pk)


@page
@require_POST
def hours(request: PageRequest, session_id: int) -> HttpResponse:
    """How long it was, where nobody knew."""
    session, _ = kept_session(request, session_id)
    form = HoursForm(request.POST)
    if done(
        form,
        lambda: name_hours(
            session=session, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "JP peserta tercatat.")
        return redirect("training_results", session.pk)
    return _results(request, session, form)


@page
def evaluation(request: PageRequest, session_id: int) -> HttpResponse:
    """The four levels of one session: reaction, learning, behaviour, and the way to the effect."""
    session, _ = kept_session(request, session_id)
    today = timezone.localdate()
    people = list(Enrolment.objects.taking_part().filter(session=session))
    reactions = reactions_of(session, today)
    learning = learning_of(people)
    first, last = window(session)
    context = {
        "session": session,
        "reactions": reactions,
        "reaction_chart": bar_chart(
            "Rata-rata jawaban peserta (1 sampai 5)",
            [(one.question.label, one.mean) for one in reactions],
            full=Decimal(5),
        ),
        "reacted": sum(one.reacted for one in people),
        "people": len(people),
        "shown_after": last_day_of_reaction(session),
        "learning": learning if learning and learning.people >= LEAST_ANSWERS else None,
        "changes": changes_of(session),
        "first": first,
        "last": last,
        "least": LEAST_ANSWERS,
        "today": today,
    }
    return render(request, "development/session/evaluation.html", context)
