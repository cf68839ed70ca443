"""Partners as the lead of a programme keeps them: invited, a new link, taken back."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.partner import (
    LINK_DAYS,
    Partner,
    invite_partner,
    renew_link,
    revoke_partner,
)
from kinerja.collaboration.programme import Programme
from kinerja.rules.refusal import Refusal
from kinerja.web.attempt import made, status
from kinerja.web.collaboration.programme import led
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page


class PartnerForm(Form):
    name = forms.CharField(label="Nama", max_length=100)
    organisation = forms.CharField(label="Komunitas atau usaha", max_length=150)
    mail = forms.CharField(
        label="Surel",
        max_length=254,
        required=False,
        help_text="Hanya catatan: tautannya Anda kirim sendiri.",
    )
    ends_on = TanggalField(label="Sampai")


@page
def partners(request: PageRequest, programme_id: int) -> HttpResponse:
    """Who is invited, and one more; the link is shown once."""
    one, today = led(request, programme_id), timezone.localdate()
    form = PartnerForm(request.POST or None, initial={"ends_on": one.ends_on})

    def act() -> tuple[Partner, str]:
        return invite_partner(programme=one, by=request.person, on=today, **form.cleaned_data)

    invited = made(form, act)
    if invited is None:
        return _show(request, one, form)
    return _show(request, one, PartnerForm(initial={"ends_on": one.ends_on}), *invited)


@page
@require_POST
def partner_link(request: PageRequest, programme_id: int, partner_id: int) -> HttpResponse:
    """A new link; the visit before it ends."""
    one = led(request, programme_id)
    partner = get_object_or_404(one.partners.select_related("programme"), pk=partner_id)
    try:
        word = renew_link(partner=partner, by=request.person, on=timezone.localdate())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("partners", one.pk)
    return _show(request, one, PartnerForm(initial={"ends_on": one.ends_on}), partner, word)


@page
@require_POST
def partner_revoke(request: PageRequest, programme_id: int, partner_id: int) -> HttpResponse:
    """Take an invitation back."""
    one = led(request, programme_id)
    partner = get_object_or_404(one.partners, pk=partner_id)
    revoke_partner(partner=partner, by=request.person, at=timezone.now(), on=timezone.localdate())
    messages.success(request, f"Undangan {partner.name} dicabut.")
    return redirect("partners", one.pk)


def _show(
    request: PageRequest,
    one: Programme,
    form: PartnerForm,
    partner: Partner | None = None,
    word: str = "",
) -> HttpResponse:
    today = timezone.localdate()
    link = request.build_absolute_uri(reverse("partner_enter", args=[word])) if word else ""
    context = {
        "one": one,
        "form": form,
        "partners": [(row, row.is_open(today)) for row in one.partners.all()],
        "partner": partner,
        "link": link,
        "days": LINK_DAYS,
    }
    return render(request, "collaboration/partners.html", context, status=status(form))
