"""The database made ready for this version of the program: tables, and the shared cache."""

from django.core.management import call_command
from django.db import connection

from kinerja.people.agency import Agency


def prepare_database() -> None:
    """Bring all tables up to date; safe to repeat, quick when there is nothing to do."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def has_agency() -> bool:
    """Whether the database belongs to an agency already; asks without changing anything."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return Agency._meta.db_table in tables and Agency.objects.exists()
