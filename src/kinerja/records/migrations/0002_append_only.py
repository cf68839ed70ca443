"""Events and seals are only ever added; every new event waits for its seal.

Names carry no schema: the functions live where the tables live, and they find their tables through
TG_TABLE_SCHEMA, so that several agencies can stand side by side as one schema each.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %.% is refused: records are only added',
        TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# TRUNCATE has a trigger of its own, so that a test database, which is emptied between tests, can
# switch off that one and keep the other.
KEPT = """
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
"""
NOT_KEPT = """
DROP TRIGGER {table}_is_kept ON {table};
DROP TRIGGER {table}_is_not_emptied ON {table};
"""

WAIT = """
CREATE FUNCTION records_event_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO %I.records_unsealed (event_id) SELECT id FROM added', TG_TABLE_SCHEMA
    );
    RETURN NULL;
END $$;
CREATE TRIGGER records_event_waits AFTER INSERT ON records_event
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION records_event_waits();
"""
NOT_WAIT = """
DROP TRIGGER records_event_waits ON records_event;
DROP FUNCTION records_event_waits();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION records_refuse_change()"),
        migrations.RunSQL(WAIT, NOT_WAIT),
        *(
            migrations.RunSQL(KEPT.format(table=table), NOT_KEPT.format(table=table))
            for table in ("records_event", "records_seal")
        ),
    ]
