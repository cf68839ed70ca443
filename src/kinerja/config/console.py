"""The command `kinerja`: makes sure that the database answers, then hands over to `jobs`."""

import os
import sys

from kinerja.config.database import ensure_database
from kinerja.config.embedded_place import NoDatabase

NEEDS_NO_DATABASE = {
    "makemigrations",
    "check",
    "help",
    "--help",
    "-h",
    "--version",
    "collectstatic",
}


def main() -> None:
    """Run one command; the exit code is the command's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.config.settings")
    arguments = sys.argv[1:]
    if arguments and arguments[0] not in NEEDS_NO_DATABASE:
        try:
            ensure_database(os.environ)
        except NoDatabase as problem:
            sys.exit(str(problem))

    import django

    django.setup()
    from kinerja.jobs.console import run

    sys.exit(run(arguments))
