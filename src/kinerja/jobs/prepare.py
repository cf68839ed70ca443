"""The database made ready for this version of the program: tables, and the shared cache."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from kinerja.people.agency import Agency


def prepare_database() -> None:
    """Bring all tables up to date; safe to repeat, quick when there is nothing to do."""
    with nullcontext() if _tables() else drawing_only_what_changes():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def has_agency() -> bool:
    """Whether the database belongs to an agency already; asks without changing anything."""
    return Agency._meta.db_table in _tables() and Agency.objects.exists()


@contextmanager
def drawing_only_what_changes() -> Iterator[None]:
    """In here a migration draws the model that it changes, and no other: seconds, not a minute.

    Django also draws every model that is related to it, and here everything is related to people.
    For the tables of an empty database that model is enough; `tests/jobs/test_init.py` compares
    them with those that Django makes by itself.
    """
    usual = ProjectState.reload_model
    ProjectState.reload_model = _reload_alone  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = usual  # type: ignore[method-assign]


def _reload_alone(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" in self.__dict__:
        self.is_delayed = True  # before Python of a migration runs, all are drawn
        self._reload({(app_label, model_name)})  # type: ignore[attr-defined]


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)
