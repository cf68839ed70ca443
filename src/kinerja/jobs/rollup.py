"""`kinerja rollup`: bring the counters per unit and day into step with the reports."""

from argparse import ArgumentParser, Namespace

from kinerja.work.rollup import count_days, rebuild


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--rebuild", action="store_true", help="hitung semuanya dari awal, bukan hanya yang berubah"
    )


def run(options: Namespace) -> int:
    """Count; the worker does the same by itself every second."""
    if options.rebuild:
        print(f"{rebuild()} baris angka per unit dan hari dihitung ulang.")
    else:
        print(f"{count_days()} perubahan dihitung.")
    return 0
