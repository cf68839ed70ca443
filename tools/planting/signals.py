"""Whom the signals of data quality name in a made-up unit."""

from collections import defaultdict
from datetime import date

from kinerja.rules.quality_signal import (
    Written,
    amount_stands_out,
    copies,
    is_telling,
    late_batch,
    long_gaps,
    plain,
    returned_more,
)

from .reports import DAYS, PEOPLE, Entry, Unit, day_of

WINDOW = 8  # days that are compared for copies, as the nightly job does


def named(unit: Unit) -> dict[str, set[int]]:
    """The people whom each kind of signal names."""
    own: dict[int, list[Entry]] = defaultdict(list)
    for one in sorted(unit.entries, key=lambda entry: (entry.filed_at, entry.number)):
        own[one.person].append(one)
    found: dict[str, set[int]] = {
        kind: set() for kind in ("duplicate", "copied", "quantity", "gap", "batch", "returned")
    }
    found["copied"] = _copied(unit)
    answered, returned = len(unit.entries), sum(one.returned for one in unit.entries)
    expected: list[date] = [day_of(number).date() for number in range(DAYS)]
    for person in range(PEOPLE):
        entries = own[person]
        texts = [(one.day, plain(one.text)) for one in entries]
        if any(texts.count(text) > 1 for text in texts if is_telling(text[1])):
            found["duplicate"].add(person)
        amounts = [one.quantity for one in entries if one.quantity is not None]
        if any(
            amount_stands_out(value, [*amounts[:at], *amounts[at + 1 :]])
            for at, value in enumerate(amounts)
        ):
            found["quantity"].add(person)
        if long_gaps(expected, {day_of(one.day).date() for one in entries}):
            found["gap"].add(person)
        if late_batch([(one.number, one.filed_at, day_of(one.day).date()) for one in entries]):
            found["batch"].add(person)
        mine = sum(one.returned for one in entries)
        if returned_more(mine, len(entries), returned - mine, answered - len(entries)):
            found["returned"].add(person)
    return found


def _copied(unit: Unit) -> set[int]:
    """Of every week with the days before it."""
    found = set()
    people = {one.number: one.person for one in unit.entries}
    for first in range(0, DAYS, 5):
        texts = [
            Written(one.number, one.person, plain(one.text), day_of(one.day).date())
            for one in unit.entries
            if first - WINDOW < one.day < first + 5
        ]
        pairs = copies(texts)
        found |= {people[pair.key] for pair in pairs} | {people[pair.earlier] for pair in pairs}
    return found
