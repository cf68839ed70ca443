"""`kinerja work`: the worker. It takes jobs from the queue, seals events, counts reports, and gives
signs of life, by whose absence an outage is known.

Sealing and counting have clocks of their own instead of a job every few seconds: a long job does
not delay them, and the queue does not fill up with thousands of rows a day. Several workers may
run; the database lets one of them seal, and one count, at a time.
"""

import asyncio
import contextlib
import logging
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread
from typing import cast

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from kinerja.jobs.heartbeat import BEAT_SECONDS, Pulse
from kinerja.records.seal import seal_events
from kinerja.work.rollup import count_days

SEAL_SECONDS = 5
COUNT_SECONDS = 1  # an open page of a leader shows a new report this much later
RETRY_SECONDS = 5  # until the database is asked again after it went away
GRACE_SECONDS = 20  # for running jobs when the worker is asked to stop
JOBS_AT_ONCE = 2

log = logging.getLogger(__name__)


def arguments(parser: ArgumentParser) -> None:
    """None: the worker does everything that is in the queue."""


def run(options: Namespace) -> int:
    """Work until SIGTERM or SIGINT; 0 after an orderly end."""
    stop = Flag()
    clocks = [
        Thread(target=repeat_until, args=(stop, job, seconds), name=job.__name__, daemon=True)
        for job, seconds in (
            (Pulse().give_signs, BEAT_SECONDS),
            (seal_events, SEAL_SECONDS),
            (count_days, COUNT_SECONDS),
        )
    ]
    for clock in clocks:
        clock.start()
    try:
        asyncio.run(_work())
    finally:
        stop.set()
        for clock in clocks:
            clock.join(GRACE_SECONDS)
    return 0


def repeat_until(stop: Flag, job: Callable[[], object], seconds: float) -> None:
    """Do it again and again with a rest between, whatever happens to the database."""
    while not stop.is_set():
        try:
            close_old_connections()
            job()
        except DatabaseError as error:
            log.warning("%s has to wait: %s", job.__name__, error)
            connection.close()
        stop.wait(seconds)
    connection.close()


async def _work() -> None:
    """Run the queue again and again until a signal comes; only the signal ends it."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    asked = asyncio.create_task(stop.wait())
    while not stop.is_set():
        turn = asyncio.create_task(_queue())
        await asyncio.wait({turn, asked}, return_when=asyncio.FIRST_COMPLETED)
        turn.cancel()  # an orderly end: running jobs are waited for
        (end,) = await asyncio.gather(turn, return_exceptions=True)
        if isinstance(end, Exception):  # not the cancellation
            log.warning("the queue rests: %r", end)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(asked), RETRY_SECONDS)


async def _queue() -> None:
    """One turn with the database: until cancelled, or until the connection is lost."""
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        async with worker.open_async():
            await worker.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                delete_jobs="successful",
                shutdown_graceful_timeout=GRACE_SECONDS,
                install_signal_handlers=False,
            )
