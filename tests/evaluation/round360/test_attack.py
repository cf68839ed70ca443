"""The linking attack in its small form: `python tools/linking_attack.py` is the full one."""

from random import Random

import pytest
from tests.people.make import an_agency
from tools.linking.attack import Marks, attack, equations
from tools.linking.dump import dump
from tools.linking.equations import determined
from tools.linking.synthesis import Made, make_rounds, release

from kinerja.evaluation.round360 import answer

pytestmark = pytest.mark.django_db(transaction=True)  # each answer in transactions of its own

POINTS = 0.05


def one_semester(rounds: int, commenting: float = 1.0) -> Made:
    an_agency()
    (made,) = make_rounds(rounds, random=Random(7), commenting=commenting)
    return made


def test_who_holds_the_whole_database_and_the_secret_guesses_no_better_than_blindly():
    made = one_semester(40)
    running: dict[str, Marks] = attack(dump(made.round), made.answers, {})
    release(made)
    places = dump(made.round)
    told: dict[str, Marks] = attack(places, made.answers, {})
    sums, unknowns = equations(places, made.answers, 0)

    for name, marks in (running | told).items():
        assert marks.gain <= POINTS + 3 * marks.noise, name
    assert running["scores by transaction"].guesses == 7 * len(made.answers)
    assert running["comments by transaction"].guesses == len(made.answers)
    assert told["comments told, by transaction"].guesses == len(made.answers)
    assert len(sums) >= 7 * 40
    assert determined(sums, unknowns) == set()


def test_the_attack_finds_what_a_careless_store_gives_away(monkeypatch):
    """Comments kept in the order in which they came are linked by the number of the transaction."""
    monkeypatch.setattr(answer, "_mixed", lambda counts: counts)
    made = one_semester(12)

    marks = attack(dump(made.round), made.answers, {})

    assert marks["comments by transaction"].rate == 1.0
    assert marks["comment of the last to write"].rate == 1.0
    assert marks["comments by order of the rows"].gain < 0.3
