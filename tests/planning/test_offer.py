"""The staff negotiates its target before it is fixed; the whole exchange is kept.

Sari hands in 90 percent. Budi proposes 95, Sari 92, Budi agrees.
"""

from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.dialogue import offer_dialogue, set_plan, withdraw_plan
from kinerja.planning.indicator import Indicator
from kinerja.planning.offer import (
    Offer,
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
)
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, OfferOpen, WrongState
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def proposed(plan, by, target, reason="Tahun lalu tercapai 93."):
    return make_offer(
        indicator=Indicator.objects.get(result__plan=plan),
        target_min=Decimal(target),
        reason=reason,
        by=by,
        on=JANUARY,
    )


def test_offer_counter_and_agreement_change_the_target_and_stay_readable(town):
    plan = a_submitted(town.sari)

    first = proposed(plan, town.budi, 95)
    second = counter_offer(
        offer=first, target_min=Decimal(92), reason="Satu bidan cuti.", by=town.sari, on=JANUARY
    )
    accept_offer(offer=second, by=town.budi, on=JANUARY, note="Baik.")

    assert Indicator.objects.get().target_min == 92
    assert [(one.by.name, one.words, one.answer) for one in Offer.objects.all()] == [
        ("Budi Santoso", "95 %", "countered"),
        ("Sari Dewi", "92 %", "accepted"),
    ]
    events = Event.objects.filter(name__startswith="offer.").order_by("pk")
    assert [(one.name, one.by, one.reason) for one in events] == [
        ("offer.made", town.budi, "Tahun lalu tercapai 93."),
        ("offer.made", town.sari, "Satu bidan cuti."),
        ("offer.accepted", town.budi, "Baik."),
    ]
    assert events[1].data["answers"] == first.pk
    assert events[2].data["changes"] == {"target_min": ["90", "92"], "target_max": ["90", "92"]}
    assert Notice.objects.filter(person=town.sari).first() is not None
    assert "Usulan target “92 %”" in Notice.objects.filter(person=town.sari).latest("pk").text


def test_what_was_agreed_meanwhile_is_not_set_unseen(town):
    plan = a_submitted(town.sari)
    seen = Plan.objects.get().revision
    accept_offer(offer=proposed(plan, town.sari, 80), by=town.budi, on=JANUARY)

    assert Plan.objects.get().revision == seen + 1


def test_decline_with_a_reason(town):
    offer = proposed(a_submitted(town.sari), town.budi, 95)
    with refused(InvalidInput, "alasannya"):
        decline_offer(offer=offer, note=" ", by=town.sari, on=JANUARY)

    decline_offer(offer=offer, note="Alat belum ada.", by=town.sari, on=JANUARY)

    assert Indicator.objects.get().target_min == 90
    assert (Offer.objects.get().answer, Offer.objects.get().note) == ("declined", "Alat belum ada.")


def test_one_does_not_answer_oneself_and_others_not_at_all(town):
    offer = proposed(a_submitted(town.sari), town.budi, 95)
    for person in (town.budi, town.rina, town.tono):
        with refused(NotYours):
            accept_offer(offer=offer, by=person, on=JANUARY)
    accept_offer(offer=offer, by=town.sari, on=JANUARY)
    with refused(WrongState, "disetujui"):
        decline_offer(offer=offer, note="Tidak.", by=town.sari, on=JANUARY)


def test_who_may_propose_and_when(town):
    plan = a_submitted(town.sari)
    for person in (town.rina, town.tono, town.wati):
        with refused(NotYours):
            proposed(plan, person, 80)
    with refused(InvalidInput, "alasan"):
        proposed(plan, town.budi, 80, reason=" ")
    proposed(plan, town.budi, 95)
    with refused(OfferOpen):
        proposed(plan, town.sari, 80)
    budis = a_set_plan(town.budi)
    with refused(WrongState, "lewat versi baru"):
        proposed(budis, town.rina, 80)


def test_a_draft_is_negotiated_only_once_the_dialogue_is_offered(town):
    plan = a_draft(town.sari)
    a_result(plan)
    with refused(NotYours):
        proposed(plan, town.budi, 80)
    with refused(WrongState, "tulis targetnya langsung"):
        proposed(plan, town.sari, 80)
    offer_dialogue(plan=plan, by=town.budi, on=JANUARY)

    proposed(plan, town.budi, 80)

    assert Offer.objects.visible_to(town.budi).count() == 1


def test_after_an_offer_the_appraiser_still_reads_what_is_withdrawn(town):
    plan = a_submitted(town.sari)
    proposed(plan, town.budi, 95)

    withdraw_plan(plan=plan, by=town.sari)

    assert Plan.objects.visible_to(town.budi).filter(pk=plan.pk).exists()
    assert not Plan.objects.visible_to(town.rina).filter(pk=plan.pk).exists()


def test_the_plan_is_set_after_the_offers_of_its_owner_are_answered(town):
    plan = a_submitted(town.sari)
    mine = proposed(plan, town.sari, 80)
    with refused(OfferOpen, "Jawab usulannya"):
        set_plan(plan=plan, by=town.budi, on=JANUARY)
    decline_offer(offer=mine, note="Cukup 90.", by=town.budi, on=JANUARY)
    proposed(plan, town.budi, 95)

    set_plan(plan=plan, by=town.budi, on=JANUARY)

    assert list(Offer.objects.values_list("answer", flat=True)) == ["declined", "lapsed"]
    assert Indicator.objects.get().target_min == 90
