"""Accounts and their passwords."""

import re

import pytest
from django.contrib.auth import authenticate
from tests.conftest import MEMORY
from tests.people.make import PASSWORD, a_person, an_account, an_admin

from kinerja.people.account import (
    Account,
    change_password,
    open_account,
    open_accounts,
    reset_password,
    set_account_open,
)
from kinerja.people.password import Argon2id, fresh_password
from kinerja.people.refusals import AccountExists, InvalidInput, NotAllowed, WeakPassword
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db

NEW = "kuda-laut-menari-7"


def said() -> list[tuple]:
    return list(Event.objects.order_by("pk").values_list("name", "person", "by", "data"))


def test_the_first_password_must_be_changed():
    admin, sari = an_admin(), a_person("Sari")

    account = open_account(person=sari, login=sari.nip, password=PASSWORD, by=admin)

    account.refresh_from_db()
    assert account.must_change_password
    assert account.is_active
    assert account.check_password(PASSWORD)
    assert said() == [("account.opened", sari.pk, admin.pk, {"login": sari.nip})]

    change_password(account=account, password=NEW, by=sari)

    account.refresh_from_db()
    assert not account.must_change_password
    assert account.check_password(NEW)
    assert said()[1] == ("account.password_changed", sari.pk, sari.pk, {})


def test_no_event_holds_a_password():
    sari = a_person("Sari")
    account = open_account(person=sari, login="sari", password=PASSWORD, by=None)
    change_password(account=account, password=NEW, by=sari)

    text = str(list(Event.objects.values()))
    assert PASSWORD not in text
    assert NEW not in text
    assert "argon2" not in text


def test_passwords_are_kept_by_argon2id(monkeypatch):
    monkeypatch.setattr(Argon2id, "memory_cost", MEMORY)
    account = an_account(a_person())

    assert account.password.startswith("argon2$argon2id$v=19$m=32768,t=2,p=1$")
    assert not Argon2id().must_update(account.password)


def test_many_accounts_are_the_same_rows_and_events():
    people = [a_person("Sari"), a_person("Budi"), a_person("Rina")]
    open_account(person=people[0], login="a", password=PASSWORD, by=None)
    open_accounts(accounts=[(people[1], "b", PASSWORD), (people[2], "c", PASSWORD)], by=None)

    rows = Account.objects.order_by("pk").values_list("person", "login", "must_change_password")
    assert list(rows) == [
        (person.pk, login, True) for person, login in zip(people, "abc", strict=True)
    ]
    assert said() == [
        ("account.opened", person.pk, None, {"login": login})
        for person, login in zip(people, "abc", strict=True)
    ]
    assert all(account.check_password(PASSWORD) for account in Account.objects.all())


@pytest.mark.parametrize(
    ("login", "same_person", "refusal", "message"),
    [
        ("budi", False, AccountExists, "Budi sudah mempunyai akun budi"),
        ("lain", True, AccountExists, "Budi sudah mempunyai akun budi"),
        ("", False, InvalidInput, "NIP atau nama akun: "),
        ("x" * 41, False, InvalidInput, "NIP atau nama akun: "),
    ],
)
def test_an_account_that_is_refused_changes_nothing(login, same_person, refusal, message):
    budi = a_person("Budi")
    an_account(budi, login="budi")

    with pytest.raises(refusal, match=message):
        open_account(
            person=budi if same_person else a_person("Sari"),
            login=login,
            password=PASSWORD,
            by=None,
        )

    assert Account.objects.get().person == budi
    assert said() == []


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("pendek", "pendek"),
        ("1234567890123", "angka"),
        ("password123", "umum"),
        (PASSWORD, "Sandi baru sama dengan sandi lama"),
    ],
)
def test_a_weak_password_is_refused(password: str, message: str):
    sari = a_person("Sari")
    account = an_account(sari)

    with pytest.raises(WeakPassword, match=message):
        change_password(account=account, password=password, by=sari)

    assert Account.objects.get().check_password(PASSWORD)
    assert said() == []


def test_a_password_belongs_to_its_owner():
    account, admin = an_account(a_person("Sari")), an_admin()

    with pytest.raises(NotAllowed, match="pemilik akun"):
        change_password(account=account, password=NEW, by=admin)
    with pytest.raises(NotAllowed, match="Hanya admin kepegawaian"):
        reset_password(account=account, by=account.person)
    with pytest.raises(NotAllowed, match="melalui halaman akun"):
        reset_password(account=an_account(admin), by=admin)

    assert said() == []


def test_a_reset_gives_a_first_password_again():
    account, admin = an_account(a_person("Sari")), an_admin()

    password = reset_password(account=account, by=admin)

    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    assert said() == [("account.password_reset", account.person_id, admin.pk, {})]


def test_a_closed_account_does_not_open():
    account, admin = an_account(a_person("Sari")), an_admin()

    set_account_open(account=account, is_open=False, by=admin, reason="Sandi bocor.")
    assert authenticate(username=account.login, password=PASSWORD) is None
    set_account_open(account=account, is_open=True, by=admin, reason="")
    assert authenticate(username=account.login, password=PASSWORD) == account
    set_account_open(account=account, is_open=True, by=admin, reason="")

    assert [name for name, *_ in said()] == ["account.closed", "account.reopened"]
    with pytest.raises(NotAllowed, match="Akun Anda sendiri"):
        set_account_open(account=an_account(admin), is_open=False, by=admin, reason="")


def test_fresh_passwords_are_readable_and_never_the_same():
    several = {fresh_password() for _ in range(100)}

    assert len(several) == 100
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", one) for one in several)
