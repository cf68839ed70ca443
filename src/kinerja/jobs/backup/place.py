"""The database as the programs of PostgreSQL, and processes of our own, find it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

ENCRYPTED = {"require", "verify-ca", "verify-full"}  # values of sslmode


@dataclass(frozen=True)
class Place:
    """One database on the server of this site."""

    name: str
    user: str
    host: str
    port: str
    options: Mapping[str, str]  # of libpq
    password: str = field(repr=False)

    @classmethod
    def of_site(cls) -> Self:
        """The database of this process."""
        chosen = connection.settings_dict
        return cls(
            name=str(chosen["NAME"]),
            user=str(chosen["USER"]),
            host=str(chosen["HOST"]),
            port=str(chosen["PORT"]),
            options={key: str(value) for key, value in chosen["OPTIONS"].items()},
            password=str(chosen["PASSWORD"]),
        )

    def beside(self, name: str) -> Self:
        """Another database of the same server."""
        return replace(self, name=name)

    @property
    def conninfo(self) -> str:
        """For a command line, which every account of the machine can read: no password."""
        named = {"user": self.user, "host": self.host, "port": self.port}
        given = {key: value for key, value in named.items() if value}
        return make_conninfo(dbname=self.name, **given, **self.options)

    @property
    def url(self) -> str:
        """For the environment of a process of our own."""
        account = ":".join(quote(part, safe="") for part in (self.user, self.password) if part)
        more = ({"host": self.host} if self.host else {}) | dict(self.options)
        port = f":{self.port}" if self.port else ""
        query = urlencode(more, quote_via=quote)
        return f"postgresql://{account}@{port}/{quote(self.name, safe='')}?{query}"

    @property
    def environment(self) -> dict[str, str]:
        """For a program of PostgreSQL; without a password it may find one in PGPASSFILE."""
        return dict(os.environ) | ({"PGPASSWORD": self.password} if self.password else {})

    @property
    def is_encrypted(self) -> bool:
        return self.options.get("sslmode") in ENCRYPTED

    def connect(self) -> psycopg.Connection:
        """A connection beside that of Django; each statement for itself."""
        return psycopg.connect(self.conninfo, password=self.password or None, autocommit=True)
