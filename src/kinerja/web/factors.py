"""The second factors of an account: every change is written down, and its owner is told.

allauth tells of a change only after the transaction; an event belongs into it. So the pages that
change something compare what was there before and after.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http.response import HttpResponseBase
from django.urls import reverse

from kinerja.people.account import Account
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.web.page import PageRequest

NAMES = {
    Authenticator.Type.TOTP: "Aplikasi autentikator",
    Authenticator.Type.WEBAUTHN: "Kunci sandi",
    Authenticator.Type.RECOVERY_CODES: "Kode cadangan",
}

FactorView = Callable[..., HttpResponseBase]


def changing_factors(view: FactorView) -> FactorView:
    """One transaction: the change, its events and the notice about it."""

    @wraps(view)
    def changing(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            before = _factors(request.account)
            response = view(request, *args, **kwargs)
            after = _factors(request.account)
            for pk in before.keys() - after.keys():
                _tell(request.account, "account.factor_removed", before[pk], "dilepas dari")
            for pk in after.keys() - before.keys():
                _tell(request.account, "account.factor_added", after[pk], "dipasang pada")
        return response

    return changing


def _factors(account: Account) -> dict[int, str]:
    """Primary key and kind of each."""
    return dict(Authenticator.objects.filter(user=account).values_list("pk", "type"))


def _tell(account: Account, event: str, kind: str, happened: str) -> None:
    owner = account.person
    record(event, about=account, person=owner, by=owner, data={"kind": kind})
    name = NAMES[Authenticator.Type(kind)]
    text = f"{name} {happened} akun Anda. Bukan Anda? Hubungi admin kepegawaian."
    notify(owner, text, reverse("mfa_index"))
