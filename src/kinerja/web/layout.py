"""What every page carries around its content: the navigation by role."""

from typing import Any

from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"agency": getattr(request, "agency", None)}
