"""Goals: adding, changing, linking, and who may."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, NEW_YEAR, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role, grant_role
from kinerja.planning.goal import (
    Goal,
    GoalLink,
    add_goal,
    ancestors_of,
    edit_goal,
    goal_scope,
    link_goal,
    may_manage_goals,
)
from kinerja.planning.refusals import CircularGoal, NotYours, WrongYear
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db
FIVE_YEARS = (2025, 2029)


def a_goal(title="Kota sehat", level="goal", **more):
    return add_goal(
        **{"title": title, "level": level, "years": FIVE_YEARS, "by": None, "on": JANUARY} | more
    )


def test_add_goal_under_two_parents():
    town = a_town()
    health, economy = a_goal("Warga sehat"), a_goal("Warga sejahtera")

    goal = add_goal(
        title="  Stunting turun ",
        level="objective",
        years=FIVE_YEARS,
        by=town.wati,
        on=JANUARY,
        unit=town.health,
        parents=[health, economy],
        code="1.02",
        source="RPJMD 2025–2029",
    )

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.title, stored.level, stored.code) == ("Stunting turun", "objective", "1.02")
    assert (stored.unit, stored.years, stored.span) == (town.health, range(2025, 2030), "2025–2029")
    assert set(stored.parents.all()) == {health, economy}
    event = Event.objects.about(goal).get()
    assert (event.name, event.by) == ("goal.added", town.wati)
    assert event.data == {
        "title": "Stunting turun",
        "level": "objective",
        "parents": [health.pk, economy.pk],
    }


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title": "  "}, InvalidInput),
        ({"level": "dream"}, InvalidInput),
        ({"title": "x" * 301}, InvalidInput),
        ({"years": (2029, 2025)}, WrongYear),
        ({"years": (26, 30)}, WrongYear),
    ],
)
def test_add_goal_with_bad_input_is_refused(change, refusal):
    with refused(refusal):
        a_goal(**change)


def test_who_may_manage_which_goals():
    town = a_town()
    grant_role(
        person=town.tono, name=Role.Name.UNIT_ADMIN, unit=town.health, by=None, on=date(2026, 3, 1)
    )

    whole = {None, town.city, town.health, town.centre}
    assert {unit for unit in whole if may_manage_goals(town.wati, JANUARY, unit)} == whole
    assert not {unit for unit in whole if may_manage_goals(town.rina, JANUARY, unit)}
    assert not goal_scope(town.tono, date(2026, 2, 28))
    march = {unit for unit in whole if may_manage_goals(town.tono, date(2026, 3, 1), unit)}
    assert march == {town.health, town.centre}


def test_add_goal_without_the_task_is_refused():
    town = a_town()

    with refused(NotYours, "sasaran Dinas Kesehatan"):
        a_goal(by=town.rina, unit=town.health)
    with refused(NotYours, "sasaran tingkat instansi"):
        a_goal(by=town.rina)


def edited(goal, by, **changes):
    edit_goal(
        **{
            "goal": goal,
            "title": goal.title,
            "level": goal.level,
            "years": (goal.year_from, goal.year_to),
            "unit": goal.unit,
            "parents": list(goal.parents.all()),
            "code": goal.code,
            "source": goal.source,
            "by": by,
            "on": JANUARY,
        }
        | changes
    )


def test_edit_goal_tells_what_changed():
    town = a_town()
    old, new = a_goal("Lama"), a_goal("Baru")
    goal = a_goal("Stunting turun", "objective", parents=[old])

    edited(goal, town.wati, title="Stunting di bawah 10%", unit=town.health, parents=[new])

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.title, stored.unit, stored.revision) == (
        "Stunting di bawah 10%",
        town.health,
        2,
    )
    assert set(stored.parents.all()) == {new}
    assert Event.objects.named("goal.edited").get().data == {
        "changes": {
            "title": ["Stunting turun", "Stunting di bawah 10%"],
            "unit": [None, town.health.pk],
            "parents": [[old.pk], [new.pk]],
        }
    }


def test_edit_goal_keeps_links_that_stay_with_their_weight():
    town = a_town()
    parent = a_goal("Induk")
    goal = a_goal("Anak", "objective", parents=[parent])
    link_goal(child=goal, parent=parent, by=town.wati, on=JANUARY, weight=Decimal(40))

    edited(goal, town.wati, title="Anak kedua")

    assert GoalLink.objects.get().weight == Decimal(40)


def test_edit_goal_without_a_change_writes_nothing():
    town = a_town()
    goal = a_goal()

    edited(goal, town.wati)

    assert Goal.objects.get().revision == 1
    assert not Event.objects.named("goal.edited").exists()


def test_the_second_writer_of_a_goal_is_told():
    town = a_town()
    goal = a_goal()
    edited(goal, town.wati, title="Kota lebih sehat", revision=1)

    with refused(ChangedMeanwhile):
        edited(goal, town.wati, title="Kota paling sehat", revision=1)


def test_a_unit_admin_moves_no_goal_out_of_the_unit():
    town = a_town()
    grant_role(person=town.tono, name=Role.Name.UNIT_ADMIN, unit=town.health, by=None, on=NEW_YEAR)
    goal = a_goal(unit=town.centre)

    with refused(NotYours):
        edited(goal, town.tono, unit=town.city)
    edited(goal, town.tono, unit=town.health)
    assert Goal.objects.get().unit == town.health


def test_goals_never_close_a_circle():
    town = a_town()
    top = a_goal("Visi", "vision")
    middle = a_goal("Misi", "mission", parents=[top])
    low = a_goal("Tujuan", "goal", parents=[middle])

    assert ancestors_of(low) == {low.pk, middle.pk, top.pk}
    with refused(CircularGoal, "“Tujuan” sudah berada di bawah “Visi”"):
        link_goal(child=top, parent=low, by=town.wati, on=JANUARY)
    with refused(CircularGoal):
        link_goal(child=top, parent=top, by=town.wati, on=JANUARY)
    with refused(CircularGoal):
        edited(top, town.wati, parents=[low])


def test_link_goal_weighs_a_link_anew():
    town = a_town()
    parent, child = a_goal("Induk"), a_goal("Anak", "objective")
    link_goal(child=child, parent=parent, by=town.wati, on=JANUARY)
    link_goal(child=child, parent=parent, by=town.wati, on=JANUARY, weight=Decimal("62.5"))

    assert GoalLink.objects.get().weight == Decimal("62.5")
    assert [event.data for event in Event.objects.named("goal.linked").order_by("pk")] == [
        {"parent": parent.pk, "weight": None},
        {"parent": parent.pk, "weight": "62.5"},
    ]


def test_link_goal_without_the_task_or_with_an_endless_weight_is_refused():
    town = a_town()
    parent, child = a_goal("Induk"), a_goal("Anak", "objective", unit=town.health)

    with refused(NotYours):
        link_goal(child=child, parent=parent, by=town.rina, on=JANUARY)
    with refused(InvalidInput):
        link_goal(child=child, parent=parent, by=town.wati, on=JANUARY, weight=Decimal(1000))
    with refused(InvalidInput, "lebih dari 0 sampai 100"):
        link_goal(child=child, parent=parent, by=town.wati, on=JANUARY, weight=Decimal(101))


def test_goals_of_a_year():
    goal = a_goal(years=(2025, 2026))

    assert list(Goal.objects.in_year(2026)) == [goal]
    assert not Goal.objects.in_year(2027).exists()
