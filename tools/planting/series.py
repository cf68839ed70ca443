"""Made-up data of a service with a known effect in it. Written before the detectors were.

One series: 36 to 60 months around a level of its own; every month is missing with a chance of six
per cent. The noise has a standard deviation (SD) of 5 to 20 % of the level and is one of three
kinds: independent and normal; autocorrelated (AR(1), 0.3 from month to month, the same SD); heavy
tailed (Student's t with five degrees of freedom, scaled to the same SD).

An effect of size 1 is as large as that SD: a break moves all months from one on (in the middle half
of the series) up or down; an outlier moves one month; a season adds a profile of twelve numbers,
drawn at random, whose own standard deviation over the year is the effect. A "place" moves one of
several places for the last twelve months.

A service is several places with the same dates of break, outlier or season, and with noise of their
own: SD stays the noise of one month in one place.
"""

from dataclasses import dataclass, field
from random import Random

NOISES = ("normal", "autocorrelated", "heavy")
CORRELATION = 0.3
FREEDOM = 5
MISSING = 0.06
SHORTEST, LONGEST = 36, 60  # months
YEAR = 12


@dataclass(frozen=True)
class Planted:
    """Some series with the same months, and what was put into them."""

    kind: str  # none, break, outlier, season, place
    noise: str
    at: int  # the month of the break or outlier; the number of the place
    up: bool
    series: list[list[float | None]] = field(default_factory=list)
    sd: float = 0.0  # of the noise of one month in one place; no detector of the product sees it


def planted(
    random: Random, kind: str = "none", size: float = 0.0, places: int = 1, noise: str = ""
) -> Planted:
    """A service of that many places with an effect of that size; noise drawn unless named."""
    noise = noise or random.choice(NOISES)
    months = random.randint(SHORTEST, LONGEST)
    level = random.uniform(50, 500)
    sd = level * random.uniform(0.05, 0.20)
    up = random.random() < 0.5
    at = {
        "break": random.randint(months // 4, months * 3 // 4),
        "outlier": random.randrange(months),
        "place": random.randrange(places),
    }.get(kind, 0)
    effect = [0.0] * months
    step = size * sd if up else -size * sd
    if kind == "break":
        effect = [step if month >= at else 0.0 for month in range(months)]
    elif kind == "outlier":
        effect[at] = step
    elif kind == "season":
        profile = _profile(random)
        effect = [size * sd * profile[month % YEAR] for month in range(months)]
    series = []
    for place in range(places):
        own = effect
        if kind == "place" and place == at:
            own = [step if month >= months - YEAR else 0.0 for month in range(months)]
        drawn = _noise(random, noise, months)
        values: list[float | None] = [
            level + own[month] + sd * drawn[month] for month in range(months)
        ]
        for month in range(months):
            hurt = kind == "outlier" and month == at
            if not hurt and random.random() < MISSING:
                values[month] = None
        series.append(values)
    return Planted(kind, noise, at, up, series, sd)


def _profile(random: Random) -> list[float]:
    """Twelve numbers around 0 with a standard deviation of 1."""
    drawn = [random.gauss(0, 1) for _ in range(YEAR)]
    middle = sum(drawn) / YEAR
    spread = (sum((one - middle) ** 2 for one in drawn) / YEAR) ** 0.5
    return [(one - middle) / spread for one in drawn]


def _noise(random: Random, noise: str, months: int) -> list[float]:
    """That many numbers of mean 0 and standard deviation 1."""
    if noise == "heavy":
        scale = (FREEDOM / (FREEDOM - 2)) ** 0.5
        return [_student(random) / scale for _ in range(months)]
    drawn = [random.gauss(0, 1) for _ in range(months)]
    if noise == "autocorrelated":
        for month in range(1, months):
            drawn[month] = (
                CORRELATION * drawn[month - 1] + (1 - CORRELATION**2) ** 0.5 * drawn[month]
            )
    return drawn


def _student(random: Random) -> float:
    squares = sum(random.gauss(0, 1) ** 2 for _ in range(FREEDOM))
    return float(random.gauss(0, 1) / (squares / FREEDOM) ** 0.5)
