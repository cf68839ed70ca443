"""`kinerja close`: sign what is rated in a period, and say who is missing and why."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from itertools import groupby

from django.utils import timezone

from kinerja.evaluation.closing import Closing, close_period
from kinerja.evaluation.missing import Cause
from kinerja.evaluation.period import period_named
from kinerja.evaluation.refusals import UnknownPeriod
from kinerja.people.agency import the_agency


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--period", required=True, help="2026-Q3, 2026-S2, atau 2026")
    parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")


def run(options: Namespace) -> int:
    """0: closed as far as possible, also when people are missing; 2: there is no such period."""
    with timezone.override(the_agency().zone):
        try:
            period = period_named(options.period)
        except UnknownPeriod as refusal:
            print(refusal, file=sys.stderr)
            return 2
        closing = close_period(period=period, by=None, on=timezone.localdate())
    if options.json:
        print(json.dumps(_as_json(closing), ensure_ascii=False))
    else:
        _print(closing)
    return 0


def _as_json(closing: Closing) -> dict[str, object]:
    """Names only: a NIP has no place in a log."""
    counts = Counter(one.cause.value for one in closing.missing)
    return {
        "period": closing.period.code,
        "signed": closing.signed,
        "signed_before": closing.signed_before,
        "missing": [
            {
                "person": one.person,
                "unit": one.unit,
                "cause": one.cause.value,
                "message": one.cause.label,
            }
            for one in closing.missing
        ],
        "counts": {cause.value: counts[cause.value] for cause in Cause if counts[cause.value]},
    }


def _print(closing: Closing) -> None:
    print(f"{closing.period.label} ({closing.period.code})")
    print(f"Disahkan sekarang : {closing.signed}")
    print(f"Sudah disahkan    : {closing.signed_before}")
    print(f"Belum selesai     : {len(closing.missing)}")
    for cause, people in groupby(closing.missing, key=lambda one: one.cause):
        found = list(people)
        print(f"\n{cause.label} ({len(found)}):")
        for one in found:
            print(f"  {one.person}, {one.unit}")
