"""Signals about raters of a period: from named marks alone."""

import pytest
from tests.evaluation.make import ABOVE, BELOW, a_feedback, a_quarter, rated
from tests.evaluation.round360.make import CLOSES, OPENED, STARTED, an_answer
from tests.people.make import a_person, an_agency

from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.rater_statistics import marks_in, rater_signals
from kinerja.evaluation.round360.answer import NamedAnswer360
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.round import Round360, Subject360
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.rater_statistics import Mark, Signal
from kinerja.rules.round360 import Frequency, Group

pytestmark = pytest.mark.django_db

WORDS = list(Frequency)


def a_semester(leaders: int, staff: int) -> tuple[Period, list[Person]]:
    """Each leader wrote about the own staff by name: from rarely to often; the first one only
    "always"."""
    an_agency()
    period = open_period(code="2026-S1", by=None)
    round = Round360.objects.create(
        period=period,
        state=Round360.State.OPEN,
        nominate_until=STARTED,
        closes_on=CLOSES,
        seed="benih",
    )
    heads = [a_person(f"Kepala {n}") for n in range(leaders)]
    for number, head in enumerate(heads):
        for place in range(staff):
            person = a_person(f"Staf {number}-{place}")
            subject = Subject360.objects.create(round=round, person=person, appraiser=head)
            rater = Rater360.objects.create(
                subject=subject,
                rater=head,
                group=Group.SUPERIOR,
                origin=Rater360.Origin.RULE,
                state=Rater360.State.ASKED,
                taken_part=True,
            )
            NamedAnswer360.objects.create(
                rater=rater,
                scores={
                    value.value: WORDS[4 if number == 0 else 1 + (place + n) % 3].value
                    for n, value in enumerate(CoreValue)
                },
                given_on=OPENED,
            )
    return period, heads


def test_a_superior_who_always_says_always_stands_out(django_assert_num_queries):
    period, heads = a_semester(leaders=10, staff=5)

    with django_assert_num_queries(2):
        found = rater_signals(period)

    kind = next(one for one in found if one.signal is Signal.LENIENT)
    assert {one.rater for one in found} == {heads[0]}
    assert {one.signal for one in found} == {Signal.LENIENT, Signal.HALO, Signal.NO_SPREAD}
    assert kind.words.endswith("poin lebih tinggi daripada penilai lain.")
    assert (kind.marks, len(kind.people)) == (5, 5)
    assert kind.confidence > 0.9


def test_anonymous_answers_and_what_was_not_seen_are_no_marks():
    period, heads = a_semester(leaders=2, staff=2)
    first, second, *_ = Rater360.objects.order_by("pk")
    Rater360.objects.filter(pk=first.pk).update(group=Group.PEER)
    unseen = {value.value: None for value in CoreValue}
    NamedAnswer360.objects.filter(pk=second.pk).update(scores=unseen)

    assert {one.rater for one in marks_in(period)} == {heads[1].pk}
    assert an_answer(None).scores[CoreValue.LOYAL] is None


def test_other_periods_are_judged_by_the_two_ratings():
    quarter = a_quarter()
    town = quarter.town
    a_feedback(town.budi, town.tono)
    rated(quarter.sari, ABOVE)
    rated(quarter.tono, BELOW)

    marks = marks_in(quarter.period)

    assert sorted(marks, key=lambda one: one.scores) == [
        Mark(town.budi.pk, town.tono.pk, (1, 2)),
        Mark(town.budi.pk, town.sari.pk, (3, 2)),
    ]
    assert rater_signals(quarter.period) == []  # one rater has nobody to be compared with
