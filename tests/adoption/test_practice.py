"""Practice: tickets and notes, a place for each visitor, steps that the rows tick."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.core import signing
from tests.people.make import a_person, an_agency
from tests.unchanged import refused
from tests.work.make import WIB

from kinerja.adoption.practice import ticket as tickets
from kinerja.adoption.practice.counterpart import let_others_answer
from kinerja.adoption.practice.exercise import EXERCISES, exercise_named
from kinerja.adoption.practice.place import found_practice, quarter_before
from kinerja.adoption.practice.practised import Practised, note_practised
from kinerja.adoption.practice.ticket import (
    Ticket,
    read_note,
    read_ticket,
    write_note,
    write_ticket,
)
from kinerja.adoption.practice.trainee import Trainee, begin, progress_of
from kinerja.adoption.refusals import BadTicket, NoSuchExercise
from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.review import Review
from kinerja.feedback.feedback import give_feedback
from kinerja.participation.answer import answer_idea, take_up
from kinerja.participation.idea import Idea
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.planning.dialogue import submit_plan
from kinerja.planning.indicator import add_indicator
from kinerja.planning.plan import start_plan
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.records.event import Event
from kinerja.rules.predicate import Rating
from kinerja.work.filing import file_report
from kinerja.work.report import Report
from kinerja.work.verification import answer_report, queue_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
LATER = NOW + timedelta(minutes=5)
HOME = "http://localhost:8000"


@pytest.fixture
def practice(settings: LazySettings) -> None:
    """The practice site, just filled."""
    settings.KINERJA_PRACTICE = True
    found_practice(today=TODAY)


def trainee_of(key: str) -> Trainee:
    return begin(ticket=Ticket(uuid4().hex[:24], key, "pegangan", HOME), at=NOW)


def ticked(trainee: Trainee) -> list[bool]:
    return [one.done for one in progress_of(trainee)]


def counted(person: Person) -> WorkResult:
    return WorkResult.objects.get(plan__person=person, indicators__counts_reports=True)


@pytest.mark.parametrize("key", [one.key for one in EXERCISES])
def test_every_exercise_begins_with_nothing_ticked(practice: None, key: str) -> None:
    assert not any(ticked(trainee_of(key)))


@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2026, 4, 1), date(2026, 12, 31)])
@pytest.mark.parametrize("key", [one.key for one in EXERCISES])
def test_every_exercise_begins_on_any_day(settings: LazySettings, key: str, today: date) -> None:
    settings.KINERJA_PRACTICE = True
    found_practice(today=today)

    at = datetime(today.year, today.month, today.day, 0, 5, tzinfo=WIB)
    trainee = begin(ticket=Ticket("1", key, "pegangan", HOME), at=at)

    assert not any(ticked(trainee))


def test_two_visitors_do_not_meet(practice: None) -> None:
    first, second = trainee_of("lapor"), trainee_of("lapor")

    assert first.person != second.person
    leaders = [appraiser_of(one.person, TODAY) for one in (first, second)]
    assert None not in leaders
    assert leaders[0] != leaders[1]


def test_reporting_is_answered_at_once(practice: None) -> None:
    trainee = trainee_of("lapor")
    sari = trainee.person
    said = {"by": sari, "at": NOW, "done_on": TODAY}

    file_report(text="Melayani warga", key=uuid4(), **said)
    first = ticked(trainee)
    file_report(
        text="Melayani 9 warga", key=uuid4(), result=counted(sari), quantity=Decimal(9), **said
    )
    answered = let_others_answer(trainee=trainee, at=LATER, on=TODAY)

    assert first == [True, False, False]
    assert answered == 2
    assert ticked(trainee) == [True, True, True]
    assert let_others_answer(trainee=trainee, at=LATER, on=TODAY) == 0


def test_ideas_wait_for_the_head_until_each_has_an_answer(practice: None) -> None:
    trainee = trainee_of("gagasan")
    budi, seen = trainee.person, []
    for idea in Idea.objects.owed_by(budi, TODAY):
        take_up(idea=idea, words="Dibahas Senin.", by=budi, at=NOW, on=TODAY)
        seen.append(ticked(trainee))
        answer_idea(idea=idea, answer="trial", reason="Dicoba.", by=budi, at=NOW, on=TODAY)
        seen.append(ticked(trainee))

    assert seen == [[False, False], [True, False], [True, False], [True, True]]


def test_a_plan_is_set_by_the_leader(practice: None) -> None:
    trainee = trainee_of("rencana")
    sari = trainee.person
    plan = start_plan(assignment=sari.assignments.get(), year=2026, by=sari, on=TODAY)
    result = add_result(plan=plan, title="Layanan cepat", by=sari, on=TODAY)
    add_indicator(
        result=result,
        text="Berkas selesai",
        target_min=Decimal(90),
        target_max=Decimal(95),
        unit_of_measure="persen",
        by=sari,
    )
    before = ticked(trainee)
    plan.refresh_from_db()
    submit_plan(plan=plan, by=sari, on=TODAY)
    let_others_answer(trainee=trainee, at=LATER, on=TODAY)

    assert before == [True, True, False, False]
    assert ticked(trainee) == [True, True, True, True]


def test_checking_reports(practice: None) -> None:
    trainee = trainee_of("periksa")
    head = trainee.person
    waiting = list(queue_of(head, TODAY))
    assert len(waiting) == 3

    answer_report(report=waiting[0], verdict="accept", by=head, at=LATER)
    answer_report(report=waiting[1], verdict="return", by=head, at=LATER, note="Lengkapi.")
    assert ticked(trainee) == [True, True, False]
    answer_report(report=waiting[2], verdict="accept", by=head, at=LATER)
    assert ticked(trainee) == [True, True, True]


def test_rating_and_signing(practice: None) -> None:
    trainee = trainee_of("menilai")
    review = Review.objects.filter(appraiser=trainee.person).order_by("pk")[0]
    results = review.assessments.values_list("result_id", flat=True)
    judgement = Judgement(Rating.MEETS, Rating.MEETS, dict.fromkeys(results, (Rating.MEETS, "")))

    rate_review(review=review, judgement=judgement, by=trainee.person, on=TODAY)
    assert ticked(trainee) == [True, False]
    sign_review(review=review, by=trainee.person, on=TODAY)
    assert ticked(trainee) == [True, True]


def test_reading_a_result(practice: None) -> None:
    trainee = trainee_of("hasil")
    review = Review.objects.get(person=trainee.person)

    receive_result(review=review, by=trainee.person, on=TODAY)
    assert ticked(trainee) == [True, False]
    answer_delivery(review=review, answer="returned", by=trainee.person, on=TODAY)
    assert ticked(trainee) == [True, True]


def test_giving_feedback(practice: None) -> None:
    trainee = trainee_of("umpan-balik")
    receiver = reports_of(trainee.person, TODAY)[0]
    for tone, after in (("positive", [True, False]), ("improve", [True, True])):
        give_feedback(
            receiver=receiver, tone=tone, text="Antrean tertib.", by=trainee.person, at=LATER
        )
        assert ticked(trainee) == after


def test_a_ticket_lets_in_once(practice: None) -> None:
    person = a_person("Sari")
    with time_machine.travel(NOW, tick=False):
        text = write_ticket(person=person, exercise="lapor", home=HOME)
        ticket = read_ticket(text)
        begin(ticket=ticket, at=NOW)

        with refused(BadTicket, "tidak berlaku"):
            begin(ticket=ticket, at=NOW)
    assert (ticket.exercise, ticket.home) == ("lapor", HOME)


def test_tickets_that_let_nobody_in(settings: LazySettings) -> None:
    person = a_person("Sari")
    with time_machine.travel(NOW, tick=False) as clock:
        text = write_ticket(person=person, exercise="lapor", home=HOME)
        other = signing.dumps(["1", "lapor", "x", HOME], key="lain", salt=tickets.TICKET_SALT)
        note = write_note(exercise="lapor", handle="x", on=TODAY)
        for forged in ("", "x", text[:-1] + ("a" if text[-1] != "a" else "b"), other, note):
            with pytest.raises(BadTicket):
                read_ticket(forged)
        clock.shift(timedelta(minutes=11))
        with pytest.raises(BadTicket):
            read_ticket(text)


def test_on_the_real_site_a_ticket_begins_nothing() -> None:
    an_agency()
    with refused(BadTicket):
        begin(ticket=Ticket("1", "lapor", "x", HOME), at=NOW)


def test_an_exercise_that_does_not_exist(practice: None) -> None:
    with refused(NoSuchExercise):
        trainee_of("terbang")


def test_a_note_comes_back_for_its_owner_alone() -> None:
    sari, tono = a_person("Sari"), a_person("Tono")
    with time_machine.travel(NOW, tick=False) as clock:
        text = write_ticket(person=sari, exercise="lapor", home=HOME)
        note = write_note(exercise="lapor", handle=read_ticket(text).handle, on=TODAY)

        assert read_note(note, person=sari).on == TODAY
        for forged, who in (
            (note, tono),
            (write_note(exercise="lapor", handle=str(sari.pk), on=TODAY), sari),
            (text, sari),
        ):
            with pytest.raises(BadTicket):
                read_note(forged, person=who)
        clock.shift(timedelta(days=8))
        with pytest.raises(BadTicket):
            read_note(note, person=sari)


def test_that_one_has_practised_is_kept_once() -> None:
    sari = a_person("Sari")
    first = note_practised(exercise="lapor", practised_on=TODAY, by=sari)
    again = note_practised(exercise="lapor", practised_on=TODAY, by=sari)
    older = note_practised(exercise="lapor", practised_on=TODAY - timedelta(days=1), by=sari)
    newer = note_practised(exercise="lapor", practised_on=TODAY + timedelta(days=1), by=sari)

    assert first == again == older == newer
    assert Practised.objects.get().practised_on == TODAY + timedelta(days=1)
    assert str(newer) == "Mengirim laporan harian, 24-11-2026"
    assert Event.objects.filter(name="practice.noted").count() == 2
    assert list(Practised.objects.visible_to(a_person("Tono"))) == []
    with refused(NoSuchExercise):
        note_practised(exercise="terbang", practised_on=TODAY, by=sari)


def test_quarters() -> None:
    assert quarter_before(TODAY) == ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))
    assert quarter_before(date(2026, 1, 1)) == ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31))
    assert exercise_named("lapor").title == "Mengirim laporan harian"
    assert Report.objects.count() == 0
