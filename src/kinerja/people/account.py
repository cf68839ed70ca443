"""The key to the door: how a person signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.records.event import record


class AccountManager(BaseUserManager["Account"]):
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
    """Give a person a login with a first password that must be changed at the first sign-in."""
    account = Account(login=login, person=person)
    account.set_password(password)
    account.save()
    record("account.opened", about=account, person=person, by=by)
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, by: Person) -> None:
    """Set a new password; the first one is then spent."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record("account.password_changed", about=account, person=account.person, by=by)
