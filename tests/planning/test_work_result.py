"""Results of a plan: adding, changing, removing, and what they hang under."""

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.assignment import end_assignment
from kinerja.people.refusals import InvalidInput
from kinerja.planning.dialogue import return_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, ResultInUse, UnknownParent, WrongState, WrongYear
from kinerja.planning.work_result import (
    WorkResult,
    add_result,
    edit_result,
    leader_of,
    remove_result,
)
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def add(plan, title, **more):
    return add_result(plan=plan, title=title, by=plan.person, on=JANUARY, **more)


def numbered(plan):
    return list(plan.results.order_by("number").values_list("number", "title"))


def edited(result, **changes):
    edit_result(
        **{
            "result": result,
            "title": result.title,
            "kind": result.kind,
            "parent": result.parent,
            "goal": result.goal,
            "quality": result.quality,
            "assigned_by": result.assigned_by,
            "by": result.plan.person,
            "on": JANUARY,
        }
        | changes
    )


def test_add_result_under_a_result_of_the_leader(town):
    leaders = a_set_plan(town.budi, "Kematian ibu nol").results.get()
    goal = add_goal(title="Ibu sehat", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    plan = a_draft(town.sari)

    result = add(
        plan,
        "  Ibu hamil terlayani ",
        parent=leaders,
        goal=goal,
        quality="output_high_control",
        assigned_by="Kepala Puskesmas",
    )

    stored = WorkResult.objects.get(pk=result.pk)
    assert (stored.number, stored.title, stored.kind) == (1, "Ibu hamil terlayani", "main")
    assert (stored.parent, stored.goal) == (leaders, goal)
    assert (stored.quality, stored.assigned_by) == ("output_high_control", "Kepala Puskesmas")
    assert (stored.state, stored.revision) == ("running", 1)
    assert Plan.objects.get(pk=plan.pk).revision == plan.revision == 2
    event = Event.objects.about(result).get()
    assert (event.name, event.person, event.by) == ("result.added", town.sari, town.sari)
    assert event.data == {
        "title": "Ibu hamil terlayani",
        "kind": "main",
        "parent": leaders.pk,
        "goal": goal.pk,
        "quality": "output_high_control",
        "assigned_by": "Kepala Puskesmas",
    }


def test_main_results_are_numbered_before_additional_ones(town):
    plan = a_draft(town.sari)
    add(plan, "Senam lansia", kind="additional")
    first = add(plan, "Ibu hamil terlayani")
    add(plan, "Balita tertimbang")

    assert numbered(plan) == [
        (1, "Ibu hamil terlayani"),
        (2, "Balita tertimbang"),
        (3, "Senam lansia"),
    ]
    edited(first, kind="additional")
    assert numbered(plan) == [
        (1, "Balita tertimbang"),
        (2, "Ibu hamil terlayani"),
        (3, "Senam lansia"),
    ]
    assert first.number == 2


@pytest.mark.parametrize(
    "change",
    [{"title": " "}, {"title": "x" * 301}, {"kind": "huge"}, {"quality": "superb"}],
)
def test_add_result_with_bad_input_is_refused(town, change):
    plan = a_draft(town.sari)

    with refused(InvalidInput):
        add(plan, **{"title": "Ibu hamil terlayani"} | change)
    assert plan.revision == 1


def test_only_the_owner_changes_a_plan(town):
    plan = a_draft(town.sari)
    result = a_result(plan)

    for other in (town.budi, town.rina, town.wati):
        with refused(NotYours):
            add_result(plan=plan, title="Titipan", by=other, on=JANUARY)
        with refused(NotYours):
            edited(result, title="Titipan", by=other)
        with refused(NotYours):
            remove_result(result=result, by=other)


@pytest.mark.parametrize("make", [a_submitted, a_set_plan])
def test_a_plan_that_is_handed_in_is_not_changed(town, make):
    plan = make(town.sari)
    result = plan.results.get()

    with refused(WrongState):
        add(plan, "Satu lagi")
    with refused(WrongState):
        edited(result, title="Lain")
    with refused(WrongState):
        remove_result(result=result, by=town.sari)


def test_results_hang_only_under_those_of_the_leader(town):
    plan = a_draft(town.sari)
    draft_of_leader = a_result(a_draft(town.budi))
    of_somebody_else = a_set_plan(town.tono).results.get()
    of_the_leaders_leader = a_set_plan(town.rina).results.get()
    own = a_result(plan)

    for wrong in (draft_of_leader, of_somebody_else, of_the_leaders_leader, own):
        with refused(UnknownParent, "dari rencana atasan Anda"):
            add(plan, "Ibu hamil terlayani", parent=wrong)
        with refused(UnknownParent):
            edited(own, parent=wrong)


def test_results_hang_only_under_those_of_the_same_year(town):
    leaders = a_set_plan(town.budi)
    Plan.objects.filter(pk=leaders.pk).update(year=2025)

    plan = a_draft(town.sari)
    with refused(UnknownParent):
        add(plan, "Ibu hamil terlayani", parent=leaders.results.get())


def test_a_draft_follows_the_leader_of_today(town):
    plan = a_draft(town.sari)
    assert leader_of(plan, JANUARY) == town.budi
    end_assignment(assignment=town.budi.assignments.get(), on=JANUARY, by=None)

    assert leader_of(plan, JANUARY) == town.budi
    later = JANUARY.replace(day=13)
    assert leader_of(plan, later) == town.rina
    leaders = a_set_plan(town.rina).results.get()
    result = add_result(plan=plan, title="A", parent=leaders, by=town.sari, on=later)
    assert result.parent == leaders


def test_a_goal_of_other_years_is_refused(town):
    goal = add_goal(title="Lama", level="goal", years=(2020, 2024), by=None, on=JANUARY)
    plan = a_draft(town.sari)
    result = a_result(plan)

    with refused(WrongYear, "tidak berlaku pada tahun 2026"):
        add(plan, "Ibu hamil terlayani", goal=goal)
    with refused(WrongYear):
        edited(result, goal=goal)


def test_edit_result_tells_what_changed(town):
    plan = a_draft(town.sari)
    result = a_result(plan)
    leaders = a_set_plan(town.budi).results.get()

    edited(result, title="Ibu bersalin selamat", parent=leaders, revision=1)

    stored = WorkResult.objects.get(pk=result.pk)
    assert (stored.title, stored.parent, stored.revision) == ("Ibu bersalin selamat", leaders, 2)
    assert Event.objects.named("result.edited").get().data == {
        "changes": {
            "title": ["Ibu hamil terlayani", "Ibu bersalin selamat"],
            "parent": [None, leaders.pk],
        }
    }
    assert Plan.objects.get(pk=plan.pk).revision == 4


def test_edit_result_without_a_change_writes_nothing(town):
    result = a_result(a_draft(town.sari))

    edited(result)

    assert not Event.objects.named("result.edited").exists()
    assert WorkResult.objects.get().revision == 1


def test_edit_result_with_bad_input_leaves_the_row_in_hand_as_it_was(town):
    result = a_result(a_draft(town.sari))

    with refused(InvalidInput):
        edited(result, title="")
    assert result.title == "Ibu hamil terlayani"


def test_the_second_writer_of_a_result_is_told(town):
    result = a_result(a_draft(town.sari))
    edited(result, title="Ibu bersalin selamat", revision=1)

    with refused(ChangedMeanwhile):
        edited(result, title="Ibu nifas terpantau", revision=1)
    with refused(ChangedMeanwhile):
        remove_result(result=result, by=town.sari, revision=1)


def test_remove_result_closes_the_gap_and_keeps_what_was_said(town):
    plan = a_draft(town.sari)
    gone = a_result(plan, "Ibu hamil terlayani")
    a_result(plan, "Balita tertimbang")
    pk = gone.pk

    remove_result(result=gone, by=town.sari)

    assert numbered(plan) == [(1, "Balita tertimbang")]
    event = Event.objects.named("result.removed").get()
    assert (event.about_type, event.about_id) == ("planning.workresult", pk)
    assert (event.data["title"], event.data["indicators"]) == (
        "Ibu hamil terlayani",
        ["Cakupan pelayanan"],
    )


def test_remove_a_result_that_is_gone_already_is_refused(town):
    result = a_result(a_draft(town.sari))
    again = WorkResult.objects.get(pk=result.pk)
    remove_result(result=result, by=town.sari)

    with refused(ChangedMeanwhile, "sudah dihapus"):
        remove_result(result=again, by=town.sari)


def test_remove_result_under_which_others_hang_is_refused(town):
    leaders = a_submitted(town.budi)
    add(a_draft(town.sari), "Ibu hamil terlayani", parent=leaders.results.get())
    return_plan(plan=leaders, reason="Tambah satu hasil.", by=town.rina, on=JANUARY)

    with refused(ResultInUse):
        remove_result(result=leaders.results.get(), by=town.budi)


def test_results_are_seen_like_their_plan(town):
    draft = a_result(a_draft(town.sari))
    a_set_plan(town.tono)

    assert set(WorkResult.objects.visible_to(town.sari)) == {draft}
    assert [result.plan.person for result in WorkResult.objects.visible_to(town.budi)] == [
        town.tono
    ]
