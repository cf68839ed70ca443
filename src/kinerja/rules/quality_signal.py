"""What in daily reports deserves a second look: repeats, copies, amounts, gaps, batches, returns.

Product rules, no regulation. A signal informs a person who may ask; it scores nobody and decides
nothing. The limits are measured by `tools/quality_signals.py` on planted faults.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil, comb, log
from statistics import median

WORD = re.compile(r"[^\W_]+")
LEAST_WORDS = 5  # of a text that is the same twice
LEAST_WORDS_COPIED = 8
ALIKE = 0.6  # of all pairs of neighbouring words: those that are looked at closely
SAME_ORDER = 0.92  # of the words of the longer text, those that the other has in the same order
MOST_APART = 7  # days between the two
MOST_SHARED = 3  # more people than this with such a text: it is a routine of the unit
AMOUNT_TIMES = 4.5  # what is usual
AMOUNT_SPREADS = 2.7  # of the own amounts
LEAST_AMOUNTS = 6
LEAST_SPREAD = 0.25  # of logarithms: amounts that hardly differ are no measure
NORMAL_MAD = 1.4826
BATCH_DAYS = 5
BATCH_LATE = timedelta(days=2)
BATCH_TIME = timedelta(hours=1)
GAP_DAYS = 5
LEAST_RETURNED = 4
RETURNED_TIMES = 3.0
RETURNED_CHANCE = 0.001


def plain(text: str) -> str:
    """The words of a text alone: two texts that differ in signs only are the same.

    Units: text in and out.
    Errors: none.
    Source: the product's own.
    Confidence: U.

    >>> plain("Rapat  koordinasi, di AULA!")
    'rapat koordinasi di aula'
    """
    return " ".join(WORD.findall(text.lower()))


def is_telling(text: str) -> bool:
    """Is a plain text long enough that the same one twice says anything?

    Units: text in.
    Errors: none.
    Source: the product's own.
    Confidence: U.

    >>> is_telling("apel pagi"), is_telling("menyusun laporan bulanan program gizi")
    (False, True)
    """
    return len(text.split()) >= LEAST_WORDS


def likeness(one: str, other: str) -> float:
    """The part of neighbouring words that two plain texts have in common (Jaccard), 0 to 1.

    Units: texts in, a share out.
    Errors: none.
    Source: the product's own; Broder (1997), shingles of two words.
    Confidence: U.

    >>> round(likeness("rapat koordinasi di aula kantor", "rapat koordinasi di ruang kantor"), 2)
    0.33
    """
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / len(a | b) if a and b else 0.0


@dataclass(frozen=True)
class Written:
    """A text as the search for copies sees it; `text` is plain."""

    key: int
    person: int
    text: str
    day: date


@dataclass(frozen=True)
class Copy:
    """Two texts of two people that are nearly the same; the later key is the copy."""

    key: int
    earlier: int
    alike: float


def copies(texts: Sequence[Written]) -> list[Copy]:
    """Nearly the same texts of different people, each with the most alike earlier one.

    Texts that more than three people wrote in nearly the same words are a routine and left out.
    Two texts that are alike share one of their rarest pairs of words, so only those are compared.

    Units: texts in, pairs out; later is what has the greater key.
    Errors: none.
    Source: the product's own; prefix filter of Chaudhuri, Ganti, Kaushik (2006).
    Confidence: U.

    >>> first = "melayani pendaftaran pasien umum di loket dua bersama kader posyandu"
    >>> other = "melayani pendaftaran pasien umum di loket dua bersama kader kelurahan"
    >>> day = date(2026, 10, 5)
    >>> copies([Written(1, 7, first, day), Written(2, 8, other, day)])
    []
    >>> copies([Written(1, 7, first, day), Written(2, 8, first, day)])
    [Copy(key=2, earlier=1, alike=1.0)]
    """
    known = {one.key: one for one in texts if len(one.text.split()) >= LEAST_WORDS_COPIED}
    pairs = {key: _pairs(one.text) for key, one in known.items()}
    often = Counter(pair for found in pairs.values() for pair in found)
    index: dict[str, list[int]] = defaultdict(list)
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for key in sorted(pairs):
        own = pairs[key]
        rare = sorted(own, key=lambda pair: (often[pair], pair))
        prefix = rare[: len(rare) - ceil(ALIKE * len(rare)) + 1]
        for other in {found for pair in prefix for found in index[pair]}:
            alike = _alike(known[key], known[other], own, pairs[other])
            if alike >= SAME_ORDER:
                near[key].append((alike, other))
                near[other].append((alike, key))
        for pair in prefix:
            index[pair].append(key)
    found = []
    for key in sorted(near):
        writers = {known[other].person for _, other in near[key]} | {known[key].person}
        earlier = [(alike, -other) for alike, other in near[key] if other < key]
        if earlier and len(writers) <= MOST_SHARED:
            alike, other = max(earlier)
            found.append(Copy(key, -other, round(alike, 4)))
    return found


def _alike(one: Written, other: Written, own: frozenset[str], theirs: frozenset[str]) -> float:
    """The words in the same order, as a part of the longer text; 0 for what cannot be a copy."""
    if one.person == other.person or abs((one.day - other.day).days) > MOST_APART:
        return 0.0
    if len(own & theirs) < ALIKE * len(own | theirs):
        return 0.0
    a, b = one.text.split(), other.text.split()
    before = [0] * (len(b) + 1)
    for word in a:
        row = [0]
        for at, there in enumerate(b):
            row.append(before[at] + 1 if word == there else max(before[at + 1], row[-1]))
        before = row
    return before[-1] / max(len(a), len(b))


def _pairs(text: str) -> frozenset[str]:
    words = text.split()
    return frozenset(f"{one} {other}" for one, other in pairwise(words))


def amount_stands_out(value: float, others: Sequence[float]) -> bool:
    """Is an amount far above the other ones of the same person and work?

    Four and a half times what is usual, and 2.7 spreads of the logarithms above it; with fewer than
    six other amounts nothing is said, and small amounts are never remarkable.

    Units: the amounts' own.
    Errors: none.
    Source: the product's own.
    Confidence: U.

    >>> amount_stands_out(900, [20, 25, 18, 30, 22, 24, 19, 28])
    True
    >>> amount_stands_out(60, [20, 25, 18, 30, 22, 24, 19, 28])
    False
    """
    known = [one for one in others if one > 0]
    if len(known) < LEAST_AMOUNTS or value <= 0:
        return False
    usual = median(known)
    if value < AMOUNT_TIMES * usual:  # most are not, and need no logarithm
        return False
    spread = NORMAL_MAD * median(abs(log(one / usual)) for one in known)
    far = log(value / usual)
    return far >= AMOUNT_SPREADS * max(spread, LEAST_SPREAD)


@dataclass(frozen=True)
class Batch:
    """Reports of several days that were filed within an hour, days after the work."""

    keys: tuple[int, ...]
    days: int


def late_batch(filed: Sequence[tuple[int, datetime, date]]) -> Batch | None:
    """The largest batch among reports of one person (key, when it was filed, day of the work).

    Five days or more, each at least two days before, within one hour.

    Units: reports in.
    Errors: none.
    Source: the product's own.
    Confidence: U.

    >>> at = datetime(2026, 10, 12, 9)
    >>> late_batch([(day, at, date(2026, 10, day)) for day in range(1, 8)]).days
    7
    >>> late_batch([(12, at, date(2026, 10, 12))]) is None
    True
    """
    late = sorted(
        (at, day, number)
        for number, (_, at, day) in enumerate(filed)
        if at.date() - day >= BATCH_LATE
    )
    best: Batch | None = None
    start = 0
    for end in range(len(late)):
        while late[end][0] - late[start][0] > BATCH_TIME:
            start += 1
        days = len({day for _, day, _ in late[start : end + 1]})
        if days >= BATCH_DAYS and (best is None or days > best.days):
            keys = tuple(filed[number][0] for _, _, number in late[start : end + 1])
            best = Batch(keys, days)
    return best


@dataclass(frozen=True)
class Gap:
    """Working days in a row without a report."""

    first: date
    last: date
    days: int


def long_gaps(expected: Sequence[date], reported: Collection[date]) -> list[Gap]:
    """Five or more working days in a row without a report; leave and days off are not expected.

    Units: days in, in order.
    Errors: none.
    Source: the product's own.
    Confidence: U.

    >>> week = [date(2026, 10, day) for day in (5, 6, 7, 8, 9, 12)]
    >>> long_gaps(week, {date(2026, 10, 12)})[0].days, long_gaps(week, {date(2026, 10, 7)})
    (5, [])
    """
    gaps: list[Gap] = []
    run: list[date] = []
    for day in [*expected, None]:
        if day is not None and day not in reported:
            run.append(day)
            continue
        if len(run) >= GAP_DAYS:
            gaps.append(Gap(run[0], run[-1], len(run)))
        run = []
    return gaps


def returned_more(own: int, answered: int, team: int, team_answered: int) -> bool:
    """Is one person's work returned far more often than that of the others in the team?

    Four returns or more, three times the share of the others, and so many by chance in less than
    one of a thousand people.

    Units: reports: returned and answered, of the person and of the others.
    Errors: ValueError unless returned reports are a part of those that were answered.
    Source: the product's own; the exact binomial tail.
    Confidence: U.

    >>> returned_more(9, 30, 6, 200), returned_more(2, 30, 6, 200)
    (True, False)
    """
    if not (0 <= own <= answered and 0 <= team <= team_answered):
        raise ValueError("returned reports are a part of those that were answered")
    if own < LEAST_RETURNED or not team_answered:
        return False
    share = (team + 1) / (team_answered + 2)
    if own / answered < RETURNED_TIMES * share:
        return False
    under = sum(
        comb(answered, count) * share**count * (1 - share) ** (answered - count)
        for count in range(own)
    )
    return 1 - under < RETURNED_CHANCE
