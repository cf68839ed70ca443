"""A leader is away: a Plh answers, or somebody of the unit who agreed to, for these days only."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from tests.people.make import a_member, an_assignment
from tests.work.make import NOW, TODAY, a_centre, a_report, days_ago, opened

from kinerja.people.assignment import Assignment
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.delegation import (
    Delegation,
    answer_delegation,
    end_delegation,
    offer_delegation,
)
from kinerja.work.refusals import NotYours, WrongDelegate, WrongSpan, WrongState
from kinerja.work.report import Report
from kinerja.work.verification import (
    Verification,
    answer_report,
    answer_reports,
    may_answer,
    principals_for,
    queue_of,
    take_back_answers,
)

pytestmark = pytest.mark.django_db
FRIDAY = TODAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _offered(centre, **fields):
    fields = {"to": centre.tono, "starts_on": TODAY, "ends_on": FRIDAY, "on": TODAY} | fields
    return offer_delegation(by=centre.budi, **fields)


def _agreed(centre, **fields):
    delegation = _offered(centre, **fields)
    return answer_delegation(delegation=delegation, accept=True, by=delegation.delegate)


def test_the_delegate_answers_in_the_name_of_the_leader():
    centre = a_centre()
    report, own = a_report(centre.sari), a_report(centre.tono)
    assert list(queue_of(centre.tono, TODAY)) == []

    _agreed(centre)

    assert list(queue_of(centre.tono, TODAY)) == [report]
    assert principals_for(centre.tono, [report], TODAY) == {centre.sari.pk: centre.budi}
    assert may_answer(centre.tono, report, TODAY)
    assert not may_answer(centre.tono, own, TODAY)
    answer = answer_report(report=report, verdict="accept", by=centre.tono, at=NOW)
    assert (answer.by, answer.on_behalf_of) == (centre.tono, centre.budi)
    event = Event.objects.named("report.accepted").get()
    assert (event.by, event.on_behalf_of, event.person) == (centre.tono, centre.budi, centre.sari)
    assert list(queue_of(centre.budi, TODAY)) == [own]  # the leader still answers
    take_back_answers(reports=[report], by=centre.tono, at=NOW)
    event = Event.objects.named("report.answer_taken_back").get()
    assert (event.by, event.on_behalf_of) == (centre.tono, centre.budi)


def test_nobody_answers_ones_own_report_also_not_for_the_leader():
    centre = a_centre()
    own = a_report(centre.tono)
    _agreed(centre)

    with pytest.raises(NotYours):
        answer_report(report=own, verdict="accept", by=centre.tono, at=NOW)

    assert not Verification.objects.exists()


def test_without_consent_nothing_is_lent():
    centre = a_centre()
    report = a_report(centre.sari)
    delegation = _offered(centre)

    for _ in ("offered", "declined"):
        assert not queue_of(centre.tono, TODAY).exists()
        assert not Report.objects.visible_to(centre.tono).exists()
        with pytest.raises(NotYours):
            answer_report(report=report, verdict="accept", by=centre.tono, at=NOW)
        answer_delegation(delegation=delegation, accept=False, by=centre.tono)

    assert [one.text for one in Notice.objects.filter(person=centre.budi)] == [
        "Tono tidak bersedia memeriksa laporan atas nama Anda."
    ]


@pytest.mark.parametrize("how", ["over", "not yet", "ended", "moved away", "the leader left"])
def test_outside_its_days_it_gives_nothing(how):
    centre = a_centre()
    report = a_report(centre.sari)
    delegation = _agreed(centre)
    if how == "over":
        Delegation.objects.update(starts_on=days_ago(9), ends_on=days_ago(1))
    elif how == "not yet":
        Delegation.objects.update(starts_on=FRIDAY)
    elif how == "ended":
        end_delegation(delegation=delegation, by=centre.tono)
    elif how == "moved away":
        Assignment.objects.filter(person=centre.tono).update(ends_on=days_ago(1))
    else:
        Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))

    assert not queue_of(centre.tono, TODAY).exists()
    assert not Report.objects.visible_to(centre.tono).exists()
    with pytest.raises(NotYours):
        answer_report(report=report, verdict="accept", by=centre.tono, at=NOW)


def test_the_delegate_sees_what_waits_and_what_he_answered_and_no_more():
    centre = a_centre()
    waiting, old = a_report(centre.sari), a_report(centre.sari, done_on=days_ago(5))
    answer_report(report=old, verdict="accept", by=centre.budi, at=NOW)
    a_report(centre.dewi)
    _agreed(centre)

    assert set(Report.objects.visible_to(centre.tono)) == {waiting}
    answer_report(report=waiting, verdict="accept", by=centre.tono, at=NOW)
    assert set(Report.objects.visible_to(centre.tono)) == {waiting}


def test_the_sample_holds_for_a_delegate_too():
    centre = a_centre()
    reports = [a_report(centre.sari) for _ in range(5)]
    _agreed(centre)
    opened(centre.tono, *reports)

    answers = answer_reports(reports=reports, verdict="accept", by=centre.tono, at=NOW)

    assert {answer.on_behalf_of for answer in answers} == {centre.budi}


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("leads nobody", NotYours),
        ("somebody elsewhere", WrongDelegate),
        ("oneself", WrongDelegate),
        ("the own leader", WrongDelegate),
        ("yesterday", WrongSpan),
        ("backwards", WrongSpan),
        ("twice", WrongSpan),
    ],
)
def test_an_offer_that_is_refused_changes_nothing(case, refusal):
    centre = a_centre()
    offer = {"to": centre.tono, "by": centre.budi, "starts_on": TODAY, "ends_on": FRIDAY}
    if case == "twice":
        _offered(centre)
    offer |= {
        "leads nobody": {"by": centre.sari},
        "somebody elsewhere": {"to": centre.dewi},
        "oneself": {"to": centre.budi},
        "the own leader": {"to": centre.rina},
        "yesterday": {"starts_on": days_ago(3), "ends_on": days_ago(1)},
        "backwards": {"starts_on": FRIDAY, "ends_on": TODAY},
        "twice": {"to": centre.sari, "starts_on": FRIDAY},
    }[case]
    before = (Delegation.objects.count(), Event.objects.count(), Notice.objects.count())

    with pytest.raises(refusal):
        offer_delegation(on=TODAY, **offer)

    assert (Delegation.objects.count(), Event.objects.count(), Notice.objects.count()) == before


def test_only_the_two_concerned_answer_and_end_it():
    centre = a_centre()
    delegation = _offered(centre)

    for other in (centre.budi, centre.sari):
        with pytest.raises(NotYours):
            answer_delegation(delegation=delegation, accept=True, by=other)
    with pytest.raises(NotYours):
        end_delegation(delegation=delegation, by=centre.rina)
    end_delegation(delegation=delegation, by=centre.budi)
    with pytest.raises(WrongState):
        answer_delegation(delegation=delegation, accept=True, by=centre.tono)
    assert [event.name for event in Event.objects.order_by("pk")] == [
        "delegation.offered",
        "delegation.ended",
    ]


def test_a_plh_needs_no_delegation():
    """The post has a Plh while its holder is away: the line of that day leads to the Plh."""
    centre = a_centre()
    head = a_member("Kepala Seksi Lain", centre.health)
    report = a_report(centre.sari)
    post = Assignment.objects.get(person=centre.budi).position
    Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))
    an_assignment(head, post, "plh", starts_on=TODAY)

    answer = answer_report(report=report, verdict="accept", by=head, at=NOW)

    assert (answer.by, answer.on_behalf_of) == (head, None)
