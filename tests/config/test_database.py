"""The choice of database: addresses read and refused, the home folder, no side effects."""

from pathlib import Path

import pytest
from tests.config.server import connect

import kinerja
from kinerja.config.database import (
    database_settings,
    ensure_database,
    home_folder,
    parse_database_url,
)
from kinerja.config.embedded_place import NoDatabase


def test_an_address_gives_djangos_settings() -> None:
    url = "postgresql://sari:r%40has%2Fia%23@db.padang.example:5433/kinerja%20kota?sslmode=require"

    assert database_settings({"DATABASE_URL": url}) == {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "NAME": "kinerja kota",
        "USER": "sari",
        "PASSWORD": "r@has/ia#",
        "HOST": "db.padang.example",
        "PORT": "5433",
        "OPTIONS": {"options": "-c jit=off", "sslmode": "require"},
    }


def test_whoever_names_options_decides_about_them() -> None:
    url = "postgresql://db/kinerja?options=-c%20statement_timeout%3D5000"

    assert database_settings({"DATABASE_URL": url})["OPTIONS"] == {
        "options": "-c statement_timeout=5000"
    }


@pytest.mark.parametrize(
    ("url", "host", "port", "name"),
    [
        ("postgres://db/kinerja", "db", "", "kinerja"),
        ("postgresql:///kinerja", "", "", "kinerja"),
        ("postgresql:///kinerja?host=/run/postgresql", "/run/postgresql", "", "kinerja"),
        ("postgresql://%2Frun%2Fpostgresql/kinerja", "/run/postgresql", "", "kinerja"),
        ("postgresql://[::1]:5432/kinerja", "::1", "5432", "kinerja"),
    ],
)
def test_hosts_ports_and_sockets(url: str, host: str, port: str, name: str) -> None:
    settings = parse_database_url(url)

    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == (host, port, name)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://sari:rahasia@db/kinerja", "Kinerja hanya memakai PostgreSQL"),
        ("sqlite:///kinerja.db", "Kinerja hanya memakai PostgreSQL"),
        ("kinerja", "Kinerja hanya memakai PostgreSQL"),
        ("postgresql://sari:rahasia@db", "nama basis data tidak ada atau tidak jelas"),
        ("postgresql://sari:rahasia@db/a/b", "nama basis data tidak ada atau tidak jelas"),
        ("postgresql://sari:rahasia@db:70000/kinerja", "alamatnya tidak terbaca"),
        ("postgresql://sari:rahasia@db:lima/kinerja", "alamatnya tidak terbaca"),
        ("postgresql://sari:rahasia@[::1/kinerja", "alamatnya tidak terbaca"),
        ("postgresql://sari:rahasia@db/kinerja?sslmode", "alamatnya tidak terbaca"),
        ("postgresql://sari:rahasia@db/k?passfile=/x", "pilihan passfile tidak dikenal"),
        (
            "postgresql://sari:rahasia@db/k?sslmode=require&sslmode=disable",
            "satu pilihan ditulis dua kali",
        ),
        ("postgresql://sari@db/k?password=rahasia", "pilihan password tidak dikenal"),
        ("postgresql://sari:raha#sia@db/kinerja", 'tanda "#" di dalam sandi harus ditulis %23'),
    ],
)
def test_any_other_address_is_refused_without_its_password(url: str, reason: str) -> None:
    with pytest.raises(NoDatabase) as refused:
        database_settings({"DATABASE_URL": url})

    assert str(refused.value) == (
        f"DATABASE_URL tidak dapat dipakai: {reason}.\n"
        "Tulis seperti postgresql://pengguna:sandi@server:5432/kinerja, atau kosongkan agar "
        "PostgreSQL bawaan yang dipakai."
    )


def test_settings_name_the_embedded_server_and_start_nothing(tmp_path: Path) -> None:
    settings = database_settings({"KINERJA_HOME": str(tmp_path / "home")})

    assert settings["NAME"] == settings["USER"] == "kinerja"
    assert settings["HOST"].startswith("/")
    assert settings["PASSWORD"] == ""
    assert list(tmp_path.iterdir()) == []


def test_ensure_starts_the_embedded_server_of_the_home(place: Path) -> None:
    ensure_database({"KINERJA_HOME": str(place / "home")})

    with connect(place / "home") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("kinerja",)


def test_ensure_names_a_server_that_does_not_answer() -> None:
    url = "postgresql://sari:rahasia@127.0.0.1:1/kinerja"

    with pytest.raises(NoDatabase) as refused:
        ensure_database({"DATABASE_URL": url})

    first, *_, last = str(refused.value).splitlines()
    assert first == "Basis data kinerja di 127.0.0.1 tidak dapat dihubungi."
    assert last == (
        "Periksa apakah server berjalan, basis datanya sudah dibuat (createdb), dan DATABASE_URL "
        "benar."
    )
    assert "rahasia" not in str(refused.value)


def test_the_home_is_named_by_the_environment() -> None:
    assert home_folder({"KINERJA_HOME": "/srv/kinerja/../kota"}) == Path("/srv/kota")
    assert home_folder({"KINERJA_HOME": "data"}) == Path.cwd() / "data"
    assert home_folder({"KINERJA_HOME": "~/kota"}) == Path.home() / "kota"


def test_a_checkout_keeps_its_data_in_a_folder_that_git_ignores() -> None:
    checkout = Path(kinerja.__file__).parents[2]

    assert home_folder({}) == home_folder({"KINERJA_HOME": ""}) == checkout / ".kinerja"
    assert "/.kinerja/" in (checkout / ".gitignore").read_text().splitlines()
