"""What an idea became, and the figures that those who proposed it are told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.participation.test_idea import told
from tests.participation.town import COLLECT, DISCUSS, Town, at
from tests.people.make import an_admin
from tests.unchanged import refused

from kinerja.participation.answer import answer_idea
from kinerja.participation.idea import Idea
from kinerja.participation.outcome import (
    IdeaOutcome,
    effects_of,
    goal_from_idea,
    link_outcome,
    tell_effects,
)
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.support import support_idea
from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value
from kinerja.rules.refusal import Forbidden

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 15)


@pytest.fixture
def town() -> Town:
    return Town()


def supported(town: Town, answer: str = "accepted") -> Idea:
    """Sari's idea, supported by Tono and answered by Budi on 10 November."""
    idea = town.idea()
    support_idea(idea=idea, by=town.tono, at=at(COLLECT), on=COLLECT)
    answer_idea(idea=idea, answer=answer, reason="Ya.", by=town.budi, at=at(DISCUSS), on=DISCUSS)
    return Idea.objects.get(pk=idea.pk)


def a_goal(title: str = "Waktu tunggu bus") -> Goal:
    return add_goal(title=title, level="activity", years=(2026, 2026), by=None, on=COLLECT)


def measured(indicator: Any, day: date, value: int) -> None:
    record_key_value(
        indicator=indicator,
        kind="realisation",
        measured_on=day,
        value=Decimal(value),
        source="Hitungan di halte",
        by=None,
        on=LATER,
    )


def an_indicator(goal: Goal) -> Any:
    return add_key_indicator(
        goal=goal,
        name="Waktu tunggu",
        unit_of_measure="menit",
        polarity="minimise",
        by=None,
        on=COLLECT,
    )


def test_an_accepted_idea_lives_on_in_a_goal_and_its_effect_is_told_once(town: Town) -> None:
    idea, goal = supported(town), a_goal()
    indicator = an_indicator(goal)
    measured(indicator, date(2026, 10, 31), 30)

    link_outcome(idea=idea, goal=goal, by=town.budi, on=DISCUSS)
    link_outcome(idea=idea, goal=goal, by=town.budi, on=DISCUSS)
    assert tell_effects(on=DISCUSS) == 0
    measured(indicator, date(2026, 11, 30), 18)
    assert tell_effects(on=LATER) == 1
    assert tell_effects(on=LATER) == 0

    (effect,) = effects_of(idea, IdeaOutcome.objects.all())
    assert (effect.before.value, effect.now.value) == (30, 18)  # type: ignore[union-attr]
    assert (effect.change, effect.better) == (Decimal(-12), True)
    for one in (town.sari, town.tono):
        assert told(one)[-2:] == [
            "Gagasan “Minibus pengumpan” menjadi bagian dari sasaran: Waktu tunggu bus",
            "Hasil gagasan “Minibus pengumpan”: Waktu tunggu 18 menit (30 November 2026)",
        ]


def test_what_a_trial_changed_stands_in_the_effect_after_it(town: Town) -> None:
    idea, goal = supported(town, "trial"), a_goal()
    indicator = an_indicator(goal)
    link_outcome(idea=idea, goal=goal, by=town.budi, on=DISCUSS)
    for day, value in ((date(2026, 10, 31), 30), (date(2026, 11, 20), 18), (LATER, 17)):
        measured(indicator, day, value)
    december = date(2026, 12, 1)
    answer_idea(
        idea=idea, answer="accepted", reason="Berhasil.", by=town.budi, at=at(DISCUSS), on=december
    )
    idea.refresh_from_db()

    (effect,) = effects_of(idea, IdeaOutcome.objects.all())

    assert (effect.before.value, effect.now.value) == (30, 17)  # type: ignore[union-attr]


def test_a_newer_figure_of_one_indicator_is_told_again(town: Town) -> None:
    idea, goal = supported(town), a_goal()
    indicator, other = an_indicator(goal), an_indicator(goal)
    link_outcome(idea=idea, goal=goal, indicator=indicator, by=town.budi, on=DISCUSS)

    measured(other, date(2026, 11, 30), 7)
    assert tell_effects(on=LATER) == 0
    measured(indicator, date(2026, 11, 30), 18)
    assert tell_effects(on=LATER) == 1
    measured(indicator, date(2026, 12, 14), 16)
    assert tell_effects(on=LATER) == 1


def test_only_who_answered_or_plans_says_what_it_became(town: Town) -> None:
    idea, goal, stranger = supported(town), a_goal(), an_indicator(a_goal("Lain"))

    with refused(NotYours):
        link_outcome(idea=idea, goal=goal, by=town.sari, on=DISCUSS)
    with refused(InvalidInput, "sasaran lain"):
        link_outcome(idea=idea, goal=goal, indicator=stranger, by=town.budi, on=DISCUSS)
    rejected = supported(town, "rejected")
    with refused(WrongPhase, "setelah gagasan diterima"):
        link_outcome(idea=rejected, goal=goal, by=town.budi, on=DISCUSS)


def test_a_planner_makes_the_goal_of_it(town: Town) -> None:
    idea, admin = supported(town), an_admin()
    new: dict[str, Any] = {
        "title": "Trayek FD-4 berjalan",
        "level": "activity",
        "years": (2026, 2026),
        "unit": town.transport,
        "parents": [],
        "measure": "Penumpang sebulan",
        "unit_of_measure": "orang",
        "polarity": "maximise",
        "target": Decimal(22_000),
    }

    goal = goal_from_idea(idea=idea, by=admin, on=DISCUSS, **new)

    assert goal_from_idea(idea=idea, by=admin, on=DISCUSS, **new) == goal  # sent twice
    assert goal.source == "Gagasan: Minibus pengumpan"
    assert IdeaOutcome.objects.get().indicator == goal.indicators.get()
    other = goal_from_idea(idea=idea, by=admin, on=DISCUSS, **new | {"title": "Halte dibangun"})
    assert other != goal
    with refused(Forbidden):
        goal_from_idea(idea=idea, by=town.budi, on=DISCUSS, **new)
