"""What feeds an indicator without typing: choose the source, take the figures now, stop it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.planning.indicator_feed import IndicatorFeed, run_feed, set_feed, sources, stop_feed
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.web.attempt import made, status
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.key_indicator import managed_indicator


class FeedForm(Form):
    """The source and how its figures are counted."""

    source = forms.ChoiceField(label="Sumber", help_text="Hanya yang sudah punya data.")
    every = forms.ChoiceField(label="Diambil", choices=KeyIndicator.Period.choices)
    span = forms.ChoiceField(
        label="Nilainya mencakup", choices=IndicatorFeed.Span.choices, widget=forms.RadioSelect
    )
    since = TanggalField(label="Mulai periode yang diawali sejak")

    def __init__(self, *args: Any, indicator: KeyIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (one.label, [(f"{one.kind}|{subject}", name) for subject, name in one.offer(indicator)])
            for one in sources()
        ]
        field: Any = self.fields["source"]
        field.choices = [("", "Pilih"), *(group for group in groups if group[1])]

    def values(self) -> dict[str, Any]:
        """The arguments of `set_feed`."""
        kind, _, subject = self.cleaned_data["source"].partition("|")
        names = ("every", "span", "since")
        return {name: self.cleaned_data[name] for name in names} | {
            "kind": kind,
            "subject": subject,
        }


@page
def key_feed(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Say what feeds the indicator; its figures are there at once."""
    indicator, today = managed_indicator(request, indicator_id), timezone.localdate()
    feed = IndicatorFeed.objects.filter(indicator=indicator).first()
    initial = {
        "source": f"{feed.kind}|{feed.subject}" if feed else "",
        "every": feed.every if feed else indicator.period,
        "span": feed.span if feed else IndicatorFeed.Span.PERIOD,
        "since": feed.since if feed else date(today.year, 1, 1),
    }
    form = FeedForm(request.POST or None, indicator=indicator, initial=initial)
    chosen = made(
        form,
        lambda: set_feed(indicator=indicator, by=request.person, on=today, **form.values()),
    )
    if chosen is not None:
        stored = run_feed(feed=chosen, at=timezone.now(), on=today, by=request.person)
        messages.success(request, f"Sumber diatur; {len(stored)} nilai diambil.")
        return redirect("key_indicator_show", indicator.pk)
    context = {"form": form, "indicator": indicator, "feed": feed}
    return render(request, "planning/key_indicator/feed.html", context, status=status(form))


@page
@require_POST
def key_feed_run(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Take the figures now."""
    feed, on = _feed(request, indicator_id), timezone.localdate()
    stored = run_feed(feed=feed, at=timezone.now(), on=on, by=request.person)
    said = f"{len(stored)} nilai baru." if stored else "Tidak ada nilai baru."
    messages.success(request, f"Sumber dibaca. {said}")
    return redirect("key_indicator_show", indicator_id)


@page
@require_POST
def key_feed_stop(request: PageRequest, indicator_id: int) -> HttpResponse:
    """No more figures from there; the values stay."""
    stop_feed(feed=_feed(request, indicator_id), by=request.person, on=timezone.localdate())
    messages.success(request, "Sumber dihentikan; nilainya tetap ada.")
    return redirect("key_indicator_show", indicator_id)


def _feed(request: PageRequest, indicator_id: int) -> IndicatorFeed:
    indicator = managed_indicator(request, indicator_id)
    feed = IndicatorFeed.objects.filter(indicator=indicator).first()
    if feed is None:
        raise Http404
    return feed
