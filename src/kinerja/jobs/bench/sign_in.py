"""Signing in, against the one Argon2id hash that it cannot do without."""

from collections.abc import Iterator

from django.contrib.auth.hashers import check_password

from kinerja.jobs.bench.asking import Browser, cost
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import PASSWORD, Town
from kinerja.people.account import Account

ADDRESS = "/akun/masuk/"


def sign_in(town: Town) -> Iterator[Figure]:
    """From the form to the session. Errors: RuntimeError when the password is not taken."""
    account = Account.objects.get(person=town.member)
    fields = {"login": account.login, "password": PASSWORD}

    def enter() -> None:
        browser.cookies.pop("sessionid", None)
        status, _ = browser.post(ADDRESS, fields)
        if status != 302:
            raise RuntimeError(f"{ADDRESS}: {status}")

    browser = Browser()
    browser.get(ADDRESS)
    hashed = cost(lambda: check_password(PASSWORD, account.password), 10)
    yield Figure("one Argon2id hash", hashed.wall, "ms")
    yield Figure("sign-in", cost(enter, 10).wall, "ms", hashed.wall, 1.3)
