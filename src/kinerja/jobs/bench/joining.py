"""First views of pages on which people take part, work together and come along, at any size.

Filled for it, beside the people of the agency: one idea for ten people with its supports, a
programme for two hundred with its members, tasks and linked reports, an announcement to everybody
that half have understood, and the use of each unit counted as the nightly job counts it.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction

from kinerja.adoption.announcement import Announcement
from kinerja.adoption.usage import keep_usage
from kinerja.collaboration.programme import Programme
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town, tidy
from kinerja.jobs.bench.overview import first_views
from kinerja.jobs.bench.pages import Page
from kinerja.participation.idea import Idea

ROWS = (
    # Ideas wait for an answer by the head of the author's division; one in four is late.
    """INSERT INTO participation_idea (title, problem, proposal, measure, unit_of_measure, state,
           due_on, begun_at, submitted_at, supports, revision, key, author_id, owner_id, unit_id)
    SELECT 'Gagasan ' || id, 'Antrean lama.', 'Nomor antrean dari rumah.', '', '', 'submitted',
           %(today)s + (id %% 40)::int - 10, now(), now(), 5, 1, gen_random_uuid(), id,
           1 + (id - 1) / 41 * 41, unit_id
      FROM people_position WHERE id <= %(people)s AND id %% 10 = 0""",
    """INSERT INTO participation_ideaversion (number, title, problem, proposal, at, by_id, idea_id)
    SELECT 1, title, problem, proposal, submitted_at, author_id, id FROM participation_idea""",
    """INSERT INTO participation_support (given_at, idea_id, person_id)
    SELECT now(), id, 1 + (author_id + n) %% %(people)s
      FROM participation_idea, generate_series(1, 5) AS n""",
    """INSERT INTO collaboration_programme (name, purpose, starts_on, ends_on, begun_on, key,
           begun_by_id)
    SELECT 'Program ' || n, '', %(year)s, %(year)s + 364, %(year)s, gen_random_uuid(),
           1 + 41 * (n %% (%(people)s / 41))
      FROM generate_series(1, %(people)s / 200) AS n ORDER BY n""",
    """INSERT INTO collaboration_member (role, starts_on, state, asked_on, answered_on, reason,
           asked_by_id, answered_by_id, person_id, programme_id)
    SELECT CASE n WHEN 0 THEN 'lead' ELSE 'member' END, %(year)s, 'agreed', %(year)s, %(year)s, '',
           begun_by_id, begun_by_id, 1 + (begun_by_id - 1 + n) %% %(people)s, id
      FROM collaboration_programme, generate_series(0, 19) AS n""",
    """INSERT INTO collaboration_task (title, due_on, state, shown_to_partners, person_id,
           programme_id)
    SELECT 'Tugas ' || m.id, %(today)s + 7, 'todo', false, m.person_id, m.programme_id
      FROM collaboration_member AS m, generate_series(1, 3)""",
    """INSERT INTO collaboration_contribution (linked_on, report_id, programme_id)
    SELECT DISTINCT ON (r.id) %(today)s, r.id, m.programme_id
      FROM collaboration_member AS m JOIN work_report AS r USING (person_id)
     WHERE r.state = 'noted' ORDER BY r.id, m.programme_id""",
    """INSERT INTO adoption_announcement (title, text, regulation, regulation_number,
           regulation_link, must_understand, pinned, starts_on, written_by_id, written_at, version,
           round, told_round, withdrawn_reason, key, kinds, roles, leaders_only)
    SELECT 'Pengumuman ' || n, 'Mulai Januari.', '', '', '', true, false, %(today)s - 3, %(office)s,
           now(), 1, 1, 1, '', gen_random_uuid(), '{}', '{}', false
      FROM generate_series(1, 3) AS n""",
    """INSERT INTO adoption_announcementversion (title, text, regulation, regulation_number,
           regulation_link, number, substance, change, by_id, at, announcement_id)
    SELECT title, text, '', '', '', 1, true, '', written_by_id, now(), id
      FROM adoption_announcement""",
    """INSERT INTO adoption_reading (announcement_id, person_id, round, version, opened_at,
           understood_at, understood_version)
    SELECT a.id, p.id, 1, 1, now(), now(), 1
      FROM adoption_announcement AS a, people_person AS p WHERE p.id %% 2 = 0""",
    """INSERT INTO adoption_suggestion (kind, text, sent_at, key, person_id)
    SELECT 'wish', 'Ingin melapor dari jam tangan.', now(), gen_random_uuid(), id
      FROM people_person WHERE id %% 50 = 0""",
)


def joining(town: Town) -> Iterator[Figure]:
    """As the people see them who see the most."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in ROWS:
            cursor.execute(
                statement,
                {
                    "people": town.people,
                    "office": town.office,
                    "today": town.today,
                    "year": town.today.replace(month=1, day=1),
                },
            )
    tidy()
    for weeks in range(4):
        keep_usage(on=town.today - timedelta(weeks=weeks))
    tidy()
    idea = Idea.objects.earliest("pk").pk
    programme = Programme.objects.earliest("pk")
    notice = Announcement.objects.earliest("pk").pk
    lead = programme.begun_by_id
    yield from first_views(
        Page("ideas", "/gagasan/", town.mayor),
        Page("ideas that are late", "/gagasan/?bagian=terlambat", town.mayor),
        Page("one idea", f"/gagasan/{idea}/", town.mayor),
        Page("spaces", "/gagasan/ruang/", town.member),
        Page("programmes of the mayor", "/kolaborasi/", town.mayor),
        Page("board of a programme", f"/kolaborasi/{programme.pk}/", lead),
        Page("contributions, a department's head", "/kolaborasi/kontribusi/", town.head),
        Page("contributions, the mayor", "/kolaborasi/kontribusi/", town.mayor),
        Page("shared goals", "/sasaran/bersama/", town.mayor),
        Page("announcements", "/pengumuman/", town.member),
        Page("reach of an announcement", f"/pengumuman/{notice}/penerima/", town.office),
        Page("one announcement, the mayor", f"/pengumuman/{notice}/", town.mayor),
        Page("use of the system", "/adopsi/", town.mayor),
        Page("use of a department", "/adopsi/unit/2/", town.head),
        Page("coaching", "/adopsi/pendampingan/", town.office),
        Page("wishes about the system", "/usul/", town.office),
        Page("pulses", "/denyut/", town.office),
        Page("reviews of the system", "/tinjauan/", town.member),
        Page("help", "/bantuan/", town.member),
        Page("search in help", "/bantuan/?kata=melaporkan", town.member),
        Page("home of the mayor, with all this", "/", town.mayor),
        Page("home of a member, with all this", "/", town.member),
        Page("inbox of the mayor, with all this", "/kotak-masuk/", town.mayor),
    )
