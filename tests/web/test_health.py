"""The health page and the bare answer for monitors."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.people.make import a_person, a_role, an_account, an_agency

from kinerja.people.role import Role
from kinerja.records.event import record
from kinerja.records.seal import seal_events
from kinerja.web.health import Check, checks

NOW = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)


def line(name: str) -> Check:
    return next(check for check in checks(timezone.now()) if check.name == name)


def test_alive_answers_without_session_or_agency(client: Client, db: None) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_alive_answers_503_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")  # nobody listens there
    connection.close()

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.content == b"unavailable"


@pytest.mark.django_db
def test_the_page_is_for_the_system_operator_alone(client: Client) -> None:
    an_agency()
    operator, admin = a_person("Oki"), a_person("Wati")
    a_role(operator, Role.Name.SYSTEM_OPERATOR)
    a_role(admin, Role.Name.PERSONNEL_ADMIN)

    client.force_login(an_account(admin))
    assert client.get("/kesehatan/").status_code == 403

    client.force_login(an_account(operator))
    page = client.get("/kesehatan/")
    assert page.status_code == 200
    assert "Kesehatan sistem" in page.content.decode()


@pytest.mark.django_db
def test_the_disk_line_counts_in_gigabytes() -> None:
    usage = disk_usage(Path(__file__))

    assert line("Ruang disk").value.endswith(f"{usage.total // 1024**3} GB")


@pytest.mark.django_db
def test_a_disk_that_is_not_mounted_is_red_and_the_page_still_answers(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "gone"

    found = line("Ruang disk")

    assert (found.tone, found.value) == ("bad", f"folder {settings.HOME} tidak dapat dibaca")
    assert found.commands[-1] == "sudo systemctl restart kinerja kinerja-worker"


@pytest.mark.django_db
def test_a_database_behind_the_program_is_red_with_its_remedy() -> None:
    assert line("Susunan tabel") == Check("Susunan tabel", "sesuai dengan versi ini")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    assert line("Susunan tabel") == Check(
        "Susunan tabel",
        "1 perubahan belum dijalankan",
        "bad",
        "Sesuaikan susunan tabel, lalu mulai ulang kedua layanan.",
        ("kinerja migrate", "sudo systemctl restart kinerja kinerja-worker"),
    )


@pytest.mark.django_db
def test_events_that_wait_too_long_for_their_seal_are_red() -> None:
    agency = an_agency()
    seal_events()
    with time_machine.travel(NOW, tick=False):
        record("agency.settings_changed", about=agency, by=None)
        assert line("Rantai catatan audit") == Check(
            "Rantai catatan audit", "1 peristiwa menunggu segel"
        )
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert line("Rantai catatan audit").value == (
            "1 peristiwa menunggu segel, tertua 2 menit lalu"
        )
        assert line("Rantai catatan audit").tone == "bad"
    seal_events()
    assert line("Rantai catatan audit").value == "semua peristiwa bersegel"


@pytest.mark.django_db
def test_without_a_worker_the_line_is_red() -> None:
    assert line("Pekerja antrean").value == "tidak berjalan"

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert line("Pekerja antrean") == Check("Pekerja antrean", "berjalan")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 min'")
    assert line("Pekerja antrean").value == "diam sejak 5 menit lalu"
    assert line("Pekerja antrean").tone == "bad"


@pytest.mark.django_db
def test_a_job_that_waits_too_long_is_red() -> None:
    assert line("Antrean pekerjaan") == Check("Antrean pekerjaan", "0 menunggu, 0 gagal")

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'people.apply_import', '{}', 'todo')"
        )
    assert line("Antrean pekerjaan").value == "1 menunggu, 0 gagal"

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '11 min'")
    assert line("Antrean pekerjaan").value == "1 menunggu, 0 gagal; yang tertua 11 menit lalu"
    assert line("Antrean pekerjaan").tone == "bad"


@pytest.mark.django_db
def test_the_last_proven_restore_is_red_after_eight_days() -> None:
    agency = an_agency()
    assert line("Pemulihan yang terbukti").value == "belum pernah"

    with time_machine.travel(NOW, tick=False):
        record("restore.proven", about=agency, by=None)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert line("Pemulihan yang terbukti").tone == "good"
    with time_machine.travel(NOW + timedelta(days=8, minutes=1), tick=False):
        assert line("Pemulihan yang terbukti").value == "5 Oktober 2026"
        assert line("Pemulihan yang terbukti").tone == "bad"
