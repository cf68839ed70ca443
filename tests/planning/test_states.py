"""The states of a plan and of a result, and every step between them: allowed or refused.

`cycle.md` 1 as a table. Sari drafts, Budi appraises her, Rina stands above Budi; the deadline is
31 January 2026.
"""

from datetime import date

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.assignment import transfer
from kinerja.people.person import set_status
from kinerja.people.position import add_position
from kinerja.planning.amendment import cancel_amendment, open_amendment
from kinerja.planning.dialogue import (
    offer_dialogue,
    return_plan,
    set_plan,
    submit_plan,
    withdraw_plan,
)
from kinerja.planning.linking import link_results
from kinerja.planning.moves import close_year, follow_moves
from kinerja.planning.plan import Plan
from kinerja.planning.result_step import (
    ResultStep,
    adjust_result,
    finish_result,
    resume_result,
    take_over_result,
)
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db
FEBRUARY = date(2026, 2, 2)
MARCH = date(2026, 3, 2)


@pytest.fixture
def town():
    return a_town()


def superseded(person):
    plan = a_set_plan(person)
    new = change(plan, person)
    submit_plan(plan=new, by=person, on=MARCH)
    set_plan(plan=new, by=plan.appraiser, on=MARCH)
    return Plan.objects.get(pk=plan.pk)


def closed(person):
    plan = a_set_plan(person)
    close_year(plan_ids=[plan.pk])
    return Plan.objects.get(pk=plan.pk)


MAKE = {
    "draft": lambda person: a_ready_draft(person),
    "submitted": a_submitted,
    "set": a_set_plan,
    "superseded": superseded,
    "closed": closed,
}


def a_ready_draft(person):
    plan = a_draft(person)
    a_result(plan)
    return plan


def change(plan, by):
    return open_amendment(plan=plan, change="target", reason="Alat", by=by, on=MARCH)


DO = {
    "submit": lambda plan, by, on: submit_plan(plan=plan, by=by, on=on),
    "withdraw": lambda plan, by, on: withdraw_plan(plan=plan, by=by),
    "return": lambda plan, by, on: return_plan(plan=plan, reason="Lengkapi.", by=by, on=on),
    "set": lambda plan, by, on: set_plan(plan=plan, by=by, on=on),
    "edit": lambda plan, by, on: add_result(plan=plan, title="Baru", by=by, on=on),
    "amend": lambda plan, by, on: open_amendment(
        plan=plan, change="target", reason="Alat", by=by, on=on
    ),
    "cancel": lambda plan, by, on: cancel_amendment(plan=plan, by=by, on=on),
    "offer dialogue": lambda plan, by, on: offer_dialogue(plan=plan, by=by, on=on),
    "link": lambda plan, by, on: link_results(plan=plan, links=[], by=by, on=on),
}

# step -> {state: (who may, state afterwards)}; what is not named is refused for everybody.
STEPS = {
    "submit": {"draft": ({"sari"}, "submitted")},
    "withdraw": {"submitted": ({"sari"}, "draft")},
    "return": {"submitted": ({"budi"}, "draft")},
    "set": {"submitted": ({"budi"}, "set")},
    "edit": {"draft": ({"sari"}, "draft")},
    "amend": {"set": ({"sari", "budi"}, "set")},
    "cancel": {},
    "offer dialogue": {"draft": ({"budi"}, "draft")},
    "link": {
        "draft": ({"sari"}, "draft"),
        "submitted": ({"sari"}, "submitted"),
        "set": ({"sari"}, "set"),
    },
}


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state(town, step, state):
    plan = MAKE[state](town.sari)
    may, then = STEPS[step].get(state, (set(), ""))
    day = JANUARY if state != "superseded" else MARCH
    for name in sorted({"sari", "budi", "rina", "tono", "mayor"} - may):
        with refused(Refusal):
            DO[step](Plan.objects.get(pk=plan.pk), getattr(town, name), day)
    for name in sorted(may)[:1]:
        DO[step](Plan.objects.get(pk=plan.pk), getattr(town, name), day)
        assert Plan.objects.get(pk=plan.pk).state == then


@pytest.mark.parametrize("step", ["set", "return"])
def test_after_the_deadline_the_superior_answers_too(town, step):
    plan = a_submitted(town.sari)
    with refused(Refusal):
        DO[step](plan, town.rina, date(2026, 1, 31))

    DO[step](plan, town.rina, date(2026, 2, 1))

    assert Plan.objects.get().state == {"set": "set", "return": "draft"}[step]


@pytest.mark.parametrize("step", ["submit", "withdraw", "return", "set", "cancel"])
def test_a_change_goes_the_same_way_and_never_above(town, step):
    plan = a_set_plan(town.sari)
    new = change(plan, town.sari)
    if step in ("withdraw", "return", "set"):
        submit_plan(plan=new, by=town.sari, on=MARCH)
    owner = step in ("submit", "withdraw", "cancel")
    for other in (town.rina, town.tono, town.budi if owner else town.sari):
        with refused(Refusal):
            DO[step](new, other, MARCH)
    DO[step](new, town.sari if owner else town.budi, MARCH)
    states = list(Plan.objects.order_by("version").values_list("state", flat=True))
    assert (
        states
        == {
            "submit": ["set", "submitted"],
            "withdraw": ["set", "draft"],
            "return": ["set", "draft"],
            "set": ["superseded", "set"],
            "cancel": ["set"],
        }[step]
    )


def test_moved_or_gone_the_plan_ends_by_itself(town):
    moved, gone, stays = a_set_plan(town.sari), a_set_plan(town.tono), a_set_plan(town.budi)
    post = add_position(unit=town.health, title="Analis", kind="ja", level="pelaksana", by=None)
    transfer(person=town.sari, position=post, on=FEBRUARY, by=None)
    set_status(person=town.tono, status="unpaid_leave", since=FEBRUARY, by=None)

    assert follow_moves(on=FEBRUARY) == 2
    assert follow_moves(on=FEBRUARY) == 0

    first = date(2026, 2, 1)
    states = {plan.pk: (plan.state, plan.ends_on) for plan in Plan.objects.all()}
    assert states == {
        moved.pk: ("superseded", first),
        gone.pk: ("closed", first),
        stays.pk: ("set", date(2026, 12, 31)),
    }


# --- Results

RESULT_STEPS = {
    "adjust": lambda result, by: adjust_result(
        result=result, kind="adjusted", note="Alat dipinjam.", by=by, on=MARCH
    ),
    "guide": lambda result, by: adjust_result(
        result=result, kind="guided", note="Bimbingan pencatatan.", by=by, on=MARCH
    ),
    "resume": lambda result, by: resume_result(result=result, note="Siap.", by=by, on=MARCH),
    "finish": lambda result, by: finish_result(result=result, note="Tercapai.", by=by, on=MARCH),
    "take over": lambda result, by: take_over_result(
        result=result, note="Belum tercapai setelah bimbingan.", by=by, on=MARCH
    ),
}
RESULT_TABLE = {
    ("running", "adjust"): ({"budi"}, "adjusted"),
    ("running", "guide"): ({"budi"}, "adjusted"),
    ("running", "finish"): ({"budi", "sari"}, "done"),
    ("adjusted", "adjust"): ({"budi"}, "adjusted"),
    ("adjusted", "guide"): ({"budi"}, "adjusted"),
    ("adjusted", "resume"): ({"budi", "sari"}, "running"),
    ("adjusted", "take over"): ({"budi"}, "taken_over"),
    # running again after help: on record, so that it may be taken over
    ("resumed", "adjust"): ({"budi"}, "adjusted"),
    ("resumed", "guide"): ({"budi"}, "adjusted"),
    ("resumed", "finish"): ({"budi", "sari"}, "done"),
    ("resumed", "take over"): ({"budi"}, "taken_over"),
}
WAY_TO = {
    "running": [],
    "adjusted": ["guide"],
    "resumed": ["guide", "resume"],
    "done": ["finish"],
    "taken_over": ["adjust", "take over"],
}


@pytest.mark.parametrize("state", WAY_TO)
@pytest.mark.parametrize("step", RESULT_STEPS)
def test_every_step_of_a_result(town, step, state):
    result = a_set_plan(town.sari).results.get()
    for before in WAY_TO[state]:
        RESULT_STEPS[before](result, town.budi)
    may, then = RESULT_TABLE.get((state, step), (set(), ""))
    for name in sorted({"sari", "budi", "rina", "tono"} - may):
        with refused(Refusal):
            RESULT_STEPS[step](result, getattr(town, name))
    if may:
        RESULT_STEPS[step](result, getattr(town, sorted(may)[-1]))
        stored = WorkResult.objects.get()
        assert (stored.state, stored.state_since) == (then, MARCH)
        assert ResultStep.objects.count() == len(WAY_TO[state]) + 1


@pytest.mark.parametrize("state", ["draft", "submitted", "superseded", "closed"])
def test_no_step_of_a_result_outside_a_plan_in_force(town, state):
    result = MAKE[state](town.sari).results.get()
    for step in RESULT_STEPS.values():
        with refused(Refusal):
            step(result, town.budi)


def test_a_result_needs_a_note_for_every_step(town):
    result = a_set_plan(town.sari).results.get()
    with refused(Refusal, "catatan"):
        finish_result(result=result, note=" ", by=town.sari, on=MARCH)
