"""The agencies side by side in one month: how fresh each is, and sums of what may be summed.

Who has not sent is named, and so is who is stale; neither counts as zero. A sum says over how many
agencies it goes: those that are fresh and tell that number.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kinerja.integrations.hub.aggregate import CELLS
from kinerja.integrations.hub.member import Member
from kinerja.integrations.hub.received import Received
from kinerja.people.person import Person
from kinerja.rules.aggregate import Freshness, freshness
from kinerja.work.excluded import KINDS
from kinerja.work.recap import month_end


@dataclass(frozen=True)
class Row:
    """One agency; `numbers` by kind of employee, in the order of `CELLS`; None: not told."""

    member: Member
    state: Freshness
    made_at: datetime | None
    numbers: dict[str, tuple[int | None, ...]]


@dataclass(frozen=True)
class Sum:
    """One number of one kind over the agencies; None: nobody can be counted."""

    value: int | None
    agencies: int


@dataclass(frozen=True)
class Comparison:
    """One month."""

    month: date
    rows: list[Row]

    def named(self, state: Freshness) -> list[str]:
        return [row.member.name for row in self.rows if row.state == state]

    @property
    def fresh(self) -> list[str]:
        return self.named(Freshness.FRESH)

    @property
    def stale(self) -> list[str]:
        return self.named(Freshness.STALE)

    @property
    def missing(self) -> list[str]:
        return self.named(Freshness.MISSING)

    @property
    def sums(self) -> dict[str, tuple[Sum, ...]]:
        """By kind of employee, in the order of `CELLS`; kinds that nobody has are left out."""
        found = {}
        for kind in KINDS:
            told = [
                row.numbers[kind.value]
                for row in self.rows
                if row.state == Freshness.FRESH and kind.value in row.numbers
            ]
            if told:
                found[kind.value] = tuple(
                    _sum([one[at] for one in told]) for at in range(len(CELLS))
                )
        return found


def _sum(numbers: list[int | None]) -> Sum:
    known = [number for number in numbers if number is not None]
    return Sum(sum(known) if known else None, len(known))


def compare(month: date, today: date, region: str = "") -> Comparison:
    """The awaited agencies, of one region or all; two queries, however many there are."""
    month = month.replace(day=1)
    members = Member.objects.awaited(month)
    if region:
        members = members.filter(region=region)
    newest = {row.member_id: row for row in Received.objects.newest(month)}
    return Comparison(month, [_row(one, newest.get(one.pk), month, today) for one in members])


def _row(member: Member, row: Received | None, month: date, today: date) -> Row:
    made_on = timezone.localdate(row.made_at) if row else None
    state = freshness(month_end(month), made_on, today)
    if row is None:
        return Row(member, state, None, {})
    numbers = {kind: tuple(cells.get(cell) for cell in CELLS) for kind, cells in row.cells.items()}
    return Row(member, state, row.made_at, dict(sorted(numbers.items())))


def kind_label(kind: str) -> str:
    return str(Person.Kind(kind).label)
