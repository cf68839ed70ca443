"""Measure the signals of data quality on planted faults: `python tools/quality_signals.py`.

Draws a fresh seed and prints it (`--seed` repeats a run); `planting/reports.py` says how the
reports are made, and was written before the signals. A hit names the person in whom the fault was
planted; a false alarm names somebody else (for a copy the one who was copied is no false alarm,
since a signal cannot know who copied whom). The exit code is 1 if, in texts of own words, a kind
finds less than nine of ten or names more than one in a hundred of the others.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from secrets import randbelow
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from planting.reports import KINDS, PEOPLE, a_unit  # noqa: E402
from planting.signals import named  # noqa: E402

from kinerja.rules.sampling import wilson  # noqa: E402

ENOUGH, MOST = 0.9, 0.01


def main(seed: int, units: int) -> int:
    """Run it; 0 if both bars hold for every kind in texts of own words."""
    start = perf_counter()
    random = Random(seed)  # noqa: S311 - made-up reports
    print(f"seed {seed}: {units} units of {PEOPLE} people with one fault of each kind, and as many")
    print("units without; false alarms: of all people of the latter, in eight weeks")
    bad = _measured(random, units, own_words=True)
    _measured(random, units, own_words=False)
    print(f"{perf_counter() - start:.0f} s; " + (f"missed: {', '.join(bad)}" if bad else "good"))
    return 1 if bad else 0


def _measured(random: Random, units: int, *, own_words: bool) -> list[str]:
    print("\ntexts in own words" if own_words else "\ntexts by form: copies alone differ")
    hits, alarms = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for _ in range(units):
        unit = a_unit(random, KINDS, own_words)
        found = named(unit)
        clean = named(a_unit(random, (), own_words))
        for kind in KINDS:
            hits[kind] += bool(found[kind] & unit.planted[kind])
            alarms[kind] += len(clean[kind])
    bad, people = [], units * PEOPLE
    for kind in KINDS if own_words else ("copied",):
        hit, alarm = wilson(hits[kind], units), wilson(alarms[kind], people)
        if hit is None or alarm is None:
            continue
        print(
            f"{kind:10} found {hits[kind]} of {units} ({100 * hit.share:.1f} %,"
            f" {100 * hit.low:.1f}-{100 * hit.high:.1f}); false {alarms[kind]} of {people}"
            f" ({100 * alarm.share:.2f} %, {100 * alarm.low:.2f}-{100 * alarm.high:.2f})"
        )
        if hit.share < ENOUGH or alarm.share > MOST:
            bad.append(kind)
    return bad


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--units", type=int, default=60)
    said = parser.parse_args()
    sys.exit(main(randbelow(2**31) if said.seed is None else said.seed, said.units))
