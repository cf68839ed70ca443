"""What somebody holds who has a copy of the whole database, and the secret of the server as well.

The secret makes the attack stronger than a stolen dump: without it the counters of a running round
are bytes without meaning. Everything else is what PostgreSQL tells about each row: where it lies,
which transaction wrote it, its key, and what other tables say about the same person.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from kinerja.evaluation.round360.answer import Counts, open_tallies, seal_of
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360

QUESTIONS = """
SELECT r.id, s.id, r."group", r.rater_id, r.xmin::text::bigint, r.ctid::text,
       (SELECT extract(epoch FROM max(n.read_at)) FROM records_notice n
         WHERE n.person_id = r.rater_id),
       (SELECT max(e.id) FROM records_event e WHERE e.by_id = r.rater_id)
  FROM evaluation_rater360 r JOIN evaluation_subject360 s ON s.id = r.subject_id
 WHERE s.round_id = %s AND r.taken_part AND r."group" IN ('peer', 'subordinate')
"""
WRITTEN = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables
"""


@dataclass(frozen=True)
class Participant:
    """One row that says "this person answered about that one", with all that surrounds it."""

    question: int
    person: int
    written_by: int  # the transaction
    place: tuple[int, ...]  # block and line in the file
    seen_at: float  # when the person last read a notice
    last_event: int


@dataclass(frozen=True)
class Place:
    """The participants about one person, by group, with what is said about that person."""

    participants: dict[str, list[Participant]]
    counts: Counts | None  # opened counters of a running round
    told: dict[str, Any] | None  # the frozen result of a released one
    last_written_by: int  # the transaction that wrote the counters last; 0: there are none


@transaction.atomic
def dump(round: Round360) -> list[Place]:
    """Everything about each person of the round."""
    found: dict[int, dict[str, list[Participant]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS, [round.pk])
        for question, subject, group, person, xmin, ctid, seen, event in cursor.fetchall():
            place = tuple(int(part) for part in ctid.strip("()").split(","))
            one = Participant(question, person, xmin, place, float(seen or 0), event or 0)
            found[subject][group].append(one)
    counts = open_tallies(round, list(found)) if round.secret is not None else {}
    written = _written(round, list(found)) if counts else {}
    results = dict(Result360.objects.filter(subject__round=round).values_list("subject_id", "told"))
    return [
        Place(dict(groups), counts.get(pk), results.get(pk), written.get(pk, 0))
        for pk, groups in found.items()
    ]


def _written(round: Round360, subjects: list[int]) -> dict[int, int]:
    """The transaction that wrote the counters about each person last."""
    seal = seal_of(round)
    names = {seal.name_of(subject): subject for subject in subjects}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, xmin::text::bigint FROM evaluation_tally360")
        return {names[name]: xmin for name, xmin in cursor.fetchall() if name in names}


def written_rows() -> dict[str, int]:
    """How many rows of each table were ever written, as PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())
