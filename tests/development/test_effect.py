"""The effect of a training, from signed results and from values of units."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.development.make_training import a_session, a_training, enrolled
from tests.people.make import a_member, a_unit

from kinerja.development.effect import (
    PeopleMeasure,
    effect_on_people,
    effect_on_units,
    shared_indicators,
)
from kinerja.development.session import Session
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.planning.plan import Plan
from kinerja.rules.training_effect import EffectVerdict, WhyOpen

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return a_session(
        a_training(),
        starts_on=date(2026, 4, 6),
        ends_on=date(2026, 4, 7),
        settled_on=date(2026, 4, 8),
    )


@pytest.fixture
def periods() -> tuple[Period, Period]:
    first, then = (
        Period.objects.create(
            code=code,
            kind="quarter",
            starts_on=start,
            ends_on=end,
            opens_on=end,
            closes_on=date(2026, 12, 31),
        )
        for code, start, end in (
            ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
            ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        )
    )
    return first, then


def _result(person: Person, period: Period, behaviour: str, **fields: Any) -> None:
    plan = Plan.objects.filter(person=person).first()
    plan = plan or Plan.objects.create(
        person=person,
        assignment=Assignment.objects.get(person=person),
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    boss = fields.pop("boss")
    said = {
        "state": "signed",
        "appraiser": boss,
        "work_result_rating": "meets",
        "behaviour_rating": behaviour,
        "predicate": "baik",
        "rated_on": date(2026, 10, 1),
        "signed_on": date(2026, 10, 1),
        "rule_set": "x",
        "snapshot": {},
    }
    Review.objects.create(person=person, plan=plan, period=period, **said | fields)


def test_participants_are_compared_with_people_of_the_same_start(session, periods):
    unit, boss = a_unit(), a_member("Budi", a_unit("Atas"))
    taught = [a_member(f"T{at}", unit) for at in range(6)]
    others = [a_member(f"O{at}", unit) for at in range(6)]
    for at, one in enumerate([*taught, *others]):
        _result(one, periods[0], "meets", boss=boss)
        rises = (one in taught and at != 5) or at == 11
        _result(one, periods[1], "above" if rises else "meets", boss=boss)
    better = a_member("Z", unit)  # another start: compared with nobody
    for period in periods:
        _result(better, period, "above", boss=boss)
    enrolled(session, *taught, passed=True)

    found = effect_on_people(session.training, PeopleMeasure.BEHAVIOUR)

    effect = found.effect
    assert (effect.taught, effect.compared, found.left_out) == (6, 6, 0)
    assert (found.taught_change, found.compared_change) == (Decimal("0.83"), Decimal("0.17"))
    assert effect.verdict == EffectVerdict.UP
    work = effect_on_people(session.training, PeopleMeasure.WORK_RESULT).effect
    assert (work.verdict, work.why) == (EffectVerdict.OPEN, WhyOpen.EQUAL)


def test_drafts_count_as_nothing_and_few_people_are_not_shown(session, periods):
    unit, boss = a_unit(), a_member("Budi", a_unit("Atas"))
    people = [a_member(f"T{at}", unit) for at in range(5)]
    for one in people:
        _result(one, periods[0], "meets", boss=boss)
        _result(one, periods[1], "above", boss=boss, state="rated", signed_on=None)
    enrolled(session, *people, passed=True)

    found = effect_on_people(session.training, PeopleMeasure.BEHAVIOUR)

    assert (found.effect.why, found.effect.taught, found.left_out) == (WhyOpen.FEW, 0, 5)
    assert found.estimate is None


def test_units_that_sent_participants_against_units_that_sent_none(session):
    for at in range(12):
        unit = a_unit(f"Puskesmas {at}")
        goal = Goal.objects.create(
            title=f"Antrean {at}", unit=unit, level="objective", year_from=2026, year_to=2026
        )
        indicator = KeyIndicator.objects.create(
            goal=goal, name="Waktu tunggu", unit_of_measure="menit", polarity="minimise"
        )
        before, after = 60 + at % 3, 60 + at % 3 - (20 + at % 2 if at < 6 else at % 2)
        for day, value in ((date(2026, 3, 31), before), (date(2026, 6, 30), after)):
            KeyValue.objects.create(
                indicator=indicator, kind="realisation", measured_on=day, value=value, source="buku"
            )
        if at < 6:
            enrolled(session, a_member(f"P{at}", unit), passed=True)

    assert shared_indicators(session.training) == ["Waktu tunggu"]
    found = effect_on_units(session.training, "Waktu tunggu")

    assert (found.effect.taught, found.effect.compared, found.estimate) == (6, 6, 20)
    assert (found.effect.verdict, found.unit_of_measure) == (EffectVerdict.UP, "menit")


def test_without_a_settled_session_nothing_is_compared():
    training = a_training()

    assert shared_indicators(training) == []
    assert effect_on_people(training, PeopleMeasure.BEHAVIOUR).effect.why == WhyOpen.FEW
