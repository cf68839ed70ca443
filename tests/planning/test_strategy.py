"""Workblocks and action plans: written by the owner, kept across versions, late ones named."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.planning.town import JANUARY, Town, a_draft, a_result, a_set_plan, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.strategy import (
    Step,
    add_step,
    add_strategy,
    edit_strategy,
    finish_step,
    late_steps,
    remove_step,
    remove_strategy,
)
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 2)


@pytest.fixture
def town() -> Town:
    return a_town()


def test_the_owner_writes_steps_and_marks_them_done(town):
    result = a_set_plan(town.sari).results.get()
    step = add_step(result=result, text=" Kunjungan  rumah ", due_on=JANUARY, by=town.sari)
    assert step.text == "Kunjungan rumah"
    for act in (
        lambda: add_step(result=result, text="x", by=town.budi),
        lambda: finish_step(step=step, done=True, by=town.budi, on=MARCH),
        lambda: remove_step(step=step, by=town.budi, on=MARCH),
    ):
        with refused(NotYours):
            act()
    with refused(InvalidInput):
        add_step(result=result, text=" ", by=town.sari)

    finish_step(step=step, done=True, by=town.sari, on=MARCH)
    finish_step(step=step, done=True, by=town.sari, on=date(2026, 4, 1))

    assert step.done_on == MARCH
    assert Event.objects.about(step).named("step.done").count() == 1
    finish_step(step=step, done=False, by=town.sari, on=MARCH)
    assert step.done_on is None
    remove_step(step=step, by=town.sari, on=MARCH)
    assert not Step.objects.exists()


def test_a_workblock_of_a_leader_with_lines_and_milestones(town):
    result = a_set_plan(town.rina).results.get()
    strategy = add_strategy(
        result=result,
        title="Jemput bola",
        target="Cakupan pelayanan 90%",
        budget=Decimal(25_000_000),
        by=town.rina,
    )
    more = {"result": result, "strategy": strategy, "by": town.rina, "manner": "transformative"}
    add_step(text="Kunjungan", part="activity", **more)
    add_step(text="Data terpadu", part="milestone", due_on=MARCH, **more)
    with refused(InvalidInput, "memerlukan tanggal"):
        add_step(text="Tanpa tanggal", part="milestone", **more)
    with refused(InvalidInput, "bagian dan cara"):
        add_step(text="Salah", part="action", **more)
    with refused(InvalidInput, "kurang dari nol"):
        edit_strategy(strategy=strategy, budget=Decimal(-1), by=town.rina, on=MARCH)
    with refused(ChangedMeanwhile):
        edit_strategy(strategy=strategy, title="Lain", revision=9, by=town.rina, on=MARCH)
    edit_strategy(strategy=strategy, title="Jemput bola malam", by=town.rina, on=MARCH)
    event = Event.objects.about(strategy).named("strategy.edited").get()
    assert event.data["changes"] == {"title": ["Jemput bola", "Jemput bola malam"]}
    with refused(NotYours):
        remove_strategy(strategy=strategy, by=town.budi, on=MARCH)
    remove_strategy(strategy=strategy, by=town.rina, on=MARCH)
    assert not Step.objects.exists()


def test_workblocks_are_for_leaders_and_lines_for_the_own_result(town):
    result = a_set_plan(town.sari).results.get()
    with refused(WrongState, "pimpinan"):
        add_strategy(result=result, title="x", target="y", by=town.sari)
    led = a_set_plan(town.rina).results.get()
    strategy = add_strategy(result=led, title="x", target="y", by=town.rina)
    with refused(NotYours):
        add_step(
            result=result,
            strategy=strategy,
            part="activity",
            manner="routine",
            text="x",
            by=town.sari,
        )


def test_steps_go_on_in_the_next_version(town):
    plan = a_set_plan(town.sari)
    result = plan.results.get()
    step = add_step(result=result, text="Kunjungan", due_on=JANUARY, by=town.sari)
    new = open_amendment(
        plan=plan, change="target", reason="Arah baru", by=town.sari, on=date(2026, 2, 2)
    )
    submit_plan(plan=new, by=town.sari, on=date(2026, 2, 2))
    set_plan(plan=new, by=town.budi, on=date(2026, 2, 2))

    following = new.results.get()
    assert list(Step.objects.of([following])) == [step]
    other = add_step(result=following, text="Lanjutan", due_on=JANUARY, by=town.sari)
    assert late_steps([town.sari], MARCH) == {town.sari.pk: [step, other]}
    finish_step(step=step, done=True, by=town.sari, on=MARCH)
    assert late_steps([town.sari], MARCH) == {town.sari.pk: [other]}


def test_late_is_what_is_due_and_open_in_a_plan_in_force(town):
    set_result = a_set_plan(town.sari).results.get()
    draft_result = a_result(a_draft(town.tono))
    late = add_step(result=set_result, text="Lewat", due_on=JANUARY, by=town.sari)
    add_step(result=set_result, text="Hari itu", due_on=MARCH, by=town.sari)
    add_step(result=set_result, text="Tanpa batas", by=town.sari)
    add_step(result=draft_result, text="Konsep", due_on=JANUARY, by=town.tono)

    assert late_steps([town.sari, town.tono], MARCH) == {town.sari.pk: [late]}
    with CaptureQueriesContext(connection) as few:
        late_steps([town.sari], MARCH)
    with CaptureQueriesContext(connection) as many:
        late_steps([town.sari, town.tono, town.budi, town.rina], MARCH)
    assert len(few) == len(many) == 1
