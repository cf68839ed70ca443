"""The files of a report: handed out only after the check."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kinerja.web.page import PageRequest, page
from kinerja.web.stored_file import found_file, send, send_file
from kinerja.web.work.opened import note_if_verifier
from kinerja.work import thumbnail as small
from kinerja.work.evidence import Evidence
from kinerja.work.thumbnail import thumbnail


@page
def evidence_file(request: PageRequest, report_id: int, evidence_id: int) -> HttpResponseBase:
    """The file itself: photos are shown, everything else is saved."""
    evidence = _visible(request, report_id, evidence_id)
    note_if_verifier(request.person, evidence.report)
    return send_file(request, evidence.attachment)


@page
def evidence_thumbnail(request: PageRequest, report_id: int, evidence_id: int) -> HttpResponseBase:
    """The small picture of a photo."""
    evidence = _visible(request, report_id, evidence_id, photo=True)
    blob = evidence.attachment.blob
    return send(
        request,
        found_file(thumbnail, blob),
        media_type=small.MEDIA_TYPE,
        name="kecil.webp",
        mark=f"{blob.sha256}-{small.LONGEST_SIDE}",
        saved=False,
    )


def _visible(
    request: PageRequest, report_id: int, evidence_id: int, *, photo: bool = False
) -> Evidence:
    """The evidence of that report if this person may see it, or 404."""
    evidence = Evidence.objects.visible_to(request.person).filter(report=report_id)
    if photo:
        evidence = evidence.filter(attachment__blob__media_type="image/jpeg")
    found = evidence.select_related("attachment__blob", "report__person")
    return get_object_or_404(found, pk=evidence_id)
