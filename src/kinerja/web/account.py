"""Sign-in with the NIP, the first password, and the second factor of those who decide."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kinerja.adoption.tour import begin_tour
from kinerja.people.account import Account, change_password
from kinerja.records.notice import notify


class Adapter(DefaultAccountAdapter):
    """No sign-up: accounts are opened by the personnel office. Words that say what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Akun ini tidak aktif. Hubungi admin kepegawaian.",
        "enter_current_password": "Sandi saat ini tidak cocok.",
        "incorrect_password": "Sandi tidak cocok.",
        "rate_limited": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
        "too_many_login_attempts": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
        "username_password_mismatch": "NIP atau sandi tidak cocok. Periksa lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for each account, whatever name of the site was called."""
        return str(credentials.get("username", "")).lower()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """People have no mail address here; they are told in their inbox (see `web.factors`)."""


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted; the QR code is drawn into the page.

    The key comes from the secret of this installation: who changes that secret asks everybody to
    set up the second factor anew.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Kode tidak cocok. Tunggu kode berikutnya, lalu coba lagi.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()  # one that nobody knows: no code fits

    def build_totp_svg(self, url: str) -> str:
        drawn = str(super().build_totp_svg(url))
        return drawn[drawn.index("<svg") :]


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"kinerja.mfa" + settings.SECRET_KEY.encode()).digest()))


class LoginForm(AllauthLoginForm):
    """NIP (as people write it, with spaces) or account name, and the password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"] = CharField(label="NIP atau nama akun", max_length=60)
        password = self.fields["password"]
        password.label = "Sandi"
        self.order_fields(["login", "password"])
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        password.widget.attrs = {"autocomplete": "current-password"}
        login.error_messages["required"] = "NIP atau nama akun belum diisi."
        password.error_messages["required"] = "Sandi belum diisi."

    def clean_login(self) -> str:
        return "".join(str(self.cleaned_data["login"]).split())


class ChangePasswordForm(AllauthChangePasswordForm):
    """The change goes through the verb of `people.account`, which writes the event."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {
            "oldpassword": "Sandi saat ini",
            "password1": "Sandi baru",
            "password2": "Ulangi sandi baru",
        }.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = f"{label} belum diisi."
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password2"].error_messages["required"] = "Ketik sandi baru sekali lagi."
        self.fields["password1"].help_text = (
            "Paling sedikit 10 huruf atau angka, jangan hanya angka. Beberapa kata biasa yang"
            " dirangkai mudah diingat dan sulit ditebak."
        )

    def clean_password1(self) -> str:
        new = str(self.cleaned_data["password1"])
        if cast(Account, self.user).check_password(new):
            raise ValidationError("Sandi baru harus berbeda dari sandi saat ini.", code="same")
        return new

    def save(self) -> None:
        account = cast(Account, self.user)
        if not account.must_change_password:
            text = "Sandi Anda diganti. Bukan Anda? Hubungi admin kepegawaian."
            notify(account.person, text, reverse("mfa_index"))
        first = account.must_change_password
        change_password(account=account, password=self.cleaned_data["password1"], by=account.person)
        if first:  # the first time here: a few cards on the pages say what they are for
            begin_tour(by=account.person)


class FirstPassword:
    """Middleware: until the first password is changed, only that page and sign-out open."""

    OPEN = frozenset(
        {"account_change_password", "account_logout", "alive", "brand_style", "brand_logo"}
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in self.OPEN or not getattr(request.user, "must_change_password", False):
            return None
        return redirect("account_change_password")


def lacks_second_factor(account: Account) -> bool:
    """Whether the policy KINERJA_REQUIRE_MFA is on and the account has no second factor."""
    return settings.KINERJA_REQUIRE_MFA and not is_mfa_enabled(account)


def lead_to_second_factor(request: HttpRequest) -> HttpResponseBase:
    """To the page where it is set up, saying why."""
    messages.warning(request, "Tugas Anda memerlukan faktor kedua. Pasang salah satunya dulu.")
    return redirect("mfa_index")
