"""Attack the anonymity of the 360 round: `python tools/linking_attack.py --rounds 10000`.

Makes rounds in a database of its own through the product's verbs, takes a full dump of them with
the secret of the server, tries every order that the database knows, releases them, tries again, and
reads all that was told as linear equations. The exit code is 1 if a strategy beats chance by more
than five points (and three standard deviations), or if an answer is determined.
"""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linking.attack import Marks

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 0.05  # above chance
MEANT = {"evaluation_rater360", "evaluation_tally360", "records_notice"}


def main(rounds: int, seed: int) -> int:
    """Run it; 0 if nothing was found out."""
    from django.db import connection
    from linking.attack import Marks, attack, equations
    from linking.dump import dump, written_rows
    from linking.equations import determined
    from linking.synthesis import make_rounds, release

    from kinerja.jobs.bench.scratch import scratch_database
    from kinerja.people.agency import found_agency

    start = perf_counter()
    random = Random(seed)  # noqa: S311 - made-up answers
    running: dict[str, Marks] = {}
    told: dict[str, Marks] = {}
    sums: list[set[int]] = []
    unknowns = people = answers = 0
    with scratch_database("linking"):
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # nobody waits for the disk here
        found_agency(name="Instansi Uji")
        for made in make_rounds(rounds, random=random):
            before = written_rows()
            places = dump(made.round)
            people, answers = people + len(places), answers + len(made.answers)
            attack(places, made.answers, running)
            release(made)
            places = dump(made.round)
            attack(places, made.answers, told)
            fresh, unknowns = equations(places, made.answers, unknowns)
            sums += fresh
            _say(f"{people} rounds, {answers} answers, {perf_counter() - start:.0f} s")
        touched = sorted(name for name, rows in before.items() if rows and name not in MEANT)
    fixed = determined(sums, unknowns)
    print(f"{people} rounds, {answers} answers, {perf_counter() - start:.0f} s; seed {seed}")
    worst = max([_line("running, with the secret of the server", running), _line("released", told)])
    print(f"linear system: {len(sums)} equations, {unknowns} unknowns, {len(fixed)} determined")
    print(f"tables written besides participation, counters and notices: {', '.join(touched)}")
    return int(worst > LIMIT or bool(fixed))


def _line(title: str, found: "dict[str, Marks]") -> float:
    """Print the marks; the largest gain that is not noise."""
    print(f"\n{title}\n{'strategy':34} {'guesses':>9} {'right':>7} {'chance':>7} {'gain':>7}")
    worst = 0.0
    for name, marks in found.items():
        if marks.guesses:
            print(
                f"{name:34} {marks.guesses:9} {marks.rate:7.2%} {marks.chance:7.2%}"
                f" {marks.gain:+7.2%}"
            )
            if marks.gain > 3 * marks.noise:
                worst = max(worst, marks.gain)
    return worst


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.config.settings")
    import django

    from kinerja.config.database import ensure_database

    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ensure_database(os.environ)
    django.setup()
    sys.exit(main(asked.rounds, asked.seed))
