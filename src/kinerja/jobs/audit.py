"""`kinerja audit`: seal the events, check the chain, compute stored results again."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import asdict

from kinerja.evaluation.recomputing import recompute_stored
from kinerja.records.seal import Anchor, ChainReport, seal_events, verify_chain


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("seal", help="segel peristiwa yang belum bersegel, satu kali")
    verify = acts.add_parser("verify", help="periksa seluruh rantai")
    verify.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")
    again = acts.add_parser("recompute", help="hitung ulang hasil yang tersimpan")
    again.add_argument("--sample", type=int, metavar="N", help="sampel acak sebanyak N hasil")
    again.add_argument("--seed", type=int, default=0, help="benih sampel, supaya dapat diulang")
    again.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")
    verify.add_argument(
        "--anchor",
        type=_anchor,
        action="append",
        default=[],
        metavar="NOMOR:HASH",
        help="kepala rantai yang pernah dicetak dan disimpan di luar; boleh diulang",
    )


def run(options: Namespace) -> int:
    """0: sealed, or the chain is whole, or all results agree; 1: it is broken, or one does not."""
    if options.act == "seal":
        print(f"{seal_events()} peristiwa disegel.")
        return 0
    if options.act == "recompute":
        return _recompute(options)
    report = verify_chain(options.anchor)
    if options.json:
        print(json.dumps({"whole": report.whole, **asdict(report)}, ensure_ascii=False))
    else:
        _print(report)
    return 0 if report.whole else 1


def _recompute(options: Namespace) -> int:
    found = recompute_stored(sample=options.sample, seed=options.seed)
    if options.json:
        rows = [{"review": one.review_id, "parts": one.parts} for one in found.altered]
        said = {"looked_at": found.looked_at, "agree": found.agree, "altered": rows}
        print(json.dumps(said | {"without_digests": found.without_digests}, ensure_ascii=False))
        return 1 if found.altered else 0
    print(f"{found.looked_at} hasil dihitung ulang, {found.agree} cocok.")
    if found.without_digests:
        print(f"{found.without_digests} di antaranya tanpa sidik: hanya dihitung ulang.")
    for one in found.altered:
        print(f"BERUBAH /hasil/{one.review_id}/: {'; '.join(one.parts)}", file=sys.stderr)
    return 1 if found.altered else 0


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
