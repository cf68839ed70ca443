"""A signed result is received, signed and returned, or refused; the limits run from the receipt."""

from datetime import UTC, date, datetime

import pytest
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, signed
from tests.unchanged import refused

from kinerja.evaluation.delivery import (
    Delivery,
    answer_delivery,
    hand_over,
    last_days,
    receive_result,
)
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongDates, WrongState
from kinerja.people.agency import Holiday
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.records.outage import Outage

pytestmark = pytest.mark.django_db

OPENED = date(2026, 10, 7)  # a Wednesday


@pytest.fixture
def quarter() -> Quarter:
    quarter = a_quarter()
    quarter.sari = signed(quarter.sari)
    return quarter


def test_opening_the_result_is_its_receipt(quarter: Quarter):
    sari = quarter.town.sari

    first = receive_result(review=quarter.sari, by=sari, on=OPENED)
    again = receive_result(review=quarter.sari, by=sari, on=date(2026, 11, 1))

    assert (first.received_on, first.way) == (OPENED, "opened")
    assert again.received_on == OPENED
    event = Event.objects.named("review.received").get()
    assert (event.by, event.person, event.data) == (
        sari,
        sari,
        {"received_on": "2026-10-07", "way": "opened"},
    )


@pytest.mark.parametrize("who", ["budi", "tono", "rina"])
def test_nobody_receives_it_for_somebody_else(quarter: Quarter, who: str):
    with refused(NotYours):
        receive_result(review=quarter.sari, by=getattr(quarter.town, who), on=OPENED)


def test_there_is_nothing_to_receive_before_the_signature(quarter: Quarter):
    with refused(WrongState):
        receive_result(review=quarter.tono, by=quarter.town.tono, on=OPENED)


def test_the_limits_count_working_days_from_the_receipt(quarter: Quarter):
    Holiday.objects.create(date=date(2026, 10, 14), name="Libur daerah", kind="local")
    delivery = receive_result(review=quarter.sari, by=quarter.town.sari, on=OPENED)

    days = last_days(delivery)

    # 14 working days after Wednesday 7 October are Tuesday 27 October; one was a holiday
    assert days.answer.last_day == date(2026, 10, 28)
    assert days.objection.last_day == date(2026, 10, 28)


def test_an_outage_on_the_last_day_moves_it(quarter: Quarter):
    delivery = receive_result(review=quarter.sari, by=quarter.town.sari, on=OPENED)
    assert last_days(delivery).objection.last_day == date(2026, 10, 27)

    Outage.objects.create(
        cause="stopped",
        starts_at=datetime(2026, 10, 27, 3, tzinfo=UTC),
        ends_at=datetime(2026, 10, 27, 9, tzinfo=UTC),
    )

    moved = last_days(delivery).objection
    assert (moved.last_day, len(moved.moved_by)) == (date(2026, 10, 28), 1)


def test_the_appraiser_notes_the_hand_over_with_its_proof(quarter: Quarter):
    Notice.objects.all().delete()

    delivery = hand_over(
        review=quarter.sari,
        received_on=date(2026, 10, 6),
        note=" Tanda terima, saksi Tono. ",
        by=quarter.town.budi,
        on=OPENED,
    )

    assert (delivery.received_on, delivery.way, delivery.note) == (
        date(2026, 10, 6),
        "handed_over",
        "Tanda terima, saksi Tono.",
    )
    assert list(Notice.objects.values_list("person__name", "text")) == [
        ("Sari", "Penyerahan hasil penilaian Triwulan III 2026 kepada Anda dicatat 06-10-2026.")
    ]


def test_a_hand_over_after_the_receipt_changes_nothing(quarter: Quarter):
    receive_result(review=quarter.sari, by=quarter.town.sari, on=OPENED)

    delivery = hand_over(
        review=quarter.sari, received_on=OPENED, note="Saksi", by=quarter.town.budi, on=OPENED
    )

    assert delivery.way == "opened"
    assert Event.objects.named("review.received").count() == 1


@pytest.mark.parametrize(
    ("received_on", "note", "refusal"),
    [
        (date(2026, 10, 4), "Saksi", WrongDates),  # the day before the signature
        (date(2026, 10, 8), "Saksi", WrongDates),  # tomorrow
        (OPENED, "  ", ReasonMissing),
        (OPENED, "x" * 4_001, TextTooLong),
    ],
)
def test_a_hand_over_needs_its_day_and_proof(
    quarter: Quarter, received_on: date, note: str, refusal: type
):
    with refused(refusal):
        hand_over(
            review=quarter.sari,
            received_on=received_on,
            note=note,
            by=quarter.town.budi,
            on=OPENED,
        )


@pytest.mark.parametrize("who", ["sari", "rina", "tono"])
def test_only_the_appraiser_notes_a_hand_over(quarter: Quarter, who: str):
    with refused(NotYours):
        hand_over(
            review=quarter.sari,
            received_on=OPENED,
            note="Saksi",
            by=getattr(quarter.town, who),
            on=OPENED,
        )


def test_the_employee_signs_and_returns_it_once(quarter: Quarter):
    sari = quarter.town.sari
    receive_result(review=quarter.sari, by=sari, on=OPENED)
    Notice.objects.all().delete()

    done = answer_delivery(review=quarter.sari, answer="returned", by=sari, on=OPENED)
    answer_delivery(review=quarter.sari, answer="returned", by=sari, on=date(2026, 10, 9))

    assert (done.answer, done.answered_on) == ("returned", OPENED)
    assert Delivery.objects.get().answered_on == OPENED
    assert Event.objects.named("review.returned").count() == 1
    assert list(Notice.objects.values_list("person__name", "text")) == [
        ("Budi", "Sari: hasil Triwulan III 2026 ditandatangani dan dikembalikan.")
    ]
    with refused(WrongState, "sudah menjawab"):
        answer_delivery(review=quarter.sari, answer="refused", by=sari, on=OPENED, note="Ragu")


def test_refusing_to_sign_needs_a_reason_and_is_kept(quarter: Quarter):
    sari = quarter.town.sari
    receive_result(review=quarter.sari, by=sari, on=OPENED)
    with refused(ReasonMissing):
        answer_delivery(review=quarter.sari, answer="refused", by=sari, on=OPENED, note=" ")

    answer_delivery(
        review=quarter.sari, answer="refused", by=sari, on=OPENED, note="Angka Agustus keliru."
    )

    held = Delivery.objects.get()
    assert (held.answer, held.answer_note) == ("refused", "Angka Agustus keliru.")
    assert Event.objects.named("review.refused").get().reason == "Angka Agustus keliru."


def test_nobody_else_answers_and_nothing_is_answered_before_the_receipt(quarter: Quarter):
    with refused(WrongState):
        answer_delivery(review=quarter.sari, answer="returned", by=quarter.town.sari, on=IN_WINDOW)
    receive_result(review=quarter.sari, by=quarter.town.sari, on=OPENED)
    for who in ("budi", "rina", "tono"):
        with refused(NotYours):
            answer_delivery(
                review=quarter.sari, answer="returned", by=getattr(quarter.town, who), on=OPENED
            )
