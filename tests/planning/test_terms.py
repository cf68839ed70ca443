"""The attachment A.1.8 and the leader's special expectations."""

import pytest
from tests.planning.town import JANUARY, a_draft, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.terms import (
    BehaviourExpectation,
    PlanTerm,
    add_term,
    remove_term,
    set_expectation,
    set_expectations,
)
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def test_add_and_remove_a_term(town):
    plan = a_draft(town.sari)

    term = add_term(plan=plan, kind="resource", text=" Dua alat timbang ", by=town.sari)
    pk = term.pk
    assert (term.kind, PlanTerm.objects.get().text) == ("resource", "Dua alat timbang")
    remove_term(term=term, by=town.sari)

    assert not PlanTerm.objects.exists()
    assert Plan.objects.get().revision == 3
    said = {"plan": plan.pk, "kind": "resource", "text": "Dua alat timbang"}
    events = Event.objects.named("term.added", "term.removed").order_by("pk")
    assert [(event.name, event.about_id, event.data) for event in events] == [
        ("term.added", pk, said),
        ("term.removed", pk, said),
    ]


def test_terms_are_written_by_the_owner_of_a_draft(town):
    plan = a_draft(town.sari)
    term = add_term(plan=plan, kind="if_met", text="Usulan penghargaan", by=town.sari)
    waiting = a_submitted(town.tono)

    with refused(NotYours):
        add_term(plan=plan, kind="if_met", text="Libur", by=town.budi)
    with refused(NotYours):
        remove_term(term=term, by=town.budi)
    with refused(WrongState):
        add_term(plan=waiting, kind="if_met", text="Libur", by=town.tono)
    for bad in ({"kind": "gift"}, {"text": ""}, {"text": "x" * 301}):
        with refused(InvalidInput):
            add_term(**{"plan": plan, "kind": "if_met", "text": "Libur", "by": town.sari} | bad)


@pytest.mark.parametrize("make", [a_submitted, a_set_plan])
def test_the_appraiser_writes_changes_and_drops_a_special_expectation(town, make):
    plan = make(town.sari)
    before = plan.revision

    set_expectation(plan=plan, value="service", text="Senyum di loket.", by=town.budi, on=JANUARY)
    set_expectation(
        plan=plan, value="service", text="Antrean di bawah 15 menit.", by=town.budi, on=JANUARY
    )
    assert BehaviourExpectation.objects.get().text == "Antrean di bawah 15 menit."
    set_expectation(plan=plan, value="service", text=" ", by=town.budi, on=JANUARY)

    assert not BehaviourExpectation.objects.exists()
    assert Plan.objects.get().revision == before + 3
    events = Event.objects.named("plan.expectation_set").order_by("pk")
    assert [event.data for event in events] == [
        {"changes": {"service": ["", "Senyum di loket."]}},
        {"changes": {"service": ["Senyum di loket.", "Antrean di bawah 15 menit."]}},
        {"changes": {"service": ["Antrean di bawah 15 menit.", ""]}},
    ]
    notice = Notice.objects.filter(person=town.sari).last()
    assert notice.text == (
        "Ekspektasi khusus pada SKP 2026 Anda diperbarui: Berorientasi Pelayanan."
    )


def test_the_same_expectation_again_writes_nothing(town):
    plan = a_submitted(town.sari)
    set_expectation(plan=plan, value="loyal", text="Jaga rahasia pasien.", by=town.budi, on=JANUARY)
    set_expectation(plan=plan, value="loyal", text="Jaga rahasia pasien.", by=town.budi, on=JANUARY)

    assert Event.objects.named("plan.expectation_set").count() == 1


def test_several_expectations_are_one_event_and_one_notice(town):
    plan = a_submitted(town.sari)
    set_expectations(plan=plan, texts={"loyal": "Jaga rahasia."}, by=town.budi, on=JANUARY)

    set_expectations(
        plan=plan,
        texts={"service": "Senyum.", "loyal": "", "adaptive": ""},
        by=town.budi,
        on=JANUARY,
    )

    assert dict(plan.expectations.values_list("value", "text")) == {"service": "Senyum."}
    assert Event.objects.named("plan.expectation_set").last().data == {
        "changes": {"service": ["", "Senyum."], "loyal": ["Jaga rahasia.", ""]}
    }
    assert Notice.objects.filter(person=town.sari).count() == 2
    with refused(ChangedMeanwhile):
        set_expectations(plan=plan, texts={"loyal": "Lagi."}, by=town.budi, on=JANUARY, revision=4)


def test_special_expectation_refusals(town):
    plan = a_submitted(town.sari)
    draft = a_draft(town.tono)

    with refused(NotYours):
        set_expectation(plan=plan, value="service", text="Senyum.", by=town.sari, on=JANUARY)
    with refused(NotYours):
        set_expectation(plan=plan, value="service", text="Senyum.", by=town.rina, on=JANUARY)
    with refused(InvalidInput):
        set_expectation(plan=plan, value="beauty", text="Senyum.", by=town.budi, on=JANUARY)
    with refused(WrongState):
        set_expectation(plan=draft, value="service", text="Senyum.", by=town.budi, on=JANUARY)
