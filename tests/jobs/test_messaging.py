"""Reminders by gateways: in the rhythm and outside of the quiet hours of a person, no name."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.conf import LazySettings
from tests.integrations.gateway.server import Gateway, a_gateway
from tests.people.make import a_person
from tests.work.make import WIB, Centre, a_centre, a_report

from kinerja.integrations.gateway.channel import Channel, ask_channel
from kinerja.integrations.gateway.message import Message
from kinerja.integrations.gateway.sending import send_messages
from kinerja.jobs import reminding
from kinerja.jobs.messaging import remind_by_message
from kinerja.jobs.reminding import remind, turn
from kinerja.people.person import Person
from kinerja.records.mail import Mail, MailPreference, post_mail, send_waiting
from kinerja.records.notice import notify
from kinerja.web.health import checks

pytestmark = pytest.mark.django_db

SEVEN = datetime(2026, 10, 12, 7, 0, tzinfo=WIB)


@pytest.fixture
def gateway(settings: LazySettings) -> Iterator[Gateway]:
    with a_gateway() as server:
        settings.KINERJA_TELEGRAM_URL = server.url
        settings.KINERJA_TELEGRAM_TOKEN = "123:rahasia"
        settings.KINERJA_SITE_URL = "https://kinerja.kota.go.id"
        yield server


@pytest.fixture
def centre() -> Centre:
    """Sari's report waits for Budi."""
    centre = a_centre()
    a_report(centre.sari)
    return centre


def reached(person: Person, **fields: object) -> Channel:
    given = {"kind": "telegram", "address": "123456789", "confirmed_at": SEVEN} | fields
    return Channel.objects.create(person=person, **given)


def wants(person: Person, mode: str) -> None:
    quiet = {"quiet_from": time(18), "quiet_to": time(6)}
    MailPreference.objects.create(person=person, mode=mode, **quiet)


def test_once_a_day_from_the_hour_on(gateway: Gateway, centre: Centre) -> None:
    reached(centre.budi)
    reached(centre.dewi)  # nothing waits for her
    reached(centre.rina, confirmed_at=None)

    minutes = (-60, -5, 0, 5, 60 * 9, 60 * 12)
    made = [remind_by_message(at=SEVEN + timedelta(minutes=one)) for one in minutes]

    assert made == [0, 0, 1, 0, 0, 0]
    assert send_messages(at=SEVEN) == 1
    ((_, _, body),) = gateway.got
    start, stop = body["text"].split("\n\n")
    assert start == (
        "Kinerja: ada 1 hal menunggu Anda. Buka https://kinerja.kota.go.id/kotak-masuk/"
    )
    assert stop.startswith("Berhenti menerima: https://kinerja.kota.go.id/saya/pesan/berhenti/")
    assert len(body["text"]) < 600
    assert "Sari" not in body["text"]


def test_at_once_outside_of_quiet_hours(gateway: Gateway, centre: Centre) -> None:
    reached(centre.budi)
    wants(centre.budi, "instant")
    notify(centre.budi, "Sari memberi umpan balik rahasia.", "/umpan-balik/")
    evening = SEVEN + timedelta(hours=13)

    assert remind_by_message(at=evening) == 0
    assert remind_by_message(at=SEVEN + timedelta(days=1, minutes=-30)) == 1
    assert remind_by_message(at=SEVEN + timedelta(days=1)) == 0
    assert "rahasia" not in Message.objects.get().text


def test_what_waited_into_the_quiet_hours_goes_out_after_them(
    gateway: Gateway, centre: Centre
) -> None:
    reached(centre.budi)
    evening = SEVEN.replace(hour=17, minute=58)
    assert remind_by_message(at=evening) == 1
    gateway.says(500)
    send_messages(at=evening)
    gateway.says(200, {"ok": True})
    ask_channel(kind="telegram", address="987654321", by=centre.sari, at=evening)

    at_night = [send_messages(at=evening + timedelta(minutes=10 * n)) for n in (1, 2)]
    assert at_night == [1, 0]  # the code alone: its owner waits for it
    assert send_messages(at=datetime(2026, 10, 13, 6, 0, tzinfo=WIB)) == 1


def test_who_wants_nothing_gets_nothing(gateway: Gateway, centre: Centre) -> None:
    reached(centre.budi)
    assert remind_by_message(at=SEVEN) == 1
    wants(centre.budi, "none")
    assert send_messages(at=SEVEN) == 0  # also what was made before
    assert not Message.objects.exists()
    assert remind_by_message(at=SEVEN) == 0


def test_without_a_gateway_nothing_is_made(centre: Centre) -> None:
    reached(centre.budi)
    assert remind_by_message(at=SEVEN) == 0
    assert not Message.objects.exists()


def test_the_health_page_tells_of_messages_that_stick(gateway: Gateway, centre: Centre) -> None:
    def line() -> tuple[str, str]:
        (found,) = (
            one for one in checks(SEVEN + timedelta(hours=1)) if one.name == "Saluran pesan"
        )
        return found.tone, found.value

    assert line() == ("good", "Telegram berjalan")
    reached(centre.budi)
    gateway.says(500)
    remind_by_message(at=SEVEN)
    send_messages(at=SEVEN)
    assert line() == ("heed", "1 pesan belum sampai: gerbang menjawab 500")


def test_the_health_page_tells_at_once_and_for_a_day_that_our_token_is_refused(
    gateway: Gateway, centre: Centre
) -> None:
    def line(at: datetime) -> tuple[str, str]:
        (found,) = (one for one in checks(at) if one.name == "Saluran pesan")
        return found.tone, found.value

    reached(centre.budi)
    gateway.says(403, {"ok": False, "description": "Forbidden"})
    remind_by_message(at=SEVEN)
    send_messages(at=SEVEN)
    said = ("heed", "1 pesan belum sampai: gerbang menolak sandi kita (403)")
    assert line(SEVEN + timedelta(minutes=1)) == said
    send_messages(at=SEVEN + timedelta(hours=25))  # given up
    assert line(SEVEN + timedelta(hours=26)) == said
    assert line(SEVEN + timedelta(hours=50)) == ("good", "Telegram berjalan")


def test_people_with_nothing_to_be_told_keep_nobody_waiting(
    centre: Centre, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More are due than a run looks at, and the first have nothing that waits for them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(reminding, "MOST", 2)
    said = {"quiet_from": time(18), "quiet_to": time(6), "confirmed_at": SEVEN}
    idle = [a_person(f"Diam {n}") for n in range(5)]
    for person in [*idle, centre.budi]:
        MailPreference.objects.create(person=person, mode="daily", address="a@b.id", **said)

    made = [remind(at=SEVEN + timedelta(minutes=5 * run)) for run in range(3)]

    assert sum(made) == 1
    assert Mail.objects.get().person == centre.budi


def test_every_run_takes_its_turn() -> None:
    due = list(range(1_250))
    seen = [one for run in range(3) for one in turn(due, SEVEN + timedelta(minutes=5 * run))]
    assert sorted(seen) == due
    assert turn(due[:500], SEVEN) == due[:500]


def test_the_health_page_tells_of_mail_that_does_not_arrive(
    centre: Centre, settings: LazySettings
) -> None:
    def line(at: datetime) -> tuple[str, str]:
        (found,) = (one for one in checks(at) if one.name == "Surel")
        return found.tone, found.value

    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert line(SEVEN) == ("good", "mati: belum ada peladen surel")
    settings.EMAIL_BACKEND = "tests.records.test_mail.Down"
    assert line(SEVEN) == ("good", "berjalan")
    said = {"address": "a@b.id", "subject": "Ada", "text": "x", "html": "x"}
    post_mail(person=centre.budi, key="k", at=SEVEN, **said)
    send_waiting(at=SEVEN)
    assert line(SEVEN) == ("good", "berjalan")
    late = ("heed", "1 surel belum sampai: SMTPServerDisconnected")
    assert line(SEVEN + timedelta(hours=1)) == late
    send_waiting(at=SEVEN + timedelta(days=1))  # given up
    assert line(SEVEN + timedelta(days=2, minutes=-1)) == late
    assert line(SEVEN + timedelta(days=2, minutes=1)) == ("good", "berjalan")
