"""The embedded PostgreSQL: a server of this installation alone, from the binaries of a wheel.

It listens on a private Unix socket and nowhere else. Who may connect is decided by the kernel (peer
authentication): the account of the server, and root where root started it. Every setting is given
on the command line, so nothing is written into the data folder but by PostgreSQL itself.
"""

import fcntl
import os
import pwd
import re
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import psycopg
from psycopg.pq import PGconn, Ping

from kinerja.config.embedded_place import (
    POSTGRES_MAJOR,
    NoDatabase,
    as_root,
    run_as,
    server_account,
    server_folder,
    socket_folder,
    usable_binaries,
)
from kinerja.config.embedded_process import (
    clear_stale_locks,
    end_ghosts,
    end_orphans,
    is_alive,
)

DATABASE = ROLE = "kinerja"
OWNER = "postgres"  # owns the cluster; the application itself is no superuser
PORT = 5432  # names the socket file, nothing else
CLUSTER_NAME = "kinerja"  # in the data folder's postgresql.conf: this cluster is ours
START_SECONDS = 120  # recovery after a crash may take a while
MARK = "kinerja.lock"
MARK_TEXT = (
    "Folder ini milik PostgreSQL bawaan Kinerja. Jangan mengubah isinya.\n"
    "Cadangkan dan pulihkan lewat perintah kinerja, bukan dengan menyalin folder ini.\n"
)
OTHER_WAYS = "isi KINERJA_HOME dengan folder lain, atau isi DATABASE_URL dengan server PostgreSQL."

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    # /dev/shm is small in containers, and a logout may empty it under a running server
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log names no values of rows: neither the statement nor the key in conflict.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
# For a scratch server that is thrown away: a power cut may destroy it, a killed process does not.
SCRATCH_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class EmbeddedServer:
    """The server of one home folder. Making this object only looks; `start` acts."""

    home: Path
    account: pwd.struct_passwd
    folder: Path
    socket: Path

    @classmethod
    def under(cls, home: Path, environ: Mapping[str, str]) -> Self:
        """The server of `home`; errors: NoDatabase when there is no account to run it."""
        account = server_account(environ)
        folder = server_folder(home, account)
        return cls(home, account, folder, socket_folder(folder, account))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def desk(self) -> Path:
        """The folder in `home` that holds the lock; the data too, unless they live elsewhere."""
        return self.home / "postgresql"

    def is_running(self) -> bool:
        """Whether the server itself answers; a process number alone proves nothing."""
        return self._ping() is Ping.OK

    def start(self, *, durable: bool = True) -> None:
        """Make sure that the server runs and holds the database; a first start takes about 1 s.

        `durable=False` is for scratch servers: faster, but lost in a power cut.
        Errors: NoDatabase with the remedy; a folder that is not ours stays untouched.
        """
        if self._has_database():
            return
        try:
            self._check_folders()
            with self._lock():
                if not self._has_database():
                    self._check_cluster(durable=durable)
                    self._start_postmaster(durable=durable)
                    self._create_database()
        except OSError as error:
            raise NoDatabase(
                f"Folder {self.home} tidak dapat dipakai oleh {_name(os.geteuid())}: {error}.\n"
                f"Jalan keluar: periksa hak akses folder itu, {OTHER_WAYS}"
            ) from error

    def stop(self) -> None:
        """Stop the server; open connections end. Nothing happens when it does not run."""
        if self._ping() is not Ping.NO_RESPONSE:
            self._stop_postmaster()

    def _stop_postmaster(self) -> None:
        binaries = usable_binaries(self.folder, self.account)
        done = run_as(
            self.account,
            [binaries / "pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60"],
        )
        if done.returncode:
            raise NoDatabase(f"PostgreSQL bawaan tidak mau berhenti.\n{done.stderr.strip()}")

    def erase(self) -> None:
        """Stop the server and delete all its data. There is no way back."""
        if not self.desk.exists():
            return
        self._check_folders()
        with self._lock():
            self.stop()
            for folder in {self.folder, self.socket, self.desk}:
                shutil.rmtree(folder, ignore_errors=True)

    # -- what is there ------------------------------------------------------------------------

    @property
    def _pointer(self) -> Path:
        """A link in `home` to the folder of the cluster where that is not in `home`."""
        return self.desk / "elsewhere"

    def _has_postmaster(self) -> bool:
        """Without it, a server that still answers is one whose data were deleted since."""
        return os.path.exists(self.data / "postmaster.pid")

    def _ping(self) -> Ping:
        if not self._has_postmaster():
            return Ping.NO_RESPONSE
        return Ping(PGconn.ping(f"host='{_quoted(self.socket)}' port={PORT}".encode()))

    def _has_database(self) -> bool:
        at_home = self.folder == self.desk or os.path.islink(self._pointer)
        if not at_home or not self._has_postmaster():
            return False
        try:
            self._connect(ROLE, DATABASE).close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, role: str, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket),
            port=PORT,
            requirepeer=self.account.pw_name,  # nobody else may pose as our server
            user=role,
            dbname=database,
            connect_timeout=10,
            autocommit=True,
        )

    def _check_folders(self) -> None:
        """Refuse, before anything is written, a place that holds somebody else's files."""
        if (self.home / "PG_VERSION").exists():
            raise NoDatabase(
                f"Folder {self.home} berisi data PostgreSQL lain; Kinerja tidak menyentuhnya.\n"
                f"Jalan keluar: {OTHER_WAYS}"
            )
        if not self.desk.exists():
            return
        owner = self.desk.stat().st_uid
        if owner != os.geteuid():
            raise NoDatabase(
                f"Folder {self.desk} milik pengguna {_name(owner)}, sedangkan perintah ini "
                f"dijalankan oleh {_name(os.geteuid())}.\n"
                f"Jalan keluar: jalankan sebagai {_name(owner)}, {OTHER_WAYS}"
            )
        if any(self.desk.iterdir()) and not (self.desk / MARK).exists():
            raise NoDatabase(
                f"Folder {self.desk} sudah berisi, tetapi bukan oleh Kinerja; isinya tidak "
                f"disentuh.\nJalan keluar: pindahkan isinya, {OTHER_WAYS}"
            )

    def _check_cluster(self, *, durable: bool) -> None:
        """Refuse data that are not ours or of another version; create them where none are."""
        if not self.data.exists() or (self._owns_data() and not any(self.data.iterdir())):
            self._create_cluster(durable=durable)
            return
        if not self._owns_data():
            owner = _name(self.data.stat().st_uid)
            raise NoDatabase(
                f"Data di {self.data} milik akun {owner}, bukan {self.account.pw_name}.\n"
                f"Jalan keluar: jalankan dengan KINERJA_PG_USER={owner}, {OTHER_WAYS}"
            )
        configuration = self.data / "postgresql.conf"
        ours = re.compile(rf"^cluster_name *= *'?{CLUSTER_NAME}\b", re.MULTILINE)
        if not configuration.exists() or not ours.search(configuration.read_text()):
            raise NoDatabase(
                f"Folder {self.data} sudah berisi, tetapi bukan oleh Kinerja; isinya tidak "
                f"disentuh.\nJalan keluar: pindahkan isinya, {OTHER_WAYS}"
            )
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != str(POSTGRES_MAJOR):
            raise NoDatabase(
                f"Data di {self.data} dibuat oleh PostgreSQL {version}, sedangkan yang terpasang "
                f"PostgreSQL {POSTGRES_MAJOR}. Data tidak disentuh.\n"
                f"Jalan keluar: ekspor data dengan Kinerja versi sebelumnya lalu pulihkan di sini, "
                f"{OTHER_WAYS}"
            )

    def _owns_data(self) -> bool:
        return self.data.stat().st_uid == self.account.pw_uid

    # -- making it ----------------------------------------------------------------------------

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One process at a time looks, creates and starts; the others wait and find it done."""
        _make_folders(self.desk)
        with (self.desk / MARK).open("a") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            if not os.fstat(mark.fileno()).st_size:
                mark.write(MARK_TEXT)
                mark.flush()
            self._take_place()
            yield

    def _take_place(self) -> None:
        """Make the folder of the cluster where it cannot be in `home`, and a pointer to it."""
        if self.folder == self.desk or self._pointer.is_symlink():
            return
        if self.folder.exists():  # left by an earlier home of the same name, deleted since
            self.stop()
            old = f"{self.folder.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}"
            self.folder.rename(self.folder.with_name(old))
        _make_folders(self.folder)
        self._pointer.symlink_to(self.folder)

    def _create_cluster(self, *, durable: bool) -> None:
        """Run initdb beside the final place, so that a half-made cluster is never taken for one."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)  # of a first start that was interrupted
        self._make_private(fresh)
        done = run_as(
            self.account,
            [
                usable_binaries(self.folder, self.account) / "initdb",
                *("--pgdata", str(fresh)),
                *("--username", OWNER, "--auth", "reject", "--encoding", "UTF8"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-locale"),
                *("--data-checksums", "--no-instructions", "--set", f"cluster_name={CLUSTER_NAME}"),
                *(() if durable else ("--no-sync",)),
            ],
        )
        if done.returncode:
            raise NoDatabase(
                f"Data PostgreSQL tidak dapat disiapkan di {self.data}.\n{done.stderr.strip()}\n"
                "Jalan keluar: periksa sisa ruang disk dan hak tulis folder itu."
            )
        fresh.rename(self.data)

    def _make_private(self, folder: Path) -> None:
        """A folder for the server's account alone."""
        folder.mkdir(mode=0o700)
        if as_root():
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def _start_postmaster(self, *, durable: bool) -> None:
        if self.is_running():
            return
        self._prepare_socket_folder()
        settings = SETTINGS | ({} if durable else SCRATCH_SETTINGS) | self._who_may_connect()
        command: list[str | Path] = [
            usable_binaries(self.folder, self.account) / "postgres",
            "-D",
            self.data,
        ]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = self.data / "server.log"  # begun anew at each start
        deadline = time.monotonic() + START_SECONDS
        while not self._launch_and_wait(command, log, deadline):
            complaint = log.read_text(errors="replace").strip() if log.exists() else ""
            if "still in use" not in complaint or time.monotonic() > deadline:
                raise NoDatabase(
                    f"PostgreSQL bawaan tidak mau berjalan. Catatannya ({log}):\n"
                    f"{complaint[-1500:]}\n"
                    f"Jalan keluar: atasi sebab di atas, {OTHER_WAYS}"
                )
            end_orphans(self.data)
            time.sleep(0.1)

    def _launch_and_wait(self, command: list[str | Path], log: Path, deadline: float) -> bool:
        """Start the server unless one is on its way; whether it answers in the end."""
        postmaster = 0
        if self._ping() is Ping.NO_RESPONSE:
            socket = self.socket / f".s.PGSQL.{PORT}"
            clear_stale_locks([self.data / "postmaster.pid", Path(f"{socket}.lock")], self.data)
            if self._has_postmaster() and not os.path.lexists(socket):
                self._stop_postmaster()  # somebody tidied its socket away: nobody can reach it
            if not self._has_postmaster():
                end_ghosts(self.data)  # when they end by themselves, they take our socket along
                socket.unlink(missing_ok=True)
            # The shell leaves at once, so the server belongs to nobody's session and outlives us.
            detach = 'log=$1; shift; "$@" >"$log" 2>&1 </dev/null & echo $!'
            shell: list[str | Path] = ["/bin/sh", "-c", detach, "sh", log, *command]
            postmaster = int(run_as(self.account, shell, new_session=True).stdout)
        while (answer := self._ping()) is not Ping.OK and time.monotonic() < deadline:
            if not is_alive(postmaster) if postmaster else answer is Ping.NO_RESPONSE:
                return False
            time.sleep(0.01)
        return answer is Ping.OK

    def _prepare_socket_folder(self) -> None:
        try:
            self._make_private(self.socket)
        except FileExistsError:
            found = self.socket.lstat()
            private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
            if not private or found.st_uid != self.account.pw_uid:
                raise NoDatabase(
                    f"{self.socket} sudah ada dan bukan folder pribadi akun "
                    f"{self.account.pw_name}.\nJalan keluar: hapus {self.socket}, {OTHER_WAYS}"
                ) from None

    def _who_may_connect(self) -> dict[str, str]:
        """Peer authentication through a map of system accounts, in files beside the data."""
        access, accounts = self.folder / "access.conf", self.folder / "accounts.conf"
        access.write_text("local all all peer map=kinerja\n")
        names = {self.account.pw_name, pwd.getpwuid(os.geteuid()).pw_name}
        accounts.write_text(
            "".join(
                f'kinerja "{name}" {role}\n' for name in sorted(names) for role in (OWNER, ROLE)
            )
        )
        for file in (access, accounts):
            file.chmod(0o644 if as_root() else 0o600)
        quoted = '"' + str(self.socket).replace('"', '""') + '"'
        return {
            "hba_file": str(access),
            "ident_file": str(accounts),
            "unix_socket_directories": quoted,
            "unix_socket_permissions": "0700",
            "port": str(PORT),
        }

    def _create_database(self) -> None:
        with self._connect(OWNER, "postgres") as connection:
            for catalogue, column, name, statement in (
                ("pg_roles", "rolname", ROLE, f"CREATE ROLE {ROLE} LOGIN CREATEDB"),
                ("pg_database", "datname", DATABASE, f"CREATE DATABASE {DATABASE} OWNER {ROLE}"),
            ):
                there = f"SELECT 1 FROM {catalogue} WHERE {column} = %s"  # noqa: S608 - constants
                if not connection.execute(there, [name]).fetchone():
                    connection.execute(statement)


def _make_folders(folder: Path) -> None:
    """Make what is missing of a path: for oneself, or, as root, for the server to walk through."""
    for path in (*reversed(folder.parents), folder):
        if not path.exists():
            path.mkdir(exist_ok=True)
            path.chmod(0o711 if as_root() else 0o700)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "\\'")
