"""Asking the site in this process, through all of its middleware, and the two limits beside it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from statistics import median
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from kinerja.people.account import Account

Statement = tuple[str, Any]


def hello(request: HttpRequest) -> HttpResponse:
    """The empty page."""
    return HttpResponse("halo")


class _Nothing:
    """The addresses of a site with nothing but the empty page."""

    urlpatterns = (path("", hello),)


class BareHandler(WSGIHandler):
    """The same framework without session, middleware, database and templates."""

    def load_middleware(self, is_async: bool = False) -> None:
        none: list[Any] = []
        self._view_middleware = self._template_response_middleware = none
        self._exception_middleware = none
        self._middleware_chain = self._get_response  # type: ignore[attr-defined]

    def resolve_request(self, request: HttpRequest) -> Any:
        request.urlconf = _Nothing  # type: ignore[attr-defined]
        return super().resolve_request(request)


@dataclass
class Browser:
    """One person's requests. `cookies` are kept between them like a browser does."""

    handler: WSGIHandler = field(default_factory=WSGIHandler)
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, address: str) -> tuple[int, bytes]:
        return self._ask("GET", address, b"")

    def post(self, address: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """With the token of the page asked for before."""
        token = self.cookies["csrftoken"].value
        return self._ask(
            "POST", address, urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        )

    def send(self, address: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """To a page that asks for no such token."""
        return self._ask("POST", address, urlencode(fields).encode())

    def _ask(self, method: str, address: str, body: bytes) -> tuple[int, bytes]:
        place, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": "; ".join(
                f"{name}={one.coded_value}" for name, one in self.cookies.items()
            ),
            "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }
        told: list[Any] = []
        response: Any = self.handler(environ, lambda *said: told.append(said))  # type: ignore[arg-type]
        content = b"".join(response)
        response.close()
        status, headers = told[0]
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies.load(value)
        return int(status.split()[0]), content


def cookies_of(person: int) -> SimpleCookie:
    """Signs the person in, without the password."""
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return SimpleCookie({name: one.value for name, one in client.cookies.items()})


def browser_of(person: int) -> Browser:
    return Browser(cookies=cookies_of(person))


@dataclass(frozen=True)
class Cost:
    """Of one call, in milliseconds: from start to end, and of this process's CPU."""

    wall: float
    cpu: float


def cost(act: Callable[[], object], times: int = 15) -> Cost:
    """The median of some calls, after two that fill what is kept in memory."""
    act()
    act()
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = perf_counter(), process_time()
        act()
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    return Cost(median(walls) * 1000, median(cpus) * 1000)


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def statements_of(act: Callable[[], object]) -> list[str]:
    """The SQL that a call sends, with its values written in."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    writer = psycopg.ClientCursor(connection.connection)
    return [writer.mogrify(sql, params) if params else sql for sql, params in found]


def bare_connection() -> psycopg.Connection:
    """The driver alone, on the same database."""
    given = connection.get_connection_params()
    kept = {name: given[name] for name in given if name not in {"cursor_factory", "context"}}
    return psycopg.connect(**kept, autocommit=True)


def read_raw(driver: psycopg.Connection, statements: list[str]) -> None:
    """The same reads in one go: one message to the server, all rows fetched."""
    cursor = driver.execute(";\n".join(statements).encode())
    while True:
        if cursor.description:
            cursor.fetchall()
        if not cursor.nextset():
            return


def empty_page() -> Cost:
    """What any page costs that does nothing."""
    bare = Browser(BareHandler())
    return cost(lambda: bare.get("/"), 200)
