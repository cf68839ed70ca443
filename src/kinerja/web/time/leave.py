"""The leave of those whose time one keeps: note it, end it earlier, take back a mistake."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.leave import Leave, NewLeave, end_leave, note_leave, withdraw_leave
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.choose import Question, choose_person, chosen
from kinerja.web.people.day import DayField
from kinerja.web.time.gate import kept, kept_one
from kinerja.web.time.tabs import tabs

PERSON = "pegawai"


class LeaveForm(Form):
    kind = forms.ChoiceField(
        label="Jenis cuti", choices=[("", "Pilih jenis cuti"), *Leave.Kind.choices]
    )
    starts_on = DayField(label="Mulai")
    ends_on = DayField(label="Sampai", help_text="Hari terakhir cuti.")
    letter = forms.CharField(
        label="Nomor surat",
        max_length=100,
        required=False,
        help_text="Nomor saja. Keterangan sakit atau alasan pribadi tidak dicatat di sini.",
    )


class EndForm(Form):
    on = DayField(label="Hari terakhir cuti")


class WithdrawForm(Form):
    reason = forms.CharField(label="Alasan", max_length=300)


@page
def leave_list(request: PageRequest) -> HttpResponse:
    """Running and coming leave first asked for; `?lama=1` shows what is over."""
    people, today = kept(request), timezone.localdate()
    past = request.GET.get("lama") == "1"
    rows = Leave.objects.filter(person__in=people).select_related("person")
    rows = rows.filter(ends_on__lt=today) if past else rows.filter(ends_on__gte=today)
    shown = keyset(request, rows, size=30)
    context = {"page": shown, "tabs": tabs("leave_list"), "past": past, "today": today}
    return render(request, "time/leave_list.html", context)


@page
def leave_new(request: PageRequest) -> HttpResponse:
    """Choose the person, then the kind and the days."""
    key = chosen(request, PERSON)
    if key is None:
        question = Question(
            PERSON,
            "Cuti siapa?",
            "Cari pegawai yang waktu kerjanya Anda catat.",
            reverse("leave_list"),
            "Cuti",
        )
        return choose_person(request, question, kept(request))
    person, today = kept_one(request, key), timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"starts_on": today})
    if done(
        form,
        lambda: note_leave(
            leave=NewLeave(person, **form.cleaned_data), by=request.person, on=today
        ),
    ):
        messages.success(request, f"Cuti {person.name} dicatat; yang bersangkutan diberi tahu.")
        return redirect("leave_list")
    context = {"form": form, "person": person}
    return render(request, "time/leave_new.html", context, status=status(form))


@page
def leave_end(request: PageRequest, leave_id: int) -> HttpResponse:
    """Back earlier than noted."""
    leave, today = _leave(request, leave_id), timezone.localdate()
    form = EndForm(request.POST or None, initial={"on": min(today, leave.ends_on)})
    if done(
        form,
        lambda: end_leave(leave=leave, on=form.cleaned_data["on"], by=request.person, today=today),
    ):
        day = tanggal(form.cleaned_data["on"])
        messages.success(request, f"Cuti {leave.person.name} berakhir {day}.")
        return redirect("leave_list")
    context = {"form": form, "leave": leave}
    return render(request, "time/leave_end.html", context, status=status(form))


@page
def leave_withdraw(request: PageRequest, leave_id: int) -> HttpResponse:
    """Take back what was noted by mistake."""
    leave, today = _leave(request, leave_id), timezone.localdate()
    form = WithdrawForm(request.POST or None)
    if done(
        form,
        lambda: withdraw_leave(
            leave=leave, by=request.person, today=today, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, f"Cuti {leave.person.name} dihapus dari kalender.")
        return redirect("leave_list")
    context = {"form": form, "leave": leave}
    return render(request, "time/leave_withdraw.html", context, status=status(form))


def _leave(request: PageRequest, leave_id: int) -> Leave:
    """A leave that the viewer keeps. Errors: 404."""
    rows = Leave.objects.filter(person__in=kept(request)).select_related("person")
    return get_object_or_404(rows, pk=leave_id)
