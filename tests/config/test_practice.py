"""The environment of the practice site: nothing in it leads to what is real."""

from pathlib import Path

import pytest

from kinerja.config.database import database_settings, parse_database_url
from kinerja.config.embedded_place import NoDatabase
from kinerja.config.practice import practice_environment, practice_secret

REAL = {
    "DATABASE_URL": "postgresql://sari:r%40h@db.example:5433/kinerja?sslmode=require",
    "KINERJA_SECRET": "rahasia-sungguhan",
    "KINERJA_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "KINERJA_EMAIL_PASSWORD": "sandi-surel",
    "KINERJA_TELEGRAM_TOKEN": "sandi-telegram",
    "KINERJA_WHATSAPP_TOKEN": "sandi-whatsapp",
    "KINERJA_OWN_URL": "http://127.0.0.1:8000",
    "KINERJA_REQUIRE_MFA": "1",
    "KINERJA_HTTPS": "1",
    "PATH": "/usr/bin",
}


def test_it_has_a_database_a_folder_and_a_secret_of_its_own(tmp_path: Path) -> None:
    own = practice_environment(REAL, tmp_path)

    assert own == {
        "PATH": "/usr/bin",
        "KINERJA_HTTPS": "1",
        "KINERJA_PRACTICE": "1",
        "KINERJA_HOME": str(tmp_path / "practice"),
        "KINERJA_STATIC_ROOT": str(tmp_path / "static"),
        "KINERJA_SECRET": practice_secret("rahasia-sungguhan"),
        "KINERJA_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "DATABASE_URL": own["DATABASE_URL"],
    }
    real, named = database_settings(REAL), parse_database_url(own["DATABASE_URL"])
    assert named["NAME"] == "kinerja_latihan"
    for part in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS"):
        assert named[part] == real[part]


def test_an_address_of_its_own(tmp_path: Path) -> None:
    given = {"KINERJA_PRACTICE_URL": "https://latihan.kota.go.id/", "KINERJA_HOSTS": "kota.go.id"}

    own = practice_environment(REAL | given, tmp_path)

    assert own["KINERJA_HOSTS"] == "kota.go.id,latihan.kota.go.id"
    assert own["KINERJA_SITE_URL"] == "https://latihan.kota.go.id"


def test_a_named_database(tmp_path: Path) -> None:
    named = "postgresql://latihan@db.example/coba"
    given = REAL | {"KINERJA_PRACTICE_DATABASE_URL": named}
    assert practice_environment(given, tmp_path)["DATABASE_URL"] == named

    same = "postgresql://lain@db.example:5433/kinerja"
    with pytest.raises(NoDatabase, match="basis data situs yang sungguhan"):
        practice_environment(REAL | {"KINERJA_PRACTICE_DATABASE_URL": same}, tmp_path)


def test_the_embedded_server_has_both(tmp_path: Path) -> None:
    own = practice_environment({"KINERJA_HOME": str(tmp_path)}, tmp_path)

    real, named = (
        database_settings({"KINERJA_HOME": str(tmp_path)}),
        parse_database_url(own["DATABASE_URL"]),
    )
    assert (real["NAME"], named["NAME"]) == ("kinerja", "kinerja_latihan")
    assert named["HOST"] == real["HOST"]
    assert named["OPTIONS"] == real["OPTIONS"]


def test_the_secret_tells_nothing_of_the_real_one() -> None:
    assert practice_secret("a") != practice_secret("b")
    assert len(practice_secret("a")) == 64
    assert "a" * 9 not in practice_secret("a" * 9)
