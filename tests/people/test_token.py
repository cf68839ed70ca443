"""Tokens for programs: shown once, for a while, for some uses, of an open account."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.people.make import a_person, an_account

from kinerja.people.account import Account
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.token import AccessToken, create_token, revoke_token, token_of
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 12)
NOW = datetime(2026, 10, 12, 14, 5, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def sari() -> Account:
    return an_account(a_person("Sari"))


def a_token(account: Account, **fields: Any) -> tuple[AccessToken, str]:
    fields = {
        "name": "Lembar posyandu",
        "scopes": ["laporan"],
        "expires_on": date(2027, 1, 10),
        "by": account.person,
        "on": TODAY,
    } | fields
    return create_token(account=account, **fields)


def refused(kind: type[Refusal], act: Callable[[], object]) -> None:
    before = (list(AccessToken.objects.values()), Event.objects.count(), Notice.objects.count())
    with pytest.raises(kind, match=r"\w"):
        act()
    after = (list(AccessToken.objects.values()), Event.objects.count(), Notice.objects.count())
    assert after == before


def test_the_text_is_not_stored_anywhere(sari: Account) -> None:
    token, secret = a_token(sari)

    assert secret.startswith("kin_")
    assert len(secret) > 40
    row = AccessToken.objects.values().get()
    assert secret not in str(row)
    event = Event.objects.get(name="token.created")
    assert event.data == {
        "name": "Lembar posyandu",
        "scopes": ["laporan"],
        "expires_on": "2027-01-10",
    }
    assert secret not in Notice.objects.get(person=sari.person).text
    assert token_of(secret, on=TODAY) == token


def test_it_opens_until_its_last_day_and_notes_the_use(sari: Account) -> None:
    token, secret = a_token(sari)

    assert token_of(secret, on=date(2027, 1, 10)) == token
    assert AccessToken.objects.get().last_used_on == date(2027, 1, 10)
    assert token_of(secret, on=date(2027, 1, 11)) is None
    assert token_of(secret[:-1], on=TODAY) is None
    assert token_of("", on=TODAY) is None


@pytest.mark.parametrize("field", [{"is_active": False}, {"must_change_password": True}])
def test_a_closed_account_closes_its_tokens(sari: Account, field: dict[str, bool]) -> None:
    _, secret = a_token(sari)
    Account.objects.filter(pk=sari.pk).update(**field)
    assert token_of(secret, on=TODAY) is None


def test_revoked_is_over_at_once(sari: Account) -> None:
    token, secret = a_token(sari)
    dewi = an_account(a_person("Dewi"))
    refused(NotAllowed, lambda: revoke_token(token=token, by=dewi.person, at=NOW))

    revoke_token(token=token, by=sari.person, at=NOW)
    revoke_token(token=token, by=sari.person, at=NOW)

    assert token_of(secret, on=TODAY) is None
    assert Event.objects.filter(name="token.revoked").count() == 1


def test_what_is_no_token(sari: Account) -> None:
    dewi = a_person("Dewi")
    refused(NotAllowed, lambda: a_token(sari, by=dewi))
    for wrong in (
        {"name": " "},
        {"scopes": []},
        {"scopes": ["semua"]},
        {"expires_on": date(2026, 10, 11)},
        {"expires_on": date(2027, 10, 13)},  # a year and a day
    ):
        refused(InvalidInput, lambda wrong=wrong: a_token(sari, **wrong))
    a_token(sari, expires_on=date(2027, 10, 12))


def test_ten_are_enough(sari: Account) -> None:
    for number in range(10):
        a_token(sari, name=f"Program {number}")
    refused(InvalidInput, lambda: a_token(sari))
    revoke_token(token=AccessToken.objects.latest("pk"), by=sari.person, at=NOW)
    a_token(sari)
