"""A preview that is confirmed later: what it showed goes along in the page, signed.

Nothing is kept on the server in between. Only who saw the preview may confirm it, and not for
ever: what it rests on may have changed.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied

from kinerja.web.page import PageRequest

FIELD = "rows"  # of the form that confirms


def sealed(request: PageRequest, salt: str, shown: Any) -> str:
    """The text that stands in the hidden field. `shown` is plain data, as JSON knows it."""
    return signing.dumps([request.person.pk, shown], salt=salt, compress=True)


def confirmed(request: PageRequest, salt: str, kept: int) -> Any | None:
    """What the preview showed; None, and the person is told, when it is older than `kept` seconds.

    Errors: PermissionDenied when somebody else saw it.
    """
    try:
        person, shown = signing.loads(request.POST.get(FIELD, ""), salt=salt, max_age=kept)
    except signing.BadSignature:
        messages.error(request, "Pratinjau sudah kedaluwarsa. Kirim berkasnya sekali lagi.")
        return None
    if person != request.person.pk:
        raise PermissionDenied
    return shown
