"""Proposing shares of a goal: who may, what is refused, how a proposal ends."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.sharing.festival import (
    ANSWER_BY,
    MARCH,
    a_festival,
    agreed,
    proposed,
)
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.people.unit import add_unit
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import (
    ProposalOpen,
    ShareAgreement,
    SharePart,
    UnfairShares,
    WrongStart,
)
from kinerja.planning.sharing.proposing import NewPart, propose_shares, withdraw_proposal
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


def test_propose_shares_asks_the_two_other_departments():
    town = a_festival()

    agreement = proposed(town, reason="Festival menjadi milik bersama.")

    assert (agreement.version, agreement.state) == (1, "asked")
    assert [(one.whose, one.share, one.state) for one in agreement.parts.all()] == [
        ("Dinas Pariwisata", Decimal(50), "accepted"),
        ("Dinas Perdagangan", Decimal(30), "asked"),
        ("Dinas Kebudayaan", Decimal(20), "asked"),
    ]
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Dani Putra", "Bayu Aji"}
    assert "13 Maret 2026" in Notice.objects.all()[0].text
    event = Event.objects.get(name="sharing.proposed")
    assert (event.by, event.data["parts"][0]) == (town.tia, [town.tourism.pk, "50"])
    assert not ShareAgreement.objects.in_force(MARCH).exists()


def test_the_same_proposal_twice_is_one():
    town = a_festival()
    assert proposed(town) == proposed(town)
    assert Event.objects.filter(name="sharing.proposed").count() == 1


def test_others_may_not_propose():
    town = a_festival()
    for person in (town.dani, town.nia):
        with refused(NotYours, "unit pemilik"):
            proposed(town, by=person)
    assert proposed(town, by=town.wati).proposed_by == town.wati


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (("50", "30", "19.99"), "99,99%"),
        (("60", "40", "0"), "lebih dari 0%"),
        (("33.33333", "33.33333", "33.33334"), "empat angka"),
    ],
)
def test_shares_that_are_not_one_whole_are_refused(shares: tuple[str, ...], words: str):
    town = a_festival()
    with refused(UnfairShares, words):
        proposed(town, *shares)


def test_parts_that_do_not_fit_are_refused():
    town = a_festival()
    half = Decimal(50)
    section = add_unit(
        code="K.1.1", name="Seksi Promosi", level="section", parent=town.tourism, by=None
    )
    cases = [
        ([NewPart(Decimal(100), "Semua", town.tourism)], "2 sampai 20"),
        ([NewPart(half, "Satu", town.trade), NewPart(half, "Dua", town.culture)], "memiliki"),
        ([NewPart(half, "Satu", town.tourism), NewPart(half, "Dua", town.tourism)], "dua kali"),
        ([NewPart(half, "Satu", town.tourism), NewPart(half, "Dua", section)], "di bawah"),
    ]
    days = {"starts_on": MARCH, "answer_by": ANSWER_BY, "by": town.tia, "on": MARCH}
    for parts, words in cases:
        with refused(UnfairShares, words):
            propose_shares(goal=town.goal, parts=parts, **days)
    for parts, words in [
        ([NewPart(half, "Satu", town.tourism), NewPart(half, " \x00", town.trade)], "peran"),
        ([NewPart(half, "Satu", town.tourism), NewPart(half, "Dua")], "instansi lain"),
    ]:
        with refused(InvalidInput, words):
            propose_shares(goal=town.goal, parts=parts, **days)
    town.tourism.closed_on = MARCH
    town.tourism.save(update_fields=["closed_on"])
    town.goal.refresh_from_db()
    without = [NewPart(half, "Satu", town.trade), NewPart(half, "Dua", town.culture)]
    with refused(UnfairShares, "Pindahkan dulu sasarannya"):
        propose_shares(goal=town.goal, parts=without, **days | {"by": town.wati})


def test_days_that_do_not_fit_are_refused():
    town = a_festival()
    for days in (
        {"starts_on": date(2025, 12, 31)},
        {"starts_on": date(2028, 1, 1)},
        {"starts_on": date(1, 1, 1)},
        {"answer_by": date(2026, 3, 1)},
        {"answer_by": date(2026, 12, 31)},
    ):
        with refused(WrongStart):
            proposed(town, **days)


def test_another_proposal_waits_until_the_first_is_answered_withdrawn_or_late():
    town = a_festival()
    first = proposed(town)
    with refused(ProposalOpen, "13 Maret 2026"):
        proposed(town, "40", "30", "30")

    second = proposed(town, "40", "30", "30", on=date(2026, 3, 14), answer_by=date(2026, 3, 20))

    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("lapsed", "asked", 2)


def test_withdraw_proposal_tells_the_others_once():
    town = a_festival()
    agreement = proposed(town)
    Notice.objects.all().delete()
    with refused(InvalidInput, "mengapa"):
        withdraw_proposal(agreement=agreement, reason=" ", by=town.tia, on=MARCH)
    with refused(NotYours):
        withdraw_proposal(agreement=agreement, reason="Salah.", by=town.dani, on=MARCH)

    for _ in range(2):
        withdraw_proposal(agreement=agreement, reason="Salah angka.", by=town.tia, on=MARCH)

    agreement.refresh_from_db()
    assert agreement.state == "withdrawn"
    assert Notice.objects.count() == 2
    assert Event.objects.filter(name="sharing.withdrawn").count() == 1
    assert not SharePart.objects.to_answer(town.dani, MARCH).exists()


def test_an_agreement_in_force_is_not_withdrawn_and_a_new_one_never_reaches_back():
    town = a_festival()
    first = agreed(town)
    with refused(WrongState, "usulkan kesepakatan baru"):
        withdraw_proposal(agreement=first, reason="Batal.", by=town.tia, on=MARCH)
    with refused(WrongStart, "2 Maret 2026"):
        proposed(town, "40", "30", "30", starts_on=MARCH)
    with refused(WrongStart, "mundur"):
        proposed(
            town,
            "40",
            "30",
            "30",
            starts_on=date(2026, 3, 20),
            on=date(2026, 6, 1),
            answer_by=date(2026, 6, 5),
        )
