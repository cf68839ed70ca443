"""One broker per process: it listens to the database once and tells all open streams.

It runs in a thread of its own with its own loop; a stream is a socket in that loop and holds no
thread of the pages. Nothing is remembered about who may see whom: each time there is news it asks
who the leaders of these people are today, so that a change of superior counts at once.
"""

import asyncio
import json
import logging
import resource
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any, TypeVar, cast

import psycopg
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection
from django.utils import timezone

from kinerja.people.account import Account
from kinerja.people.agency import the_agency
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.work.signal import CHANNEL, Missed, news_since

LOOK_SECONDS = 5  # a wake-up that was lost costs no more than this
BEAT_SECONDS = 15
CHECK_SECONDS = 10  # after signing out a stream lives no longer
RETRY_SECONDS = 5  # until the database is asked again after it went away
MOST_UNSENT = 64 * 1024  # bytes that wait for a slow reader; then it has to come again

Result = TypeVar("Result")
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Stream:
    """One open page: whose it is, by which session, and the last number that it knows."""

    person_id: int
    account_id: int
    session_key: str
    session_hash: str
    since: int
    wire: "Wire" = field(init=False)

    def tell(self, number: int, news: dict[str, Any]) -> None:
        self.wire.send(f"id: {number}\nevent: tim\ndata: {json.dumps(news)}\n\n".encode())


@dataclass
class Broker:
    """The open streams of this process."""

    streams: set[Stream] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def start(self) -> None:
        Thread(target=self._run, name="broker", daemon=True).start()

    @property
    def is_full(self) -> bool:
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return len(self.streams) >= min(settings.KINERJA_STREAMS, files // 2)

    def join(self, sock: socket.socket, stream: Stream, *, chunked: bool) -> None:
        """Tell this stream from now on, first what it missed; for any thread to say.

        `sock` is a connection whose answer has begun; `chunked`: in the framing of HTTP/1.1.
        """
        asyncio.run_coroutine_threadsafe(self._join(sock, stream, chunked), self.loop)

    async def _join(self, sock: socket.socket, stream: Stream, chunked: bool) -> None:
        stream.wire = Wire(chunked, lambda: self.streams.discard(stream))
        with suppress(OSError):
            await self.loop.connect_accepted_socket(lambda: stream.wire, sock)
            self.streams.add(stream)
            self.wake.set()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.wake = asyncio.Event()
        self.database = ThreadPoolExecutor(1, "broker-database")
        for work in (self._listen, self._look_again, self._beat, self._check):
            self.loop.create_task(self._for_ever(work))
        self.loop.run_forever()

    async def _for_ever(self, work: Callable[[], Any]) -> None:
        while True:
            try:
                await work()
            except Exception as trouble:  # whatever it is: the streams go on
                log.warning("open pages wait: %r", trouble)
                await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self) -> None:
        """The one connection that is woken; it is lost with the database and opened anew."""
        given = connection.get_connection_params()
        params = {key: given[key] for key in given if key not in {"cursor_factory", "context"}}
        async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as listener:
            await listener.execute(f"LISTEN {CHANNEL}")
            async for _ in listener.notifies():
                self.wake.set()

    async def _look_again(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), LOOK_SECONDS)
        self.wake.clear()
        if self.streams:
            await self._look()

    async def _look(self) -> None:
        """Tell each stream what came after the number that it knows."""
        known = {stream: stream.since for stream in self.streams}
        news, leaders = await self._ask(news_with_leaders, min(known.values()))
        for stream, since in known.items():
            if not news.reaches_to <= since <= news.last:  # forgotten, or numbers of another life
                stream.tell(news.last, {"all": True})
            elif own := [one for one in leaders.get(stream.person_id, ()) if one[0] > since]:
                fresh = {person for _, person, new in own if new}
                changed = {person for _, person, _ in own} - fresh
                stream.tell(news.last, {"new": sorted(fresh), "changed": sorted(changed)})
            stream.since = news.last

    async def _beat(self) -> None:
        await asyncio.sleep(BEAT_SECONDS)
        for stream in list(self.streams):
            stream.wire.send(b": .\n\n")

    async def _check(self) -> None:
        """Close the streams whose session has ended or whose account was closed."""
        await asyncio.sleep(CHECK_SECONDS)
        streams = list(self.streams)
        if not streams:
            return
        signed_in = await self._ask(still_signed_in, streams)
        for stream in streams:
            if stream not in signed_in:
                self.streams.discard(stream)
                stream.wire.close()

    async def _ask(self, question: Callable[..., Result], *about: Any) -> Result:
        """A question to the database, outside the loop."""

        def asked() -> Result:
            close_old_connections()
            return question(*about)

        return await self.loop.run_in_executor(self.database, asked)


class Wire(asyncio.Protocol):
    """The connection of one stream."""

    def __init__(self, chunked: bool, lost: Callable[[], None]) -> None:
        self.chunked, self.lost = chunked, lost

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost()

    def send(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > MOST_UNSENT:
            self.transport.abort()  # it comes again and says what it knows
        else:
            self.transport.write(b"%x\r\n%b\r\n" % (len(data), data) if self.chunked else data)

    def close(self) -> None:
        if self.chunked and not self.transport.is_closing():
            self.transport.write(b"0\r\n\r\n")
        self.transport.close()


def news_with_leaders(since: int) -> tuple[Missed, dict[int, list[tuple[int, int, bool]]]]:
    """What came after that number, by the person who leads those concerned today."""
    news = news_since(since)
    if not news.signals:
        return news, {}
    today = timezone.localdate(timezone=the_agency().zone)
    people = [Person(pk=pk) for pk in {person for _, person, _ in news.signals}]
    lines = appraisers_of(people, today)
    leaders: dict[int, list[tuple[int, int, bool]]] = {}
    for signal in news.signals:
        if leader := lines[signal[1]].appraiser:
            leaders.setdefault(leader.pk, []).append(signal)
    return news, leaders


def still_signed_in(streams: Iterable[Stream]) -> set[Stream]:
    """Those whose session runs and whose account is open with the same password; two queries."""
    streams = list(streams)
    keys = {stream.session_key for stream in streams}
    running = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = set(running.values_list("session_key", flat=True))
    accounts = Account.objects.filter(is_active=True).in_bulk(
        {stream.account_id for stream in streams}
    )
    return {
        stream
        for stream in streams
        if stream.session_key in sessions
        and (account := accounts.get(stream.account_id))
        and account.get_session_auth_hash() == stream.session_hash
    }


@cache
def the_broker() -> Broker:
    """The one of this process; started when the first stream comes."""
    broker = Broker()
    broker.start()
    return broker
