"""Opening a round: the raters that are still missing are drawn, and everybody is asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from secrets import token_bytes

from django.db import transaction

from kinerja.evaluation.round360.answer import lay_out_tallies
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import RoundShut
from kinerja.evaluation.round360.round import (
    PAGE,
    SECRET_BYTES,
    Round360,
    Subject360,
    held_round,
)
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.copying import copy_many
from kinerja.records.event import record
from kinerja.records.notice import notify_many
from kinerja.rules.date_words import date_in_words
from kinerja.rules.round360 import Group
from kinerja.rules.round360_draw import WANTED, candidates, draw_raters

MORE_THAN_THRESHOLD = 2  # so many more are asked, since not everybody answers


@transaction.atomic
def open_round(*, round: Round360, by: Person | None, on: date) -> int:
    """Draw the raters and ask everybody; the number of questions put.

    Names that no appraiser approved lapse. Whoever has too few colleagues to stay unknown is asked
    for by name alone: nobody answers what would never be told.
    Errors: NotAllowed, WrongStep, RoundShut.
    """
    check_may_manage_people(by)
    held = held_round(round, Round360.State.NOMINATING)
    if on > held.closes_on:
        raise RoundShut("Masa pengisian yang direncanakan sudah lewat.")
    held.state, held.secret = Round360.State.OPEN, token_bytes(SECRET_BYTES)
    held.save(update_fields=["state", "secret"])
    Rater360.objects.filter(subject__round=held, state__in=Rater360.WAITING).delete()
    subjects = list(Subject360.objects.filter(round=held).order_by("pk"))
    fresh = _questions(held, subjects)
    copy_many(fresh)
    lay_out_tallies(held, [subject.pk for subject in subjects])
    asked = Rater360.objects.filter(subject__round=held, state=Rater360.State.ASKED)
    number = asked.count()
    data = {"asked": number, "seed": held.seed}
    record("round360.opened", about=held, by=by, data=data)
    notify_many(
        Person.objects.filter(pk__in=asked.values("rater")),
        f"{held} dibuka. Rekan Anda menunggu umpan balik Anda sampai"
        f" {date_in_words(held.closes_on)}.",
        PAGE,
    )
    round.refresh_from_db()
    return number


def _questions(round: Round360, subjects: list[Subject360]) -> list[Rater360]:
    """All that is asked beside what was approved."""
    by_person = {one.person_id: one for one in subjects}
    known = _known(round)
    load = Counter(pk for raters in known.values() for pk in raters.agreed)
    rows = _by_name(subjects)
    wanted = max(WANTED, round.threshold + MORE_THAN_THRESHOLD)
    pools, lapsed = _pools(round, subjects, known)
    # Peers and subordinates are drawn one after the other: the first draw counts in the second.
    for group, pool in pools.items():
        drawn = draw_raters(
            pool,
            f"{round.seed}/{group.value}",
            wanted=wanted,
            most=round.most_load,
            load=load,
            given={pk: known[pk].agreed for pk in pool} if group is Group.PEER else {},
        )
        load.update(pk for raters in drawn.values() for pk in raters)
        rows += [
            _asked(by_person[pk], one, group) for pk, raters in drawn.items() for one in raters
        ]
    Rater360.objects.filter(
        subject__in=lapsed, group=Group.PEER, state=Rater360.State.ASKED
    ).delete()
    return rows


@dataclass(frozen=True)
class _Known:
    """Ids of those whom the appraiser agreed to, and of those who are not to be asked."""

    agreed: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)


def _known(round: Round360) -> dict[int, _Known]:
    """By the id of the person spoken of."""
    found: dict[int, _Known] = defaultdict(_Known)
    rows = Rater360.objects.filter(subject__round=round)
    for person, rater, state in rows.values_list("subject__person_id", "rater_id", "state"):
        asked = state == Rater360.State.ASKED
        (found[person].agreed if asked else found[person].barred).add(rater)
    return found


def _pools(
    round: Round360, subjects: list[Subject360], known: Mapping[int, _Known]
) -> tuple[dict[Group, dict[int, list[int]]], list[Subject360]]:
    """Who can be drawn about each person, by group; and those who have too few around them."""
    circles, enough = _Circles(subjects), round.threshold
    pools: dict[Group, dict[int, list[int]]] = {Group.PEER: {}, Group.SUBORDINATE: {}}
    lapsed = []
    for one in subjects:
        person, said = one.person_id, known[one.person_id]
        near, wide, team = circles.around(one)
        peers = candidates(near, wide, person, said.barred, enough)
        if len({*peers, *team, *said.agreed}) < enough:
            lapsed.append(one)
            continue
        pools[Group.PEER][person] = peers
        pools[Group.SUBORDINATE][person] = [pk for pk in team if pk not in said.barred]
    return pools, lapsed


def _by_name(subjects: Iterable[Subject360]) -> list[Rater360]:
    """The superior and oneself."""
    rows = []
    for one in subjects:
        rows.append(_asked(one, one.person_id, Group.SELF))
        if one.appraiser_id:
            rows.append(_asked(one, one.appraiser_id, Group.SUPERIOR))
    return rows


def _asked(subject: Subject360, rater: int, group: Group) -> Rater360:
    return Rater360(
        subject=subject,
        rater_id=rater,
        group=group,
        origin=Rater360.Origin.RULE,
        state=Rater360.State.ASKED,
    )


@dataclass
class _Circles:
    """Who stands around whom, for all people of a round at once."""

    subjects: list[Subject360]

    def __post_init__(self) -> None:
        self.above = {one.person_id: one.appraiser_id for one in self.subjects}
        self.teams: dict[int, list[int]] = defaultdict(list)
        for person, leader in self.above.items():
            if leader:
                self.teams[leader].append(person)

    def around(self, subject: Subject360) -> tuple[list[int], list[int], list[int]]:
        """Ids: with the same superior, with the same superior one higher, led by the person."""
        person, leader = subject.person_id, subject.appraiser_id
        team = self.teams.get(person, [])
        if leader is None:
            return [], [], team
        barred = {person, leader, *team}
        near = [pk for pk in self.teams[leader] if pk not in barred]
        leaders = self.teams.get(self.above.get(leader) or 0, [])
        wide = [*leaders, *(pk for one in leaders for pk in self.teams.get(one, []))]
        return near, [pk for pk in wide if pk not in barred], team
