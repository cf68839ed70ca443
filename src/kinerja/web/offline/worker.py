"""The page that opens without a network, and the service worker that keeps it on the phone.

What is kept is the same for everybody: the empty form, styles and scripts. Plan items, drafts and
unsent reports lie in the phone's own database, put there by `offline.js`.
"""

import json
from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kinerja.web.page import PublicRequest, public_page
from kinerja.work.evidence import FILES_PER_REPORT
from kinerja.work.filing import LONGEST_TEXT

FILES = (
    *("kinerja.css", "components.css", "work.css", "icon.svg"),
    *("kinerja.js", "report.js", "offline.js", "unsent.js", "photo.js"),
)
FRESH = "no-cache"  # kept, but asked for anew each time


@public_page
@require_safe
def offline_shell(request: PublicRequest) -> HttpResponse:
    """The form without a network: nobody's data, whoever asks."""
    context = {
        "today": timezone.localdate(),
        "longest": LONGEST_TEXT,
        "most_files": FILES_PER_REPORT,
    }
    response = render(request, "offline/shell.html", context)
    response.headers["Cache-Control"] = FRESH
    return response


@public_page
@require_safe
def service_worker(request: PublicRequest) -> HttpResponse:
    """The script that answers when the network does not; from the root, so it sees every page."""
    files = [static(f"kinerja/{name}") for name in FILES]
    files += filter(None, (request.layout.brand_url, request.layout.logo_url))
    shell = reverse("offline_shell")
    context = {
        "version": sha256(json.dumps(files).encode()).hexdigest()[:16],
        "files": json.dumps(files),
        "shell": json.dumps(shell),
        "patient": json.dumps([reverse("home"), reverse("report_new")]),
    }
    response = render(request, "offline/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = FRESH
    return response


@public_page
@require_safe
def manifest(request: PublicRequest) -> HttpResponse:
    """What a phone needs to put Kinerja on its first screen."""
    said = {
        "name": f"Kinerja – {request.agency.name}",
        "short_name": "Kinerja",
        "lang": "id",
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
        "icons": [{"src": static("kinerja/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        "shortcuts": [{"name": "Lapor", "url": reverse("report_new")}],
    }
    return HttpResponse(
        json.dumps(said, ensure_ascii=False),
        content_type="application/manifest+json",
        headers={"Cache-Control": FRESH},
    )
