"""Staff drafts before the leader's plan is there, and links later: many at once, also when set."""

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.leader_reminder import LeaderReminder, remind_leader, waiting_drafts
from kinerja.planning.linking import Link, link_results, to_link
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, UnknownParent, WrongState
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def test_many_results_are_linked_in_one_act_also_in_a_set_plan(town):
    mine = a_draft(town.sari)
    first, second = a_result(mine), a_result(mine, "Kelas ibu berjalan")
    from kinerja.planning.dialogue import set_plan, submit_plan

    submit_plan(plan=mine, by=town.sari, on=JANUARY)
    set_plan(plan=mine, by=town.budi, on=JANUARY)
    assert to_link(mine) == [first, second]
    above = a_set_plan(town.budi).results.get()

    links = [Link(first, above, "area"), Link(second, above, "service")]
    assert link_results(plan=mine, links=links, by=town.sari, on=JANUARY) == 2

    assert list(mine.results.values_list("parent", "alignment")) == [
        (above.pk, "area"),
        (above.pk, "service"),
    ]
    assert Plan.objects.get(pk=mine.pk).state == "set"
    assert to_link(mine) == []
    event = Event.objects.named("plan.linked").get()
    assert event.data["changes"][str(first.pk)] == [[None, ""], [above.pk, "area"]]
    assert link_results(plan=mine, links=links, by=town.sari, on=JANUARY) == 0
    assert Event.objects.named("plan.linked").count() == 1


def test_link_refusals(town):
    plan = a_set_plan(town.sari)
    mine, tonos = plan.results.get(), a_set_plan(town.tono).results.get()
    above = a_set_plan(town.budi).results.get()
    rinas = a_set_plan(town.rina).results.get()

    with refused(NotYours):
        link_results(plan=plan, links=[Link(mine, above)], by=town.budi, on=JANUARY)
    with refused(NotYours):
        link_results(plan=plan, links=[Link(tonos, above)], by=town.sari, on=JANUARY)
    for other in (rinas, tonos):
        with refused(UnknownParent):
            link_results(plan=plan, links=[Link(mine, other)], by=town.sari, on=JANUARY)
    with refused(InvalidInput):
        link_results(plan=plan, links=[Link(mine, above, "magic")], by=town.sari, on=JANUARY)
    with refused(ChangedMeanwhile):
        link_results(plan=plan, links=[Link(mine, above)], by=town.sari, on=JANUARY, revision=1)
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    with refused(WrongState):
        link_results(plan=plan, links=[], by=town.sari, on=JANUARY)


def test_the_way_of_deriving_is_kept_with_the_result(town):
    above = a_set_plan(town.budi).results.get()
    result = add_result(
        plan=a_draft(town.sari),
        title="Ibu terlayani",
        parent=above,
        alignment="quantity",
        by=town.sari,
        on=JANUARY,
    )
    assert WorkResult.objects.get(pk=result.pk).get_alignment_display() == "Dibagi per jumlah"


def test_the_leader_is_reminded_once_however_many_wait(town):
    sari, tono = a_draft(town.sari), a_draft(town.tono)
    assert set(waiting_drafts(town.budi, 2026, JANUARY)) == {sari, tono}

    assert remind_leader(plan=sari, by=town.sari, on=JANUARY) == town.budi

    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (town.budi, "/rencana/")
    assert LeaderReminder.objects.get().by == town.sari
    with refused(WrongState, "sudah diingatkan"):
        remind_leader(plan=tono, by=town.tono, on=JANUARY)
    with refused(NotYours):
        remind_leader(plan=tono, by=town.sari, on=JANUARY)


def test_nobody_is_reminded_of_a_plan_that_is_there(town):
    a_submitted(town.budi)
    plan = a_draft(town.sari)

    assert not waiting_drafts(town.budi, 2026, JANUARY).exists()
    with refused(WrongState, "sudah diajukan"):
        remind_leader(plan=plan, by=town.sari, on=JANUARY)
