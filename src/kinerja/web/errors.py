"""Pages for what went wrong: each says what to do next."""

from django.http import HttpRequest, HttpResponse

from kinerja.rules.refusal import Refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("Permintaan tidak terbaca.", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("Bagian ini bukan untuk peran Anda.", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("Halaman tidak ditemukan.", status=404)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Ada gangguan di pihak kami.", status=500)


def no_agency(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Instansi belum disiapkan: jalankan `kinerja init`.", status=503)
