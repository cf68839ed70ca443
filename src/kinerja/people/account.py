"""The key to the door: how a person signs in."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from kinerja.people.password import fresh_password
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import (
    AccountExists,
    NotAllowed,
    WeakPassword,
    check_fields,
    refused_by,
)
from kinerja.records.event import Happening, record, record_many

TAKEN_MEANWHILE = dict.fromkeys(
    ("people_account_login_key", "people_account_person_id_key"),
    AccountExists("Akun ini baru saja dibuka. Muat ulang, lalu periksa."),
)


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet["Account"]:
        """With the person: every request needs both."""
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """One login for one person: the NIP, or a chosen name for people who have none."""

    login = models.CharField("NIP atau nama akun", max_length=40, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField("aktif", default=True)
    must_change_password = models.BooleanField("wajib ganti sandi", default=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.person.name

    # The site has no Django admin; rights come from `people.access`.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


@transaction.atomic
def open_account(*, person: Person, login: str, password: str, by: Person | None) -> Account:
    """Give a person a login with a first password that must be changed at the first sign-in.

    Errors: AccountExists, InvalidInput, NotAllowed; nothing is stored then.
    """
    return open_accounts(accounts=[(person, login, password)], by=by)[0]


@transaction.atomic
def open_accounts(
    *, accounts: Iterable[tuple[Person, str, str]], by: Person | None
) -> list[Account]:
    """Open many accounts at once (person, login, first password): all of them, or none.

    One and the same first password is hashed once. Errors: as `open_account`.
    """
    check_may_manage_people(by)
    hashes: dict[str, str] = {}
    rows = []
    for person, login, password in accounts:
        if password not in hashes:
            hashes[password] = make_password(password)
        rows.append(Account(person=person, login=login, password=hashes[password]))
        check_fields(rows[-1])
    taken = Account.objects.filter(
        Q(login__in=[row.login for row in rows]) | Q(person__in=[row.person_id for row in rows])
    )
    if there := taken.select_related("person").first():
        raise AccountExists(f"{there.person.name} sudah mempunyai akun {there.login}.")
    with refused_by(TAKEN_MEANWHILE):
        Account.objects.bulk_create(rows, batch_size=2_000)
    record_many(
        Happening("account.opened", about=row, person=row.person, by=by, data={"login": row.login})
        for row in rows
    )
    return rows


@transaction.atomic
def change_password(*, account: Account, password: str, by: Person) -> None:
    """Set one's own new password; the first one is then spent, other sessions end.

    Errors: WeakPassword, NotAllowed.
    """
    if by.pk != account.person_id:
        raise NotAllowed("Sandi hanya dapat diganti oleh pemilik akun.")
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise WeakPassword(" ".join(weak.messages)) from weak
    if account.check_password(password):
        raise WeakPassword("Sandi baru sama dengan sandi lama; pilih sandi yang lain.")
    _set_password(account, password, first=False)
    record("account.password_changed", about=account, person=account.person, by=by)


@transaction.atomic
def reset_password(*, account: Account, by: Person | None) -> str:
    """Give somebody who forgot the password a new first one; the answer is shown once.

    Errors: NotAllowed (also for one's own account: change the password instead).
    """
    check_may_manage_people(by)
    if by and by.pk == account.person_id:
        raise NotAllowed("Sandi Anda sendiri diganti melalui halaman akun.")
    password = fresh_password()
    _set_password(account, password, first=True)
    record("account.password_reset", about=account, person=account.person, by=by)
    return password


@transaction.atomic
def set_account_open(*, account: Account, is_open: bool, by: Person | None, reason: str) -> None:
    """Close an account, or open it again. Errors: NotAllowed (also for one's own account)."""
    check_may_manage_people(by)
    if by and by.pk == account.person_id:
        raise NotAllowed("Akun Anda sendiri hanya dapat ditutup oleh admin lain.")
    if account.is_active == is_open:
        return
    account.is_active = is_open
    account.save(update_fields=["is_active"])
    name = "account.reopened" if is_open else "account.closed"
    record(name, about=account, person=account.person, by=by, reason=reason)


def _set_password(account: Account, password: str, *, first: bool) -> None:
    account.set_password(password)
    account.must_change_password = first
    account.save(update_fields=["password", "must_change_password"])
