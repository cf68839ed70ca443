"""`stop` the embedded PostgreSQL of this checkout, or `erase` it with all its data."""

import os
import sys

from kinerja.config.database import embedded_server
from kinerja.config.embedded_place import NoDatabase

if __name__ == "__main__":
    server = embedded_server(os.environ)
    acts = {"stop": server.stop, "erase": server.erase}
    if len(sys.argv) != 2 or sys.argv[1] not in acts:
        sys.exit("usage: tools/database.py stop|erase")
    try:
        acts[sys.argv[1]]()
    except NoDatabase as problem:
        sys.exit(str(problem))
