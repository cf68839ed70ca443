"""Whatever touches reports leaves word of the unit and day that are to be counted anew."""

from django.db import migrations

# The tables of the trigger's own schema: several agencies may stand side by side.
CHANGED = """
CREATE FUNCTION work_report_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO %I.work_changed (person_id, unit_id, day, news)
         SELECT DISTINCT person_id, unit_id, done_on, true FROM added', TG_TABLE_SCHEMA
    );
    RETURN NULL;
END $$;
CREATE FUNCTION work_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO %I.work_changed (person_id, unit_id, day, news)
         SELECT pair.person_id, pair.unit_id, pair.done_on, false
           FROM before JOIN after USING (id),
                LATERAL (VALUES (before.person_id, before.unit_id, before.done_on),
                                (after.person_id, after.unit_id, after.done_on))
                     AS pair (person_id, unit_id, done_on)
          WHERE (before.person_id, before.unit_id, before.done_on, before.version,
                 CASE before.state WHEN ''frozen'' THEN ''noted'' ELSE before.state END)
                IS DISTINCT FROM
                (after.person_id, after.unit_id, after.done_on, after.version,
                 CASE after.state WHEN ''frozen'' THEN ''noted'' ELSE after.state END)
          GROUP BY 1, 2, 3', TG_TABLE_SCHEMA
    );
    RETURN NULL;
END $$;
CREATE FUNCTION work_report_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO %I.work_changed (person_id, unit_id, day, news)
         SELECT DISTINCT person_id, unit_id, done_on, false FROM removed', TG_TABLE_SCHEMA
    );
    RETURN NULL;
END $$;
CREATE TRIGGER work_report_added AFTER INSERT ON work_report
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION work_report_added();
CREATE TRIGGER work_report_changed AFTER UPDATE ON work_report
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION work_report_changed();
CREATE TRIGGER work_report_removed AFTER DELETE ON work_report
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION work_report_removed();
"""
BACK = "".join(
    f"DROP TRIGGER work_report_{what} ON work_report; DROP FUNCTION work_report_{what}();"
    for what in ("added", "changed", "removed")
)


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]

    operations = [migrations.RunSQL(CHANGED, BACK)]
