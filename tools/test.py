"""Run the whole test suite: `make test`, with arguments for pytest in `ARGS`.

1. On an embedded PostgreSQL of this run alone, which is deleted afterwards.
2. Once more on the server that `TEST_DATABASE_URL` names, if it does; its role must be allowed to
   create databases. The browser tests (where Chromium is found) and those of the embedded server
   itself do not depend on this choice: they run in step 1 only.

A few browser tests that fail are tried once more, alone, and named in the end: a browser beside
other work may be late, a page that is wrong fails twice. No other test has a second try.

At the end: what was skipped and how to get it, and pytest's own closing lines.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg import sql

from kinerja.config.database import embedded_server, ensure_database
from kinerja.config.embedded_place import NoDatabase

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CLOSING_LINE = re.compile(r"^=* ?(\d+ \w+(, \d+ \w+)*|no tests ran) in [\d.]+s\b.*$")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+\.py(?:::.+?)?)(?: - .*)?$")
IN_A_BROWSER = "tests/browser/"
MOST_TRIED_AGAIN = 5
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Outcome:
    """How one pytest run ended."""

    where: str
    exit_code: int
    closing_line: str
    failed: tuple[str, ...] = ()  # as pytest names them
    tried_again: tuple[str, ...] = ()  # failed at first, and passed alone


def main(arguments: list[str]) -> int:
    """Run the suite; 0 only if every run was green."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    skipped = []
    chosen = ["-n", "2", "--dist", "worksteal", *arguments]
    browser = find_browser()
    if browser:
        os.environ["CHROMIUM"] = browser
    else:
        skipped.append(
            "the browser tests: no Chromium found. Get it with: apt install chromium "
            "(or name one in CHROMIUM)"
        )
    no_browser = ["-m", "not browser"]
    once = [*no_browser, "--ignore=tests/config/test_embedded.py"]

    with scratch_home() as home:
        environ = environment(home)
        server = embedded_server(environ)
        try:
            server.start(durable=False)
            where = "embedded PostgreSQL"
            first = run_pytest(where, chosen + ([] if browser else no_browser), environ)
            outcomes = [second_try(first, environ)]
        finally:
            server.erase()

    if url := os.environ.get("TEST_DATABASE_URL"):
        run = secrets.token_hex(4)
        with scratch_home() as home:
            environ = environment(home) | {"DATABASE_URL": url, "KINERJA_TEST_RUN": run}
            ensure_database(environ)
            try:
                where = "PostgreSQL server"
                outcomes.append(run_pytest(where, chosen + once, environ))
            finally:
                drop_databases(url, f"test_kinerja_{run}")
    else:
        skipped.append(
            "the second run on a PostgreSQL server. Get it with: TEST_DATABASE_URL="
            "postgresql://user:password@host:5432/postgres make test"
        )

    print()
    for reason in skipped:
        print(f"Skipped: {reason}")
    for outcome in outcomes:
        print(f"{outcome.where}: {'green' if outcome.exit_code == 0 else 'RED'}")
        print(outcome.closing_line)
        for name in outcome.tried_again:
            print(f"Late at first, passed alone: {name}")
    return max(outcome.exit_code for outcome in outcomes)


def find_browser() -> str | None:
    """The program named by CHROMIUM, or the first browser found that the tests can drive."""
    if given := os.environ.get("CHROMIUM"):
        return shutil.which(given)
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def scratch_home() -> Iterator[Path]:
    """A home folder for one run, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-test-"))
    folder.chmod(0o711)  # as root, the server's ordinary account walks through to its data
    try:
        yield folder / "home"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(home: Path) -> dict[str, str]:
    """This process's environment, pointed at a scratch home and at its embedded server."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"KINERJA_HOME": str(home)}


def run_pytest(where: str, arguments: list[str], environ: dict[str, str]) -> Outcome:
    """One run, shown as it goes."""
    print(f"== Tests on: {where}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    if sys.stdout.isatty():
        command.append("--color=yes")
    closing_line, failed = "pytest gave no closing line", []
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout  # noqa: S101 - it is a pipe
        for line in process.stdout:
            print(line, end="", flush=True)
            plain = COLOUR.sub("", line).strip()
            if CLOSING_LINE.match(plain):
                closing_line = plain
            if found := FAILED.match(plain):
                failed.append(found[1])
    return Outcome(where, process.returncode, closing_line, tuple(failed))


def second_try(first: Outcome, environ: dict[str, str]) -> Outcome:
    """The same outcome, or green where nothing but a few browser tests failed that pass alone."""
    late = first.failed
    if first.exit_code != 1 or not 0 < len(late) <= MOST_TRIED_AGAIN:
        return first
    if not all(name.startswith(IN_A_BROWSER) for name in late):
        return first
    again = run_pytest(f"{first.where}, once more", list(late), environ)
    return replace(first, exit_code=0, tried_again=late) if again.exit_code == 0 else first


def drop_databases(url: str, prefix: str) -> None:
    """Drop what an interrupted run left on the server."""
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
        for (name,) in names:
            statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(statement)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoDatabase as problem:
        sys.exit(str(problem))
