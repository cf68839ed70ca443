"""My round: who waits for my answer, why me, and how hidden I am."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360, Subject360
from kinerja.rules.round360 import Group
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Phase


@dataclass(frozen=True)
class Questions:
    """What one round asks of this person."""

    round: Round360
    rows: Sequence[Rater360]

    @property
    def left(self) -> int:
        return sum(not row.taken_part for row in self.rows)

    @property
    def named(self) -> Sequence[Rater360]:
        return [row for row in self.rows if not row.kind.is_anonymous]

    @property
    def unnamed(self) -> Sequence[Rater360]:
        return [row for row in self.rows if row.kind.is_anonymous]

    @property
    def waiting(self) -> Sequence[Rater360]:
        return [row for row in self.unnamed if not row.taken_part]

    @property
    def answered(self) -> Sequence[Rater360]:
        return [row for row in self.unnamed if row.taken_part]


@page
def mine(request: PageRequest) -> HttpResponse:
    """What is asked of this person, what he or she may name, and the results that are there."""
    person, today = request.person, timezone.localdate()
    rounds = list(Round360.objects.running().select_related("period"))
    asked = [_questions(request, one) for one in rounds if one.takes_answers(today)]
    naming = next((one for one in rounds if one.takes_names(today)), None)
    subject = naming and Subject360.objects.filter(round=naming, person=person).first()
    open_now = next((one for one in asked if one.rows), None)
    context = {
        "asked": [one for one in asked if one.rows],
        "naming": naming if subject else None,
        "to_decide": Rater360.objects.to_decide(person)
        .filter(subject__round__state=Round360.State.NOMINATING)
        .count(),
        "phase": _phase(open_now, naming if subject else None),
        "has_results": Result360.objects.filter(
            Q(subject__person=person) | Q(subject__appraiser=person)
        ).exists(),
        "sent": "terkirim" in request.GET,
    }
    return render(request, "evaluation/round360/mine.html", context)


def _questions(request: PageRequest, round: Round360) -> Questions:
    rows = Rater360.objects.asked_of(request.person).filter(subject__round=round)
    found = rows.select_related("subject__person").order_by("taken_part", "subject__person__name")
    order = list(Group)
    return Questions(round, sorted(found, key=lambda row: (row.taken_part, order.index(row.kind))))


def _phase(asked: Questions | None, naming: Round360 | None) -> Phase | None:
    if asked:
        done = len(asked.rows) - asked.left
        return Phase(f"{asked.round}", asked.round.closes_on, done, len(asked.rows))
    return Phase(f"pengusulan penilai, {naming}", naming.nominate_until) if naming else None
