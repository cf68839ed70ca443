"""The pages of allauth that we open, under our addresses and guards; all others do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from kinerja.web.factors import changing_factors
from kinerja.web.page import account_page, public_page
from kinerja.web.sessions import sessions

AnyView = Callable[..., HttpResponseBase]


def answering_422(view: AnyView) -> AnyView:
    """The house rule for forms: what was wrong comes back with status 422."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = 422
        return response

    return answered


def anybody(view: AnyView) -> AnyView:
    return public_page(answering_422(view))


def oneself(view: AnyView) -> AnyView:
    return account_page(answering_422(view))


def factors(view: AnyView) -> AnyView:
    return account_page(changing_factors(answering_422(view)))


urlpatterns = [
    path("masuk/", anybody(account.login), name="account_login"),
    path("keluar/", anybody(account.logout), name="account_logout"),
    path("nonaktif/", anybody(account.account_inactive), name="account_inactive"),
    path(
        "sandi/",
        oneself(transaction.atomic(account.password_change)),
        name="account_change_password",
    ),
    path("pastikan/", oneself(account.reauthenticate), name="account_reauthenticate"),
    path("sesi/", sessions, name="usersessions_list"),
    path("keamanan/", oneself(mfa.index), name="mfa_index"),
    path("masuk/kode/", anybody(mfa.authenticate), name="mfa_authenticate"),
    path("masuk/kunci/", anybody(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("pastikan/kode/", oneself(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "pastikan/kunci/",
        oneself(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("keamanan/aplikasi/pasang/", factors(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "keamanan/aplikasi/lepas/",
        factors(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path("keamanan/kode/", oneself(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "keamanan/kode/unduh/",
        oneself(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "keamanan/kode/baru/",
        factors(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("keamanan/kunci/", oneself(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("keamanan/kunci/tambah/", factors(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "keamanan/kunci/<int:pk>/nama/", oneself(webauthn.edit_webauthn), name="mfa_edit_webauthn"
    ),
    path(
        "keamanan/kunci/<int:pk>/lepas/",
        factors(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
