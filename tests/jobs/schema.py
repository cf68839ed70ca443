"""All that a database is made of, but for its rows."""

from typing import Any

# Every table with its columns in order, every constraint, index, trigger, function and view.
SCHEMA = """
    SELECT 'column', attrelid::regclass || '.' || attname, row(attnum, atttypid::regtype, atttypmod,
        attnotnull, attidentity, pg_get_expr(adbin, adrelid))::text
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', tgname, tgenabled::text || pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, prosrc
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'view', viewname, definition FROM pg_views WHERE schemaname = 'public'
"""


def schema(cursor: Any) -> set[tuple[str, str, str]]:
    cursor.execute(SCHEMA)
    return set(cursor.fetchall())
