"""A year of planning in the health office: from the agreement to everybody's set plan, with a
silent leader, a target changed by agreement, a move and a Plt.

January: the mayor and Rina agree first; Budi's staff drafts before his plan is there. Budi forgets
Sari's plan. June: Sari's target falls. July: Tono moves to the office. August: Budi acts for Rina.
"""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import a_town, post_of

from kinerja.people.agency import found_agency
from kinerja.people.assignment import assign, end_service, transfer
from kinerja.people.position import add_position
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import ask_above, set_plan, submit_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import add_indicator, edit_indicator
from kinerja.planning.leader_reminder import remind_leader
from kinerja.planning.linking import Link, link_results, to_link
from kinerja.planning.moves import agree_anew, follow_moves
from kinerja.planning.offer import accept_offer, counter_offer, make_offer
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.role import role_of
from kinerja.planning.role_confirmation import confirm_role
from kinerja.planning.work_result import add_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


def day(month, of_month):
    return date(2026, month, of_month)


def drafted(person, title, on, *, target=90, **more):
    plan = start_plan(assignment=post_of(person), year=2026, by=person, on=on)
    filled(plan, title, on, target=target, **more)
    return plan


def filled(plan, title, on, *, target=90, **more):
    result = add_result(plan=plan, title=title, by=plan.person, on=on, **more)
    add_indicator(
        result=result,
        text=f"Cakupan: {title}",
        target_min=Decimal(target),
        unit_of_measure="%",
        perspective="budget" if plan.like_jpt else "",
        by=plan.person,
    )
    return result


def agreed(plan, by, on):
    submit_plan(plan=plan, by=plan.person, on=on)
    set_plan(plan=plan, by=by, on=on)


def test_a_year_of_planning():
    found_agency(name="Kota Contoh")
    town = a_town()
    rina, budi, sari, tono = town.rina, town.budi, town.sari, town.tono

    # The agreement: the mayor and the head of the office, under the goal of the city.
    goal = add_goal(
        title="Ibu selamat", level="objective", years=(2025, 2029), by=None, on=day(1, 2)
    )
    top = drafted(rina, "Kematian ibu turun", day(1, 5), goal=goal)
    agreed(top, town.mayor, day(1, 7))

    # Sari and Tono draft before Budi has a plan; he is reminded once.
    saris = drafted(sari, "Ibu hamil terlayani", day(1, 8))
    tonos = drafted(tono, "Arsip tertata", day(1, 8))
    remind_leader(plan=saris, by=sari, on=day(1, 9))
    assert Notice.objects.get(person=budi).url == "/rencana/"
    budis = drafted(budi, "Pelayanan ibu lengkap", day(1, 12), parent=top.results.get())
    agreed(budis, rina, day(1, 14))

    # They link many at once, negotiate, and Tono's plan is set.
    above = budis.results.get()
    for plan in (saris, tonos):
        links = [Link(one, above, "service") for one in to_link(plan)]
        assert link_results(plan=plan, links=links, by=plan.person, on=day(1, 15)) == 1
    submit_plan(plan=tonos, by=tono, on=day(1, 16))
    offer = make_offer(
        indicator=tonos.results.get().indicators.get(),
        target_min=Decimal(100),
        reason="Arsip sedikit.",
        by=budi,
        on=day(1, 17),
    )
    counter = counter_offer(
        offer=offer, target_min=Decimal(95), reason="Sisakan ruang.", by=tono, on=day(1, 18)
    )
    accept_offer(offer=counter, by=budi, on=day(1, 19))
    set_plan(plan=tonos, by=budi, on=day(1, 19))

    # Budi forgets Sari: after January she asks above, and Rina sets it.
    submit_plan(plan=saris, by=sari, on=day(1, 20))
    ask_above(plan=saris, by=sari, on=day(2, 2))
    set_plan(plan=saris, by=rina, on=day(2, 3))
    assert {plan.state for plan in Plan.objects.all()} == {"set"}
    assert Plan.objects.get(person=sari).set_by == rina
    first_role = role_of(sari, day(2, 4))
    confirm_role(by=sari, on=day(2, 4), digest=first_role.digest)

    # June: the target changes by agreement; the first half of the year keeps the old one.
    change = open_amendment(
        plan=saris, change="resources", reason="USG rusak.", by=sari, on=day(6, 8)
    )
    measure = change.results.get().indicators.get()
    edit_indicator(indicator=measure, text=measure.text, target_min=Decimal(80), by=sari)
    submit_plan(plan=change, by=sari, on=day(6, 9))
    set_plan(plan=change, by=budi, on=day(6, 10))
    targets = {
        plan.version: (plan.results.get().indicators.get().target_min, plan.ends_on)
        for plan in Plan.objects.filter(person=sari)
    }
    assert targets == {1: (90, day(6, 9)), 2: (80, day(12, 31))}
    assert role_of(sari, day(6, 10)).digest != first_role.digest

    # July: Tono moves to the office; his old plan ends, the new one is with Rina.
    post = add_position(unit=town.health, title="Arsiparis", kind="jf", level="terampil", by=None)
    transfer(person=tono, position=post, on=day(7, 1), by=None)
    assert follow_moves(on=day(7, 1)) == 1
    assert follow_moves(on=day(7, 2)) == 0
    newer = drafted(tono, "Arsip dinas tertata", day(7, 2), parent=top.results.get())
    agreed(newer, rina, day(7, 3))
    assert newer.starts_on == day(7, 1)
    assert list(Plan.objects.current(day(6, 30)).filter(person=tono)) == [tonos]
    assert list(Plan.objects.current(day(7, 1)).filter(person=tono)) == [newer]

    # August: Budi acts for Rina, who is gone; the task is a main result of his plan.
    end_service(person=rina, on=day(7, 31), by=None, reason="Pensiun")
    task = assign(
        person=budi,
        position=rina.assignments.get().position,
        kind="plt",
        starts_on=day(8, 1),
        by=None,
    )
    follow_moves(on=day(8, 1))
    assert Plan.objects.get(person=rina).state == "closed"
    agree_anew(plan=Plan.objects.get(pk=newer.pk), by=budi, on=day(8, 3))
    more = open_amendment(
        plan=budis, change="assignment", reason="Plt Kepala Dinas", by=budi, on=day(8, 3)
    )
    link_results(plan=more, links=[Link(more.results.get(), None)], by=budi, on=day(8, 3))
    filled(more, "Dinas terpimpin", day(8, 3), task=task)
    submit_plan(plan=more, by=budi, on=day(8, 3))
    set_plan(plan=more, by=town.mayor, on=day(8, 4))

    in_force = Plan.objects.current(day(8, 4)).order_by("person__name")
    assert [(plan.person.name, plan.version) for plan in in_force] == [
        ("Budi Santoso", 2),
        ("Sari Dewi", 2),
        ("Tono Wijaya", 1),
    ]
    assert list(more.results.values_list("title", "kind")) == [
        ("Pelayanan ibu lengkap", "main"),
        ("Dinas terpimpin", "main"),
    ]
    # Sari's result went along to the new version of Budi's.
    assert change.results.get().parent.plan == more
    assert Event.objects.named("plan.set").count() == 7
