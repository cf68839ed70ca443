"""Exit 0 if a PostgreSQL server answers at the address given and may be used for tests."""

import sys

import psycopg

if __name__ == "__main__":
    try:
        with psycopg.connect(sys.argv[1], connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        sys.exit(1)
    sys.exit(0 if row and row[0] else 1)
