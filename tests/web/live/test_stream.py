"""A leader's open page is told of news: on the server that `kinerja serve` starts."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.people.make import START, an_account, an_agency, an_assignment, head_post
from tests.web.live.server import ask, cookie_of, reading, served
from tests.work.make import a_centre, a_report

from kinerja.people.assignment import Assignment
from kinerja.work.rollup import count_days
from kinerja.work.signal import Signal, last_signal, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def port(django_db_setup: None) -> Iterator[int]:
    with served() as port:
        yield port


def file(person):
    """A report of today, as the worker would find it within a second."""
    now = timezone.localtime()
    a_report(person, at=now, done_on=now.date())
    count_days()


def centre_of_today():
    """With one signal that everybody knows, as on any day but the first."""
    an_agency()
    centre = a_centre(timezone.localdate().year)
    publish({centre.dewi.pk: False})
    return centre


def test_news_reach_the_leader_and_nobody_else(port):
    centre = centre_of_today()
    budi, rina = cookie_of(an_account(centre.budi)), cookie_of(an_account(centre.rina))
    with reading(port, budi) as stream, reading(port, rina, patience=2) as above:
        assert stream.response.status == 200
        assert stream.response.headers["Content-Type"] == "text/event-stream"
        assert "Content-Security-Policy" in stream.response.headers
        file(centre.dewi)
        before = time.monotonic()
        file(centre.sari)
        told = stream.next()

        assert time.monotonic() - before < 20  # who only asks, asks every thirty
        assert told.news == {"new": [centre.sari.pk], "changed": []}
        assert told.number == last_signal()
        with pytest.raises(TimeoutError):
            above.next()


def test_what_was_missed_is_told_after_a_cut(port):
    centre = centre_of_today()
    budi = cookie_of(an_account(centre.budi))
    with reading(port, budi) as stream:
        file(centre.sari)
        last = stream.next().number
    file(centre.tono)

    with reading(port, budi, last=last) as again:
        assert again.next().news == {"new": [centre.tono.pk], "changed": []}
    with reading(port, budi, since=last) as page:
        assert page.next().number == last_signal()


def test_after_a_long_sleep_everything_is_shown_anew(port):
    centre = centre_of_today()
    budi = cookie_of(an_account(centre.budi))
    for person in (centre.sari, centre.tono, centre.sari):
        file(person)
    first = Signal.objects.order_by("pk")[0].pk
    Signal.objects.filter(pk__lt=last_signal()).delete()

    with reading(port, budi, last=first) as stream:
        assert stream.next().news == {"all": True}
    with reading(port, budi, last=last_signal() + 99) as stream:  # a restored database
        assert stream.next().news == {"all": True}


def test_a_change_of_superior_counts_at_once(port):
    centre = centre_of_today()
    budi, rina = cookie_of(an_account(centre.budi)), cookie_of(an_account(centre.rina))
    with reading(port, budi, patience=2) as former, reading(port, rina) as stream:
        file(centre.sari)
        assert former.next().news["new"] == [centre.sari.pk]
        seat = Assignment.objects.get(person=centre.budi)
        seat.ends_on = timezone.localdate() - timedelta(days=1)
        seat.save()
        an_assignment(centre.tono, head_post(centre.centre), kind="plt", starts_on=START)
        Assignment.objects.filter(person=centre.sari).update(reports_to=head_post(centre.health))
        file(centre.sari)

        assert stream.next().news["new"] == [centre.sari.pk]
        with pytest.raises(TimeoutError):
            former.next()


def test_signing_out_closes_the_stream(port):
    centre = centre_of_today()
    budi = cookie_of(an_account(centre.budi))
    with reading(port, budi) as stream:
        file(centre.sari)
        stream.next()
        Session.objects.all().delete()
        with pytest.raises(EOFError):
            assert stream.next() is None


def test_a_closed_account_and_a_new_password_close_the_stream(port):
    centre = centre_of_today()
    one, two = an_account(centre.budi), an_account(centre.rina)
    with reading(port, cookie_of(one)) as first, reading(port, cookie_of(two)) as second:
        one.is_active = False
        one.save()
        two.set_password("sandi-lain-2026")
        two.save()
        for stream in (first, second):
            with pytest.raises(EOFError):
                stream.next()


def test_streams_hold_no_thread_of_the_pages(port):
    """Forty open pages on a server of twelve threads, and a page is answered at once."""
    centre = centre_of_today()
    budi = cookie_of(an_account(centre.budi))
    open_ones = [reading(port, budi) for _ in range(40)]
    streams = [one.__enter__() for one in open_ones]
    try:
        before = time.monotonic()
        assert ask(port, "/healthz", Host="localhost") == 200
        assert time.monotonic() - before < 20  # who only asks, asks every thirty
        file(centre.sari)
        assert {stream.next().news["new"][0] for stream in streams} == {centre.sari.pk}
    finally:
        for one in open_ones:
            one.__exit__(None, None, None)


def test_above_the_limit_the_page_has_to_ask():
    centre = centre_of_today()
    budi = cookie_of(an_account(centre.budi))
    with served(KINERJA_STREAMS="0") as port, reading(port, budi) as stream:
        assert stream.response.status == 204


def test_no_stream_for_those_who_lead_nobody_and_where_the_server_cannot(port):
    centre = centre_of_today()
    with reading(port, cookie_of(an_account(centre.sari))) as stream:
        assert stream.response.status == 204
    client = Client()
    client.force_login(an_account(centre.budi))
    assert client.get("/langsung/tim/").status_code == 204
    assert Client().get("/langsung/tim/").status_code == 302
