"""An agency's own colours and logo, as files that every page may load."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kinerja.people.agency import Agency
from kinerja.records.attachment import Blob
from kinerja.web.colour import style_sheet
from kinerja.web.page import open_to_all

LONG = "public, max-age=31536000, immutable"  # the address changes with the content


@open_to_all
@require_safe
def brand_style(request: HttpRequest, version: str) -> HttpResponse:
    """The style sheet with the agency's colours."""
    agency = get_object_or_404(Agency, pk=1)
    return HttpResponse(
        style_sheet(agency), content_type="text/css", headers={"Cache-Control": LONG}
    )


@open_to_all
@require_safe
def brand_logo(request: HttpRequest, version: str) -> HttpResponse:
    """The agency's logo."""
    logo = get_object_or_404(Blob, pk=version, pk__in=Agency.objects.values("logo"))
    return HttpResponse(
        logo.path.read_bytes(),
        content_type=logo.media_type,
        headers={"Cache-Control": LONG},
    )
