"""The review of the system: read by everybody, written and published by those who look after it."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.adoption.review_material import GuideSaid, Rulings, guides_said, rulings_in
from kinerja.adoption.suggestion import keeps_system
from kinerja.adoption.system_review import (
    FIRST_YEAR,
    LONGEST_TEXT,
    Item,
    ReviewItem,
    SystemReview,
    begin_review,
    heard_in,
    promises_before,
    publish_review,
    put_item,
    remove_item,
    renew_review,
    write_summary,
)
from kinerja.evaluation.period import span_of
from kinerja.web.adoption.words import heard_words
from kinerja.web.asked import number_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.edit_form import SeenForm
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.help.guide import guides
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 20
LOOKS_BACK_UNTIL = 3  # month


class SummaryForm(SeenForm):
    prefix = "ringkas"
    place: ClassVar = "summary_form"

    summary = TextField(label="Ringkasan", rows=4, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, row: SystemReview, **kwargs: Any) -> None:
        def stored() -> dict[str, Any]:
            row.refresh_from_db()
            return {"summary": row.summary, "seen": row.summary_mark}

        super().__init__(*args, stored=stored, **kwargs)


class ItemForm(Form):
    """One line: asked, decided, changed."""

    source = forms.ChoiceField(label="Dari", choices=ReviewItem.Source.choices)
    asked = TextField(label="Yang diminta", rows=3, max_length=LONGEST_TEXT)
    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[("", "Belum diputuskan"), *ReviewItem.Decision.choices],
        required=False,
    )
    reason = TextField(label="Alasan", rows=3, max_length=LONGEST_TEXT, required=False)
    changed = TextField(label="Yang diubah", rows=3, max_length=LONGEST_TEXT, required=False)
    changed_on = TanggalField(label="Berubah sejak", required=False)
    changed_in = forms.CharField(
        label="Versi aplikasi",
        max_length=40,
        required=False,
        help_text="Seperti dalam catatan perubahan, misalnya 1.2.0.",
    )


class KnownItemForm(SeenForm, ItemForm):
    """The same of a line that stands."""


class RenewForm(Form):
    prefix = "baru"
    place: ClassVar = "renew_form"
    refused_at: ClassVar = "change"

    change = forms.CharField(label="Apa yang akan berubah", max_length=300)


@page
def reviews(request: PageRequest) -> HttpResponse:
    """All that may be read, the newest year on top."""
    me, today = request.person, timezone.localdate()
    rows = SystemReview.objects.visible_to(me, today)
    keeps = keeps_system(me, today)
    context = {
        "page": keyset(request, rows, SHOWN, order=("-year", "-version", "-pk")),
        "keeps": keeps,
        "years": [(year, f"Mulai tinjauan {year}") for year in _years_to_begin(today)]
        if keeps
        else [],
    }
    return render(request, "adoption/system_review/list.html", context)


def _years_to_begin(today: date) -> list[int]:
    """This year, and in its first months also the last one: a year is looked back on after it."""
    years = [today.year] if today.month > LOOKS_BACK_UNTIL else [today.year - 1, today.year]
    begun = set(SystemReview.objects.filter(year__in=years).values_list("year", flat=True))
    return [year for year in years if year >= FIRST_YEAR and year not in begun]


@page
@require_POST
def begin(request: PageRequest) -> HttpResponse:
    """Begin the review of a year, of this one where none is named."""
    today = timezone.localdate()
    if not keeps_system(request.person, today):
        raise Http404
    year = number_in(request.POST.get("year", "")) or today.year
    begun: list[SystemReview] = []
    refused = refusal_of(lambda: begun.append(begin_review(year=year, by=request.person, on=today)))
    if refused:
        messages.warning(request, str(refused))
        return redirect("system_reviews")
    return redirect("system_review", begun[0].pk)


@page
def review(request: PageRequest, review_id: int) -> HttpResponse:
    """One review: asked, decided, changed; the promises of the last one and what became of them."""
    return _show(request, _visible(request, review_id))


@page
@require_POST
def summary(request: PageRequest, review_id: int) -> HttpResponse:
    """Write the few sentences above it."""
    one = _kept(request, review_id)
    form = SummaryForm(request.POST, row=one)
    if not done(form, lambda: write_summary(review=one, **form.cleaned_data, **_by(request))):
        return _show(request, one, form)
    messages.success(request, "Ringkasan tersimpan.")
    return redirect("system_review", one.pk)


@page
def item(request: PageRequest, review_id: int, item_id: int | None = None) -> HttpResponse:
    """Write one line, a new one or a known one."""
    one = _kept(request, review_id)
    known = get_object_or_404(ReviewItem, pk=item_id, review=one) if item_id else None
    said = request.POST or None
    form = KnownItemForm(said, stored=lambda: _stored(known)) if known else ItemForm(said)

    def act() -> ReviewItem:
        seen = form.cleaned_data.pop("seen", "")
        line = Item(**form.cleaned_data)
        return put_item(review=one, item=line, known=known, seen=seen, **_by(request))

    if done(form, act):
        messages.success(request, "Butir tersimpan.")
        return redirect("system_review", one.pk)
    context = {"one": one, "known": known, "form": form}
    return render(request, "adoption/system_review/item.html", context, status=status(form))


def _stored(known: ReviewItem) -> dict[str, Any]:
    known.refresh_from_db()
    return {name: getattr(known, name) for name in ItemForm.base_fields} | {"seen": known.mark}


@page
@require_POST
def remove(request: PageRequest, review_id: int, item_id: int) -> HttpResponse:
    """Take a line out."""
    one = _kept(request, review_id)
    found = get_object_or_404(ReviewItem, pk=item_id, review=one)
    return _back(request, one, lambda: remove_item(item=found, **_by(request)), "Butir dihapus.")


@page
@require_POST
def publish(request: PageRequest, review_id: int) -> HttpResponse:
    """Publish it for everybody."""
    one = _kept(request, review_id)
    act = lambda: publish_review(review=one, at=timezone.now(), **_by(request))  # noqa: E731
    return _back(request, one, act, "Tinjauan terbit untuk semua pegawai.")


@page
@require_POST
def renew(request: PageRequest, review_id: int) -> HttpResponse:
    """Begin a new version."""
    one = _kept(request, review_id)
    form = RenewForm(request.POST)
    draft = made(form, lambda: renew_review(review=one, **form.cleaned_data, **_by(request)))
    if draft is None:
        return _show(request, one, form)
    messages.success(
        request, "Versi baru dimulai; versi lama tetap berlaku sampai yang ini terbit."
    )
    return redirect("system_review", draft.pk)


def _show(request: PageRequest, one: SystemReview, *forms: SummaryForm | RenewForm) -> HttpResponse:
    keeps = keeps_system(request.person, timezone.localdate())
    draft = keeps and one.is_draft
    context: dict[str, Any] = {
        "one": one,
        "keeps": keeps,
        "draft": draft,
        "items": one.items.select_related("decided_by"),
        "promises": promises_before(one),
        "heard": heard_words(heard_in(one.year)),
        "guides": guides_told(one.year) if keeps else [],
        "rulings": rulings_told(one.year) if keeps else [],
        "summary_form": SummaryForm(row=one) if draft else None,
        "renew_form": RenewForm() if keeps and one.state == SystemReview.State.PUBLISHED else None,
    } | {form.place: form for form in forms}
    return render(request, "adoption/system_review/show.html", context, status=status(*forms))


def guides_told(year: int) -> list[tuple[str, GuideSaid]]:
    """What was said about guides, each with its title; one that is gone keeps its name."""
    known = guides()
    said = guides_said(year)
    return [(known[one.guide].title if one.guide in known else one.guide, one) for one in said]


def rulings_told(year: int) -> list[tuple[str, Rulings]]:
    """Objections by ruling, each line with the words for its period."""
    return [(span_of(one.period).label, one) for one in rulings_in(year)]


def _back(request: PageRequest, one: SystemReview, act: Any, said: str) -> HttpResponse:
    refused = refusal_of(act)
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("system_review", one.pk)


def _visible(request: PageRequest, review_id: int) -> SystemReview:
    rows = SystemReview.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("published_by"), pk=review_id)


def _kept(request: PageRequest, review_id: int) -> SystemReview:
    """One that the person may write; for others it is not there."""
    one = _visible(request, review_id)
    if not keeps_system(request.person, timezone.localdate()):
        raise Http404
    return one


def _by(request: PageRequest) -> dict[str, Any]:
    return {"by": request.person, "on": timezone.localdate()}
