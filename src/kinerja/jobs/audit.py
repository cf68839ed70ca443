"""`kinerja audit`: seal the events, and check the chain."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import asdict

from kinerja.records.seal import Anchor, ChainReport, seal_events, verify_chain


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("seal", help="segel peristiwa yang belum bersegel, satu kali")
    verify = acts.add_parser("verify", help="periksa seluruh rantai")
    verify.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")
    verify.add_argument(
        "--anchor",
        type=_anchor,
        action="append",
        default=[],
        metavar="NOMOR:HASH",
        help="kepala rantai yang pernah dicetak dan disimpan di luar; boleh diulang",
    )


def run(options: Namespace) -> int:
    """0: sealed, or the chain is whole; 1: the chain is broken."""
    if options.act == "seal":
        print(f"{seal_events()} peristiwa disegel.")
        return 0
    report = verify_chain(options.anchor)
    if options.json:
        print(json.dumps({"whole": report.whole, **asdict(report)}, ensure_ascii=False))
    else:
        _print(report)
    return 0 if report.whole else 1


def _print(report: ChainReport) -> None:
    print(f"Bersegel dan utuh : {report.sealed} peristiwa")
    print(f"Menunggu segel    : {report.unsealed} peristiwa")
    print(f"Kepala rantai     : {report.sealed}:{report.head}")
    if not report.whole:
        print(f"RUSAK: {report.first_bad}", file=sys.stderr)
        return
    print("Rantai utuh.")
    if not report.anchored:
        print(
            "Segel terbaru yang dihapus bersama peristiwanya tidak terlihat dari dalam basis data. "
            "Simpan kepala rantai ini di luar setiap hari, lalu periksa dengan --anchor."
        )


def _anchor(text: str) -> Anchor:
    written = re.fullmatch(r"([0-9]+):([0-9a-f]{64})", text.strip().lower())
    if not written:
        raise ArgumentTypeError("tulis seperti 120:9f86d0…, nomor dan hash penuh")
    return Anchor(int(written[1]), written[2])
