"""How a plan is agreed on: submit, withdraw, return, set."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.assignment import end_assignment
from kinerja.planning.dialogue import return_plan, set_plan, submit_plan, withdraw_plan
from kinerja.planning.indicator import add_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import IncompletePlan, NoAppraiser, NotYours, WrongState
from kinerja.planning.work_result import add_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db
TOMORROW = JANUARY.replace(day=13)


@pytest.fixture
def town():
    return a_town()


def test_submit_plan_tells_the_appraiser(town):
    plan = a_draft(town.sari)
    a_result(plan)

    submit_plan(plan=plan, by=town.sari, on=JANUARY, revision=3)

    stored = Plan.objects.get()
    assert (stored.state, stored.submitted_on, stored.appraiser, stored.revision) == (
        "submitted",
        JANUARY,
        town.budi,
        4,
    )
    event = Event.objects.named("plan.submitted").get()
    assert (event.by, event.person, event.data) == (
        town.sari,
        town.sari,
        {"version": 1, "revision": 4},
    )
    notice = Notice.objects.get()
    assert (notice.person, notice.text, notice.url) == (
        town.budi,
        "Sari Dewi mengajukan SKP 2026.",
        f"/rencana/{plan.pk}/",
    )
    assert list(Plan.objects.waiting_for(town.budi, JANUARY)) == [plan]


def test_submit_plan_goes_to_the_appraiser_of_that_day(town):
    plan = a_draft(town.sari)
    a_result(plan)
    end_assignment(assignment=town.budi.assignments.get(), on=JANUARY, by=None)

    submit_plan(plan=plan, by=town.sari, on=TOMORROW)

    assert Plan.objects.get().appraiser == town.rina


def test_submit_plan_names_everything_that_is_missing(town):
    plan = a_draft(town.sari)
    add_result(plan=plan, title="A", kind="additional", by=town.sari, on=JANUARY)
    add_result(plan=plan, title="B", kind="additional", by=town.sari, on=JANUARY)

    with refused(IncompletePlan) as _:
        submit_plan(plan=plan, by=town.sari, on=JANUARY)
    with pytest.raises(IncompletePlan) as said:
        submit_plan(plan=plan, by=town.sari, on=JANUARY)
    assert str(said.value) == (
        "Lengkapi dulu: tulis sedikitnya satu hasil kerja utama; isi indikator dan target untuk"
        " hasil kerja nomor 1; isi indikator dan target untuk hasil kerja nomor 2."
    )


def test_submit_plan_without_anybody_above_is_refused(town):
    plan = a_draft(town.sari)
    a_result(plan)
    for leader in (town.budi, town.rina, town.mayor):
        end_assignment(assignment=leader.assignments.get(), on=JANUARY, by=None)

    with refused(NoAppraiser, "hubungi bagian kepegawaian"):
        submit_plan(plan=plan, by=town.sari, on=TOMORROW)


def test_submit_plan_refusals(town):
    plan = a_draft(town.sari)
    a_result(plan)

    with refused(NotYours):
        submit_plan(plan=plan, by=town.budi, on=JANUARY)
    with refused(ChangedMeanwhile):
        submit_plan(plan=plan, by=town.sari, on=JANUARY, revision=2)
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
    with refused(WrongState, "sudah diajukan"):
        submit_plan(plan=plan, by=town.sari, on=JANUARY)


def test_set_plan_tells_the_owner(town):
    plan = a_submitted(town.sari)

    set_plan(plan=plan, by=town.budi, on=TOMORROW, revision=4)

    stored = Plan.objects.get()
    assert (stored.state, stored.set_on, stored.revision) == ("set", TOMORROW, 5)
    event = Event.objects.named("plan.set").get()
    assert (event.by, event.person, event.data) == (
        town.budi,
        town.sari,
        {"version": 1, "revision": 5},
    )
    assert Notice.objects.filter(person=town.sari).get().text == "SKP 2026 Anda telah ditetapkan."
    assert list(Plan.objects.current(date(2026, 12, 31))) == [plan]
    assert not Plan.objects.current(date(2027, 1, 1)).exists()


def test_return_plan_with_a_reason_opens_it_again(town):
    plan = a_submitted(town.sari)

    return_plan(plan=plan, reason=" Target terlalu rendah. ", by=town.budi, on=TOMORROW)

    stored = Plan.objects.get()
    assert (stored.state, stored.return_reason) == ("draft", "Target terlalu rendah.")
    event = Event.objects.named("plan.returned").get()
    assert (event.by, event.person, event.reason) == (
        town.budi,
        town.sari,
        "Target terlalu rendah.",
    )
    assert Notice.objects.filter(person=town.sari).get().text == (
        "SKP 2026 dikembalikan: Target terlalu rendah."
    )
    a_result(plan, "Balita tertimbang")
    submit_plan(plan=plan, by=town.sari, on=TOMORROW)
    set_plan(plan=plan, by=town.budi, on=TOMORROW)
    assert Plan.objects.get().return_reason == ""


def test_only_the_appraiser_who_was_asked_answers(town):
    plan = a_submitted(town.sari)

    for other in (town.sari, town.rina, town.wati, town.tono, town.mayor):
        with refused(NotYours):
            set_plan(plan=plan, by=other, on=JANUARY)
        with refused(NotYours):
            return_plan(plan=plan, reason="Tidak.", by=other, on=JANUARY)


def test_the_appraiser_answers_only_what_was_seen(town):
    plan = a_submitted(town.sari)
    withdraw_plan(plan=plan, by=town.sari)
    add_result(plan=plan, title="Balita tertimbang", by=town.sari, on=JANUARY)
    add_indicator(result=plan.results.last(), text="Cakupan", target_min=Decimal(80), by=town.sari)
    submit_plan(plan=plan, by=town.sari, on=JANUARY)

    with refused(ChangedMeanwhile):
        set_plan(plan=plan, by=town.budi, on=JANUARY, revision=4)
    with refused(ChangedMeanwhile):
        return_plan(plan=plan, reason="Tidak.", by=town.budi, on=JANUARY, revision=4)


@pytest.mark.parametrize("make", [a_draft, a_set_plan])
def test_only_a_submitted_plan_is_answered(town, make):
    plan = make(town.sari)

    with refused(WrongState):
        set_plan(plan=plan, by=town.budi, on=JANUARY)
    with refused(WrongState):
        return_plan(plan=plan, reason="Tidak.", by=town.budi, on=JANUARY)


def test_return_plan_without_a_reason_is_refused(town):
    plan = a_submitted(town.sari)

    with refused(IncompletePlan, "apa yang perlu diperbaiki"):
        return_plan(plan=plan, reason="  ", by=town.budi, on=JANUARY)


def test_withdraw_plan_lets_the_next_appraiser_be_asked(town):
    plan = a_submitted(town.sari)
    end_assignment(assignment=town.budi.assignments.get(), on=JANUARY, by=None)

    withdraw_plan(plan=plan, by=town.sari)
    submit_plan(plan=plan, by=town.sari, on=TOMORROW)

    assert Plan.objects.get().appraiser == town.rina
    assert Event.objects.named("plan.withdrawn").get().by == town.sari
    with refused(NotYours):
        withdraw_plan(plan=plan, by=town.rina)
    set_plan(plan=plan, by=town.rina, on=TOMORROW)
    with refused(WrongState):
        withdraw_plan(plan=plan, by=town.sari)


def test_submit_plan_that_hangs_under_a_former_leader_is_refused(town):
    leaders = a_set_plan(town.budi).results.get()
    plan = a_draft(town.sari)
    a_result(plan, parent=leaders)
    end_assignment(assignment=town.budi.assignments.get(), on=JANUARY, by=None)

    with refused(IncompletePlan, "hubungkan hasil kerja nomor 1 dengan rencana atasan Anda yang"):
        submit_plan(plan=plan, by=town.sari, on=TOMORROW)
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
