"""Sign-in with the NIP, and the first password that must be changed."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect


class Adapter(DefaultAccountAdapter):
    """No sign-up: accounts are opened by the personnel office."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LoginForm(AllauthLoginForm):
    """NIP (spaces are taken out) or account name, and the password."""

    def clean_login(self) -> str:
        return "".join(str(self.cleaned_data["login"]).split())


class FirstPassword:
    """Middleware: until the first password is changed, only that page and sign-out open."""

    OPEN = frozenset({"account_change_password", "account_logout"})

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
