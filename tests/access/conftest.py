"""One world for all tests of this package: each test is rolled back to it.

It stands in a transaction that is never committed.
"""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.access.contents import the_world
from tests.access.matrix import Walk
from tests.access.rules import BODIES
from tests.access.rules_account import equip
from tests.access.world import NOW, World


@pytest.fixture(scope="package")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=files, STATIC_ROOT=tmp_path_factory.mktemp("static")),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        world = the_world()
        equip(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def walk(world: World) -> Walk:
    """Everybody of the world, signed in."""
    return Walk(world, BODIES)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of answers are meant to be "not found"."""
    caplog.set_level(logging.CRITICAL, "django.request")
