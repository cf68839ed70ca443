"""Which assignments cannot run side by side: the exclusion constraints of the table in words."""

from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from kinerja.people.refusals import OverlappingAssignment, PostTaken
from kinerja.people.tenure import Assignment
from kinerja.rules.date_words import date_in_words


def first_clash(rows: Iterable[Assignment]) -> OverlappingAssignment | PostTaken | None:
    """The refusal for the first two rows that share a day and a seat."""
    seats: dict[Hashable, list[Assignment]] = {}
    for row in rows:
        for seat in _seats(row):
            seats.setdefault(seat, []).append(row)
    for held in seats.values():
        held.sort(key=attrgetter("starts_on"))
        for earlier, later in pairwise(held):
            if not apart(earlier, later):
                return _refusal(*sorted((earlier, later), key=_is_new))
    return None


def apart(one: Assignment, other: Assignment) -> bool:
    """Whether the two share no day."""
    return bool(
        (one.ends_on and one.ends_on < other.starts_on)
        or (other.ends_on and other.ends_on < one.starts_on)
    )


def _seats(row: Assignment) -> Iterator[Hashable]:
    """What nobody else may hold while this assignment runs."""
    if row.kind in row.LEADING_KINDS:
        yield "post", row.person_id, row.position_id
        if row.leads:
            yield "head", row.kind, row.position_id
        if row.kind == row.Kind.DEFINITIVE:
            yield "person", row.person_id


def _is_new(row: Assignment) -> bool:
    return row._state.adding


def _refusal(stored: Assignment, new: Assignment) -> OverlappingAssignment | PostTaken:
    until = f"sampai {date_in_words(stored.ends_on)}" if stored.ends_on else "dan belum berakhir"
    text = (
        f"{stored.person.name} memegang jabatan {stored.position} ({stored.get_kind_display()}) "
        f"sejak {date_in_words(stored.starts_on)} {until}; akhiri dahulu penugasan itu."
    )
    if stored.person_id == new.person_id:
        return OverlappingAssignment(text)
    return PostTaken(text)
