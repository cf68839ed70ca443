"""Pulses: to be answered, told with the agency's answer, and asked."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.adoption.pulse import (
    LONGEST_ANSWER,
    LONGEST_RUN,
    LONGEST_WORDS,
    SNOOZE,
    Pulse,
    PulseAnswer,
    PulsePart,
    answer_pulse,
    ask_pulse,
    managed_by,
    may_manage,
    publish_pulse,
    pulse_scope,
    put_off_pulse,
)
from kinerja.people.refusals import WrongDates
from kinerja.rules.pulse import MOST_QUESTIONS, Mood, Side
from kinerja.web.adoption.audience import AudienceForm, question, scoped_units, wants_unit
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.charts import Chart, Series, line_chart
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.choose import choose_unit

SHOWN = 20
DRAWN, LOOKED_BACK = 3, 12  # questions of the trend, pulses
OFFERED = (
    "Kinerja memudahkan pekerjaan saya.",
    "Saya tahu ke mana bertanya bila ada kendala.",
    "Saya memahami mengapa cara kerja kita berubah.",
)
OPEN_QUESTION = "Apa yang paling perlu diperbaiki?"


class AskForm(AudienceForm):
    """What is asked, of whom, until when."""

    places: ClassVar = {WrongDates: "closes_on"}

    title = forms.CharField(label="Judul", max_length=150)
    questions = TextField(
        label="Pernyataan",
        rows=5,
        max_length=1_100,
        help_text=f"Satu tiap baris, paling banyak {MOST_QUESTIONS}. Dijawab dari “sangat tidak"
        " setuju” sampai “sangat setuju”. Pernyataan yang sama kepada penerima yang sama dapat"
        " dibandingkan dari survei ke survei.",
    )
    words_question = forms.CharField(
        label="Pertanyaan terbuka", max_length=200, required=False, help_text="Tidak wajib dijawab."
    )
    sample_percent = forms.IntegerField(
        label="Bagian yang ditanya (persen)",
        min_value=1,
        max_value=100,
        help_text="100 berarti semua penerima; kurang dari itu dipilih acak.",
    )
    closes_on = TanggalField(
        label="Hari terakhir",
        help_text=f"Paling lama {LONGEST_RUN} hari; hasilnya dihitung esok harinya.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_questions(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > 200 for line in found):
            raise forms.ValidationError("Tiap pernyataan paling panjang 200 huruf.")
        return found


class AnswerForm(Form):
    """One choice for each statement; the free words may stay empty."""

    def __init__(self, *args: Any, pulse: Pulse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"mood_{number}" for number in range(len(pulse.questions))]
        for name, asked in zip(self.names, pulse.questions, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=asked,
                choices=list(reversed(Mood.choices())),
                widget=forms.RadioSelect,
                error_messages={"required": f"Belum dijawab: {asked}"},
            )
        if pulse.words_question:
            self.fields["words"] = TextField(
                label=pulse.words_question,
                rows=3,
                max_length=LONGEST_WORDS,
                required=False,
                help_text="Jangan menulis nama atau hal yang hanya Anda yang tahu: gaya dan isi"
                " tulisan dapat dikenali.",
            )

    def answer(self) -> PulseAnswer:
        moods = [Mood(self.cleaned_data[name]) for name in self.names]
        return PulseAnswer(moods, self.cleaned_data.get("words", ""))


class PublishForm(Form):
    heard = TextField(label="Yang kami dengar", rows=5, max_length=LONGEST_ANSWER)
    doing = TextField(
        label="Yang kami lakukan",
        rows=5,
        max_length=LONGEST_ANSWER,
        help_text="Apa, siapa, sampai kapan; juga apa yang belum dapat dilakukan dan mengapa.",
    )


@page
def pulses(request: PageRequest) -> HttpResponse:
    """Those that wait for one's answer, those published, and for askers those that run."""
    me, today = request.person, timezone.localdate()
    asks = bool(pulse_scope(me, today))
    running = Pulse.objects.filter(managed_by(me, today)).exclude(state=Pulse.State.PUBLISHED)
    context = {
        "waiting": Pulse.objects.waiting_for(me, today)[:10],
        "running": running[:SHOWN] if asks else [],
        "page": keyset(request, Pulse.objects.published(), SHOWN, order=("-opened_on", "-pk")),
        "asks": asks,
    }
    return render(request, "adoption/pulse/list.html", context)


@page
def new_pulse(request: PageRequest) -> HttpResponse:
    """Ask; `?unit=pilih`: look for a unit first."""
    today = timezone.localdate()
    scope = pulse_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    if wants_unit(request):
        return choose_unit(
            request, question(reverse("pulse_new"), "Survei baru"), scoped_units(scope)
        )
    initial = {
        "key": uuid4(),
        "questions": "\n".join(OFFERED),
        "words_question": OPEN_QUESTION,
        "sample_percent": 100,
    }
    form = AskForm(request.POST or None, scope=scope, request=request, initial=initial)

    def act() -> Pulse:
        audience = form.audience()
        return ask_pulse(audience=audience, by=request.person, on=today, **form.cleaned_data)

    asked = made(form, act)
    if asked is not None:
        messages.success(request, "Survei berjalan. Yang ditanya mendapat kabar.")
        return redirect("pulse", asked.pk)
    return render(request, "adoption/pulse/new.html", {"form": form}, status=status(form))


@page
def pulse(request: PageRequest, pulse_id: int) -> HttpResponse:
    """What was answered, with the agency's answer; while it runs, only that it runs."""
    one = _visible(request, pulse_id)
    today = timezone.localdate()
    manages = may_manage(request.person, one, today)
    told = one.results if manages or one.state == Pulse.State.PUBLISHED else None
    waiting = Pulse.objects.waiting_for(request.person, today).filter(pk=one.pk).exists()
    context = {
        "one": one,
        "manages": manages,
        "told": told,
        "rows": [
            (row, row.sides[Side.YES], row.sides[Side.MIDDLE], row.sides[Side.NO])
            for row in told.questions
        ]
        if told
        else [],
        "chart": _trend(one) if told else None,
        "waiting": waiting,
        "answered": PulsePart.objects.filter(
            pulse=one, person=request.person, taken_part=True
        ).exists(),
        "counting": one.state == Pulse.State.OPEN and one.closes_on < today,
    }
    return render(request, "adoption/pulse/show.html", context)


@page
def answer(request: PageRequest, pulse_id: int) -> HttpResponse:
    """Answer it, once."""
    one = _visible(request, pulse_id)
    part = PulsePart.objects.filter(pulse=one, person=request.person).first()
    if part is None:
        raise Http404
    today = timezone.localdate()
    if part.taken_part or not one.takes_answers(today):
        return redirect("pulse", one.pk)
    form = AnswerForm(request.POST or None, pulse=one)
    if done(
        form,
        lambda: answer_pulse(pulse=one, answer=form.answer(), by=request.person, on=today),
    ):
        messages.success(request, "Terima kasih. Jawaban Anda ikut dihitung, tanpa nama.")
        return redirect("home")
    context = {"form": form, "one": one}
    return render(request, "adoption/pulse/answer.html", context, status=status(form))


@page
@require_POST
def put_off(request: PageRequest, pulse_id: int) -> HttpResponse:
    """ "Nanti saja"."""
    one = _visible(request, pulse_id)
    refused = refusal_of(
        lambda: put_off_pulse(pulse=one, by=request.person, on=timezone.localdate())
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Baik, ditanyakan lagi {SNOOZE.days} hari lagi.")
    return redirect("home")


@page
def publish(request: PageRequest, pulse_id: int) -> HttpResponse:
    """Answer for the agency, which publishes the results and closes the pulse."""
    one = _visible(request, pulse_id)
    if not may_manage(request.person, one, timezone.localdate()):
        raise Http404
    if one.state == Pulse.State.PUBLISHED and request.method == "GET":
        return redirect("pulse", one.pk)
    form = PublishForm(request.POST or None, initial={"heard": one.heard, "doing": one.doing})
    act = lambda: publish_pulse(  # noqa: E731
        pulse=one, by=request.person, on=timezone.localdate(), **form.cleaned_data
    )
    if done(form, act):
        messages.success(request, "Hasil dan jawabannya diterbitkan untuk semua pegawai.")
        return redirect("pulse", one.pk)
    context = {"form": form, "one": one, "told": one.results}
    return render(request, "adoption/pulse/publish.html", context, status=status(form))


def _trend(one: Pulse) -> Chart | None:
    """The same statements in published pulses before, asked of the same group; None where there is
    nothing to compare."""
    earlier = Pulse.objects.published().filter(opened_on__lte=one.opened_on).exclude(pk=one.pk)
    units = [unit.pk for unit in one.units.all()]
    group = {"kinds": one.kinds, "roles": one.roles, "leaders_only": one.leaders_only}
    earlier = earlier.alias(asked=Count("units")).filter(asked=len(units), **group)
    if units:
        same_units = Count("units", filter=Q(units__in=units))
        earlier = earlier.alias(same=same_units).filter(same=len(units))
    same = earlier.filter(questions__overlap=one.questions)[:LOOKED_BACK]
    told = [*reversed([(row.opened_on, row.results) for row in same]), (one.opened_on, one.results)]
    if len(told) < 2:
        return None
    percents = [
        {row.question: row.percent for row in found.questions} if found else {} for _, found in told
    ]
    series = [
        Series(text if len(text) <= 40 else f"{text[:39]}…", [one.get(text) for one in percents])
        for text in one.questions[:DRAWN]
    ]
    if all(value is None for one in series for value in one.values):
        return None
    points = [f"{day.day}/{day.month}/{day:%y}" for day, _ in told]
    return line_chart("Yang setuju (persen)", points, series)


def _visible(request: PageRequest, pulse_id: int) -> Pulse:
    rows = Pulse.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("published_by"), pk=pulse_id)
