"""The certificate of a training, and the page on which anybody who holds it can check it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from kinerja.development.enrolment import Enrolment
from kinerja.documents.training_certificate import training_certificate_pdf
from kinerja.web.download import download
from kinerja.web.page import PageRequest, PublicRequest, page, public_page


@page
def certificate(request: PageRequest, enrolment_id: int) -> HttpResponse:
    """The PDF, for those who may see the enrolment."""
    rows = Enrolment.objects.visible_to(request.person, timezone.localdate())
    one = get_object_or_404(rows.select_related("person", "session__training"), pk=enrolment_id)
    if one.token is None or one.session.settled_on is None:
        raise Http404
    address = request.build_absolute_uri(reverse("training_check", args=[one.token]))
    content = training_certificate_pdf(
        one, agency=request.agency.name, address=address, at=timezone.localtime()
    )
    return download(content, f"sertifikat-{one.session.ends_on:%Y-%m-%d}.pdf")


@public_page
def check(request: PublicRequest, token: UUID) -> HttpResponse:
    """What the certificate with this code says; nothing more of the person."""
    rows = Enrolment.objects.filter(passed=True).select_related("person", "session__training")
    one = rows.filter(token=token, session__settled_on__isnull=False).first()
    context = {"one": one, "agency": request.agency}
    status = 200 if one else 404
    return render(request, "development/enrolment/check.html", context, status=status)
