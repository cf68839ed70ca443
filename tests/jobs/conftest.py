"""A database beside the one of the tests."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database without a single table, beside the one of the tests."""
    given = connection.get_connection_params()
    name = f"{given['dbname']}_empty"
    place = {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)}
    query = urlencode(
        {key: given[key] for key in ("host", "requirepeer") if given.get(key)}, quote_via=quote
    )
    with psycopg.connect(dbname="postgres", autocommit=True, **place) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        user = ":".join(quote(str(place[key])) for key in ("user", "password") if key in place)
        yield f"postgresql://{user}@:{place.get('port', 5432)}/{name}?{query}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
