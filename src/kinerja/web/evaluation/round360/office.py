"""The round as the personnel office runs it: begin, open, remind, close, release."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh
from procrastinate.contrib.django import app

from kinerja.evaluation.period import Period
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.progress import progress_of, remind_everybody, setup_of
from kinerja.evaluation.round360.release import close_round, release_round
from kinerja.evaluation.round360.round import Round360, start_round
from kinerja.evaluation.round360.working import ask_work, is_large
from kinerja.people.person import Person
from kinerja.rules.round360 import LOWEST_THRESHOLD, THRESHOLD
from kinerja.rules.round360_draw import MOST_LOAD
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.evaluation.period import kept_period
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Phase

NAMING_DAYS, ANSWERING_DAYS = 7, 21  # what the form proposes


class StartForm(Form):
    """Days and numbers of a round."""

    nominate_until = TanggalField(
        label="Pegawai mengusulkan penilai sampai",
        help_text="Pejabat penilai menyetujui usulan sebelum pengisian dibuka.",
    )
    closes_on = TanggalField(label="Pengisian sampai")
    threshold = forms.IntegerField(
        label="Ambang jumlah penjawab",
        min_value=LOWEST_THRESHOLD,
        max_value=20,
        help_text="Jawaban sekelompok rekan baru ditampilkan bila penjawabnya sedikitnya sekian."
        " Anjuran 5; kurang dari 3 tidak diterima.",
    )
    most_load = forms.IntegerField(
        label="Paling banyak rekan yang dinilai satu orang", min_value=1, max_value=50
    )


@page
def office(request: PageRequest, code: str) -> HttpResponse:
    """The round of one semester, with the one act that comes next."""
    period, today = kept_period(request.person, code), timezone.localdate()
    if period.kind != Period.Kind.SEMESTER:
        raise Http404
    round = Round360.objects.filter(period=period).select_related("period").first()
    if round is None:
        return _begin(request, period, today)
    if request.method == "POST":
        return _act(request, round, today)
    open_now = round.state in (Round360.State.OPEN, Round360.State.CLOSED)
    context = {
        "period": period,
        "round": round,
        "setup": setup_of(round),
        "progress": progress_of(round, today) if open_now else [],
        "may_close": round.is_open and today > round.closes_on,
        "phase": Phase(f"{round.get_state_display().lower()}, {round}", _next_day(round)),
    }
    if request.htmx and not round.work:
        return HttpResponseClientRefresh()  # the worker is done: an open page shows what comes next
    part = "#progress" if request.htmx else ""
    return render(request, f"evaluation/round360/office.html{part}", context)


def _next_day(round: Round360) -> date | None:
    if round.state == Round360.State.NOMINATING:
        return round.nominate_until
    return round.closes_on if round.is_open else None


def _begin(request: PageRequest, period: Period, today: date) -> HttpResponse:
    last = period.last_day
    initial = {
        "nominate_until": min(today + timedelta(days=NAMING_DAYS), last),
        "closes_on": min(today + timedelta(days=NAMING_DAYS + ANSWERING_DAYS), last),
        "threshold": THRESHOLD,
        "most_load": MOST_LOAD,
    }
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    if done(
        form,
        lambda: start_round(period=period, by=request.person, on=today, **form.cleaned_data),
    ):
        messages.success(request, "Putaran dimulai. Pegawai mendapat kabar di kotak masuknya.")
        return redirect("round360_office", period.code)
    context = {"period": period, "form": form, "can_begin": period.starts_on <= today <= last}
    return render(request, "evaluation/round360/begin.html", context, status=status(form))


@transaction.atomic
def _hand_over(round: Round360, work: str, by: Person) -> str:
    """To the worker, with the request: neither exists without the other."""
    known = round.work
    ask_work(round=round, work=work, by=by)
    if not known:
        task = app.configure_task("evaluation.carry_round360", lock=f"round360-{round.pk}")
        task.defer(round_id=round.pk)
    return "Sedang dikerjakan di belakang layar. Kabarnya masuk ke kotak masuk Anda."


def _open(round: Round360, by: Person, on: date) -> str:
    if is_large(round):
        return _hand_over(round, Round360.Work.OPEN, by)
    asked = open_round(round=round, by=by, on=on)
    return f"Penilai diundi; {asked} pertanyaan diajukan."


def _remind(round: Round360, by: Person, on: date) -> str:
    return f"{remind_everybody(round=round, by=by, on=on)} penilai mendapat pengingat."


def _close(round: Round360, by: Person, on: date) -> str:
    close_round(round=round, by=by, on=on)
    return "Pengisian ditutup. Buka hasilnya bila sudah siap."


def _release(round: Round360, by: Person, on: date) -> str:
    if is_large(round):
        return _hand_over(round, Round360.Work.RELEASE, by)
    told = release_round(round=round, by=by, on=on)
    return f"Hasil dibuka sekaligus. {told} pegawai mendapat jawaban rekan."


ACTS: Mapping[str, Callable[[Round360, Person, date], str]] = {
    "buka": _open,
    "ingatkan": _remind,
    "tutup": _close,
    "hasil": _release,
}


def _act(request: PageRequest, round: Round360, today: date) -> HttpResponse:
    act = ACTS.get(request.POST.get("langkah", ""))
    if act is None:
        raise Http404
    said: list[Any] = []
    refusal = refusal_of(lambda: said.append(act(round, request.person, today)))
    if refusal is None:
        messages.success(request, said[0])
    else:
        messages.warning(request, str(refusal))
    return redirect("round360_office", round.period.code)
