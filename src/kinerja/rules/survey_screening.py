"""Which answers of a public survey count: limits for an address, a door and the open link.

A door is one way in: the poster of one counter, or the link that anybody may pass on. No rule here
looks at what somebody answered, only at how many came from where and when; the last one asks how
far the open link as a whole would move the index. Product rules, no regulation; each page that
shows an index names what they set aside.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from kinerja.rules.label import Labelled
from kinerja.rules.satisfaction import ELEMENTS, INDEX_FACTOR

ADDRESS_HOUR = 12  # answers that one address may give in an hour
ADDRESS_DAY = 40  # and in a day: a family, a waiting room, a mobile network of many
DAY_SLACK = Fraction(3, 2)  # a busy day brings half as many again as expected
HOURS_OF_A_DAY = 4  # the busiest hour brings at most a quarter of a busy day
LEAST_HOUR = 8  # below that an hour is never a burst
LEAST_DAY = 20
RHYTHM = 3  # times the median day, where nobody said how many are expected
LEAST_REFERENCE = 30  # answers at the doors before the open link is held against them
OPEN_INFLUENCE = Fraction(1, 4)  # points of the index; two states of the link differ by 0.5 at most


class Verdict(Labelled):
    """What becomes of an answer. Without a verdict it has not been looked at yet."""

    COUNTED = "ok", "Dihitung"
    SIGNAL = "signal", "Diisi mesin atau terlalu cepat"
    ADDRESS = "address", "Terlalu banyak dari satu jaringan"
    HOUR = "hour", "Lonjakan dalam satu jam"
    DAY = "day", "Melebihi kunjungan sehari"
    OPEN = "open", "Tautan terbuka menyimpang dari pintu di tempat"
    OFFICER = "officer", "Disisihkan pengelola"


@dataclass(frozen=True)
class Door:
    """One way in. `expected` visitors a day (None: its own rhythm says it); `network` is the
    address of the place itself, which may bring as many as the door."""

    expected: int | None = None
    open_link: bool = False
    network: str = ""


@dataclass(frozen=True)
class Batch:
    """The answers of one address at one door in one hour, without those that carry a signal."""

    door: int
    day: int  # any numbering of days
    hour: int  # 0-23
    address: str
    answers: int
    total: int = 0  # sum of all element answers; 0 where the survey has no elements


Hour = tuple[int, int, int]  # door, day, hour


def door_limits(door: Door, days: Sequence[int]) -> tuple[int, int]:
    """How many answers a door takes in an hour and in a day before they are set aside.

    Half as many again as the visitors that are expected; where nobody said how many, three times
    the median of the days that brought any. The busiest hour is a quarter of that.

    Units: answers; `days` are the answers of each day that brought any.
    Errors: ValueError for an expectation that is not positive.
    Source: the product's own; the numbers are settings of the method.
    Confidence: U.

    >>> door_limits(Door(expected=60), [])
    (23, 90)
    >>> door_limits(Door(), [10, 12, 400])
    (9, 36)
    """
    if door.expected is not None and door.expected < 1:
        raise ValueError("a door expects at least one visitor a day")
    if door.expected is not None:
        day = -(-door.expected * DAY_SLACK.numerator // DAY_SLACK.denominator)
    else:
        day = max(int(RHYTHM * median(days or [0])), LEAST_DAY)
    return max(-(-day // HOURS_OF_A_DAY), LEAST_HOUR), day


def screen_answers(
    batches: Iterable[Batch],
    doors: Mapping[int, Door],
    decided: Mapping[Hour, bool] | None = None,
) -> list[Verdict]:
    """What becomes of each batch, in their order.

    1. An address above its limit of an hour or a day loses the answers of that hour or day.
    2. An hour of a door above its limit is set aside whole, and then a day above its limit: who
       was honest among them cannot be told apart, and the other hours say the same about them.
    3. The open link as a whole counts only while it moves the index by no more than a quarter of
       a point from what the doors alone say.
    What an officer decided about an hour of a door goes before all of it.

    Units: answers and sums of element answers in; verdicts out.
    Errors: KeyError for a batch whose door is not named.
    Source: the product's own, published on the page of each result.
    Confidence: U; it does not stop somebody who stays below every limit.

    >>> flood = Batch(1, 1, 9, "a", 500)
    >>> [one.value for one in screen_answers([flood, Batch(1, 2, 9, "b", 3)], {1: Door(60)})]
    ['address', 'ok']
    """
    rows, decided = list(batches), decided or {}
    verdicts = _by_address(rows, doors)
    _by_volume(rows, doors, verdicts)
    for at, row in enumerate(rows):
        said = decided.get((row.door, row.day, row.hour))
        if said is not None:
            verdicts[at] = Verdict.COUNTED if said else Verdict.OFFICER
    free = {(row.door, row.day, row.hour) for row in rows} - set(decided)
    if _open_link_deviates(rows, doors, verdicts):
        for at, row in enumerate(rows):
            is_free = (row.door, row.day, row.hour) in free
            if doors[row.door].open_link and is_free and verdicts[at] is Verdict.COUNTED:
                verdicts[at] = Verdict.OPEN
    return verdicts


def _by_address(rows: Sequence[Batch], doors: Mapping[int, Door]) -> list[Verdict]:
    hours: Counter[tuple[str, int, int]] = Counter()
    days: Counter[tuple[str, int]] = Counter()
    for row in rows:
        if row.address and row.address != doors[row.door].network:
            hours[row.address, row.day, row.hour] += row.answers
            days[row.address, row.day] += row.answers
    return [
        Verdict.ADDRESS
        if row.address != doors[row.door].network
        and (
            hours[row.address, row.day, row.hour] > ADDRESS_HOUR
            or days[row.address, row.day] > ADDRESS_DAY
        )
        else Verdict.COUNTED
        for row in rows
    ]


def _by_volume(rows: Sequence[Batch], doors: Mapping[int, Door], verdicts: list[Verdict]) -> None:
    """First the hours above the limit, then the days that are too full without them."""
    full: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict is Verdict.COUNTED:
            full[row.door][row.day] += row.answers
    limits = {door: door_limits(about, [*full[door].values()]) for door, about in doors.items()}
    hours: Counter[Hour] = Counter()
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict is Verdict.COUNTED:
            hours[row.door, row.day, row.hour] += row.answers
    days: Counter[tuple[int, int]] = Counter()
    for (door, day, _), count in hours.items():
        if count <= limits[door][0]:
            days[door, day] += count
    for at, row in enumerate(rows):
        if verdicts[at] is not Verdict.COUNTED:
            continue
        if hours[row.door, row.day, row.hour] > limits[row.door][0]:
            verdicts[at] = Verdict.HOUR
        elif days[row.door, row.day] > limits[row.door][1]:
            verdicts[at] = Verdict.DAY


def _open_link_deviates(
    rows: Sequence[Batch], doors: Mapping[int, Door], verdicts: Sequence[Verdict]
) -> bool:
    there, everywhere = [0, 0], [0, 0]
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict is Verdict.COUNTED:
            for sums in [everywhere] if doors[row.door].open_link else [there, everywhere]:
                sums[0] += row.answers
                sums[1] += row.total
    if there[0] < LEAST_REFERENCE or not there[1] or everywhere[0] == there[0]:
        return False
    return abs(_points(everywhere) - _points(there)) > OPEN_INFLUENCE


def _points(sums: Sequence[int]) -> Fraction:
    return Fraction(sums[1] * INDEX_FACTOR, sums[0] * ELEMENTS)
