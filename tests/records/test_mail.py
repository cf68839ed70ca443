"""The box of mails: once each, kept while the server is down; an address that confirms itself."""

from datetime import datetime, time, timedelta
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from tests.people.make import a_person

from kinerja.records.event import Event
from kinerja.records.mail import (
    BadAddress,
    Mail,
    MailPreference,
    confirm_address,
    mail_is_configured,
    post_mail,
    preference_of,
    send_waiting,
    set_mail,
    token_of,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 12, 7, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
HOURS = {"quiet_from": time(18), "quiet_to": time(6)}


class Down(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, email_messages: object) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def posted(person, key="satu", **fields):
    said = {"address": "sari@contoh.go.id", "subject": "Ada", "text": "Teks", "html": "<p>Teks</p>"}
    return post_mail(person=person, key=key, **(said | {"at": AT} | fields))


def test_a_mail_is_stored_once_and_sent_once():
    sari = a_person("Sari")

    assert posted(sari) is not None
    assert posted(sari, subject="Lain") is None
    assert send_waiting(at=AT) == 1
    assert send_waiting(at=AT + timedelta(days=1)) == 0

    (message,) = outbox.outbox
    assert (message.subject, message.to, message.body) == ("Ada", ["sari@contoh.go.id"], "Teks")
    assert message.alternatives[0][0] == "<p>Teks</p>"
    assert Mail.objects.get().sent_at == AT


def test_while_the_server_is_down_mails_wait_longer_each_time(settings):
    sari = a_person("Sari")
    posted(sari)
    posted(sari, key="dua")
    settings.EMAIL_BACKEND = "tests.records.test_mail.Down"

    assert send_waiting(at=AT) == 0
    assert send_waiting(at=AT + timedelta(minutes=1)) == 0  # not tried yet
    assert list(Mail.objects.values_list("tries", "sent_at")) == [(1, None)] * 2
    assert send_waiting(at=AT + timedelta(minutes=2)) == 0
    waits = Mail.objects.first().not_before - AT
    assert waits == timedelta(minutes=2 + 4)
    for hour in range(1, 23):
        send_waiting(at=AT + timedelta(hours=hour))
    one = Mail.objects.first()
    assert one.not_before - AT < timedelta(hours=29)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting(at=one.not_before) == 2
    assert len(outbox.outbox) == 2


def test_a_mail_that_nobody_takes_is_given_up_after_a_day(settings):
    posted(a_person("Sari"))
    settings.EMAIL_BACKEND = "tests.records.test_mail.Down"
    for hour in range(24 * 14):
        send_waiting(at=AT + timedelta(hours=hour))
    one = Mail.objects.get()
    assert timedelta(days=1) <= one.ended_at - AT < timedelta(days=1, hours=6)
    assert (one.sent_at, one.failure) == (None, "SMTPServerDisconnected")


def test_an_address_that_no_mail_can_have_keeps_nobody_waiting():
    sari = a_person("Sari")
    bad = posted(sari, address="sari@contoh.go.id\n", subject="Ada\nBcc: x@contoh.go.id")
    posted(sari, key="dua")

    assert send_waiting(at=AT) == 1

    bad.refresh_from_db()
    assert (bad.ended_at, bad.failure) == (AT, "BadHeaderError")
    assert len(outbox.outbox) == 1


def test_a_run_takes_so_many():
    sari = a_person("Sari")
    for number in range(3):
        posted(sari, key=str(number))

    assert [send_waiting(at=AT, most=2) for _ in range(3)] == [2, 1, 0]


def test_without_a_server_nothing_is_configured(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not mail_is_configured()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mail_is_configured()


def test_the_defaults_are_those_of_the_installation(settings):
    settings.KINERJA_QUIET_FROM = "20:00"

    found = preference_of(a_person("Sari"))

    assert (found.mode, found.address, found.quiet_from) == ("daily", "", time(20))
    assert not MailPreference.objects.exists()


def test_an_address_is_confirmed_by_its_owner_and_again_when_it_changes():
    sari, tono = a_person("Sari"), a_person("Tono")
    first = set_mail(by=sari, address=" sari@contoh.go.id ", mode="instant", **HOURS)
    token = token_of(first)

    assert confirm_address(token=token, by=tono, at=AT) is None
    assert confirm_address(token=f"{token}x", by=sari, at=AT) is None
    assert confirm_address(token=token, by=sari, at=AT) == first
    confirm_address(token=token, by=sari, at=AT + timedelta(days=1))
    assert preference_of(sari).confirmed_at == AT
    set_mail(by=sari, address="sari@contoh.go.id", mode="daily", **HOURS)
    assert preference_of(sari).confirmed_at == AT

    set_mail(by=sari, address="lain@contoh.go.id", mode="daily", **HOURS)

    assert preference_of(sari).confirmed_at is None
    assert confirm_address(token=token, by=sari, at=AT) is None
    assert Event.objects.named("mail.confirmed").count() == 1


@pytest.mark.parametrize(
    "address", ["sari", "sari@contoh", "a@b.id,c@d.id", "<a@b.id>", "a b@c.id"]
)
def test_what_is_no_address_is_refused(address):
    sari = a_person("Sari")

    with pytest.raises(BadAddress):
        set_mail(by=sari, address=address, mode="daily", **HOURS)

    assert not MailPreference.objects.exists()
    assert not Event.objects.exists()
