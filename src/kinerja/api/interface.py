"""The interface itself: who may come in, how often, and what a refusal looks like."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from kinerja.people.account import Account
from kinerja.people.agency import Agency, the_agency
from kinerja.people.person import Person
from kinerja.people.token import AccessToken, token_of
from kinerja.rules.refusal import Forbidden, Refusal

MOST_A_MINUTE = 120  # requests of one token
UNKNOWN = (
    "Token tidak dikenal, sudah dicabut, atau kedaluwarsa."
    " Buat token baru di halaman Token akses pada akun Anda."
)
SAID = {  # pydantic's kinds of errors
    "missing": "belum diisi",
    "string_too_short": "belum diisi",
    "string_too_long": "terlalu panjang",
    "uuid_parsing": "harus berupa UUID",
    "date_from_datetime_parsing": "harus berupa tanggal seperti 2026-10-12",
    "date_parsing": "harus berupa tanggal seperti 2026-10-12",
    "decimal_parsing": "harus berupa angka dengan titik desimal, misalnya 12.5",
    "int_parsing": "harus berupa bilangan bulat",
    "enum": "bukan salah satu pilihan",
    "extra_forbidden": "tidak dikenal",
    "json_invalid": "bukan JSON yang benar",
}


class Problem(Schema):
    """Every answer that is not a success."""

    code: str
    words: list[str]


class TooMany(Exception):
    """This token asked too often within a minute."""


class TokenRequest(HttpRequest):
    """A request with a valid token."""

    auth: AccessToken

    @property
    def account(self) -> Account:
        return self.auth.account


class Token(HttpBearer):
    """`Authorization: Bearer kin_…`, with the scope that the operation needs (none: any)."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        known = token_of(token, on=timezone.localdate())
        if known is None:
            return None
        _count(known)
        if self.scope and self.scope not in known.scopes:
            raise HttpError(403, f"Token ini tidak mempunyai kegunaan “{self.scope}”.")
        return known


api = NinjaAPI(
    title="Kinerja",
    version="1",
    description="Laporan dan nilai indikator untuk program. Jawaban dan kesalahan dalam JSON.",
    docs_url=None,
    urls_namespace="api",
)
PROBLEMS: dict[Any, Any] = dict.fromkeys((401, 403, 404, 409, 422, 429), Problem)


def in_agency(view: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: in the agency's time zone, as pages are; nothing is kept on the way."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            agency = the_agency()
        except Agency.DoesNotExist:
            return _no(request, 503, "agency", "Instansi belum disiapkan.")
        with timezone.override(agency.zone):
            response = cast(HttpResponse, view(request, *args, **kwargs))
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answered


api.add_decorator(in_agency, mode="view")


def whose(request: HttpRequest) -> Person:
    """The person behind the token."""
    return cast(TokenRequest, request).auth.account.person


def _count(token: AccessToken) -> None:
    """Errors: TooMany."""
    minute = int(time.time() // 60)
    key = f"api:{token.pk}:{minute}"
    if not cache.add(key, 1, 120) and cache.incr(key) > MOST_A_MINUTE:
        raise TooMany


def _no(request: HttpRequest, status: int, code: str, *words: str) -> HttpResponse:
    return api.create_response(request, {"code": code, "words": list(words)}, status=status)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = 403 if isinstance(refusal, Forbidden) else 409
    return _no(request, status, "refused", str(refusal))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    words = []
    for one in error.errors:
        name = next((str(part) for part in reversed(one["loc"]) if isinstance(part, str)), "isi")
        words.append(f"{name}: {SAID.get(one['type'], 'isinya tidak terbaca')}.")
    return _no(request, 422, "input", *words)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _no(request, 401, "token", UNKNOWN)


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return _no(request, 404, "absent", "Tidak ada, atau bukan untuk Anda.")


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    answer = _no(
        request, 429, "too-many", f"Paling banyak {MOST_A_MINUTE} permintaan dalam satu menit."
    )
    answer.headers["Retry-After"] = "60"
    return answer


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return _no(request, 422, "input", "Isi permintaan bukan JSON yang benar.")
    return _no(request, error.status_code, "scope", str(error))
