"""The files of a report: handed out only after the check."""

from pathlib import Path

from django.http import FileResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kinerja.web.page import PageRequest, page
from kinerja.work import thumbnail as small
from kinerja.work.evidence import Evidence
from kinerja.work.thumbnail import thumbnail

# A file opens nothing of the site, whatever stands in it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@page
def evidence_file(request: PageRequest, report_id: int, evidence_id: int) -> HttpResponseBase:
    """The file itself: photos are shown, everything else is saved."""
    evidence = _visible(request, report_id, evidence_id)
    attachment = evidence.attachment
    blob = attachment.blob
    return _send(
        request,
        blob.path,
        media_type=blob.media_type,
        name=attachment.name,
        mark=blob.sha256,
        saved=not attachment.is_photo,
    )


@page
def evidence_thumbnail(request: PageRequest, report_id: int, evidence_id: int) -> HttpResponseBase:
    """The small picture of a photo."""
    evidence = _visible(request, report_id, evidence_id, photo=True)
    blob = evidence.attachment.blob
    return _send(
        request,
        thumbnail(blob),
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
    return get_object_or_404(evidence.select_related("attachment__blob"), pk=evidence_id)


def _send(
    request: PageRequest, path: Path, *, media_type: str, name: str, mark: str, saved: bool
) -> HttpResponseBase:
    """The bytes; a browser that has them already is only told so, after the same check."""
    etag = f'"{mark}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponseNotModified()
    else:
        response = FileResponse(
            path.open("rb"), as_attachment=saved, filename=name, content_type=media_type
        )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
