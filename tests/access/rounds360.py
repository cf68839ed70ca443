"""Three 360 rounds of `world`: one that was told, one that is answered now, and one in which people
name colleagues."""

from datetime import date

from tests.access.world import TODAY, World

from kinerja.evaluation.period import open_period
from kinerja.evaluation.round360.answer import Answer, Given, give_answers
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.rater import Rater360, name_rater
from kinerja.evaluation.round360.release import close_round, release_round
from kinerja.evaluation.round360.round import Round360, Subject360, start_round
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency, Group

NAMED = {"sari": "tono", "lina": "yani"}  # whom they ask for


def the_rounds(world: World, flowers: dict[str, str]) -> None:
    """The colleagues around are few here, so three answers are enough to be told."""
    _told(world, flowers)
    _asked(world)
    _named(world)


def _told(world: World, flowers: dict[str, str]) -> None:
    """The last half of 2025, when Fajar led Sari: superiors wrote by name, colleagues without."""
    began, over = date(2025, 12, 1), date(2025, 12, 20)
    round = start_round(
        period=open_period(code="2025-S2", by=None),
        nominate_until=began,
        closes_on=over,
        threshold=3,
        by=None,
        on=began,
    )
    open_round(round=round, by=None, on=began)
    rows = Rater360.objects.filter(subject__round=round).select_related("subject__person")
    names = {person.pk: name for name, person in world.people.items()}
    given = []
    for row in rows.order_by("pk"):
        flower = flowers.get(names[row.subject.person_id], "")
        superior = row.kind is Group.SUPERIOR and flower
        given.append(Given(row, _answer(f"Suara {flower}: andal." if superior else "Rapi.")))
    give_answers(given, on=began)
    close_round(round=round, by=None, on=date(2025, 12, 21))
    release_round(round=round, by=None, on=date(2025, 12, 21))
    for name in ("sari", "dewi", "rina"):
        subject = Subject360.objects.get(round=round, person=world.people[name])
        world.add("result360", name, subject_id=subject.pk)


def _asked(world: World) -> None:
    """The half year that runs: nobody has answered yet."""
    round = start_round(
        period=open_period(code="2026-S2", by=None),
        nominate_until=TODAY,
        closes_on=date(2026, 12, 20),
        threshold=3,
        by=None,
        on=TODAY,
    )
    open_round(round=round, by=None, on=TODAY)
    for name in ("sari", "tono", "dewi"):
        row = _question(round, world.people[name])
        world.add("question360", name, rater_id=row.pk)


def _question(round: Round360, person: Person) -> Rater360:
    rows = Rater360.objects.asked_of(person).filter(subject__round=round, group=Group.PEER)
    return rows.order_by("pk")[0]


def _named(world: World) -> None:
    """The half year before was begun late: its people still name colleagues."""
    round = start_round(
        period=open_period(code="2026-S1", closes_on=date(2026, 11, 30), by=None),
        nominate_until=date(2026, 10, 20),
        closes_on=date(2026, 11, 20),
        threshold=3,
        by=None,
        on=TODAY,
    )
    for name, colleague in NAMED.items():
        subject = Subject360.objects.get(round=round, person=world.people[name])
        row = name_rater(
            subject=subject, rater=world.people[colleague], by=world.people[name], on=TODAY
        )
        world.add("proposal360", name, rater_id=row.pk)


def _answer(comment: str) -> Answer:
    return Answer(dict.fromkeys(CoreValue, Frequency.OFTEN), comment)
