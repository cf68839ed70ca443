"""The quarter of `tests.evaluation.make` on 5 October 2026, and a way to sign in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from tests.evaluation.make import Quarter, a_quarter
from tests.people.make import an_account

from kinerja.people.account import Account
from kinerja.people.person import Person


@pytest.fixture(autouse=True)
def _in_the_window(settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T10:00:00+07:00", tick=False):
        yield


@pytest.fixture
def quarter(db: None) -> Quarter:
    return a_quarter()


@pytest.fixture
def enter() -> Callable[[Person], Client]:
    """A client signed in as this person."""

    def enter(person: Person) -> Client:
        account = Account.objects.filter(person=person).first() or an_account(person)
        client = Client()
        client.force_login(account)
        return client

    return enter
