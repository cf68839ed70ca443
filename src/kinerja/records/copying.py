"""Many new rows at once, by COPY: several times faster than INSERT, with the same triggers."""

from collections.abc import Sequence

from django.db import connection, models


def copy_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model. Their ids come from the database and are not told back.

    Errors: IntegrityError, as an INSERT would; in a transaction nothing stays then.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [
                    field.get_db_prep_save(field.pre_save(row, add=True), connection)
                    for field in fields
                ]
            )
