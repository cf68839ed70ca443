"""A health department in the first semester of 2026, with its 360 round.

Rina leads the department; Budi leads a centre of seven (Sari, Tono and five more), Dedi a small one
of two. Wati keeps the rounds.
"""

from dataclasses import dataclass
from datetime import date
from itertools import cycle

from tests.people.make import a_head, a_member, a_unit, an_admin, an_agency

from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.round360.answer import Answer, Given, give_answers
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.release import Result360, close_round, release_round
from kinerja.evaluation.round360.round import Round360, Subject360, start_round
from kinerja.people.person import Person
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency, Group

STARTED, NAMED_UNTIL = date(2026, 6, 1), date(2026, 6, 8)
OPENED, CLOSES = date(2026, 6, 9), date(2026, 6, 30)
AFTER = date(2026, 7, 1)
STAFF = ("Sari", "Tono", "Ani", "Beni", "Cici", "Dodi", "Evi")


@dataclass
class Department:
    """The people by their names."""

    rina: Person
    budi: Person
    dedi: Person
    wati: Person
    staff: dict[str, Person]  # Budi's
    few: dict[str, Person]  # Dedi's
    period: Period

    @property
    def sari(self) -> Person:
        return self.staff["Sari"]

    @property
    def tono(self) -> Person:
        return self.staff["Tono"]


def a_department() -> Department:
    an_agency()
    dinas = a_unit("Dinas Kesehatan")
    pauh, kuranji = a_unit("Puskesmas Pauh", dinas), a_unit("Puskesmas Kuranji", dinas)
    rina = a_head("Rina", dinas)
    budi, dedi = a_head("Budi", pauh), a_head("Dedi", kuranji)
    staff = {name: a_member(name, pauh) for name in STAFF}
    few = {name: a_member(name, kuranji) for name in ("Lina", "Yani")}
    period = open_period(code="2026-S1", by=None)
    return Department(rina, budi, dedi, an_admin("Wati"), staff, few, period)


def a_started(town: Department, **fields: int) -> Round360:
    return start_round(
        period=town.period,
        nominate_until=NAMED_UNTIL,
        closes_on=CLOSES,
        by=town.wati,
        on=STARTED,
        **fields,
    )


def an_open(town: Department, **fields: int) -> Round360:
    round = a_started(town, **fields)
    open_round(round=round, by=town.wati, on=OPENED)
    return round


def of(round: Round360, person: Person) -> Subject360:
    return Subject360.objects.get(round=round, person=person)


def questions(subject: Subject360, group: Group) -> list[Rater360]:
    rows = Rater360.objects.filter(subject=subject, group=group, state=Rater360.State.ASKED)
    return list(rows.order_by("pk"))


def an_answer(word: Frequency | None = Frequency.OFTEN, comment: str = "") -> Answer:
    """The same word for each of the seven values."""
    return Answer(dict.fromkeys(CoreValue, word), comment)


def answered(rows: list[Rater360], *answers: Answer) -> None:
    """Each question answered; the answers in turn."""
    turn = cycle(answers or (an_answer(),))
    give_answers([Given(row, next(turn)) for row in rows], on=OPENED)


def released(town: Department, round: Round360) -> dict[str, Result360]:
    """Closed and told; the results by first name."""
    close_round(round=round, by=town.wati, on=AFTER)
    release_round(round=round, by=town.wati, on=AFTER)
    found = Result360.objects.filter(subject__round=round).select_related("subject__person")
    return {one.subject.person.name: one for one in found}
