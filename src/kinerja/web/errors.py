"""Pages for what went wrong: what happened, in plain words, and one thing to do next.

They need no database and no session, so that they also stand when those are gone. Where the site
itself is well, whoever is signed in keeps the menu.
"""

import logging
from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from kinerja.adoption.practice.ticket import is_practice
from kinerja.people.agency import Agency, the_agency
from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.layout import Layout

log = logging.getLogger(__name__)
MOST_BYTES = 52 * 1024 * 1024  # of one request: five files of 10 MB and the form around them


@dataclass(frozen=True)
class Fault:
    """The words of one page; `code` tells faults of one status apart for our own scripts."""

    status: int
    title: str
    text: str
    action: str = "Ke beranda"
    url: str = "/"
    icon: str = "compass"
    code: str = ""


BAD_REQUEST = Fault(
    400,
    "Permintaan ini tidak terbaca",
    "Kemungkinan tautannya terpotong. Buka halaman itu lagi dari menu.",
)
FORBIDDEN = Fault(
    403,
    "Bagian ini untuk peran lain",
    "Akun Anda tidak memiliki tugas yang diperlukan di sini. Bila seharusnya punya, hubungi admin"
    " kepegawaian.",
    icon="lock",
)
CSRF = Fault(
    403,
    "Halaman ini sudah terlalu lama terbuka",
    "Demi keamanan, isian yang lama tidak dikirim. Kembali dengan tombol peramban, muat ulang"
    " halamannya, lalu kirim sekali lagi.",
    icon="timer-reset",
    code="csrf",
)
SIGN_IN = Fault(
    401,
    "Sesi Anda sudah berakhir",
    "Masuk lagi, lalu kirim sekali lagi.",
    code="sign-in",
)
NOT_FOUND = Fault(
    404,
    "Halaman tidak ditemukan",
    "Alamatnya berubah, datanya sudah tidak ada, atau memang bukan untuk Anda.",
)
NO_SURVEY = Fault(
    404,
    "Survei tidak ditemukan",
    "Tautannya kurang lengkap atau salah ketik. Pindai lagi kode QR-nya, atau minta tautan yang"
    " baru kepada petugas.",
    action="Kinerja instansi ini",
    url="/publik/",
)
NOT_YOURS = Fault(403, "Ini bukan tugas Anda", "", action="Kembali", icon="hand")
REFUSED = Fault(409, "Belum bisa dilakukan", "", action="Kembali", icon="hand")
NOT_A_PAGE = Fault(
    405,
    "Halaman ini dibuka lewat tombolnya",
    "Alamat ini hanya menerima kiriman, jadi tidak ada yang berubah. Buka halamannya dari menu,"
    " lalu tekan tombolnya di sana.",
)
TOO_LARGE = Fault(
    413,
    "Kiriman ini terlalu besar",
    "Satu berkas paling besar 10 MB dan satu kiriman 50 MB. Kecilkan berkasnya atau kirim satu per"
    " satu.",
    icon="package-x",
)
TOO_MANY = Fault(
    429,
    "Terlalu banyak percobaan",
    "Tunggu beberapa menit, lalu coba lagi.",
    action="Ke halaman masuk",
    url="/akun/masuk/",
    icon="timer",
)
SERVER_ERROR = Fault(
    500,
    "Ada gangguan di pihak kami",
    "Yang sudah mendapat tanda terima tetap tersimpan. Coba lagi sebentar; bila berulang, beri tahu"
    " pengelola sistem kapan ini terjadi.",
    icon="unplug",
)
NO_AGENCY = Fault(
    503,
    "Instansi belum disiapkan",
    "Pengelola sistem perlu menjalankan perintah kinerja init (atau kinerja demo untuk mencoba).",
    action="Coba lagi",
    icon="construction",
)

FRAMED = (FORBIDDEN, NOT_FOUND, NOT_YOURS, REFUSED, NOT_A_PAGE)  # the site itself is well


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, not a person."""
    return request.headers.get("Accept", "").startswith("application/json")


def show(request: HttpRequest | None, fault: Fault, text: str = "", url: str = "") -> HttpResponse:
    """One fault as a page; in a part that htmx asked for it takes the whole page.

    A script that asked for JSON gets the words alone.
    """
    if request is not None and wants_json(request):
        said = {"code": fault.code, "words": [text or fault.text]}
        return JsonResponse(said, status=fault.status)
    context: dict[str, object] = {
        "fault": fault,
        "text": text or fault.text,
        "url": url or fault.url,
    }
    if is_practice():
        context["request"] = request  # for the band, which knows the way back
    words = _framed(request, context) if fault in FRAMED else ""
    words = words or render_to_string("errors/page.html", context | {"frame": "page.html"})
    response = HttpResponse(words, status=fault.status)
    response.headers["HX-Retarget"] = "body"
    return response


def _framed(request: HttpRequest | None, context: dict[str, object]) -> str:
    """The page with the menu around it, for whoever is signed in; "" where that cannot be."""
    if request is None or not hasattr(request, "user"):
        return ""
    try:
        if not request.user.is_authenticated:
            return ""
        frame = Layout(request)
        frame.agency, frame.person = the_agency(), request.user.person
        shown = context | {"frame": "base.html", "layout": frame}
        return render_to_string("errors/page.html", shown)
    except (DatabaseError, Agency.DoesNotExist):
        log.exception("The menu around the page for errors could not be drawn")
        return ""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if type(exception).__name__ == "RequestDataTooBig":
        return too_large(request)
    return show(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return show(request, FORBIDDEN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return show(request, CSRF)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return show(request, NOT_FOUND)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """For scripts; people are led to the sign-in."""
    return show(request, SIGN_IN)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A `Refusal` that no form shows: its own words, and the way back."""
    fault = NOT_YOURS if isinstance(refusal, Forbidden) else REFUSED
    return show(request, fault, str(refusal), came_from(request) or "/")


def not_a_page(request: HttpRequest, allowed: str) -> HttpResponse:
    """A person opened an address that only takes what a button sends: a reloaded tab, say."""
    response = show(request, NOT_A_PAGE)
    response.headers["Allow"] = allowed
    return response


def came_from(request: HttpRequest) -> str:
    """The page of this site that the person came from, without the host; "" when not known."""
    here = f"{request.scheme}://{request.get_host()}"
    said = request.headers.get("Referer", "")
    return said.removeprefix(here) if said.startswith(f"{here}/") else ""


def too_large(request: HttpRequest) -> HttpResponse:
    return show(request, TOO_LARGE)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return show(request, TOO_MANY)


def no_agency(request: HttpRequest) -> HttpResponse:
    return show(request, NO_AGENCY, url=request.path)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also stands when the templates or the static files are what is broken."""
    try:
        return show(request, SERVER_ERROR)
    except Exception:
        log.exception("The page for errors could not be drawn")
        words = f"{SERVER_ERROR.title}. {SERVER_ERROR.text}"
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
