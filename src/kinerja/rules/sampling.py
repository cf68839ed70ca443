"""Random samples that nobody can choose and anybody can draw again, and what they tell.

Product rules, no regulation: how many are drawn is a setting of the agency.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Z_95 = Decimal("1.959964")  # of the normal distribution, two-sided 95 %


def sample_size(population: int, percent: int) -> int:
    """How many of a population are drawn: rounded up, at least one where there is anything.

    Units: items in and out; percent 1-100.
    Errors: ValueError for a negative population or a percentage outside 1-100.
    Source: practice of sampling; the product's own, no regulation.
    Confidence: U; the percentage is a setting.

    >>> sample_size(40, 10), sample_size(41, 10), sample_size(3, 10), sample_size(0, 10)
    (4, 5, 1, 0)
    """
    if population < 0 or not 1 <= percent <= 100:
        raise ValueError("a population is not negative, a percentage is from 1 to 100")
    return -(-population * percent // 100)


def draw(keys: Iterable[str], size: int, seed: str) -> list[str]:
    """The sample of that size: the keys with the smallest HMAC-SHA256 under the seed.

    The order of the keys does not matter, and leaving one out changes nothing for the others, so
    that whoever does not know the seed cannot steer it and whoever knows it can draw it again.

    Units: keys in and out; any text is a seed.
    Errors: ValueError for a negative size.
    Source: the product's own: a sample that can be checked.
    Confidence: U.

    >>> draw(["1", "2", "3"], 1, "benih") == draw(["3", "1", "2"], 1, "benih")
    True
    """
    if size < 0:
        raise ValueError("a sample has no negative size")
    secret = seed.encode()

    def place(key: str) -> tuple[str, str]:
        return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest(), key

    return sorted(set(keys), key=place)[:size]


def allocate(strata: Mapping[int, int], size: int) -> dict[int, int]:
    """How many of a sample come from each stratum, in proportion (largest remainders).

    A sample at least as large as the number of strata takes one of each first, so that no small
    unit is left out. Never more than a stratum holds.

    Units: items.
    Errors: ValueError for a negative size or stratum.
    Source: practice of stratified sampling.
    Confidence: U.

    >>> allocate({1: 80, 2: 15, 3: 5}, 10)
    {1: 7, 2: 2, 3: 1}
    """
    if size < 0 or any(count < 0 for count in strata.values()):
        raise ValueError("neither a sample nor a stratum has a negative size")
    filled = {key: count for key, count in strata.items() if count}
    total = sum(filled.values())
    size = min(size, total)
    base = dict.fromkeys(filled, 1 if size >= len(filled) else 0)
    left = size - sum(base.values())
    room = {key: count - base[key] for key, count in filled.items()}
    whole = sum(room.values())
    shares = {key: divmod(left * room[key], max(whole, 1)) for key in filled}
    taken = {key: base[key] + shares[key][0] for key in filled}
    rest = size - sum(taken.values())
    for key in sorted(filled, key=lambda one: (-shares[one][1], one))[:rest]:
        taken[key] += 1
    return {key: taken.get(key, 0) for key in strata}


@dataclass(frozen=True)
class Interval:
    """A share with the range in which it lies with 95 % confidence; all from 0 to 1."""

    share: Decimal
    low: Decimal
    high: Decimal


def wilson(hits: int, judged: int, z: Decimal = Z_95) -> Interval | None:
    """The score interval of Wilson (1927) for a share; None where nothing was judged.

    Units: items in, shares out.
    Errors: ValueError unless 0 <= hits <= judged.
    Source: Wilson, Journal of the American Statistical Association 22 (1927) 209-212.
    Confidence: U.

    >>> found = wilson(45, 50)
    >>> round(found.share, 3), round(found.low, 3), round(found.high, 3)
    (Decimal('0.900'), Decimal('0.786'), Decimal('0.957'))
    """
    if not 0 <= hits <= judged:
        raise ValueError("hits are a part of what was judged")
    if judged == 0:
        return None
    share = Decimal(hits) / judged
    under = 1 + z * z / judged
    middle = (share + z * z / (2 * judged)) / under
    half = z * (share * (1 - share) / judged + z * z / (4 * judged * judged)).sqrt() / under
    return Interval(share, max(Decimal(0), middle - half), min(Decimal(1), middle + half))
