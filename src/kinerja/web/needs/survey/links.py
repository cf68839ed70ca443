"""The ways into a survey: groups with their targets, links, and posters to print."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.documents.survey import poster_pdf
from kinerja.needs.survey.answer import hidden_address
from kinerja.needs.survey.door import (
    SurveyDoor,
    SurveyGroup,
    add_door,
    close_door,
    edit_door,
    remove_group,
    set_group,
    set_network,
)
from kinerja.needs.survey.results import progress_of
from kinerja.needs.survey.screening import door_reports
from kinerja.needs.survey.survey import Survey
from kinerja.web.asked import number_in, row_in
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.download import download
from kinerja.web.forms import Form
from kinerja.web.needs.survey.found import built, survey_tabs
from kinerja.web.page import PageRequest, page


def _whole(label: str, most: int, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=most, widget=widget, **more)


class DoorForm(Form):
    kind = forms.ChoiceField(
        label="Jenis", choices=SurveyDoor.Kind.choices, widget=forms.RadioSelect, initial="venue"
    )
    name = forms.CharField(
        label="Tempat atau saluran", max_length=100, help_text="Misalnya “Loket 1” atau “WhatsApp”."
    )
    group = forms.ModelChoiceField(
        label="Kelompok", queryset=SurveyGroup.objects.none(), required=False
    )
    expected = _whole(
        "Perkiraan pengunjung sehari",
        100_000,
        required=False,
        help_text="Lebih dari satu setengah kalinya dalam sehari disisihkan dari indeks.",
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields["group"]
        if isinstance(groups, forms.ModelChoiceField):
            groups.queryset = survey.groups.all()


class GroupForm(Form):
    prefix = "kelompok"

    kind = forms.ChoiceField(label="Kelompok", choices=SurveyGroup.Kind.choices)
    name = forms.CharField(label="Sebutan", max_length=100, help_text="Misalnya “Pasien umum”.")
    population = _whole("Banyaknya orang", 300_000_000, help_text="Dalam setahun, misalnya 4800.")
    target = _whole(
        "Target jawaban",
        1_000_000,
        required=False,
        help_text="Kosong: dihitung dengan rumus Krejcie dan Morgan.",
    )


@page
def survey_links(request: PageRequest, survey_id: int) -> HttpResponse:
    """Groups and links, with what each has brought."""
    survey = built(request, survey_id)
    door_form, group_form = DoorForm(survey=survey), GroupForm()
    if request.method == "POST":
        act = request.POST.get("act", "")
        by_on: dict[str, Any] = {"by": request.person, "on": timezone.localdate()}
        if act == "door":
            door_form = DoorForm(request.POST, survey=survey)
            if done(door_form, lambda: add_door(survey=survey, **by_on, **door_form.cleaned_data)):
                messages.success(request, "Tautan dibuat. Posternya siap dicetak.")
                return redirect("survey_links", survey.pk)
        elif act == "group":
            group_form = GroupForm(request.POST)
            if done(
                group_form, lambda: set_group(survey=survey, **by_on, **group_form.cleaned_data)
            ):
                messages.success(request, "Kelompok tersimpan.")
                return redirect("survey_links", survey.pk)
        else:
            return _one(request, survey, act, by_on)
    context = {
        "survey": survey,
        "tabs": survey_tabs(request, survey, "survey_links"),
        "reports": [
            (one, request.build_absolute_uri(reverse("survey_page", args=[one.door.code])))
            for one in door_reports(survey)
        ],
        "progress": progress_of(survey),
        "door_form": door_form,
        "group_form": group_form,
        "over": survey.closed_on is not None,
    }
    faults = status(door_form, group_form)
    return render(request, "needs/survey/links.html", context, status=faults)


def _one(request: PageRequest, survey: Survey, act: str, by_on: dict[str, Any]) -> HttpResponse:
    """An act of one button at one link or group."""
    if act == "remove_group":
        group = row_in(survey.groups.all(), request.POST.get("group", ""))
        if group is None:
            raise Http404
        refused = refusal_of(lambda: remove_group(group=group, **by_on))
    else:
        door = row_in(survey.doors.all(), request.POST.get("door", ""))
        if door is None:
            raise Http404
        if act == "close":
            refused = refusal_of(lambda: close_door(door=door, **by_on))
        elif act == "expect":
            expected = number_in(request.POST.get("expected", "").strip())
            refused = refusal_of(lambda: edit_door(door=door, expected=expected, **by_on))
        elif act in ("network", "no_network"):
            origin = str(get_adapter().get_client_ip(request))
            address = hidden_address(survey, origin) if act == "network" else None
            refused = refusal_of(lambda: set_network(door=door, address=address, **by_on))
        else:
            raise Http404
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Tersimpan.")
    return redirect("survey_links", survey.pk)


@page
def survey_poster(request: PageRequest, survey_id: int, door_id: int) -> HttpResponse:
    """The poster of one link, to be printed."""
    survey = built(request, survey_id)
    door = get_object_or_404(SurveyDoor.objects.select_related("survey__unit"), pk=door_id)
    if door.survey_id != survey.pk:
        raise Http404
    address = request.build_absolute_uri(reverse("survey_page", args=[door.code]))
    content = poster_pdf(door, address=address, agency=request.agency.name, at=timezone.localtime())
    return download(content, f"poster-survei-{survey.pk}-{door.pk}.pdf")
