"""The key that signs sessions: from the environment, else made once and kept in the home folder."""

import secrets
from collections.abc import Mapping
from pathlib import Path


def secret_key(environ: Mapping[str, str], home: Path) -> str:
    """`KINERJA_SECRET`, or the key file of this installation (made on first use, mode 0600)."""
    if given := environ.get("KINERJA_SECRET"):
        return given
    file = home / "secret"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"secret.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            file.hardlink_to(fresh)  # two processes at once: the first one wins, both read it
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text()
