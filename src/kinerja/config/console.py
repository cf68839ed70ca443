"""The command `kinerja`: makes sure that the database answers, then hands over to `jobs`."""

import os
import sys

from kinerja.config.database import ensure_database, home_folder
from kinerja.config.embedded_place import NoDatabase
from kinerja.config.practice import ensure_practice_database, practice_environment

NEEDS_NO_DATABASE = {
    "makemigrations",
    "check",
    "help",
    "--help",
    "-h",
    "--version",
    "collectstatic",
}


PRACTICE = "practice"


def main() -> None:
    """Run one command; the exit code is the command's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.config.settings")
    arguments = sys.argv[1:]
    if arguments and arguments[0] not in NEEDS_NO_DATABASE:
        try:
            ensure_database(os.environ)
            if arguments[0] == PRACTICE:
                _become_practice()
        except NoDatabase as problem:
            sys.exit(str(problem))

    import django

    django.setup()
    from kinerja.jobs.console import run

    sys.exit(run(arguments))


def _become_practice() -> None:
    """From here on this process knows the practice site alone. Errors: NoDatabase."""
    own = practice_environment(os.environ, home_folder(os.environ))
    os.environ.clear()
    os.environ.update(own)
    ensure_practice_database(own["DATABASE_URL"])
