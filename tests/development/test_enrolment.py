"""Who takes part: asked, approved, placed, waiting, withdrawn."""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.development.make_training import NOW, TODAY, Office, a_session, enrolled
from tests.people.make import a_role, a_unit
from tests.work.make import WIB

from kinerja.development.enrolment import (
    Enrolment,
    answer_enrolment,
    ask_enrolment,
    decide_enrolment,
    propose_enrolment,
    withdraw_enrolment,
)
from kinerja.development.refusals import (
    AlreadyEnrolled,
    Conflicting,
    NotForYou,
    NotNow,
    SessionClosed,
    WrongState,
)
from kinerja.people.leave import Leave
from kinerja.people.refusals import HasLeft, NotAllowed
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def _ask(session, by):
    return ask_enrolment(session=session, by=by, at=NOW, on=TODAY)


def _decide(enrolment, by, *, agreed=True, hour=9, reason=""):
    at = datetime(2026, 10, 5, hour, tzinfo=WIB)
    return decide_enrolment(
        enrolment=enrolment, agreed=agreed, by=by, at=at, on=TODAY, reason=reason
    )


def _states(session) -> dict[str, str]:
    rows = Enrolment.objects.filter(session=session)
    return dict(rows.values_list("person__name", "state"))


def test_asked_approved_and_placed(office):
    one = _ask(a_session(), office.sari)
    assert (one.state, Notice.objects.get().person) == ("asked", office.budi)

    answer_enrolment(enrolment=one, agreed=True, by=office.budi, on=TODAY)
    one = _decide(one, office.lala)

    assert one.state == "accepted"
    names = ["enrolment.asked", "enrolment.approved", "enrolment.accepted"]
    events = Event.objects.filter(name__startswith="enrolment.").order_by("pk")
    assert list(events.values_list("name", "person__name", "by__name")) == [
        *zip(names, ["Sari"] * 3, ["Sari", "Budi", "Lala"], strict=True)
    ]
    with pytest.raises(WrongState):
        _decide(one, office.lala)
    with pytest.raises(WrongState):
        answer_enrolment(enrolment=one, agreed=True, by=office.budi, on=TODAY)


def test_a_leader_proposes_his_own_people_alone(office):
    session = a_session()

    one = propose_enrolment(session=session, person=office.sari, by=office.budi, at=NOW, on=TODAY)

    assert (one.state, Notice.objects.get().person) == ("approved", office.sari)
    for leader in (office.rina, office.tono, office.sari):
        with pytest.raises(NotAllowed):
            propose_enrolment(session=session, person=office.tono, by=leader, at=NOW, on=TODAY)


def test_whoever_has_no_leader_asks_the_officer(office):
    assert _ask(a_session(), office.rina).state == "approved"


def test_each_step_belongs_to_one_person_and_a_no_has_a_reason(office):
    one = _ask(a_session(), office.sari)

    for somebody in (office.sari, office.rina, office.lala):
        with pytest.raises(NotAllowed):
            answer_enrolment(enrolment=one, agreed=True, by=somebody, on=TODAY)
    with pytest.raises(WrongState):
        _decide(one, office.lala)
    with pytest.raises(WrongState, match="alasannya"):
        answer_enrolment(enrolment=one, agreed=False, by=office.budi, on=TODAY)
    answer_enrolment(enrolment=one, agreed=False, by=office.budi, on=TODAY, reason="Posyandu")
    one.refresh_from_db()
    assert (one.state, one.answer) == ("declined", "Posyandu")
    own = _ask(a_session(one.session.training, place="Lain"), office.lala)
    answer_enrolment(enrolment=own, agreed=True, by=office.rina, on=TODAY)
    for somebody in (office.budi, office.lala):  # nobody places himself or herself
        with pytest.raises(NotAllowed):
            _decide(own, somebody)


def test_full_means_waiting_and_a_free_place_goes_to_the_first_who_waits(office):
    session = a_session(quota=1)
    rows = {
        person: enrolled(session, person, state="approved", queued_at=None)[0]
        for person in (office.sari, office.tono, office.dewi)
    }
    for hour, person in enumerate([office.sari, office.dewi, office.tono], start=9):
        _decide(rows[person], office.lala, hour=hour)
    assert _states(session) == {"Sari": "accepted", "Dewi": "waiting", "Tono": "waiting"}

    for _ in range(2):
        withdraw_enrolment(enrolment=rows[office.sari], by=office.sari, at=NOW, on=TODAY)

    assert _states(session) == {"Sari": "withdrawn", "Dewi": "accepted", "Tono": "waiting"}
    assert Event.objects.named("enrolment.withdrawn").count() == 1
    assert Event.objects.named("enrolment.accepted").filter(by=None).get().person == office.dewi


def test_who_cannot_come_is_passed_over_when_a_place_is_free(office):
    session = a_session(quota=1)
    (first,) = enrolled(session, office.sari)
    enrolled(session, office.dewi, office.tono, state="waiting")
    _leave(office.dewi)

    withdraw_enrolment(enrolment=first, by=office.lala, at=NOW, on=TODAY)

    assert _states(session) == {"Sari": "withdrawn", "Dewi": "waiting", "Tono": "accepted"}


def _leave(person) -> Leave:
    days = {"starts_on": date(2026, 10, 13), "ends_on": date(2026, 10, 15)}
    return Leave.objects.create(person=person, kind="sick", **days)


def test_leave_and_another_session_are_named_but_not_the_kind_of_leave(office):
    session = a_session()
    _leave(office.sari)
    with pytest.raises(Conflicting) as said:
        _ask(session, office.sari)
    assert str(said.value) == ("Sari tercatat cuti 13 Oktober 2026 sampai 15 Oktober 2026.")
    enrolled(session, office.tono)
    with pytest.raises(Conflicting, match="Bahasa Inggris dasar, 12–13 Oktober 2026"):
        _ask(a_session(session.training, ends_on=date(2026, 10, 12)), office.tono)
    late = {"starts_on": date(2026, 10, 14), "ends_on": date(2026, 10, 14)}
    assert _ask(a_session(session.training, **late), office.tono).state == "asked"


def test_once_in_time_active_and_for_whom_it_is_held(office):
    session = a_session()
    _ask(session, office.sari)
    with pytest.raises(AlreadyEnrolled):
        _ask(session, office.sari)
    training = session.training
    with pytest.raises(NotNow, match="1–4 Oktober 2026"):
        _ask(a_session(training, enrol_until=date(2026, 10, 4)), office.tono)
    with pytest.raises(SessionClosed):
        _ask(a_session(training, cancelled_on=TODAY), office.tono)
    with pytest.raises(NotForYou):
        _ask(a_session(training, unit=a_unit("Dishub")), office.tono)
    assert _ask(a_session(training, unit=office.agency), office.tono).state == "asked"
    office.dewi.status = "left"
    with pytest.raises(HasLeft):
        _ask(session, office.dewi)


def test_who_sees_it(office):
    session = a_session(unit=office.agency)
    (one,) = enrolled(session, office.sari)
    a_role(office.tono, Role.Name.TRAINING_OFFICER, office.centre)

    people = (office.sari, office.budi, office.rina, office.lala, office.tono, office.dewi)
    seen = [Enrolment.objects.visible_to(person, TODAY).count() for person in people]

    assert seen == [1, 1, 1, 1, 0, 0]
    with pytest.raises(NotAllowed):
        withdraw_enrolment(enrolment=one, by=office.tono, at=NOW, on=TODAY)


def test_after_the_first_day_nobody_withdraws(office):
    (one,) = enrolled(a_session(), office.sari)
    with pytest.raises(NotNow):
        withdraw_enrolment(enrolment=one, by=office.sari, at=NOW, on=date(2026, 10, 13))


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once_however_many_decide_at_the_same_time():
    office = Office()
    session = a_session(quota=1)
    rows = enrolled(session, office.sari, office.tono, office.dewi, state="approved")
    barrier, ends = Barrier(3), []

    def decide(one: Enrolment) -> None:
        try:
            barrier.wait()
            ends.append(_decide(one, office.lala).state)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(one,)) for one in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["accepted", "waiting", "waiting"]
    assert sorted(_states(session).values()) == sorted(ends)
