"""Complaints in the inbox: of the handler, the leader and the desk, with their first last day."""

from datetime import date

import pytest
import time_machine
from tests.needs.test_complaint import MONDAY, City, at, days

from kinerja.jobs.tasks import follow_complaints
from kinerja.needs.complaint.complaint import Complaint
from kinerja.people.person import Person
from kinerja.records.notice import Notice
from kinerja.web.inbox.pending import pending_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    with time_machine.travel(at(MONDAY, 12)):
        yield City()


def told(person: Person) -> list[tuple[int, str, date | None]]:
    return [(one.number, one.title, one.due_on) for one in pending_of(person, MONDAY)]


def test_each_is_told_what_waits_for_him_or_her(city: City) -> None:
    city.forwarded()
    city.forwarded(hour=10, handler=None)
    city.received(hour=11)

    assert told(city.sari) == [(1, "Pengaduan yang Anda tangani", date(2026, 10, 12))]
    assert told(city.budi) == [
        (1, "Pengaduan unit Anda belum ada penanggung jawabnya", date(2026, 10, 12))
    ]
    assert told(city.susi) == [(1, "Pengaduan belum diteruskan", date(2026, 10, 8))]
    assert told(city.lina) == []


def test_the_hour_tells_the_leader_and_closes_what_met_no_reply(city: City) -> None:
    late, answered = city.forwarded(), city.forwarded(hour=10)
    city.answer(answered, days(1))
    with time_machine.travel(at(days(20))):
        follow_complaints(timestamp=0)

    answered.refresh_from_db()
    late.refresh_from_db()
    assert (answered.state, late.state) == (Complaint.State.CLOSED, Complaint.State.FORWARDED)
    notices = Notice.objects.filter(person=city.budi).values_list("text", flat=True)
    assert list(notices) == ["1 pengaduan di unit Anda melewati batas waktunya."]
