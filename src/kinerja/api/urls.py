"""Addresses for programs. Each carries its mark, as pages do, so the access matrix walks them."""

from django.urls import URLPattern

from kinerja.api import aggregates, complaints, reports, service_data, values  # noqa: F401 - they bring their operations
from kinerja.api.interface import api
from kinerja.web.page import GUARD

OPEN = {"openapi-json", "api-root"}  # the second answers 404; the first names it

patterns = [one for one in api.urls[0] if isinstance(one, URLPattern)]
for pattern in patterns:
    guard = "public" if pattern.name in OPEN else "token"
    setattr(pattern.callback, GUARD, guard)
