"""What browsers are told to refuse: the content security policy of every answer."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = "; ".join(
    f"{directive} {sources}"
    for directive, sources in {
        "default-src": "'self'",
        "img-src": "'self' data:",  # the QR code of the second factor is drawn into its page
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }.items()
)


class ContentSecurityPolicy:
    """Middleware: nothing inline, nothing from another host, no frames."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response
