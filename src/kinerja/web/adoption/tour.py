"""The tour: all its steps, going on, skipping it, beginning it again."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.adoption.tour import Tour, begin_tour, go_on, skip_tour
from kinerja.web.attempt import status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.tour import steps_for

GO_ON, SKIP, BEGIN = "lanjut", "lewati", "mulai"


class TourForm(Form):
    act = forms.ChoiceField(choices=[(one, one) for one in (GO_ON, SKIP, BEGIN)])
    seen = forms.IntegerField(required=False, min_value=0, max_value=100)


@page
def tour(request: PageRequest) -> HttpResponse:
    """The steps in a list; POST goes on, skips, or begins."""
    me, today = request.person, timezone.localdate()
    steps = steps_for(request.layout)
    form = TourForm(request.POST or None)
    if form.is_valid():
        act = form.cleaned_data["act"]
        if act == SKIP:
            skip_tour(by=me, on=today)
            messages.success(request, "Pengenalan dilewati. Ulangi kapan saja dari Lainnya.")
            return redirect("home")
        if act == BEGIN:
            begin_tour(by=me)
            return redirect(steps[0].url)
        seen = form.cleaned_data["seen"] or 0
        now = go_on(seen=seen, steps=len(steps), by=me, on=today)
        if now is None or now.ended_on is not None:
            messages.success(request, "Pengenalan selesai. Ulangi kapan saja dari Lainnya.")
            return redirect("home")
        return redirect(steps[min(now.step, len(steps) - 1)].url)
    running = Tour.objects.filter(person=me, ended_on=None).first()
    context = {"steps": steps, "running": running}
    return render(request, "adoption/tour/show.html", context, status=status(form))
