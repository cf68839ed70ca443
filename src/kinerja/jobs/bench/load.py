"""Eight people at once on a real server: how long the slow ones of a hundred wait, reports a
second.

Pages are looked at for half a second before the next one is asked for, some 12 pages a second:
43,000 an hour. Reports come without a pause, as many as the server takes."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import DIVISION, Town
from kinerja.jobs.bench.served import header_of, served

CLIENTS = 8
LOOK_SECONDS = 0.5
WARM_SECONDS = 3.0  # each process has read its templates and opened its connections by then
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')

Visit = Callable[[HTTPConnection], int]


def load(town: Town, seconds: float) -> Iterator[Figure]:
    """The p95 of three pages, then reports a second."""
    leaders = (town.leaders * CLIENTS)[:CLIENTS]
    members = [2 + at % (DIVISION - 1) for at in range(CLIENTS)]
    with served() as (port, _):
        for name, path, people, bar in (
            ("home", "/", members, None),
            ("queue of 40", "/antrean/", leaders, 300),
            ("team of 40", "/tim/", leaders, 300),
        ):
            visits = [_reading(path, header_of(person)) for person in people]
            _together(port, visits, WARM_SECONDS)
            walls = _together(port, visits, seconds, LOOK_SECONDS)
            yield Figure(
                f"GET {name}, p95 of {CLIENTS} clients", percentile(walls, 95), "ms", bar=bar
            )
        visits = [_reporting(port, header_of(person), town.today.isoformat()) for person in members]
        walls = _together(port, visits, seconds)
        yield Figure(f"POST a report, {CLIENTS} clients", len(walls) / seconds, "/s", bar=150)


def percentile(walls: list[float], which: int) -> float:
    """Of seconds, in milliseconds."""
    ordered = sorted(walls)
    return ordered[min(len(ordered) - 1, len(ordered) * which // 100)] * 1000


def _reading(path: str, headers: dict[str, str]) -> Visit:
    def visit(page: HTTPConnection) -> int:
        page.request("GET", path, headers=headers)
        answer = page.getresponse()
        answer.read()
        return answer.status

    return visit


def _reporting(port: int, headers: dict[str, str], day: str) -> Visit:
    """Files a new report each time; the token comes from the form, once."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as page:
        page.request("GET", "/lapor/", headers={**headers, "Accept-Encoding": "identity"})
        answer = page.getresponse()
        token = TOKEN.search(answer.read())
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    if token is None:
        raise RuntimeError("the form for a report has no token")
    sent = {
        **headers,
        "Cookie": f"{headers['Cookie']}; {cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    fields = {"csrfmiddlewaretoken": token[1].decode(), "text": "Melayani warga", "result": "0"}
    fields["done_on"] = day

    def visit(page: HTTPConnection) -> int:
        page.request("POST", "/lapor/", urlencode({**fields, "key": str(uuid4())}), sent)
        answer = page.getresponse()
        answer.read()
        return answer.status

    return visit


def _together(port: int, visits: list[Visit], seconds: float, pause: float = 0) -> list[float]:
    """Seconds of each answer while all ask, with a pause after each answer.

    Errors: RuntimeError on a refusal.
    """
    end = time.perf_counter() + seconds

    def one(visit: Visit) -> list[float]:
        walls: list[float] = []
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as page:
            while not walls or time.perf_counter() < end:
                start = time.perf_counter()
                status = visit(page)
                walls.append(time.perf_counter() - start)
                if status not in (200, 302):
                    raise RuntimeError(f"the server answers {status}")
                time.sleep(pause)
        return walls

    with ThreadPoolExecutor(len(visits)) as pool:
        return [wall for walls in pool.map(one, visits) for wall in walls]
