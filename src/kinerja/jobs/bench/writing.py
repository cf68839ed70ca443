"""Filing a report through the page, against an empty page and the same rows by hand."""

from collections.abc import Iterator
from uuid import uuid4

from kinerja.jobs.bench.asking import bare_connection, browser_of, cost, empty_page
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town

RAW = """BEGIN;
WITH filed AS (
    INSERT INTO work_report (text, done_on, filed_at, state, key, version, person_id, unit_id)
    SELECT 'Melayani warga', '{day}', now(), 'filed', gen_random_uuid(), 1, a.person_id, p.unit_id
      FROM people_assignment a JOIN people_position p ON p.id = a.position_id
     WHERE a.person_id = {person}
    RETURNING id, person_id)
INSERT INTO records_event (name, about_type, about_id, person_id, by_id, reason, data, at, digest)
SELECT 'report.filed', 'work.report', id, person_id, person_id, '', '{{}}', now(),
       sha256((id || 'report.filed')::bytea)
  FROM filed;
COMMIT"""


def writing(town: Town) -> Iterator[Figure]:
    """One after the other. Errors: RuntimeError when the report is refused."""
    browser = browser_of(town.member)
    browser.get("/lapor/")

    def file() -> None:
        said = {"text": "Melayani warga", "result": "0", "done_on": town.today.isoformat()}
        status, _ = browser.post("/lapor/", said | {"key": str(uuid4())})
        if status != 302:
            raise RuntimeError(f"/lapor/: {status}")

    whole, empty = cost(file), empty_page()
    raw = RAW.format(day=town.today.isoformat(), person=town.member)
    with bare_connection() as driver:
        by_hand = cost(lambda: driver.execute(raw.encode()))
    yield Figure("POST a report", whole.wall, "ms", empty.wall + by_hand.wall, 4)
