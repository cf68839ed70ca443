"""Answers of the units: all yes brings shares into force, one no ends the proposal."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.planning.sharing.festival import MARCH, a_festival, agreed, proposed
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import AnswerTooLate, ShareAgreement, SharePart
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.counting import agreements_on
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def part_of(agreement: ShareAgreement, name: str) -> SharePart:
    return agreement.parts.get(unit__name=name)


def test_the_last_yes_brings_it_into_force():
    town = a_festival()
    agreement = proposed(town)
    trade, culture = part_of(agreement, "Dinas Perdagangan"), part_of(agreement, "Dinas Kebudayaan")

    answer_part(part=trade, accept=True, by=town.dani, on=date(2026, 3, 4))
    agreement.refresh_from_db()
    assert agreement.state == "asked"
    answer_part(part=culture, accept=True, by=town.bayu, on=date(2026, 3, 6))

    agreement.refresh_from_db()
    assert (agreement.state, agreement.agreed_on) == ("agreed", date(2026, 3, 6))
    assert agreement.starts_on == MARCH  # the first one may reach back to the day that was proposed
    assert ShareAgreement.objects.in_force(MARCH).get() == agreement
    assert Notice.objects.filter(person=town.tia, text__contains="berlaku").count() == 1
    assert [one.name for one in Event.objects.about(agreement).order_by("pk")] == [
        *("sharing.proposed", "sharing.accepted", "sharing.accepted", "sharing.in_force"),
    ]


def test_only_the_head_of_the_unit_answers():
    town = a_festival()
    part = part_of(proposed(town), "Dinas Perdagangan")
    for person in (town.tia, town.bayu, town.wati, town.nia, town.mayor):
        with refused(NotYours, "Dinas Perdagangan"):
            answer_part(part=part, accept=True, by=person, on=MARCH)


def test_a_no_needs_a_reason_and_comes_back_to_the_owner_who_proposes_anew():
    town = a_festival()
    first = proposed(town)
    part = part_of(first, "Dinas Perdagangan")
    with refused(InvalidInput, "alasannya"):
        answer_part(part=part, accept=False, by=town.dani, on=MARCH, reason=" \x00")

    answer_part(part=part, accept=False, by=town.dani, on=MARCH, reason="Terlalu besar.")

    first.refresh_from_db()
    assert first.state == "refused"
    assert "Terlalu besar" in Notice.objects.get(person=town.tia).text
    with refused(WrongState):
        answer_part(part=part_of(first, "Dinas Kebudayaan"), accept=True, by=town.bayu, on=MARCH)
    second = proposed(town, "60", "20", "20")
    assert (second.version, first.parts.get(pk=part.pk).reason) == (2, "Terlalu besar.")


def test_the_same_answer_twice_is_one_and_another_is_refused():
    town = a_festival()
    part = part_of(proposed(town), "Dinas Perdagangan")
    for _ in range(2):
        answer_part(part=part, accept=True, by=town.dani, on=MARCH)
    assert Event.objects.filter(name="sharing.accepted").count() == 1
    with refused(WrongState):
        answer_part(part=part, accept=False, reason="Berubah.", by=town.dani, on=MARCH)


def test_an_answer_after_the_last_day_is_refused():
    town = a_festival()
    part = part_of(proposed(town), "Dinas Perdagangan")
    assert SharePart.objects.to_answer(town.dani, date(2026, 3, 13)).count() == 1
    assert not SharePart.objects.to_answer(town.dani, date(2026, 3, 14)).exists()
    with refused(AnswerTooLate, "13 Maret 2026"):
        answer_part(part=part, accept=True, by=town.dani, on=date(2026, 3, 14))


def test_a_change_asks_all_again_and_past_days_keep_theirs():
    town = a_festival()
    first = agreed(town)

    second = agreed(
        town, "40", "30", "30", on=date(2026, 6, 1), starts_on=JULY, answer_by=date(2026, 6, 30)
    )

    first.refresh_from_db()
    assert (first.ends_on, second.starts_on) == (date(2026, 6, 30), JULY)
    assert agreements_on([town.goal.pk], date(2026, 6, 30)) == {town.goal.pk: first}
    assert agreements_on([town.goal.pk], JULY) == {town.goal.pk: second}
    assert agreements_on([town.goal.pk], date(2026, 3, 1)) == {}


def test_an_answer_that_comes_late_moves_the_first_day_never_back():
    town = a_festival()
    first = agreed(town)

    second = agreed(
        town,
        *("40", "30", "30"),
        on=date(2026, 6, 1),
        starts_on=date(2026, 6, 1),
        answer_by=date(2026, 7, 31),
    )
    assert (second.starts_on, second.version) == (date(2026, 6, 1), 2)
    third = proposed(
        town,
        *("20", "40", "40"),
        on=date(2026, 7, 1),
        starts_on=date(2026, 7, 2),
        answer_by=date(2026, 7, 31),
    )
    for head in (town.dani, town.bayu):
        part = third.parts.to_answer(head, date(2026, 7, 20)).get()
        answer_part(part=part, accept=True, by=head, on=date(2026, 7, 20))

    third.refresh_from_db()
    second.refresh_from_db()
    first.refresh_from_db()
    assert third.starts_on == date(2026, 7, 20)
    assert (first.ends_on, second.ends_on) == (date(2026, 5, 31), date(2026, 7, 19))


def test_the_database_refuses_two_in_force_on_one_day():
    town = a_festival()
    first = agreed(town)
    with pytest.raises(IntegrityError, match="one_a_day"), transaction.atomic():
        ShareAgreement.objects.create(
            goal=town.goal,
            version=9,
            state="agreed",
            starts_on=JULY,
            answer_by=JULY,
            proposed_on=JULY,
            agreed_on=JULY,
        )
    assert first.parts.count() == 3


def test_a_unit_that_dissolves_needs_a_new_agreement():
    town = a_festival()
    agreement = agreed(town)
    town.culture.closed_on = JULY  # its people have moved on by then
    town.culture.save(update_fields=["closed_on"])

    assert not ShareAgreement.objects.outlived(date(2026, 6, 30)).exists()
    assert ShareAgreement.objects.outlived(JULY).get() == agreement


def test_fractions_are_of_one_whole():
    town = a_festival()
    assert [one.fraction for one in agreed(town).parts.all()] == [
        Decimal("0.5"),
        Decimal("0.3"),
        Decimal("0.2"),
    ]
