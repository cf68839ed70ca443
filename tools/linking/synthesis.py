"""Made-up rounds, answered one by one through the product's own verb, as on a busy evening.

A round here is all that is asked about one person in a semester. Who answers when is mixed over all
of them; what was really said stays in memory, for the one who marks the attack.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.utils import timezone

from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.round360.answer import Answer, Given, give_answers, lay_out_tallies
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.release import close_round, release_round
from kinerja.evaluation.round360.round import SECRET_BYTES, Round360, Subject360
from kinerja.people.person import Person
from kinerja.records.notice import Notice, mark_read, notify_many
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency, Group

SEMESTERS = [f"{year}-S{half}" for year in range(2023, 2031) for half in (1, 2)]
A_SEMESTER = 1_000  # people spoken of
WORDS = list(Frequency)
WEIGHTS = (1, 3, 8, 14, 9)  # most answers are kind, as in life


@dataclass(frozen=True)
class Made:
    """One semester with its questions, and what each of them was answered (by its id)."""

    round: Round360
    answers: dict[int, Answer]


def make_rounds(count: int, *, random: Random, commenting: float = 0.5) -> Iterator[Made]:
    """So many people are spoken of; a semester at a time, answered and still open."""
    people = _people(max(60, min(count, A_SEMESTER)))
    for code in SEMESTERS:
        if count <= 0:
            return
        made = _asked(code, people[: min(count, A_SEMESTER)], people, random)
        count -= A_SEMESTER
        yield Made(made, _answered(made, random, commenting))
    if count > 0:
        raise ValueError(f"at most {len(SEMESTERS) * A_SEMESTER} rounds")


def release(made: Made) -> None:
    """Close the semester and tell its results."""
    period: Period = made.round.period
    close_round(round=made.round, by=None, on=period.closes_on)
    release_round(round=made.round, by=None, on=period.closes_on)


def _people(count: int) -> Sequence[Person]:
    rows = [Person(name=f"Pegawai {n}", kind=Person.Kind.OTHER) for n in range(count)]
    return Person.objects.bulk_create(rows)


def _asked(
    code: str, spoken_of: Sequence[Person], people: Sequence[Person], random: Random
) -> Round360:
    """About each five to seven peers, and about every sixth one also as many subordinates."""
    period = open_period(code=code, by=None)
    round = Round360.objects.create(
        period=period,
        state=Round360.State.OPEN,
        nominate_until=period.starts_on,
        closes_on=period.ends_on,
        seed="benih",
        secret=random.randbytes(SECRET_BYTES),
    )
    subjects = Subject360.objects.bulk_create(
        [Subject360(round=round, person=person) for person in spoken_of]
    )
    rows = []
    for place, subject in enumerate(subjects):
        groups = [Group.PEER, *([Group.SUBORDINATE] if place % 6 == 0 else [])]
        others = [one for one in random.sample(people, 16) if one != subject.person]
        for group in groups:
            for _ in range(random.randint(5, 7)):
                rater = others.pop()
                rows.append(_question(subject, rater, group))
    Rater360.objects.bulk_create(rows)
    lay_out_tallies(round, [subject.pk for subject in subjects])
    notify_many(people, f"{round} dibuka.", "/360/")
    return round


def _question(subject: Subject360, rater: Person, group: Group) -> Rater360:
    return Rater360(
        subject=subject,
        rater=rater,
        group=group,
        origin=Rater360.Origin.RULE,
        state=Rater360.State.ASKED,
    )


def _answered(round: Round360, random: Random, commenting: float) -> dict[int, Answer]:
    """In an order that mixes all people; each rater has read a notice just before."""
    rows = list(Rater360.objects.filter(subject__round=round).order_by("pk"))
    random.shuffle(rows)
    day: date = round.closes_on
    found = {}
    for row in rows:
        found[row.pk] = _answer(row.pk, random, commenting)
        mark_read(Notice.objects.filter(person=row.rater_id), at=timezone.now())
        give_answers([Given(row, found[row.pk])], on=day)
    return found


def _answer(question: int, random: Random, commenting: float) -> Answer:
    scores = dict(zip(CoreValue, random.choices(WORDS, WEIGHTS, k=len(CoreValue)), strict=True))
    comment = f"Catatan {question}" if random.random() < commenting else ""
    return Answer(dict(scores), comment)
