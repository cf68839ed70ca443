"""Scheduled feedback: agreed on by two, owed by the leader, given late or in time."""

from datetime import date, datetime, timedelta

import pytest
from tests.people.make import a_head, head_post
from tests.work.make import NOW, TODAY, WIB, Centre, a_centre, a_set_plan

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.feedback.refusals import NotScheduled, NotYours
from kinerja.feedback.schedule import FeedbackSchedule, accept_schedule, propose_schedule
from kinerja.feedback.scheduled import owed_by, turns_of
from kinerja.people.assignment import Assignment
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import WrongState
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db

AUGUST = date(2026, 8, 3)
LAST_DAYS = [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def agreed(centre: Centre, rhythm: str = "month", on: date = AUGUST) -> FeedbackSchedule:
    """Proposed by Budi, accepted by Sari."""
    schedule = propose_schedule(plan=centre.checks.plan, rhythm=rhythm, by=centre.budi, on=on)
    return accept_schedule(schedule=schedule, by=centre.sari, on=on)


def give(centre: Centre, day: date, by=None, scheduled=True) -> Feedback:
    return give_feedback(
        receiver=centre.sari,
        tone="improve",
        text="Catat lebih lengkap.",
        by=by or centre.budi,
        at=datetime(day.year, day.month, day.day, 9, tzinfo=WIB),
        scheduled=scheduled,
    )


def test_a_proposal_holds_once_the_other_accepts(centre):
    schedule = propose_schedule(plan=centre.checks.plan, rhythm="month", by=centre.sari, on=AUGUST)
    with pytest.raises(NotYours):
        accept_schedule(schedule=schedule, by=centre.sari, on=AUGUST)
    assert not FeedbackSchedule.objects.agreed().exists()

    accept_schedule(schedule=schedule, by=centre.budi, on=AUGUST + timedelta(days=1))
    accept_schedule(schedule=schedule, by=centre.budi, on=TODAY)

    schedule.refresh_from_db()
    assert (schedule.leader, schedule.agreed_on) == (centre.budi, date(2026, 8, 4))
    assert (schedule.starts_on, schedule.ends_on) == (date(2026, 8, 4), date(2026, 12, 31))
    assert list(Notice.objects.order_by("pk").values_list("person", "text")) == [
        (centre.budi.pk, "Sari mengusulkan jadwal umpan balik berkala."),
        (centre.sari.pk, "Budi menyetujui jadwal umpan balik berkala."),
    ]
    names = list(Event.objects.about(schedule).order_by("pk").values_list("name", flat=True))
    assert names == ["schedule.proposed", "schedule.agreed"]


def test_a_new_proposal_takes_the_place_of_the_one_that_waits(centre):
    plan = centre.checks.plan
    first = propose_schedule(plan=plan, rhythm="month", by=centre.budi, on=AUGUST)
    again = propose_schedule(plan=plan, rhythm="month", by=centre.budi, on=AUGUST)
    other = propose_schedule(plan=plan, rhythm="quarter", by=centre.sari, on=AUGUST)

    assert first == again
    assert FeedbackSchedule.objects.get() == other


def test_a_new_agreement_ends_the_one_before(centre):
    first = agreed(centre, "month")
    second = agreed(centre, "quarter", on=date(2026, 10, 1))

    first.refresh_from_db()
    assert first.ends_on == date(2026, 9, 30)
    assert first.due_days == LAST_DAYS[:2]
    assert second.due_days == [date(2026, 12, 31)]
    with pytest.raises(WrongState, match="sudah berlaku"):
        propose_schedule(plan=centre.checks.plan, rhythm="quarter", by=centre.sari, on=TODAY)


@pytest.mark.parametrize("case", ["stranger", "two above", "not in force", "not set"])
def test_refused_proposals_leave_nothing(centre, case):
    given = {"plan": centre.checks.plan, "rhythm": "month", "by": centre.sari, "on": TODAY}
    refusal = WrongState
    match case:
        case "stranger":
            given["by"], refusal = centre.tono, NotYours
        case "two above":
            given["by"], refusal = centre.rina, NotYours
        case "not in force":
            given["on"] = date(2027, 1, 4)
        case "not set":
            given["plan"] = a_set_plan(centre.tono, state=Plan.State.DRAFT)
            given["by"] = centre.tono

    with pytest.raises(refusal):
        propose_schedule(**given)

    assert not FeedbackSchedule.objects.exists()


def test_feedback_fulfils_the_oldest_open_turn(centre):
    schedule = agreed(centre)

    in_time = give(centre, date(2026, 8, 20))
    plain = give(centre, date(2026, 9, 7), scheduled=False)
    late = give(centre, TODAY)

    assert (in_time.mode, in_time.due_on, in_time.was_late) == ("scheduled", LAST_DAYS[0], False)
    assert (plain.mode, plain.due_on) == ("incidental", None)
    assert (late.due_on, late.was_late) == (LAST_DAYS[1], True)
    assert [turn.state for turn in turns_of([schedule], TODAY)] == ["given", "given", "due"]
    assert [turn.due_on for turn in turns_of([schedule], TODAY)] == LAST_DAYS


def test_what_is_owed_is_named_until_it_is_given(centre):
    agreed(centre)
    give(centre, date(2026, 8, 20))

    assert [(one.due_on, one.state) for one in owed_by(centre.budi, TODAY)] == [
        (LAST_DAYS[1], "late"),
        (LAST_DAYS[2], "due"),
    ]
    give(centre, TODAY)
    give(centre, TODAY)
    assert owed_by(centre.budi, TODAY) == []
    assert owed_by(centre.sari, TODAY) == []
    assert give(centre, TODAY).due_on == LAST_DAYS[2]  # more than was agreed


def test_a_new_leader_owes_nothing_that_another_promised(centre):
    agreed(centre)
    Assignment.objects.filter(person=centre.budi).update(ends_on=date(2026, 10, 9))
    post = head_post(centre.centre)
    umar = a_head("Umar", centre.centre, starts_on=date(2026, 10, 10))

    assert post.assignments.count() == 2
    assert owed_by(umar, TODAY) == owed_by(centre.budi, TODAY) == []
    with pytest.raises(NotScheduled):
        give(centre, TODAY, by=umar)
    proposal = propose_schedule(plan=centre.checks.plan, rhythm="month", by=umar, on=TODAY)
    accept_schedule(schedule=proposal, by=centre.sari, on=TODAY)
    assert [one.due_on for one in owed_by(umar, TODAY)] == [LAST_DAYS[2]]


def test_nothing_was_agreed_so_nothing_is_scheduled(centre):
    with pytest.raises(NotScheduled, match="Belum ada umpan balik berkala"):
        give(centre, TODAY)

    assert not Feedback.objects.exists()


def test_what_is_owed_takes_as_many_queries_for_two_as_for_one(
    centre, django_assert_max_num_queries
):
    agreed(centre)
    plan = a_set_plan(centre.tono, appraiser=centre.budi)
    for_tono = propose_schedule(plan=plan, rhythm="month", by=centre.budi, on=AUGUST)
    accept_schedule(schedule=for_tono, by=centre.tono, on=AUGUST)

    with django_assert_max_num_queries(7):
        owed = owed_by(centre.budi, NOW.date())
    assert len(owed) == 6
