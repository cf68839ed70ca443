"""`kinerja bench`: how fast this version is on this machine, each figure beside its limit.

Machines differ and are noisy: a bar is a ratio to a limit measured in the same run, wherever there
is one. It works in databases of its own, which it drops at the end.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter

from django.utils import timezone

from kinerja.jobs.bench.answering import answering
from kinerja.jobs.bench.closing import closing
from kinerja.jobs.bench.figure import Figure, machine, table
from kinerja.jobs.bench.filling import Town, fill
from kinerja.jobs.bench.growth import growth
from kinerja.jobs.bench.imports import importing
from kinerja.jobs.bench.joining import joining
from kinerja.jobs.bench.live import live
from kinerja.jobs.bench.load import load
from kinerja.jobs.bench.needing import needing
from kinerja.jobs.bench.overview import closed, overview
from kinerja.jobs.bench.pages import pages, result_page
from kinerja.jobs.bench.rollup import rollup
from kinerja.jobs.bench.scratch import scratch_database
from kinerja.jobs.bench.sign_in import sign_in
from kinerja.jobs.bench.stored import recompute_stored
from kinerja.jobs.bench.writing import writing

PEOPLE, SECONDS, STREAMS = 2_000, 6.0, 200

# In this order: what is read first is not yet changed by what is written, and a day that is closed
# takes no more reports.
PARTS: dict[str, Callable[[Town, Namespace], Iterable[Figure]]] = {
    "pages": lambda town, _: pages(town),
    "overview": lambda town, _: overview(town),
    "sign-in": lambda town, _: sign_in(town),
    "rollup": lambda town, _: rollup(town),
    "live": lambda town, options: live(town, options.streams, options.seconds),
    "load": lambda town, options: load(town, options.seconds),
    "post": lambda town, _: writing(town),
    "survey": lambda town, _: answering(town),
    "close": lambda town, _: closing(town),
    "result": lambda town, _: result_page(town),
    "recompute": lambda town, _: recompute_stored(town),
    "closed": lambda town, _: closed(town),
    "needs": lambda town, _: needing(town),
    "together": lambda town, _: joining(town),
    "import": lambda town, options: importing(options.people),
}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"bawaan {PEOPLE}")
    parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")
    parser.add_argument("--only", choices=PARTS, action="append", help="ukur bagian ini saja")
    parser.add_argument(
        "--growth", type=int, metavar="N", help="ukur halaman juga dengan N orang, lalu bandingkan"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="lama tiap uji beban")
    parser.add_argument("--streams", type=int, default=STREAMS, help="halaman tim yang terbuka")


def run(options: Namespace) -> int:
    """0: measured, whatever came out; the table says what is over its bar."""
    on = machine()
    figures: list[Figure] = []
    with scratch_database("small"):
        _say(f"Mengisi {options.people} orang …")
        town = fill(options.people, timezone.localdate())
        for one in _measured(town, options):
            figures.append(one)
            _say(table([one]).splitlines()[-1])
        times = growth(town) if options.growth else {}
    if options.growth:
        with scratch_database("large"):
            _say(f"Mengisi {options.growth} orang …")
            larger = growth(fill(options.growth, timezone.localdate()))
        figures += [
            Figure(
                f"growth to {options.growth} people: {name}", larger[name], "ms", times[name], 1.3
            )
            for name in times
        ]
    found = [one.as_json() for one in figures]
    if options.json:
        print(json.dumps({"machine": on, "people": options.people, "figures": found}))
    else:
        print(" · ".join(f"{name} {value}" for name, value in on.items()))
        print(f"{options.people} people\n\n{table(figures)}")
    return 0


def _measured(town: Town, options: Namespace) -> Iterator[Figure]:
    for name, part in PARTS.items():
        if not options.only or name in options.only:
            start = perf_counter()
            yield from part(town, options)
            _say(f"[{name}: {perf_counter() - start:.0f} s]")


def _say(words: str) -> None:
    """Progress goes beside the result, so that `--json` stays one object."""
    print(words, file=sys.stderr, flush=True)
