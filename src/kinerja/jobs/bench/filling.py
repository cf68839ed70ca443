"""An agency of N people with a plausible load, written by a few statements in seconds.

The rows are as the verbs would leave them, without the events of each step. Divisions of a head and
forty people, twenty-two of them in a department; who is who follows from the number of a person.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period, open_period
from kinerja.people.agency import found_agency
from kinerja.work.rollup import rebuild
from kinerja.work.standing import judge_all

DIVISION, DIVISIONS = 41, 22  # people of a division, its head first; divisions of a department
REPORTS = 20  # of each person; the newest one waits for the leader
RESULTS = 3  # of each plan
OFFICE = 3  # the person who is the personnel office
PASSWORD = "kata-sandi-ukur-1"  # noqa: S105 - of people who do not exist
SMALLEST = 2 * DIVISION

# Tables whose triggers tell the chain and the counters: here the rows are counted once at the end.
QUIET = ("work_report", "records_event", "evaluation_review")

ROWS = (
    """INSERT INTO people_unit (id, code, name, level, path, parent_id)
    SELECT 1, 'B', 'Kota Ukur', 'agency', '/1/', NULL::bigint UNION ALL
    SELECT 1 + d, 'B' || d, 'Dinas ' || d, 'device', '/1/' || 1 + d || '/', 1
      FROM generate_series(1, %(departments)s) AS d UNION ALL
    SELECT 1 + %(departments)s + v, 'B.' || v, 'Bidang ' || v, 'division',
           '/1/' || 2 + (v - 1) / %(per_department)s || '/' || 1 + %(departments)s + v || '/',
           2 + (v - 1) / %(per_department)s
      FROM generate_series(1, %(divisions)s) AS v""",
    """CREATE TEMP TABLE who AS
    SELECT n AS id, 2 + %(departments)s + (n - 1) / %(division)s AS unit,
           (n - 1) %% %(division)s = 0 AS leads, 'pelaksana' AS level, 'ja' AS kind,
           CASE WHEN (n - 1) %% %(division)s = 0
                THEN %(people)s + 1 + (n - 1) / %(division)s / %(per_department)s
                ELSE n - (n - 1) %% %(division)s END AS boss
      FROM generate_series(1, %(people)s) AS n UNION ALL
    SELECT %(people)s + d, 1 + d, true, 'jpt_pratama', 'jpt', %(people)s + %(departments)s + 1
      FROM generate_series(1, %(departments)s) AS d UNION ALL
    SELECT %(people)s + %(departments)s + 1, 1, true, 'regional_head', 'official', NULL""",
    "UPDATE who SET level = 'administrator' WHERE leads AND level = 'pelaksana'",
    """INSERT INTO people_person (id, nip, name, front_title, back_title, kind, sex, grade,
                                   education, status, version)
    SELECT id, '9' || lpad(id::text, 17, '0'), 'Pegawai ' || id, '', '',
           CASE level WHEN 'regional_head' THEN 'official' ELSE 'pns' END, '', '', '', 'active', 1
      FROM who""",
    """INSERT INTO people_position (id, title, duties, kind, level, leads, independent, unit_id)
    SELECT id, 'Jabatan ' || id, '', kind, level, leads, false, unit FROM who""",
    """INSERT INTO people_assignment (id, leads, kind, starts_on, decree, person_id, position_id)
    SELECT id, leads, 'definitive', %(year)s - 365, '', id, id FROM who""",
    """INSERT INTO people_account (id, password, login, is_active, must_change_password, person_id)
    SELECT id, %(password)s, '9' || lpad(id::text, 17, '0'), true, false, id FROM who""",
    """INSERT INTO people_role (person_id, name, starts_on)
    VALUES (%(office)s, 'personnel_admin', %(year)s)""",
    "UPDATE people_agency SET public_page = true",
    """INSERT INTO planning_plan (id, year, starts_on, ends_on, version, approach, state, set_on,
           return_reason, revision, change, change_reason, person_id, assignment_id, appraiser_id)
    SELECT id, extract(year FROM %(year)s), %(year)s, %(year_end)s, 1, 'quantitative', 'set',
           %(year)s + 20, '', 1, '', '', id, id, boss
      FROM who WHERE boss IS NOT NULL""",
    """INSERT INTO planning_workresult (id, number, kind, title, quality, assigned_by, state,
           revision, alignment, study, plan_id, parent_id)
    SELECT %(results)s * who.id + number, number, 'main', 'Hasil kerja ' || number, '', '',
           'running', 1, '', false, who.id,
           CASE WHEN above.boss IS NOT NULL THEN %(results)s * who.boss + number END
      FROM who JOIN who AS above ON above.id = who.boss,
           generate_series(1, %(results)s) AS number""",
    """INSERT INTO planning_indicator (id, aspect, perspective, text, unit_of_measure, polarity,
           target_min, target_max, target_text, counts_reports, revision, scale, result_id)
    SELECT id, 'quantity', '', 'Layanan yang selesai', 'layanan', 'maximise', 100, 120, '', true,
           1, '[]', id FROM planning_workresult""",
    """INSERT INTO work_report (text, quantity, done_on, filed_at, state, key, version, person_id,
           result_id, indicator_id, unit_id)
    SELECT 'Melayani ' || 3 + day || ' warga dan mencatat hasilnya', 3 + day, on_day,
           on_day + time '15:30', CASE day WHEN 0 THEN 'filed' ELSE 'noted' END,
           gen_random_uuid(), 1, id, result, result, unit
      FROM who, generate_series(%(reports)s - 1, 0, -1) AS day,
           LATERAL (SELECT %(today)s - day AS on_day,
                           %(results)s * id + 1 + day %% %(results)s AS result) AS drawn
     WHERE boss IS NOT NULL""",
    """INSERT INTO records_blob (sha256, size, media_type, stored_at)
    VALUES (repeat('a', 64), 1, 'application/pdf', now())""",
    """INSERT INTO records_attachment (id, key, name, uploaded_at, original_sha256,
                                       uploaded_by_id, blob_id)
    SELECT id, gen_random_uuid(), 'bukti.pdf', now(), repeat('a', 64), person_id, repeat('a', 64)
      FROM work_report WHERE state = 'filed'""",
    """INSERT INTO work_evidence (report_id, attachment_id)
    SELECT id, id FROM records_attachment""",
    """INSERT INTO feedback_feedback (tone, text, given_at, key, giver_id, receiver_id, role,
                                   purpose, mode, origin, way, value, outsider)
    SELECT 'positive', 'Cepat dan rapi.', now(), gen_random_uuid(), boss, id, 'leader', 'rating',
           'incidental', 'given', 'indirect', '', ''
      FROM who WHERE boss IS NOT NULL""",
    """INSERT INTO records_notice (text, url, sent_at, person_id)
    SELECT 'Laporan Anda diterima.', '/laporan/', now(), id FROM who""",
    """INSERT INTO records_event (name, about_type, about_id, reason, data, at, digest, by_id,
                                  person_id)
    SELECT name, 'planning.plan', id, '', '{}', now(), sha256(name::bytea), id, id
      FROM who, unnest(ARRAY['plan.started', 'plan.submitted', 'plan.set']) AS name""",
)


@dataclass(frozen=True)
class Town:
    """Who is who in a filled database."""

    people: int  # below the heads of departments
    departments: int
    today: date
    period: Period

    member = 2  # an ordinary person of the first division
    leader = 1  # its head: a team and a queue of forty
    office = OFFICE  # keeps the register: a member of the first division

    @property
    def head(self) -> int:
        """The head of the first department."""
        return self.people + 1

    @property
    def mayor(self) -> int:
        return self.people + self.departments + 1

    @property
    def leaders(self) -> list[int]:
        """The heads of all divisions."""
        return list(range(1, self.people + 1, DIVISION))


def fill(people: int, today: date) -> Town:
    """Write the agency; whole divisions, so that there may be up to forty people more."""
    divisions = -(-max(people, SMALLEST) // DIVISION)
    departments = -(-divisions // DIVISIONS)
    found_agency(name="Kota Ukur")
    given: dict[str, int | str | date] = {
        "people": divisions * DIVISION,
        "division": DIVISION,
        "divisions": divisions,
        "departments": departments,
        "per_department": DIVISIONS,
        "results": RESULTS,
        "office": OFFICE,
        "reports": REPORTS,
        "today": today,
        "year": date(today.year, 1, 1),
        "year_end": date(today.year, 12, 31),
        "password": make_password(PASSWORD),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for table in QUIET:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in ROWS:
            cursor.execute(statement, given)
        cursor.execute("DROP TABLE who")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in QUIET:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        _go_on_counting()
    tidy()  # as the server does by itself before anybody opens a period
    period = _rated_period(today)
    rebuild()
    judge_all(today)
    tidy()
    return Town(divisions * DIVISION, departments, today, period)


def tidy() -> None:
    """The server knows how many rows there are: it joins a hundred thousand otherwise than none."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _go_on_counting() -> None:
    """Numbers were given by hand: the sequences follow."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for found in connection.introspection.get_sequences(cursor, table):
                column = connection.ops.quote_name(found["column"])
                cursor.execute(
                    f"SELECT setval(%s, GREATEST((SELECT max({column}) FROM {table}), 1))",  # noqa: S608
                    [found["name"]],
                )


def _rated_period(today: date) -> Period:
    """A quarter in which everybody is rated and nobody signed yet."""
    code = f"{today.year}-Q{(today.month + 2) // 3}"
    period = open_period(
        code=code, by=None, opens_on=today, closes_on=_quarter_end(today) + timedelta(days=14)
    )
    open_reviews(period=period, on=today, by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evaluation_assessment SET realisation = 'Tercapai', rating = 'meets'"
        )
        cursor.execute(
            "UPDATE evaluation_review SET state = 'rated', work_result_rating = 'meets',"
            " behaviour_rating = 'meets', predicate = 'baik', rated_on = %s"
            " WHERE appraiser_id IS NOT NULL",
            [today],
        )
    return period


def _quarter_end(day: date) -> date:
    first = date(day.year, (day.month + 2) // 3 * 3, 28)
    return (first + timedelta(days=4)).replace(day=1) - timedelta(days=1)
