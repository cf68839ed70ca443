"""Mail to people: how each wants it, and the box from which it is sent.

A mail is stored first, under a key that exists once, and sent by the worker. While the mail server
is down it waits and is tried again, each time later, until it is too old to be of use: the next
reminder says more. Nothing is sent twice, except where the worker dies between the answer of the
mail server and the note of it.
Nothing confidential stands in a mail: a number of things, their kinds, and the way to the site.
"""

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import Q

from kinerja.records.event import record
from kinerja.rules.quiet import is_quiet
from kinerja.rules.refusal import Refusal

if TYPE_CHECKING:
    from kinerja.people.models import Person

SALT = "records.mail"
LONGEST_WAIT = timedelta(hours=6)  # between two tries
OLDEST = timedelta(days=1)
REMINDERS = ("daily/", "instant/")  # how their keys begin; all else its receiver has just asked for
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


class BadAddress(Refusal):
    """No address of a mail box."""


def mail_is_configured() -> bool:
    """Whether this installation has a mail server; without one nobody is asked for an address."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


class MailPreference(models.Model):
    """How one person wants to be reminded. Without `confirmed_at` nothing but the question whether
    the address is right goes there. `told_to` is the newest notice that a mail has counted."""

    class Mode(models.TextChoices):
        INSTANT = "instant", "Segera"
        DAILY = "daily", "Sekali sehari"
        NONE = "none", "Tidak perlu"

    person = models.OneToOneField(
        "people.Person", models.CASCADE, primary_key=True, related_name="mail_preference"
    )
    address = models.EmailField("alamat surel", blank=True)
    confirmed_at = models.DateTimeField("dikonfirmasi", null=True, blank=True)
    mode = models.CharField("pengingat", max_length=7, choices=Mode, default=Mode.DAILY)
    quiet_from = models.TimeField("jam tenang mulai")
    quiet_to = models.TimeField("jam tenang sampai")
    told_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_mode_display()}"

    def is_quiet(self, at: time) -> bool:
        return is_quiet(at, self.quiet_from, self.quiet_to)

    def quiet_until(self, at: datetime) -> datetime | None:
        """When the quiet hours end in which this local time lies; None outside of them."""
        if not self.is_quiet(at.time()):
            return None
        end = datetime.combine(at, self.quiet_to, at.tzinfo)
        return end if end > at else end + timedelta(days=1)


class MailQuerySet(models.QuerySet["Mail"]):
    def open(self) -> Self:
        return self.filter(sent_at=None, ended_at=None)

    def waiting(self, at: datetime) -> Self:
        """To be tried now."""
        return self.open().filter(not_before__lte=at)


class Mail(models.Model):
    """One mail, sent, to be sent, or given up."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    address = models.EmailField()
    subject = models.CharField(max_length=150)
    text = models.TextField()
    html = models.TextField()
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # given up
    failure = models.CharField(max_length=120, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(sent_at=None, ended_at=None), name="mail_open"
            ),
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="mail_given_up"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(ended_at=None), name="mail_sent_or_given_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.subject}"


def preference_of(person: "Person") -> MailPreference:
    """What is stored, or the defaults of the installation (not stored)."""
    known = MailPreference.objects.filter(person=person).first()
    return known or MailPreference(
        person=person,
        quiet_from=time.fromisoformat(settings.KINERJA_QUIET_FROM),
        quiet_to=time.fromisoformat(settings.KINERJA_QUIET_TO),
    )


@transaction.atomic
def set_mail(
    *, by: "Person", address: str, mode: str, quiet_from: time, quiet_to: time
) -> MailPreference:
    """Say for oneself how one is reminded. A new address is to be confirmed first.

    Errors: BadAddress.
    """
    address = address.strip()
    if address and not ADDRESS.fullmatch(address):
        raise BadAddress("Tulis alamat surel seperti nama@instansi.go.id.")
    preference = preference_of(by)
    if preference.address != address:
        preference.address, preference.confirmed_at = address, None
    preference.mode = MailPreference.Mode(mode)
    preference.quiet_from, preference.quiet_to = quiet_from, quiet_to
    preference.save()
    record("mail.set", about=by, person=by, by=by, data={"mode": preference.mode})
    return preference


def token_of(preference: MailPreference) -> str:
    """What stands in the link that confirms an address."""
    return signing.dumps([preference.person_id, preference.address], salt=SALT)


def is_token_of(preference: MailPreference, token: str) -> bool:
    """Whether we signed this for the person and the address."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    return bool(preference.address and said == [preference.person_id, preference.address])


@transaction.atomic
def confirm_address(*, token: str, by: "Person", at: datetime) -> MailPreference | None:
    """The address works: its owner has opened the link. None when it is not that person's, or the
    address has changed since. Confirmed twice it is confirmed once."""
    known = MailPreference.objects.select_for_update().filter(person=by).first()
    if known is None or not is_token_of(known, token):
        return None
    if known.confirmed_at is None:
        known.confirmed_at = at
        known.save(update_fields=["confirmed_at"])
        record("mail.confirmed", about=by, person=by, by=by)
    return known


def post_mail(
    *, person: "Person", address: str, key: str, subject: str, text: str, html: str, at: datetime
) -> Mail | None:
    """Put a mail into the box, in the transaction of what it tells of; None: it was there."""
    fields = {"address": address, "subject": subject, "text": text, "html": html}
    mail, created = Mail.objects.get_or_create(
        key=key, defaults={"person": person, "made_at": at, "not_before": at} | fields
    )
    return mail if created else None


def send_waiting(*, at: datetime, most: int = 200) -> int:
    """Send what waits, each in a transaction of its own: how many went out. What fails waits
    longer each time, and keeps no other waiting; two workers do not send the same. `at` in the
    agency's zone: a reminder that waited into somebody's quiet hours goes out after them."""
    sent = 0
    for pk in list(Mail.objects.waiting(at).order_by("pk").values_list("pk", flat=True)[:most]):
        sent += _send(pk, at)
    return sent


@transaction.atomic
def _send(pk: int, at: datetime) -> bool:
    rows = Mail.objects.waiting(at).select_for_update(skip_locked=True, of=("self",))
    mail = rows.select_related("person").filter(pk=pk).first()
    if mail is None or (mail.key.startswith(REMINDERS) and not _still_due(mail, at)):
        return False
    mail.tries += 1
    try:
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address])
        message.attach_alternative(mail.html, "text/html")
        message.send()
    except OSError as error:  # of the network, and all of smtplib: tried again
        _not_sent(mail, at, error)
        return False
    except ValueError as error:  # an address or a line that no mail can have
        _give_up(mail, at, error)
        return False
    mail.sent_at, mail.failure = at, ""
    mail.save(update_fields=["tries", "sent_at", "failure"])
    return True


def _still_due(mail: Mail, at: datetime) -> bool:
    """Whether this reminder is wanted there, and now; what is not wanted any more is forgotten."""
    wish = preference_of(mail.person)
    if wish.mode == MailPreference.Mode.NONE or wish.address != mail.address:
        mail.delete()
        return False
    until = wish.quiet_until(at)
    if until is not None:
        mail.not_before = until
        mail.save(update_fields=["not_before"])
    return until is None


def _not_sent(mail: Mail, at: datetime, error: Exception) -> None:
    if at - mail.made_at >= OLDEST:
        _give_up(mail, at, error)
        return
    wait = min(timedelta(minutes=2 ** min(mail.tries, 12)), LONGEST_WAIT)
    mail.not_before, mail.failure = at + wait, type(error).__name__
    mail.save(update_fields=["tries", "not_before", "failure"])


def _give_up(mail: Mail, at: datetime, error: Exception) -> None:
    """The kind of the error is kept; its words may name the address."""
    mail.ended_at, mail.failure = at, type(error).__name__
    mail.save(update_fields=["tries", "ended_at", "failure"])
