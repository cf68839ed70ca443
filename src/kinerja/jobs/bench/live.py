"""From the publishing of a report until open pages of leaders know it."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from selectors import EVENT_READ, DefaultSelector

from kinerja.jobs.bench.asking import bare_connection, cost
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town
from kinerja.jobs.bench.load import percentile
from kinerja.jobs.bench.served import header_of, megabytes, served
from kinerja.work.signal import last_signal, publish

MEGABYTES = 200  # that the open pages may add
PAUSE = 0.3  # seconds between two signals
PATIENCE = 10  # seconds until what has not come counts as lost
NUMBER = re.compile(rb"^id: (\d+)$", re.MULTILINE)


def live(town: Town, streams: int, seconds: float) -> Iterator[Figure]:
    """Each signal concerns one person, whose leader has several pages open."""
    leaders = town.leaders
    headers = {leader: header_of(leader) for leader in leaders[:streams]}
    with served(KINERJA_STREAMS=str(streams * 2)) as (port, pid), ExitStack() as stack:
        before = megabytes(pid)
        readers: dict[int, list[socket.socket]] = {}
        for at in range(streams):
            leader = leaders[at % len(leaders)]
            page = stack.enter_context(_opened(port, headers[leader]))
            readers.setdefault(leader, []).append(page)
        walls: list[float] = []
        for leader in (list(readers) * 1000)[: max(3, int(seconds / PAUSE))]:
            walls += _told(leader + 1, readers[leader])
            time.sleep(PAUSE)
        after = megabytes(pid)
    with bare_connection() as driver:
        trip = cost(lambda: driver.execute("SELECT 1").fetchone(), 50)
    yield Figure("one database round trip", trip.wall, "ms")
    yield Figure(f"live: publish to receive, {streams} streams, p50", percentile(walls, 50), "ms")
    yield Figure(
        f"live: publish to receive, {streams} streams, p99", percentile(walls, 99), "ms", bar=300
    )
    if before is not None and after is not None:
        yield Figure(f"live: memory of {streams} streams", after - before, "MB", bar=MEGABYTES)


def _opened(port: int, headers: dict[str, str]) -> socket.socket:
    """A stream whose greeting has come. Errors: RuntimeError when it is refused."""
    page = socket.create_connection(("127.0.0.1", port), timeout=30)
    lines = [f"GET /langsung/tim/?sejak={last_signal()} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    page.sendall("\r\n".join([*lines, "", ""]).encode())
    said = b""
    while b"halo" not in said:
        part = page.recv(4096)
        said += part
        if not part or (b"\r\n\r\n" in said and b" 200 " not in said.partition(b"\r\n")[0]):
            raise RuntimeError(f"no stream: {said[:80]!r}")
    return page


def _told(person: int, pages: list[socket.socket]) -> list[float]:
    """Seconds until each of these pages knows; `PATIENCE` where nothing came."""
    start = time.perf_counter()
    publish({person: True})
    number = last_signal()
    walls: list[float] = []
    with DefaultSelector() as waiting:
        for page in pages:
            waiting.register(page, EVENT_READ)
        while waiting.get_map() and time.perf_counter() - start < PATIENCE:
            for key, _ in waiting.select(0.5):
                sock = key.fileobj
                assert isinstance(sock, socket.socket)  # noqa: S101 - only these were registered
                said = sock.recv(4096)
                if not said or any(int(one) >= number for one in NUMBER.findall(said)):
                    walls.append(time.perf_counter() - start)
                    waiting.unregister(sock)
    return walls + [float(PATIENCE)] * (len(pages) - len(walls))
