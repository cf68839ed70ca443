"""Before a report is sent: has one used these files already?"""

import re

from django.http import HttpResponse, JsonResponse

from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.work.evidence import FILES_PER_REPORT
from kinerja.work.evidence_match import used_before

SHA256 = re.compile(r"[0-9a-f]{64}")


@page
def evidence_known(request: PageRequest) -> HttpResponse:
    """A hint in words for each earlier day, of one's own reports only."""
    given = request.GET.getlist("sha256")[: 2 * FILES_PER_REPORT]
    hashes = [one for one in given if SHA256.fullmatch(one)]
    days = used_before(request.person, hashes) if hashes else []
    hints = [
        f"Berkas ini sudah dipakai pada laporan {tanggal(day)}. Tetap boleh dikirim."
        for day in days
    ]
    return JsonResponse({"hints": hints})
