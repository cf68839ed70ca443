"""A month of daily work of a health centre, with what goes wrong in a real one.

October 2026: Sari works where there is no network, a reply is lost, Budi goes on leave and Tono
stands in for him, one report is left unanswered, and the system is down on a last day. What was
said is kept once, nobody is charged for the silence of another or for an outage, and at the end the
chain of events is whole.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.people.make import an_admin
from tests.work.make import WIB, Centre, a_centre, a_report, a_result, a_set_plan

from kinerja.people.agency import the_agency
from kinerja.people.calendar import DayState, working_calendar
from kinerja.people.leave import NewLeave, note_leave
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.records.models import Event
from kinerja.records.outage import Outage, Part, beat
from kinerja.records.seal import seal_events, verify_chain
from kinerja.rules.refusal import Refusal
from kinerja.work.delegation import answer_delegation, offer_delegation
from kinerja.work.lateness import lateness_of
from kinerja.work.report import Report
from kinerja.work.team import team_of
from kinerja.work.unanswered import note_unanswered, remind_leaders, unchecked_of
from kinerja.work.verification import answer_report, queue_of

pytestmark = pytest.mark.django_db


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=WIB)


def days_late(report: Report) -> int:
    return lateness_of([report])[report.pk].days


def refused(act: Callable[[], object], words: str) -> None:
    """The act is refused with these words, and neither a report nor an event is left behind."""
    before = (Report.objects.count(), Event.objects.count())
    with pytest.raises(Refusal, match=words):
        act()
    assert (Report.objects.count(), Event.objects.count()) == before


def test_a_month_of_work():
    city = a_centre()
    wati = an_admin("Wati")
    visits = a_result(a_set_plan(city.tono, appraiser=city.budi), 1, "Kunjungan rumah")

    _first_week_a_reply_is_lost(city)
    _two_days_without_a_network(city)
    waiting = _the_leader_is_on_leave(city, wati, visits)
    _silence_costs_the_employee_nothing(city, waiting)
    _the_system_is_down_on_the_last_day(city, visits)

    assert Report.objects.filter(person=city.sari).count() == 5
    assert Report.objects.filter(person=city.tono).count() == 2
    seal_events()
    assert verify_chain().whole


def _first_week_a_reply_is_lost(city: Centre) -> None:
    """Monday 5 October: the phone never saw the answer and sends the same report again."""
    key = uuid4()
    first = _filed(city, date(2026, 10, 5), october(5, 15), key)
    events = Event.objects.count()

    again = _filed(city, date(2026, 10, 5), october(5, 15, 2), key)

    assert (again.pk, again.receipt) == (first.pk, first.receipt)
    assert Event.objects.count() == events
    assert days_late(first) == 0
    answer_report(report=first, verdict="accept", by=city.budi, at=october(6, 8))


def _two_days_without_a_network(city: Centre) -> None:
    """Thursday and Friday in a village: both arrive on Monday, one of them later than a day."""
    thursday = _filed(city, date(2026, 10, 8), october(12, 8), uuid4())
    friday = _filed(city, date(2026, 10, 9), october(12, 8), uuid4())

    assert (days_late(thursday), days_late(friday)) == (2, 0)
    assert {thursday.state, friday.state} == {Report.State.FILED}  # late ones wait like any other


def _the_leader_is_on_leave(city: Centre, wati: Person, visits: WorkResult) -> Report:
    """Budi is away from the 12th to the 16th and asked Tono, who agreed, to read for him."""
    leave = NewLeave(city.budi, "annual", date(2026, 10, 12), date(2026, 10, 16), "CT/12/2026")
    note_leave(leave=leave, by=wati, on=date(2026, 10, 9))
    offer = offer_delegation(
        to=city.tono,
        starts_on=date(2026, 10, 12),
        ends_on=date(2026, 10, 16),
        by=city.budi,
        on=date(2026, 10, 9),
    )
    assert not queue_of(city.tono, date(2026, 10, 12)).exists()  # he has not agreed yet
    answer_delegation(delegation=offer, accept=True, by=city.tono)

    own = a_report(
        city.tono,
        "Mengunjungi 3 rumah",
        at=october(12, 14),
        done_on=date(2026, 10, 12),
        result=visits,
    )
    queue = queue_of(city.tono, date(2026, 10, 13))
    assert [one.done_on.day for one in queue] == [8, 9]  # Sari's, not his own
    for report in queue:
        answer_report(report=report, verdict="accept", by=city.tono, at=october(13, 9))
    told = Event.objects.named("report.accepted").filter(by=city.tono)
    assert {one.on_behalf_of for one in told} == {city.budi}
    refused(
        lambda: answer_report(report=own, verdict="accept", by=city.tono, at=october(13, 9)),
        "atasan langsung",
    )

    absent = next(one for one in team_of(city.rina, date(2026, 10, 13)) if one.person == city.budi)
    assert absent.absence == "Cuti"  # which kind is nobody else's business
    day = working_calendar([city.budi], date(2026, 10, 13), date(2026, 10, 13))[city.budi.pk]
    assert day.on(date(2026, 10, 13)).state == DayState.LEAVE
    return own


def _silence_costs_the_employee_nothing(city: Centre, waiting: Report) -> None:
    """Tono's own report waits: after five working days it is noted, marked as unchecked."""
    assert the_agency().answer_days == 5
    assert remind_leaders(at=october(16, 7)) == 1  # Budi, for the 19th
    assert note_unanswered(at=october(19, 23, 59)) == 0

    assert note_unanswered(at=october(20, 0, 5)) == 1
    assert note_unanswered(at=october(20, 0, 6)) == 0

    waiting.refresh_from_db()
    assert (waiting.state, waiting.unchecked_at) == (Report.State.NOTED, october(20, 0, 5))
    assert list(unchecked_of(city.budi, date(2026, 10, 20))) == [waiting]
    later = _filed(city, date(2026, 10, 19), october(19, 15), uuid4())
    refused(  # the days in Budi's name are over
        lambda: answer_report(report=later, verdict="accept", by=city.tono, at=october(20, 9)),
        "atasan langsung",
    )


def _the_system_is_down_on_the_last_day(city: Centre, visits: WorkResult) -> None:
    """Friday 30 October, 13.00, until Monday 2 November, 09.30: no power in the server room."""
    beat(part=Part.WORKER, at=october(30, 13))
    back = datetime(2026, 11, 2, 9, 30, tzinfo=WIB)
    beat(part=Part.WORKER, at=back)
    (outage,) = Outage.objects.all()
    assert outage.length == timedelta(days=2, hours=20, minutes=30)

    moment = back + timedelta(minutes=30)
    last_day_was_friday = _filed(city, date(2026, 10, 29), moment, uuid4())
    last_day_was_thursday = a_report(
        city.tono, "Mengunjungi 2 rumah", at=moment, done_on=date(2026, 10, 28), result=visits
    )

    due = lateness_of([last_day_was_friday])[last_day_was_friday.pk].due
    assert (due.planned_day, due.moved_by) == (date(2026, 10, 30), (outage.downtime,))
    assert days_late(last_day_was_friday) == 0
    assert days_late(last_day_was_thursday) == 3


def _filed(city: Centre, done_on: date, at: datetime, key: UUID) -> Report:
    return a_report(city.sari, at=at, done_on=done_on, key=key, result=city.checks)
