"""A key for programs: what a person lets a program of his or her own do, for a while."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction

from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import record
from kinerja.records.notice import notify

PREFIX = "kin_"  # so that a leaked token is recognised in logs and repositories
LONGEST_LIFE = timedelta(days=365)
MOST_TOKENS = 10  # of one account, in force at the same time
PLACE = "/akun/token/"  # the page that a notice leads to


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def of(self, account: Account) -> Self:
        """One's own, newest first."""
        return self.filter(account=account).order_by("-pk")

    def in_force(self, on: date) -> Self:
        return self.filter(revoked_at=None, expires_on__gte=on)


class AccessToken(models.Model):
    """The token itself is shown once; stored is its digest. It is long and random, so that a plain
    digest cannot be guessed back."""

    class Scope(models.TextChoices):
        REPORTS = "laporan", "Mengirim dan membaca laporan Anda sendiri"
        VALUES = "nilai", "Mencatat nilai indikator unit yang Anda kelola"
        COMPLAINTS = "pengaduan", "Mengirim pengaduan untuk unit yang Anda layani"
        AGGREGATES = "agregat", "Mengirim angka instansi yang Anda wakili"

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField("nama", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField("berlaku sampai")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def create_token(
    *,
    account: Account,
    name: str,
    scopes: Collection[str],
    expires_on: date,
    by: Person,
    on: date,
) -> tuple[AccessToken, str]:
    """A token for a program of one's own, and its text, which is never shown again.

    Errors: NotAllowed, InvalidInput.
    """
    if by.pk != account.person_id:
        raise NotAllowed("Token akses hanya dapat dibuat oleh pemilik akun.")
    name = name.strip()
    if not name or len(name) > 60:
        raise InvalidInput("Beri token ini nama, paling banyak 60 huruf.")
    if not scopes or not set(scopes) <= set(AccessToken.Scope.values):
        raise InvalidInput("Pilih paling sedikit satu kegunaan token.")
    if not on <= expires_on <= on + LONGEST_LIFE:
        raise InvalidInput("Token berlaku paling lama satu tahun. Pilih tanggal dalam masa itu.")
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)  # the limit holds
    if AccessToken.objects.of(account).in_force(on).count() >= MOST_TOKENS:
        raise InvalidInput(f"Paling banyak {MOST_TOKENS} token. Cabut dulu yang tidak dipakai.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        account=account,
        name=name,
        digest=_digest(secret),
        scopes=sorted(scopes),
        expires_on=expires_on,
    )
    data = {"name": name, "scopes": token.scopes, "expires_on": expires_on.isoformat()}
    record("token.created", about=token, person=by, by=by, data=data)
    notify(by, f"Token akses “{name}” dibuat. Bukan Anda? Cabut sekarang.", PLACE)
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, by: Person, at: datetime) -> None:
    """End a token now; said twice, it stays ended. Errors: NotAllowed."""
    held = AccessToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if by.pk != held.account.person_id:
        raise NotAllowed("Token akses hanya dapat dicabut oleh pemilik akun.")
    if held.revoked_at is not None:
        return
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    record("token.revoked", about=held, person=by, by=by, data={"name": held.name})


def token_of(secret: str, *, on: date) -> AccessToken | None:
    """The token of that text, if it is in force and its account is open; notes the day of use."""
    known = AccessToken.objects.in_force(on).filter(
        digest=_digest(secret), account__is_active=True, account__must_change_password=False
    )
    token = known.select_related("account__person").first()
    if token is not None and token.last_used_on != on:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=on)
    return token


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
