"""First views of pages that read what citizens said and what people learnt, over a whole agency.

Filled for it, beside the people of the agency: three complaints for two people, ten assessments of
each person, two trainings, a data set of two figures a person, a signal for one person in ten. The
bar is that of `overview`; what a nightly job keeps is there, as it is in the morning.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from kinerja.development.demand import compute_demand
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town, tidy
from kinerja.jobs.bench.overview import first_views
from kinerja.jobs.bench.pages import Page
from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.service_data.dataset import ServiceDataset
from kinerja.needs.service_data.table import MOST_PLACES
from kinerja.people.unit import Unit

ROWS = (
    """INSERT INTO needs_complaintcategory (name, usual_class, active)
    SELECT 'Kategori ' || n, 'non_supervisory', true FROM generate_series(1, 12) AS n""",
    """INSERT INTO needs_complaint (code, nonce, key, external_id, channel, complaint_class,
           service, text, received_at, by_day, state, state_at, reason, reopened, handler_id,
           unit_id, category_id)
    SELECT 'ADU-' || lpad(n::text, 8, '0'), '', gen_random_uuid(), '', 'form', 'non_supervisory',
           'Loket', 'Antrean lama di loket ' || n, came, false,
           CASE WHEN n %% 20 = 0 THEN 'in_progress' ELSE 'closed' END, came, '', 0, p.id,
           p.unit_id, (SELECT min(id) FROM needs_complaintcategory) + n %% 12
      FROM generate_series(1, 3 * %(people)s / 2) AS n
      JOIN people_position AS p ON p.id = 1 + n %% %(people)s,
           LATERAL (SELECT %(today)s + time '09:00' - (1 + n %% 700) * interval '1 day' AS came) t
     ORDER BY n""",
    """INSERT INTO needs_complaintclock (stage, round, starts_at, limit_days, due_on, ended_at,
           ended_on, minutes, settles_on, left_out, complaint_id, person_id, unit_id)
    SELECT stage, 1, received_at, 5, came + 7, ended, ended::date, 600 * took,
           least(came + took, came + 8), '', id, handler_id, unit_id
      FROM (SELECT *, received_at::date AS came, id::int %% 11 AS took FROM needs_complaint) AS c,
           unnest(ARRAY['verify', 'respond', 'resolve']) AS stage,
           LATERAL (SELECT CASE WHEN stage <> 'resolve' OR state = 'closed'
                                THEN received_at + took * interval '1 day' END AS ended) AS t""",
    """INSERT INTO development_competency (code, name, kind, definition, place)
    SELECT 'K' || n, 'Kompetensi ' || n, 'technical', '', n FROM generate_series(1, 20) AS n""",
    """INSERT INTO development_competencystandard (title, title_key, level, required, source,
           origin, starts_on, competency_id)
    SELECT '', '', level, 3, 'Ukur', 'agency', %(year)s, id
      FROM development_competency, (SELECT DISTINCT level FROM people_position) AS known""",
    """INSERT INTO development_competencyassessment (level, method, assessed_on, source, file_name,
           file_digest, competency_id, person_id)
    SELECT 1 + (p.id + c.id) %% 5, 'leader', %(today)s - 30, 'Ukur', '', '', c.id, p.id
      FROM people_person AS p, development_competency AS c WHERE c.place %% 2 = 0""",
    """INSERT INTO development_training (name, kind, form, hours_jp, provider, aim, target_group,
           competencies, source)
    SELECT 'Pelatihan ' || n, 'technical', 'classical', 12, 'Ukur', '', '', ARRAY['K' || n], ''
      FROM generate_series(1, 20) AS n""",
    """INSERT INTO development_session (starts_on, ends_on, place, quota, enrol_from, enrol_until,
           parts_a_day, hours_jp, note, settled_on, training_id)
    SELECT day, day, '', 500, day, day, 1, 12, '', day, t.id
      FROM development_training AS t, (SELECT %(today)s - 30 AS day) AS drawn,
           generate_series(1, 10)""",
    """INSERT INTO development_enrolment (state, asked_at, reason, answer, passed, hours_jp,
           reacted, person_id, session_id)
    SELECT 'accepted', now(), '', '', true, 12, false, p.id, s.id
      FROM people_person AS p, generate_series(0, 1) AS n, LATERAL (
           SELECT (SELECT min(id) FROM development_session) + (p.id + 7 * n) %% 200 AS id) AS s""",
    """INSERT INTO needs_servicedataset (name, frequency, source, sample, made_on, unit_id)
    VALUES ('Kunjungan', 'month', 'Ukur', true, %(today)s, 1)""",
    """INSERT INTO needs_servicemeasure (name, unit_of_measure, polarity, together, dataset_id)
    SELECT 'Ukuran ' || n, 'orang', 'higher', 'sum', id
      FROM needs_servicedataset, generate_series(1, 5) AS n""",
    """INSERT INTO needs_serviceplace (name, dataset_id)
    SELECT 'Tempat ' || n, id FROM needs_servicedataset, generate_series(1, %(places)s) AS n""",
    """INSERT INTO needs_serviceload (state, file_name, digest, columns, figures, at, key, by_id,
           dataset_id)
    SELECT 'loaded', 'ukur.csv', '', '{}', 500 * %(places)s, now(), gen_random_uuid(), %(office)s,
           id
      FROM needs_servicedataset""",
    """INSERT INTO needs_servicevalue (period, value, cases, counts, load_id, measure_id, place_id)
    SELECT date_trunc('month', %(today)s - n * interval '1 month'), 100 + (p.id * n) %% 50, NULL,
           true, l.id, m.id, p.id
      FROM needs_serviceload AS l, needs_servicemeasure AS m, needs_serviceplace AS p,
           generate_series(1, 100) AS n""",
    """INSERT INTO work_qualitysignal (kind, day, said, reports, key, found_at, reason, person_id,
           unit_id)
    SELECT 'duplicate', %(today)s, 'Dua laporan berisi teks yang sama.', '{}', id::text, now(), '',
           id, unit_id
      FROM people_position WHERE id %% 10 = 0""",
)


def needing(town: Town) -> Iterator[Figure]:
    """As the mayor opens them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in ROWS:
            cursor.execute(
                statement,
                {
                    "people": town.people,
                    "office": town.office,
                    "places": min(town.people // 250 + 4, MOST_PLACES),
                    "today": town.today,
                    "year": town.today.replace(month=1, day=1),
                },
            )
    tidy()
    compute_demand(unit=Unit.objects.get(pk=1), by=None, on=town.today)
    case = Complaint.objects.open().latest("pk").pk
    dataset = ServiceDataset.objects.latest("pk").pk
    yield from first_views(
        Page("signals of data quality", "/mutu-data/", town.mayor),
        Page("competencies of the agency", "/kompetensi/unit/1/", town.mayor),
        Page("competencies of a department", "/kompetensi/unit/2/", town.head),
        Page("demand for training", "/kebutuhan-pelatihan/1/", town.mayor),
        Page("complaints", "/pengaduan/", town.mayor),
        Page("all complaints", "/pengaduan/?saring=semua", town.mayor),
        Page("one complaint", f"/pengaduan/{case}/", town.mayor),
        Page("complaints in figures", "/pengaduan/angka/", town.mayor),
        Page("complaints of a department in figures", "/pengaduan/angka/?unit=2", town.head),
        Page("a data set", f"/data-layanan/{dataset}/", town.mayor),
        Page("hours learnt", "/jp/pegawai/", town.mayor),
        Page("who is short of hours", "/jp/pegawai/?kurang=1", town.mayor),
    )
