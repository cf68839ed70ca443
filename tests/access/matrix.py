"""Walks the addresses of the site with every viewer, and says where the answer is not the policy's.

Every request runs inside a savepoint that is rolled back, so that the world stays as it is.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.access.contents import FLOWERS
from tests.access.policy import (
    ANONYMOUS,
    RELATIONS,
    SECRETS,
    SELF,
    VIEWERS,
    Rule,
    Viewer,
    Who,
)
from tests.access.world import World
from tests.unchanged import different, everything, grown, writes_so_far

from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.people.token import AccessToken

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/akun/masuk/"
API, API_PATH = "api:", "/api/"
TOKENS = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|"token": "[^"]*"|'
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
TOLD = re.compile(rf"({'|'.join(SECRETS)}) ({'|'.join(FLOWERS.values())})")
OWNER_OF = {flower: name for name, flower in FLOWERS.items()}
NOT_THERE = {int: 2_000_000_000, UUID: UUID(int=7), str: "tidak-ada"}


@dataclass(frozen=True)
class Asked:
    """One request as the tests make it."""

    world: World
    viewer: str
    owner: str  # of the thing in the address; "": nobody
    arguments: dict[str, Any]

    @property
    def person(self) -> Person | None:
        """The viewer's row; None: somebody without an account."""
        return self.world.people.get(self.viewer)


Answer = tuple[int, Mapping[str, str], bytes]  # status, headers, body
Body = Callable[[Asked], dict[str, Any]]  # fields; "?": parameters of the address


def trust(session_key: str, account: Account) -> None:
    """As if the password had just been typed again in that session."""
    session = SessionStore(session_key)
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(account.pk)
    session["mfa.totp.secret"] = TOTP_SECRET  # as if the page that shows it had been opened
    session.save()


@contextmanager
def broken() -> Iterator[list[BaseException]]:
    """Collects what goes wrong inside views, which the site answers with a page."""
    errors: list[BaseException] = []

    def note(sender: object, **kwargs: Any) -> None:
        if (error := sys.exception()) is not None:
            errors.append(error)

    got_request_exception.connect(note)
    try:
        yield errors
    finally:
        got_request_exception.disconnect(note)


@dataclass
class Walk:
    """The site, with everybody signed in."""

    world: World
    bodies: dict[tuple[str, str], Body]
    handler: BaseHandler = field(default_factory=BaseHandler)
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # for the addresses of programs
    rows: dict[str, str] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.handler.load_middleware()
        for name, viewer in VIEWERS.items():
            if ANONYMOUS not in viewer.tags:
                self._sign_in(name)
        self.rows, self.written = everything(), writes_so_far()

    def _sign_in(self, name: str) -> None:
        """Two sessions; the first has just typed the password again."""
        account = self.world.accounts[name]
        keys = []
        for _ in range(2):
            client = Client()
            client.force_login(account)
            keys.append(client.session.session_key)
            UserSession.objects.create(
                user=account, session_key=keys[-1], ip="127.0.0.1", user_agent="Uji"
            )
        self.sessions[name] = keys[0]
        self.tokens[name] = f"kin_uji_{name}"
        AccessToken.objects.create(
            account=account,
            name="Uji",
            digest=sha256(self.tokens[name].encode()).hexdigest(),
            scopes=AccessToken.Scope.values,
            expires_on=timezone.localdate() + timedelta(days=30),
            last_used_on=timezone.localdate(),
        )
        trust(keys[0], account)

    # --- One rule

    def faults(self, rule: Rule, viewers: dict[str, Viewer] = VIEWERS) -> list[str]:
        """In words: every viewer and owner for whom the answer is not that of the policy."""
        found, allowed, compared = [], 0, False
        if rule.method == "GET" and rule.answer in (302, 405) and not rule.changes:
            # The address of an act: looking at it leads back for everybody.
            viewers = {name: viewers[name] for name in ("", "sari", "wati", "oki")}
        for name, viewer in viewers.items():
            for owner in self._owners(rule, name, viewer):
                words = viewer.tags | ({viewer.relation(name, owner)} if owner else set())
                may = rule.allows(words)
                allowed += may
                who = f"{viewer.role} ({name or '-'})"
                if owner:
                    who += f" on {owner}'s ({viewer.relation(name, owner)})"
                found += [f"{rule.name}: {who}: {fault}" for fault in self._try(rule, name, owner)]
                if (
                    rule.thing
                    and rule.refused == 404
                    and not may
                    and not rule.known_to & words
                    and not compared
                ):
                    compared = ANONYMOUS not in viewer.tags
                    found += self._looks_like_nothing(rule, name, owner)
        if not allowed and rule.may:
            found.append(f"{rule.name}: nobody of this world may do it, so nothing is proven")
        return found

    def _owners(self, rule: Rule, name: str, viewer: Viewer) -> Iterator[str]:
        """One owner for each relation that the viewer has to an owner of such a thing.

        Where a task alone decides, oneself and one other are enough.
        """
        if not rule.thing:
            yield ""
            return
        near: dict[str, str] = {}
        for owner in self.world.things[rule.thing]:
            near.setdefault(viewer.relation(name, owner), owner)
        if rule.may & RELATIONS:
            yield from near.values()
        else:
            oneself = [near.pop(SELF)] if SELF in near else []
            yield from [*oneself, *near.values()][: 1 + len(oneself)]

    def _try(self, rule: Rule, name: str, owner: str) -> Iterator[str]:
        viewer = VIEWERS[name]
        words = viewer.tags | ({viewer.relation(name, owner)} if owner else set())
        may = rule.allows(words)
        with transaction.atomic():
            status, headers, content = self.ask(rule, name, owner)
            tables = self._changed() if status != 500 else []
            transaction.set_rollback(status == 500 or rule.method == "POST" or bool(tables))
        yield from self._wrong_answer(rule, viewer, words, status, headers.get("Location", ""))
        if status == 500:
            yield f"broke: {content.decode()}"
        if tables and not (may and rule.changes):
            yield f"changed {', '.join(tables)}"
        if may and rule.changes and not tables:
            yield "was allowed and changed nothing: the request of the test is not a valid one"
        for kind, about in self.told_wrongly(name, content):
            yield f"the page tells “{kind}” of {about}"

    def _changed(self) -> list[str]:
        """The tables in which something is different now."""
        before, self.written = self.written, writes_so_far()
        return different(self.rows, grown(before, self.written))

    def _wrong_answer(
        self, rule: Rule, viewer: Viewer, words: Who, status: int, where: str
    ) -> Iterator[str]:
        to_sign_in = status == 302 and where.startswith(SIGN_IN)
        if ANONYMOUS in viewer.tags and ANONYMOUS not in rule.may and not rule.public:
            if rule.route.startswith(API):
                if status != 401:
                    yield f"answered {status} to a program without a token"
            elif not to_sign_in:
                yield f"answered {status} {where} instead of the way to the sign-in"
        elif rule.allows(words):
            if status != rule.status:
                yield f"answered {status} {where}, may: {rule.status}"
            elif to_sign_in and ANONYMOUS not in rule.may:
                yield "was sent to the sign-in"
        elif status not in ((403, 404) if rule.known_to & words else rule.refusals):
            yield f"answered {status} {where}, may not: {rule.refusals}"

    def _looks_like_nothing(self, rule: Rule, name: str, owner: str) -> Iterator[str]:
        """What is not yours looks like what is not there."""
        arguments = self.world.things[rule.thing][owner]
        nothing = {key: NOT_THERE[type(value)] for key, value in arguments.items()}
        answers = []
        for these in (arguments, nothing):
            with transaction.atomic():
                status, _, content = self.ask(rule, name, owner, these)
                answers.append((status, TOKENS.sub(b"", content)))
                transaction.set_rollback(True)
        if answers[0] != answers[1]:
            yield (
                f"{rule.name}: {name}: {owner}'s is told from what does not exist:"
                f" {answers[0][0]} and {answers[1][0]}"
            )

    # --- Requests

    def ask(
        self, rule: Rule, name: str, owner: str, arguments: dict[str, Any] | None = None
    ) -> Answer:
        """Make the request of a rule as that viewer, with a body that is valid for the act."""
        if arguments is None:
            arguments = self.world.things[rule.thing][owner] if rule.thing else {}
        named = dict(rule.at) | ({} if rule.in_body else arguments)
        data: dict[str, Any] = {}
        if rule.method == "POST" and (rule.route, rule.act) in self.bodies:
            asked = Asked(self.world, name, owner, arguments)
            data = dict(self.bodies[rule.route, rule.act](asked))
        path = reverse(rule.route, kwargs=named)
        if query := data.pop("?", None):
            path += f"?{urlencode(query)}"
        return self.request(name, rule.method, path, data)

    def address(self, rule: Rule) -> str:
        """An address of that rule that leads to something."""
        things = self.world.things[rule.thing] if rule.thing and not rule.in_body else {"": {}}
        return reverse(rule.route, kwargs=dict(rule.at) | next(iter(things.values())))

    def act(self, name: str, method: str, path: str, **more: Any) -> tuple[int, list[str]]:
        """One request that is undone afterwards: the status, and the tables that it changed."""
        written = writes_so_far()
        before = self.rows if written == self.written else everything()
        with transaction.atomic():
            status, _, _ = self.request(name, method, path, **more)
            tables = different(before, grown(written, writes_so_far())) if status != 500 else []
            transaction.set_rollback(True)
        if before == self.rows:  # and so it is again
            self.written = writes_so_far()
        return status, tables

    def request(
        self,
        name: str,
        method: str,
        path: str,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        token: bool = True,
    ) -> Answer:
        """One request of somebody through all middleware: status, headers, body.

        `token`: as if the form carried the token of its page (as in Django's own test client).
        """
        if path.startswith(API_PATH):
            request = self._from_a_program(name, method, path, data)
        else:
            factory = RequestFactory(headers=headers)
            if name in self.sessions:
                factory.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
            body: Any = data if method.lower() in ("get", "post") else ""
            request = getattr(factory, method.lower())(path, body)
        request._dont_enforce_csrf_checks = token
        with broken() as errors:
            response: Any = self.handler.get_response(request)
        if errors:
            content = repr(errors[0]).encode()
            return response.status_code, response.headers, content
        content = b"".join(response.streaming_content) if response.streaming else response.content
        for closer in response._resource_closers:
            closer()
        return response.status_code, response.headers, content

    def _from_a_program(
        self, name: str, method: str, path: str, data: dict[str, Any] | None
    ) -> WSGIRequest:
        """With a token and JSON; without a session."""
        said = {"Idempotency-Key": str(uuid4())}
        if name in self.tokens:
            said["Authorization"] = f"Bearer {self.tokens[name]}"
        return RequestFactory(headers=said).generic(
            method.upper(), path, json.dumps(data or {}), "application/json"
        )

    # --- What a page tells

    def told_wrongly(self, name: str, content: bytes) -> Iterator[tuple[str, str]]:
        """Texts of others in this answer that the viewer may not read: kind, owner."""
        viewer = VIEWERS[name]
        for kind, flower in set(TOLD.findall(content.decode("utf-8", "replace"))):
            owner = OWNER_OF[flower]
            if not SECRETS[kind] & (viewer.tags | {viewer.relation(name, owner)}):
                yield kind, owner
