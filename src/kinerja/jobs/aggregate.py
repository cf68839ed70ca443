"""`kinerja aggregate`: the numbers of this agency for others, or those of others received here."""

import json
import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from kinerja.integrations.hub.aggregate import Aggregate, aggregate_of, bundle
from kinerja.integrations.hub.received import Received, aggregate_again, receive_file
from kinerja.people.agency import the_agency
from kinerja.records.seal import seal_events
from kinerja.rules.refusal import Refusal


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--period", type=_month, help="2026-10; bawaan: bulan yang lalu")
    parser.add_argument(
        "--code",
        default=os.environ.get("KINERJA_AGENCY_CODE", ""),
        help="kode instansi ini, misalnya 13.77 (atau KINERJA_AGENCY_CODE)",
    )
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON untuk dikirim")
    parser.add_argument(
        "--received", action="store_true", help="kumpulan yang diterima di sini, untuk tingkat atas"
    )
    parser.add_argument("--receive", type=Path, metavar="BERKAS", help="terima agregat dari berkas")


def run(options: Namespace) -> int:
    """0: written or received; 2: refused, and nothing was stored."""
    agency = the_agency()
    with timezone.override(agency.zone):
        try:
            if options.receive:
                return _receive(options.receive)
            month = options.period or _last_month(timezone.localdate())
            if options.received:
                rows = Received.objects.newest(month).select_related("member")
                found = [aggregate_again(row) for row in rows]
                document = bundle(found)
            else:
                now = timezone.localtime()
                one = aggregate_of(code=options.code, name=agency.name, month=month, at=now)
                found, document = [one], one.document()
        except Refusal as refusal:
            print(refusal, file=sys.stderr)
            return 2
    if options.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        for one in found:
            _print(one)
    return 0


def _receive(file: Path) -> int:
    try:
        content = file.read_bytes()
    except OSError as error:
        print(f"Berkas {file} tidak dapat dibuka: {error.strerror}.", file=sys.stderr)
        return 2
    rows = receive_file(content=content, by=None, at=timezone.now())
    seal_events()
    for row in rows:
        print(f"{row.member.name}, {row.month:%Y-%m}: diterima.")
    return 0


def _print(one: Aggregate) -> None:
    print(f"{one.name} ({one.code}), {one.month:%Y-%m}")
    for kind, cells in one.cells.items():
        said = ", ".join(
            f"{cell} {'disamarkan' if number is None else number}" for cell, number in cells.items()
        )
        print(f"  {kind}: {said}")


def _month(text: str) -> date:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    if not found:
        raise ArgumentTypeError("tulis bulan seperti 2026-10")
    return date(int(found[1]), int(found[2]), 1)


def _last_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
