"""Embedded servers under test: starting one, looking into it, acting as another user."""

import os
import pwd
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import psycopg
import pytest

from kinerja.config.database import database_settings, embedded_server
from kinerja.config.embedded import EmbeddedServer

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user")


def server_of(home: Path, **environ: str) -> EmbeddedServer:
    """The embedded server of a home folder."""
    return embedded_server({"KINERJA_HOME": str(home), **environ})


def started(home: Path) -> EmbeddedServer:
    """The server of a home folder, running, without the cost of a durable one."""
    server = server_of(home)
    server.start(durable=False)
    return server


def connect(home: Path) -> psycopg.Connection:
    """A connection as the application opens it, from the settings alone."""
    settings = database_settings({"KINERJA_HOME": str(home)})
    return psycopg.connect(
        dbname=settings["NAME"],
        user=settings["USER"],
        host=settings["HOST"],
        port=settings["PORT"],
        autocommit=True,
        **settings["OPTIONS"],
    )


def store_a_row(home: Path) -> None:
    """One row that `stored_rows` finds again."""
    with connect(home) as connection:
        connection.execute("CREATE TABLE kept (name text)")
        connection.execute("INSERT INTO kept VALUES ('Sari')")


def stored_rows(home: Path) -> list[tuple[str]]:
    with connect(home) as connection:
        return connection.execute("SELECT name FROM kept").fetchall()


def postmaster(server: EmbeddedServer) -> int:
    """The process number of the running server."""
    return int((server.data / "postmaster.pid").read_text().split()[0])


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder: the bytes of files, None for folders."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
    }


def in_process(act: Callable[[], str], user: str | None = None) -> Callable[[], str]:
    """Start `act` in a process of its own, as another user if named; call the result to wait.

    The process is a fork, because the interpreter itself may be closed to that user.
    """
    fork = get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    def child() -> None:
        if user:
            account = pwd.getpwnam(user)
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
        try:
            theirs.send(act())
        except Exception as error:
            theirs.send(f"{type(error).__name__}: {error}")

    process = fork.Process(target=child)
    process.start()

    def wait() -> str:
        answer = str(ours.recv()) if ours.poll(60) else "no answer"
        process.join(10)
        return answer

    return wait
