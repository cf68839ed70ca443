"""Show that the tests of docs/features.md depend on what they test: `python tools/features.py`.

Each row of the table names verbs and pages (`work/filing.py: file_report`) and tests. The tests of
a row must be green; then each named function in turn is switched off, and they must fail. With ids
as arguments (`python tools/features.py D1 D4`) only those rows. The exit code is 1 if something was
not noticed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "features.md"
VERB = re.compile(r"`([\w/]+)\.py: ([\w, ]+)`")
PAGE = re.compile(r"`(/[^`]*)`")
TEST = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")
GREEN, FAILED = 0, 1  # pytest's exit codes; others say that the tests could not run at all


@dataclass(frozen=True)
class Row:
    """One feature that is finished."""

    id: str
    feature: str
    verbs: tuple[tuple[str, str], ...]  # module, function
    pages: tuple[str, ...]  # addresses, `<id>` for a number
    tests: tuple[str, ...]  # as pytest names them


def rows() -> Iterator[Row]:
    """The rows of the table, in its order."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 4 or not re.fullmatch(r"[A-R]\d+", cells[0]):
            continue
        verbs = (
            ("kinerja." + file.replace("/", "."), name.strip())
            for file, names in VERB.findall(cells[2])
            for name in names.split(",")
        )
        tests = (file + (f"::{name}" if name else "") for file, name in TEST.findall(cells[3]))
        yield Row(cells[0], cells[1], tuple(verbs), tuple(PAGE.findall(cells[2])), tuple(tests))


def run_tests(row: Row, switched_off: str = "") -> tuple[int, str]:
    """The row's tests with one function (`module:name`) off: exit code, and the line to read."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", *row.tests]
    path = os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "tools" / "everywhere")))
    environ = os.environ | {"KINERJA_DISABLED": switched_off, "PYTHONPATH": path}
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = ended.stdout.splitlines() or ["pytest said nothing"]
    failed = (line for line in lines if line.startswith(("FAILED tests/", "ERROR tests/")))
    return ended.returncode, next(failed, lines[-1])


def main(ids: list[str]) -> int:
    """Say of each row what its tests notice."""
    all_noticed = True
    for row in rows():
        if ids and row.id not in ids:
            continue
        code, line = run_tests(row)
        if code != GREEN:
            print(f"{row.id:4} its tests are not green: {line}", flush=True)
            all_noticed = False
            continue
        for module, name in row.verbs:
            code, line = run_tests(row, f"{module}:{name}")
            noticed = code == FAILED
            all_noticed &= noticed
            said = "its tests fail" if noticed else "NOT NOTICED"
            print(f"{row.id:4} without {module}: {name} – {said}: {line}", flush=True)
    return 0 if all_noticed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
