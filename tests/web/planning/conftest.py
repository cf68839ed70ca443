"""The small town of the planning tests, with an agency and a way to sign in."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from tests.planning.town import Town, a_town

from kinerja.people.account import Account
from kinerja.people.agency import found_agency
from kinerja.people.person import Person


@pytest.fixture(autouse=True)
def january():
    """It is noon of 12 January 2026, in the time when plans are made."""
    with time_machine.travel("2026-01-12T12:00:00+07:00", tick=False):
        yield date(2026, 1, 12)


@pytest.fixture
def town(db: None) -> Town:
    found_agency(name="Kota Contoh")
    return a_town()


@pytest.fixture
def enter() -> Callable[[Person], Client]:
    """A client signed in as this person."""

    def enter(person: Person) -> Client:
        account, _ = Account.objects.get_or_create(
            person=person, defaults={"login": str(person.pk), "must_change_password": False}
        )
        client = Client()
        client.force_login(account)
        return client

    return enter
