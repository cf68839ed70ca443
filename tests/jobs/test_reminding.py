"""Reminders by mail: once a day or at once, not in quiet hours, without a name in them."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail as outbox
from tests.evaluation.round360.make import a_department, an_open
from tests.work.make import WIB, Centre, a_centre, a_report

from kinerja.jobs.reminding import remind
from kinerja.people.person import Person
from kinerja.records.mail import Mail, MailPreference, send_waiting
from kinerja.records.notice import Notice, notify
from kinerja.web.inbox.pending import pending_of

pytestmark = pytest.mark.django_db

SEVEN = datetime(2026, 10, 12, 7, 0, tzinfo=WIB)


@pytest.fixture
def centre() -> Centre:
    """Sari's report waits for Budi."""
    centre = a_centre()
    a_report(centre.sari)
    return centre


def wants(person: Person, mode: str = "daily", **fields: object) -> MailPreference:
    given = {"quiet_from": time(18), "quiet_to": time(6), "confirmed_at": SEVEN} | fields
    address = f"{person.name.lower()}@contoh.go.id"
    return MailPreference.objects.create(person=person, mode=mode, **({"address": address} | given))


def test_once_a_day_from_the_hour_on(centre):
    wants(centre.budi)
    wants(centre.dewi)  # nothing waits for her

    made = [remind(at=SEVEN + timedelta(minutes=minutes)) for minutes in (-5, 0, 5, 60 * 9)]
    tomorrow = remind(at=SEVEN + timedelta(days=1))

    assert (made, tomorrow) == ([0, 1, 0, 0], 1)
    keys = list(Mail.objects.order_by("pk").values_list("key", flat=True))
    assert keys == [f"daily/2026-10-{day}/{centre.budi.pk}" for day in (12, 13)]
    send_waiting(at=SEVEN + timedelta(days=1))
    assert [one.to for one in outbox.outbox] == [["budi@contoh.go.id"]] * 2


def test_a_mail_tells_kinds_and_numbers_and_no_name(centre):
    wants(centre.budi)
    notify(centre.budi, "Sari memberi umpan balik rahasia.", "/umpan-balik/")

    remind(at=SEVEN)

    mail = Mail.objects.get()
    assert mail.subject == "Kinerja: ada 1 hal menunggu Anda"
    assert "- Laporan menunggu jawaban Anda: 1" in mail.text
    assert "1 pemberitahuan belum dibaca." in mail.text
    assert "<li>Laporan menunggu jawaban Anda: 1</li>" in mail.html
    for words in (mail.subject, mail.text, mail.html):
        assert "Sari" not in words
        assert "rahasia" not in words
        assert "ibu hamil" not in words


def test_at_once_for_each_new_notice_outside_the_quiet_hours(centre):
    wants(centre.sari, "instant")
    assert remind(at=SEVEN) == 0
    notify(centre.sari, "Satu", "/")

    at_night = SEVEN.replace(hour=22)
    assert [remind(at=at_night), remind(at=SEVEN + timedelta(days=1))] == [0, 1]
    assert remind(at=SEVEN + timedelta(days=1, minutes=5)) == 0
    notify(centre.sari, "Dua", "/")
    assert remind(at=SEVEN + timedelta(days=1, minutes=10)) == 1
    assert "2 pemberitahuan belum dibaca." in Mail.objects.last().text


def test_an_older_notice_left_unread_does_not_end_the_daily_mail(centre):
    wants(centre.budi)
    notify(centre.budi, "Satu", "/")
    newest = notify(centre.budi, "Dua", "/")
    assert remind(at=SEVEN) == 1
    Notice.objects.filter(pk=newest.pk).update(read_at=SEVEN)

    assert remind(at=SEVEN + timedelta(days=1)) == 1
    mail = Mail.objects.last()
    assert mail.subject == "Kinerja: ada 1 hal menunggu Anda"
    assert "1 pemberitahuan belum dibaca." in mail.text


def test_at_once_only_for_what_is_still_unread(centre):
    wants(centre.budi, "instant")
    read = notify(centre.budi, "Sudah dibuka", "/")
    Notice.objects.filter(pk=read.pk).update(read_at=SEVEN)

    assert remind(at=SEVEN) == 0  # a report waits, but nothing is new


def test_what_the_server_did_not_take_before_the_quiet_hours_goes_out_after_them(centre, settings):
    wants(centre.budi)
    evening = SEVEN.replace(hour=17, minute=58)
    assert remind(at=evening) == 1
    settings.EMAIL_BACKEND = "tests.records.test_mail.Down"
    send_waiting(at=evening)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    at_night = [send_waiting(at=evening + timedelta(hours=hours)) for hours in (1, 5, 9)]
    morning = datetime(2026, 10, 13, 6, 0, tzinfo=WIB)
    assert (at_night, Mail.objects.get().not_before) == ([0, 0, 0], morning)
    assert send_waiting(at=morning) == 1


@pytest.mark.parametrize("changed", [{"mode": "none"}, {"address": "lain@contoh.go.id"}])
def test_what_waits_goes_only_where_it_is_still_wanted(centre, changed):
    wants(centre.budi)
    remind(at=SEVEN)
    MailPreference.objects.update(**changed)

    assert send_waiting(at=SEVEN) == 0
    assert not Mail.objects.exists()


@pytest.mark.parametrize("case", ["not wanted", "not confirmed", "no address", "quiet", "left"])
def test_nobody_else_is_written_to(centre, case):
    fields = {
        "not wanted": {"mode": "none"},
        "not confirmed": {"confirmed_at": None},
        "no address": {"address": ""},
        "quiet": {"quiet_from": time(6), "quiet_to": time(8)},
        "left": {},
    }[case]
    wants(centre.budi, **fields)
    if case == "left":
        Person.objects.filter(pk=centre.budi.pk).update(status="left", status_since="2026-10-01")

    assert remind(at=SEVEN) == 0
    assert not Mail.objects.exists()


def test_without_a_mail_server_nothing_is_made(centre, settings):
    wants(centre.budi)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert remind(at=SEVEN) == 0
    assert not Mail.objects.exists()


def test_a_mail_never_tells_who_has_not_answered_in_a_round():
    """Mails are stored: who got one about the round would be who was missing. The page tells it."""
    town = a_department()
    an_open(town)
    wants(town.tono)
    at = datetime(2026, 6, 15, 7, 0, tzinfo=WIB)

    assert remind(at=at) == 1  # for the notice that went to all

    assert "360" in str([one.title for one in pending_of(town.tono, at.date())])
    mail = Mail.objects.get()
    for words in (mail.subject, mail.text, mail.html):
        assert "360" not in words
