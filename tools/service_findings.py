"""Measure the detectors of service data on planted series: `python tools/service_findings.py`.

Draws a fresh seed and prints it (`--seed` repeats a run). Sizes are in standard deviations of the
noise of one month in one place; `planting/series.py` says how the series are made, and was written
before the detectors. Beside a break or an outlier in one series stands how many of them an ideal
detector finds, which is told the noise and the size (`planting/ideal.py`; it takes some minutes,
`--no-ideal` leaves it out): what it misses nobody can find. The exit code is 1 if, in a service of
twelve places, breaks, outliers or seasons of 1.5 and more are found in less than 90 %, or if more
than 5 % of the series without any effect are marked by any of the detectors (one series, or a
service of twelve places).
"""

import sys
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from random import Random
from secrets import randbelow
from statistics import fmean
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from planting.findings import alarms, hits, seen_as_said  # noqa: E402
from planting.ideal import ideal  # noqa: E402
from planting.series import NOISES  # noqa: E402

from kinerja.rules.sampling import wilson  # noqa: E402

SERVICE = 12  # places
ENOUGH, MOST_ALARMS = Decimal("0.90"), Decimal("0.05")
JUDGED_FROM = 1.5
SIZES = (0.5, 1.0, 1.5, 2.0)
IDEAL_EACH = 100  # series of each noise are enough for the ideal detector
ALONE = {"outlier": (0.5, 1.0, 1.5, 2.0, 4.0, 6.0, 8.0, 10.0)}  # one month of one place


def main(seed: int, each: int, with_ideal: bool) -> int:
    """Run it; 0 if both bars hold."""
    start = perf_counter()
    random = Random(seed)  # noqa: S311 - made-up series
    print(f"seed {seed}, {each} series of each kind of noise in each line, 36 to 60 months")
    bad = []
    for places in (1, SERVICE):
        name = "one series" if places == 1 else f"a service of {places} places"
        print(f"\n{name}: found of {', '.join(NOISES)}; all with 95 % interval")
        for kind in ("break", "outlier", "season"):
            for size in ALONE.get(kind, SIZES) if places == 1 else SIZES:
                counts = [hits(random, kind, size, places, noise, each) for noise in NOISES]
                best = []
                if with_ideal and places == 1 and kind != "season":
                    alarm = float(MOST_ALARMS)
                    best = ideal(random, kind, size, min(each, IDEAL_EACH), alarm)
                share = _line(f"{kind:8} {size:4}", counts, each, best)
                if places == SERVICE and size >= JUDGED_FROM and share < ENOUGH:
                    bad.append(f"{kind} {size}")
        counts = [alarms(random, "none", places, noise, each * 4) for noise in NOISES]
        if _line("nothing there", counts, each * 4) > MOST_ALARMS:
            bad.append(f"false alarms, {name}")
    print("\none series: found of changes as large as its page says can be seen")
    for kind in ("break", "outlier"):
        counts = [seen_as_said(random, kind, noise, each) for noise in NOISES]
        _line(f"{kind}, as said", counts, each)
    print(f"\nworst of {SERVICE} places in the last twelve months, all else alike")
    for size in SIZES:
        counts = [hits(random, "place", size, SERVICE, noise, each) for noise in NOISES]
        _line(f"place    {size:4}", counts, each)
    counts = [alarms(random, "place", SERVICE, noise, each * 4) for noise in NOISES]
    if _line("nothing there", counts, each * 4) > MOST_ALARMS:
        bad.append("false alarms, worst place")
    print(f"\n{perf_counter() - start:.0f} s; " + (f"missed: {', '.join(bad)}" if bad else "good"))
    return 1 if bad else 0


def _line(name: str, counts: list[int], each: int, best: list[float] | None = None) -> Decimal:
    found = wilson(sum(counts), each * len(counts))
    if found is None:
        return Decimal(0)
    parts = "  ".join(f"{100 * one / each:5.1f}" for one in counts)
    ideally = ""
    if best:
        ideally = f"; ideal {100 * fmean(best):.0f} %"
        ideally += f" ({', '.join(f'{100 * one:.0f}' for one in best)})"
    print(
        f"{name:14} {parts}   all {100 * found.share:5.1f} %"
        f" ({100 * found.low:.1f}-{100 * found.high:.1f}), {sum(counts)} of {each * len(counts)}"
        f"{ideally}"
    )
    return found.share


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--no-ideal", action="store_true")
    said = parser.parse_args()
    drawn = randbelow(2**31) if said.seed is None else said.seed
    sys.exit(main(drawn, said.each, with_ideal=not said.no_ideal))
