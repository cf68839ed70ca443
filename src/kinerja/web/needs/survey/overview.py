"""Surveys: the list, a new one, its state, and the acts of one button."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.survey.results import progress_of
from kinerja.needs.survey.satisfaction import count_satisfaction, publish_result
from kinerja.needs.survey.scope import build_scope
from kinerja.needs.survey.screening import screen_survey
from kinerja.needs.survey.survey import (
    AFTER_ANSWERS,
    LANGUAGES,
    Survey,
    close_survey,
    create_survey,
    delete_survey,
    edit_survey,
    open_survey,
)
from kinerja.needs.survey.template import copy_survey, create_skm
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit
from kinerja.rules.refusal import Refusal
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.needs.survey.found import built, survey_tabs
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.unit_field import UnitField

SHOWN = 30
SPOKEN = {  # as the officer calls them; a citizen finds each in its own words
    "en": "Inggris",
    "jv": "Jawa",
    "su": "Sunda",
    "min": "Minang",
    "bug": "Bugis",
    "zh": "Mandarin",
}
DAYS = 30  # how long a new survey runs unless another day is chosen


class SurveyForm(Form):
    """What a survey is about, and when it is open."""

    kind = forms.ChoiceField(
        label="Jenis",
        choices=[
            (Survey.Kind.SKM, "Kepuasan masyarakat (SKM): sembilan unsur sudah terisi"),
            (Survey.Kind.FREE, "Survei bebas: Anda menyusun pertanyaannya"),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="Judul", max_length=150, help_text="Dibaca warga di atas survei.")
    unit = UnitField()
    service = forms.CharField(
        label="Layanan",
        max_length=120,
        required=False,
        help_text="Misalnya “Pendaftaran pasien”. Survei kepuasan (SKM) harus menyebutnya.",
    )
    introduction = TextField(
        label="Pengantar",
        rows=3,
        max_length=1_000,
        required=False,
        help_text="Untuk apa survei ini, dan berapa lama mengisinya.",
    )
    opens_on = TanggalField(label="Dibuka")
    closes_on = TanggalField(label="Ditutup")
    closes_when_full = forms.BooleanField(
        label="Tutup tautan suatu kelompok begitu targetnya tercapai", required=False
    )
    languages = forms.MultipleChoiceField(
        label="Bahasa selain Indonesia",
        choices=[(code, SPOKEN[code]) for code in LANGUAGES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        if isinstance(units, forms.ModelChoiceField):
            units.queryset = Unit.objects.open().filter(scope.within("path"))


class EditForm(SurveyForm):
    """The same without what stays."""

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = {"kind", "unit"}
        if survey.answers.exists():
            gone = set(self.fields) - AFTER_ANSWERS
        for name in gone:
            del self.fields[name]


@page
def surveys(request: PageRequest) -> HttpResponse:
    """Those that one builds, and as a leader those of the own units."""
    today = timezone.localdate()
    rows = Survey.objects.visible_to(request.person, today).select_related("unit")
    builds = bool(build_scope(request.person, today))
    if not builds and not rows.exists() and not request.layout.leads:
        raise PermissionDenied
    context = {"page": keyset(request, rows, SHOWN), "builds": builds, "today": today}
    return render(request, "needs/survey/list.html", context)


@page
def survey_new(request: PageRequest) -> HttpResponse:
    """Begin one; that of satisfaction comes with its questions."""
    today = timezone.localdate()
    scope = build_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    start = {"kind": "skm", "opens_on": today, "closes_on": today + timedelta(days=DAYS)}
    form = SurveyForm(request.POST or None, scope=scope, initial=start)
    survey = made(form, lambda: _created(form, request, today))
    if survey is not None:
        messages.success(request, "Survei dibuat. Periksa isinya, lalu buat tautannya.")
        return redirect("survey", survey.pk)
    return render(request, "needs/survey/new.html", {"form": form}, status=status(form))


def _created(form: SurveyForm, request: PageRequest, today: Any) -> Survey:
    said = dict(form.cleaned_data)
    if said.pop("kind") == Survey.Kind.SKM:
        return create_skm(**said, by=request.person, on=today)
    return create_survey(kind=Survey.Kind.FREE, **said, by=request.person, on=today)


@page
def survey(request: PageRequest, survey_id: int) -> HttpResponse:
    """How far it is, and what comes next."""
    one = built(request, survey_id)
    today = timezone.localdate()
    context = {
        "survey": one,
        "tabs": survey_tabs(request, one, "survey"),
        "progress": progress_of(one),
        "counted": count_satisfaction(one),
        "questions": one.questions.count(),
        "doors": one.doors.filter(closed_on=None).count(),
        "runs": one.runs(today),
        "waits": one.opened_on is not None and one.opens_on > today,
        "languages": [(code, SPOKEN[code]) for code in one.languages],
        "least": request.agency.least_respondents,
        "result": one.results.filter(withdrawn_at=None).first(),
    }
    return render(request, "needs/survey/show.html", context)


@page
def survey_edit(request: PageRequest, survey_id: int) -> HttpResponse:
    """Its title, texts and dates."""
    one = built(request, survey_id)
    today = timezone.localdate()
    start = {
        name: getattr(one, name)
        for name in (
            *("title", "service", "introduction", "opens_on", "closes_on"),
            *("closes_when_full", "languages"),
        )
    }
    scope = build_scope(request.person, today)
    form = EditForm(request.POST or None, scope=scope, survey=one, initial=start)
    saved = made(
        form, lambda: edit_survey(survey=one, by=request.person, on=today, **form.cleaned_data)
    )
    if saved is not None:
        messages.success(request, "Perubahan tersimpan.")
        return redirect("survey", one.pk)
    context = {"form": form, "survey": one}
    return render(request, "needs/survey/edit.html", context, status=status(form))


@page
@require_POST
def survey_act(request: PageRequest, survey_id: int) -> HttpResponse:
    """Open, close, copy, delete, screen or publish."""
    one = built(request, survey_id)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    target: list[Any] = ["survey", one.pk]

    def do() -> None:
        now = timezone.localtime()
        today = now.date()
        by = request.person
        if act == "open":
            open_survey(survey=one, by=by, on=today)
        elif act == "close":
            close_survey(survey=one, by=by, on=today)
        elif act == "delete":
            delete_survey(survey=one, by=by, on=today)
            target[:] = ["surveys"]
        elif act == "screen":
            screen_survey(survey=one, at=now)
            target[:] = ["survey_screening", one.pk]
        elif act == "publish":
            target[:] = ["satisfaction", publish_result(survey=one, by=by, at=now).pk]
        else:
            new = copy_survey(
                survey=one,
                opens_on=today,
                closes_on=today + timedelta(days=DAYS),
                by=by,
                on=today,
            )
            target[:] = ["survey", new.pk]

    refused: Refusal | None = refusal_of(do)
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, ACTS[act])
    return redirect(*target)


ACTS = {
    "open": "Survei dibuka. Bagikan tautan atau cetak posternya.",
    "close": "Survei ditutup. Kunci penyamar alamat sudah dihapus.",
    "delete": "Survei dihapus.",
    "copy": "Versi baru dibuat, tanpa jawaban dan tautan.",
    "screen": "Jawaban disaring ulang.",
    "publish": "Indeks terbit dan terbaca semua pegawai.",
}
