"""`kinerja init`: an empty agency, once."""

import os
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

import psycopg
import pytest
import time_machine
from django.contrib.auth import authenticate
from django.db import connection
from tests.jobs.schema import schema

from kinerja.jobs import init
from kinerja.people.account import Account
from kinerja.people.agency import Agency, Holiday, the_agency
from kinerja.people.person import Person
from kinerja.records.event import Event


def options(*words: str) -> Namespace:
    parser = ArgumentParser()
    init.arguments(parser)
    return parser.parse_args(words)


@pytest.mark.django_db
def test_an_empty_agency_with_its_calendar_and_one_administrator(capsys):
    with time_machine.travel(datetime(2026, 3, 10, 3, tzinfo=UTC)):
        code = init.run(options("--name", "Kota Uji", "--timezone", "Asia/Jayapura"))

    assert code == 0
    assert (the_agency().name, the_agency().timezone, the_agency().kind) == (
        "Kota Uji",
        "Asia/Jayapura",
        "region",
    )
    assert [day.year for day in Holiday.objects.dates("date", "year")] == [2025, 2026, 2027]
    assert Holiday.objects.filter(date__year=2026).count() == 25
    admin = Person.objects.get()
    assert (admin.kind, admin.name) == ("other", "Administrator")
    assert list(admin.roles.order_by("name").values_list("name", "unit", "ends_on")) == [
        ("personnel_admin", None, None),
        ("system_operator", None, None),
    ]
    printed = capsys.readouterr().out
    (password,) = re.findall(r"sandi pertama (\S+)", printed)
    account = Account.objects.get()
    assert account.must_change_password
    assert authenticate(username="admin", password=password) == account


@pytest.mark.django_db
def test_a_second_time_is_refused_and_changes_nothing(capsys):
    assert init.run(options("--name", "Kota Uji")) == 0
    events, password = Event.objects.count(), Account.objects.get().password
    capsys.readouterr()

    assert init.run(options("--name", "Kota Lain")) == 1

    out, err = capsys.readouterr()
    assert (out, err) == (
        "",
        "Basis data ini sudah mempunyai instansi; tidak ada yang diubah.\n",
    )
    assert the_agency().name == "Kota Uji"
    assert Event.objects.count() == events
    assert Account.objects.get().password == password


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--name", " "), "Nama instansi: "),
        (("--name", "Kota", "--timezone", "Asia/Bulan"), "Zona waktu ini tidak dikenal"),
    ],
)
def test_what_cannot_be_prepared_leaves_nothing(words, message, capsys):
    assert init.run(options(*words)) == 1

    assert message in capsys.readouterr().err
    assert not Agency.objects.exists()
    assert not Person.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_the_command_prepares_a_database_without_tables(empty_database: str):
    """In a shorter way, as the tests do: the same tables that Django makes by itself."""
    environ = {**os.environ, "DATABASE_URL": empty_database}

    def kinerja(*words: str) -> subprocess.CompletedProcess[str]:
        code = "from kinerja.config.console import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )

    for words in (["migrate", "--verbosity=0"], ["createcachetable"]):
        assert kinerja(*words).returncode == 0
    with psycopg.connect(empty_database, autocommit=True) as made:
        by_django = schema(made.cursor())
        made.execute("DROP SCHEMA public CASCADE")
        made.execute("CREATE SCHEMA public")

    first = kinerja("init", "--name", "Kota Uji")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("Kota Uji siap dipakai.\nMasuk dengan akun admin")

    with psycopg.connect(empty_database) as made:
        assert schema(made.cursor()) == by_django
    assert schema(connection.cursor()) == by_django

    second = kinerja("init", "--name", "Kota Lain")
    assert (second.returncode, second.stdout) == (1, "")

    sealed = kinerja("audit", "seal")
    assert re.fullmatch(r"\d+ peristiwa disegel\.\n", sealed.stdout)
    verified = kinerja("audit", "verify")
    assert verified.returncode == 0
    assert "Rantai utuh." in verified.stdout
