"""`kinerja import employees|organisation|leave|roster|attendance FILE`: a dry run, or with --apply
the real thing."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils import timezone

from kinerja.people.imports.applying import import_file
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.outcome import Outcome, summary
from kinerja.people.imports.plan import EmployeePlan
from kinerja.people.imports.receiving import Plan, read_plan
from kinerja.people.imports.text import shielded
from kinerja.records.seal import seal_events
from kinerja.rules.refusal import Refusal

READ, UNUSABLE = 0, 2


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=ImportBatch.Kind.values, help="isi berkas")
    parser.add_argument("file", type=Path, help="berkas XLSX, XLS, ODS, atau CSV")
    parser.add_argument("--apply", action="store_true", help="simpan; tanpa ini hanya diperiksa")
    parser.add_argument("--json", action="store_true", help="cetak laporan sebagai JSON")


def run(options: Namespace) -> int:
    """0: the file was read; 2: it cannot be used, and nothing was stored."""
    file: Path = options.file
    today = timezone.localdate()
    try:
        content = file.read_bytes()
        if options.apply:
            plan = import_file(
                kind=options.kind, file_name=file.name, content=content, by=None, on=today
            )
            seal_events()
        else:
            plan = read_plan(options.kind, content, on=today, name=file.stem)
    except (OSError, Refusal) as error:
        message = str(error)
        if isinstance(error, OSError):
            message = f"Berkas {file} tidak dapat dibuka: {error.strerror}."
        if options.json:
            print(json.dumps({"file": file.name, "error": message}, ensure_ascii=False))
        print(message, file=sys.stderr)
        return UNUSABLE
    if options.json:
        print(json.dumps(as_json(file.name, plan), ensure_ascii=False))
    else:
        print_report(file.name, plan, applied=options.apply)
    return READ


def as_json(file_name: str, plan: Plan) -> dict[str, object]:
    """The report as other programs read it."""
    return {
        "file": file_name,
        "sheet": plan.sheet,
        "summary": summary(report.outcome for report in plan.reports),
        "rows": [report.public() for report in plan.reports],
    }


def _unread(plan: Plan) -> list[tuple[str, str]]:
    """The headings that no field is read from: sheet and heading."""
    return plan.unread if isinstance(plan, EmployeePlan) else []


def print_report(file_name: str, plan: Plan, *, applied: bool) -> None:
    """The report for people: the counts, and every row that a person has to look at."""
    print(f"{file_name}, lembar {plan.sheet}")
    counts = summary(report.outcome for report in plan.reports)
    for outcome in Outcome:
        print(f"  {outcome.label:16} {counts[outcome.value]:>6}")
    for sheet, heading in _unread(plan):
        print(f"  {sheet}: kolom “{shielded(heading)}” tidak dibaca.")
    for report in plan.reports:
        if report.outcome not in (Outcome.REVIEW, Outcome.REFUSE):
            continue
        for reason in report.public()["reasons"]:
            column = f", kolom {reason['column']}" if reason["column"] else ""
            print(f"  {report.sheet} baris {report.row}{column}: {reason['message']}")
    stored = counts[Outcome.ACCEPT.value] + counts[Outcome.FIX.value]
    if applied:
        print(f"{stored} baris disimpan.")
    else:
        print(f"Belum ada yang disimpan; {stored} baris siap disimpan dengan --apply.")
