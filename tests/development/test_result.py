"""Attendance, results, reactions and what changed at work."""

from datetime import date
from decimal import Decimal

import pytest
from tests.development.make_training import NOW, TODAY, Office, a_session, a_training, enrolled
from tests.people.make import a_person

from kinerja.development.attendance import Attendance, attendance_of, take_attendance
from kinerja.development.behaviour_change import changes_of, tell_change, window
from kinerja.development.reaction import ReactionTally, give_reaction, reactions_of
from kinerja.development.refusals import NotForYou, NotNow, SessionClosed, WrongState
from kinerja.development.result import (
    Reached,
    learning_of,
    name_hours,
    passed_since,
    record_results,
    settle_session,
)
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates
from kinerja.records.event import Event
from kinerja.rules.training import ReactionQuestion

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 12), date(2026, 10, 13)


@pytest.fixture
def office() -> Office:
    return Office()


def _take(session, day, present, by, **more):
    return take_attendance(
        session=session, day=day, part=1, present=present, by=by, at=NOW, on=LAST, **more
    )


def test_the_later_list_of_a_day_counts_and_the_same_one_is_no_event(office):
    session = a_session()
    sari, tono = enrolled(session, office.sari, office.tono)

    for present in ([sari, tono], [sari], [sari]):
        _take(session, FIRST, present, office.lala)

    assert attendance_of(session) == (1, {sari.pk: 1})
    assert Event.objects.named("session.attended").count() == 2


def test_attendance_of_other_days_parts_and_people_is_refused(office):
    session = a_session()
    (waiting,) = enrolled(session, office.sari, state="waiting")
    with pytest.raises(WrongDates):
        _take(session, date(2026, 10, 14), [], office.lala)
    with pytest.raises(NotNow):
        take_attendance(
            session=session, day=LAST, part=1, present=[], by=office.lala, at=NOW, on=FIRST
        )
    with pytest.raises(NotForYou):
        _take(session, FIRST, [waiting], office.lala)
    with pytest.raises(NotAllowed):
        _take(session, FIRST, [], office.budi)
    assert Attendance.objects.count() == 0


def test_who_was_there_passes_unless_the_officer_says_otherwise(office):
    session = a_session(a_training(hours_jp=Decimal(12)))
    sari, tono, dewi = enrolled(session, office.sari, office.tono, office.dewi)
    with pytest.raises(NotNow, match="daftar hadir"):
        settle_session(session=session, by=office.lala, on=LAST)
    for day, present in ((FIRST, [sari, tono, dewi]), (LAST, [sari, dewi])):
        _take(session, day, present, office.lala)
    record_results(
        session=session,
        results=[Reached(dewi, Decimal(40), Decimal(55), False)],
        by=office.lala,
        on=LAST,
    )

    for _ in range(2):
        settle_session(session=session, by=office.lala, on=LAST)

    for one in (sari, tono, dewi):
        one.refresh_from_db()
    assert [(one.passed, one.hours_jp) for one in (sari, tono, dewi)] == [
        (True, Decimal(12)),
        (False, None),
        (False, None),
    ]
    assert (sari.token is None, tono.token) == (False, None)
    assert Event.objects.named("session.settled").get().data == {"people": 3, "passed": 1}
    with pytest.raises(SessionClosed):
        _take(session, FIRST, [], office.lala)
    with pytest.raises(WrongState):
        name_hours(session=session, hours_jp=Decimal(9), by=office.lala, on=LAST)


def test_before_the_last_day_nothing_is_settled(office):
    with pytest.raises(NotNow, match="13 Oktober 2026"):
        settle_session(session=a_session(), by=office.lala, on=FIRST)


def test_hours_that_nobody_knew_are_named_later_and_once(office):
    session = a_session(a_training(hours_jp=None))
    (sari,) = enrolled(session, office.sari)
    _take(session, FIRST, [sari], office.lala)
    settle_session(session=session, by=office.lala, on=LAST)

    name_hours(session=session, hours_jp=Decimal(6), by=office.lala, on=LAST)

    sari.refresh_from_db()
    assert sari.hours_jp == 6
    with pytest.raises(WrongState):
        name_hours(session=session, hours_jp=Decimal(7), by=office.lala, on=LAST)


def test_scores_are_of_participants_and_from_0_to_100(office):
    session = a_session()
    sari, tono = enrolled(session, office.sari, office.tono)
    (dewi,) = enrolled(session, office.dewi, state="waiting")

    def recorded(one, before, after):
        reached = [Reached(one, before, after, None)]
        return record_results(session=session, results=reached, by=office.lala, on=FIRST)

    assert len(recorded(sari, Decimal(50), Decimal(80))) == 1
    assert recorded(sari, Decimal(50), Decimal(80)) == []
    with pytest.raises(InvalidInput):
        recorded(tono, Decimal(101), None)
    with pytest.raises(NotForYou):
        recorded(dewi, None, None)
    sari.refresh_from_db()
    learning = learning_of([sari, tono])
    assert (learning.people, learning.before, learning.after, learning.gain) == (1, 50, 80, 30)
    assert learning_of([tono]) is None


ALL_FOUR = dict.fromkeys(ReactionQuestion, 4)


def test_reactions_are_counts_shown_after_the_form_is_closed_when_five_answered(office):
    session = a_session()
    people = [a_person(f"P{at}") for at in range(5)]
    rows = enrolled(session, *people)
    for one in rows[:4]:
        give_reaction(enrolment=one, levels=ALL_FOUR, by=one.person, on=LAST)
    closed = date(2026, 10, 28)
    assert reactions_of(session, closed) == []

    give_reaction(
        enrolment=rows[4], levels=ALL_FOUR | {"use": 1}, by=people[4], on=date(2026, 10, 27)
    )

    assert reactions_of(session, date(2026, 10, 27)) == []
    found = reactions_of(session, closed)
    assert [(one.counts, one.mean) for one in found][2:] == [
        ((0, 0, 0, 5, 0), 4),
        ((1, 0, 0, 4, 0), Decimal("3.40")),
    ]
    assert {field.name for field in ReactionTally._meta.get_fields()} == {
        *("id", "session", "question", "level", "answers")
    }
    assert {*Event.objects.named("reaction.given").values_list("by", "person")} == {(None, None)}


def test_a_reaction_is_given_once_by_a_participant_in_time_and_whole(office):
    session = a_session()
    (one,) = enrolled(session, office.sari)

    def react(levels=ALL_FOUR, by=office.sari, on=LAST):
        give_reaction(enrolment=one, levels=levels, by=by, on=on)

    with pytest.raises(NotForYou):
        react(by=office.tono)
    for day in (FIRST, date(2026, 10, 28)):
        with pytest.raises(NotNow):
            react(on=day)
    for levels in ({"use": 3}, ALL_FOUR | {"use": 6}):
        with pytest.raises(InvalidInput):
            react(levels)
    assert ReactionTally.objects.count() == 0
    react()
    with pytest.raises(WrongState):
        react()


def test_participant_and_leader_tell_what_changed_after_three_months(office):
    session = a_session()
    (one,) = enrolled(session, office.sari, passed=True)
    assert window(session) == (date(2027, 1, 13), date(2027, 3, 14))
    asked = date(2027, 1, 13)

    def tell(by, level, on=asked):
        return tell_change(enrolment=one, level=level, by=by, on=on, example=" Di loket ")

    assert [tell(office.sari, 2).side, tell(office.sari, 3).level] == ["self", 3]
    assert (tell(office.budi, 4).side, tell(office.budi, 4).example) == ("leader", "Di loket")
    for stranger in (office.tono, office.rina, office.lala):
        with pytest.raises(NotForYou):
            tell(stranger, 3)
    for day in (date(2027, 1, 12), date(2027, 3, 15)):
        with pytest.raises(NotNow):
            tell(office.sari, 3, day)
    with pytest.raises(InvalidInput):
        tell(office.sari, 6)
    assert changes_of(session) == []  # fewer than five


def test_what_changed_is_shown_for_five_of_a_side():
    session = a_session()
    people = [a_person(f"P{at}") for at in range(5)]
    for level, one in enumerate(enrolled(session, *people, passed=True), start=1):
        tell_change(enrolment=one, level=level, by=one.person, on=date(2027, 1, 13))

    (found,) = changes_of(session)

    assert (found.side, found.answers, found.mean) == ("Peserta", 5, 3)


def test_a_session_without_places_taken_is_not_open_for_results_before_it_begins(office):
    with pytest.raises(NotNow):
        record_results(session=a_session(), results=[], by=office.lala, on=TODAY)


def test_who_passed_is_counted_once_in_the_unit_and_from_the_day_on(office):
    training = a_training()
    settled = {"settled_on": TODAY}
    old = a_session(training, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3), **settled)
    first = a_session(training, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 4), **settled)
    again = a_session(training, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 1), **settled)
    running = a_session(training)
    enrolled(old, office.tono, passed=True)
    enrolled(first, office.sari, office.lala, passed=True)
    enrolled(first, office.dewi, passed=False)
    enrolled(again, office.sari, passed=True)
    enrolled(running, office.tono, passed=True)

    def passed(unit, since):
        return passed_since([training], unit=unit, since=since, on=TODAY)

    assert passed(office.centre, date(2026, 5, 4)) == {training.pk: 1}  # Sari, though twice
    assert passed(office.centre, date(2026, 3, 3)) == {training.pk: 2}
    assert passed(office.agency, date(2026, 5, 4)) == {training.pk: 2}  # and Lala
    assert passed(None, date(2026, 6, 2)) == {}
