"""Files that people handed in, sent after the caller has checked who asks."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, Http404, HttpResponseNotModified
from django.http.response import HttpResponseBase

from kinerja.records.attachment import Attachment
from kinerja.web.page import PageRequest

Found = TypeVar("Found")

log = logging.getLogger(__name__)

# A file opens nothing of the site, whatever stands in it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def send_file(request: PageRequest, attachment: Attachment) -> HttpResponseBase:
    """A file that the caller has checked; a browser that has it already is only told so."""
    blob = attachment.blob
    return send(
        request,
        blob.path,
        media_type=blob.media_type,
        name=attachment.name,
        mark=blob.sha256,
        saved=not attachment.is_photo,
    )


def send(
    request: PageRequest, path: Path, *, media_type: str, name: str, mark: str, saved: bool
) -> HttpResponseBase:
    """The bytes; a browser that has them already is only told so, after the same check."""
    etag = f'"{mark}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponseNotModified()
    else:
        response = FileResponse(
            found_file(path.open, "rb"), as_attachment=saved, filename=name, content_type=media_type
        )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def found_file(read: Callable[..., Found], *given: object) -> Found:
    """What reading a stored file gives. Errors: Http404, and a line for the operator, where the
    file is gone from the folder."""
    try:
        return read(*given)
    except FileNotFoundError as error:
        log.error("A stored file is missing: %s", error.filename)
        raise Http404 from error
