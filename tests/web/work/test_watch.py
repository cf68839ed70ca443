"""From the agency down to the person: what each may see, how many queries, what is printed."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member, a_role, a_unit, an_admin
from tests.web.work.visit import enter
from tests.work.make import NOW, TODAY, a_report, days_ago

from kinerja.development.competency import add_competency
from kinerja.development.demand import Demand, DemandReason
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value, set_key_target
from kinerja.planning.strategy import add_step, finish_step
from kinerja.work.rollup import Numbers, count_days
from kinerja.work.standing import Standing, judge_all
from kinerja.work.warning import the_limits
from kinerja.work.watch import Row, most_in_need


@pytest.fixture(autouse=True)
def counted(centre):
    a_report(centre.sari)
    count_days(NOW)
    judge_all(TODAY, NOW)


def test_from_the_department_down_to_the_report(centre):
    rina = enter(centre.rina)

    top = rina.get("/pantau/").text
    assert "Dinas Kesehatan" in top
    assert "Dinas Perhubungan" not in top
    department = rina.get(f"/pantau/{centre.health.pk}/").text
    for words in ("1 dari 3", "dari 4 pegawai", "Puskesmas Pauh", "Angka laporan per 14.05"):
        assert words in department
    unit = rina.get(f"/pantau/{centre.centre.pk}/").text
    for words in ("Dinas Kesehatan", "Sari", "Tidak ada laporan selama dua bulan ini"):
        assert words in unit
    person = rina.get(f"/tim/{centre.sari.pk}/").text
    assert "Memeriksa 12 ibu hamil" in person


def test_only_what_lies_below(centre):
    budi = enter(centre.budi)
    for path in (f"/pantau/{centre.health.pk}/", f"/pantau/{centre.health.pk}/cetak/"):
        assert budi.get(path).status_code == 404
    assert "Dinas Kesehatan" not in budi.get(f"/pantau/{centre.centre.pk}/").text
    assert "Belum ada unit" in enter(centre.sari).get("/pantau/").text
    assert enter(centre.sari).get(f"/pantau/{centre.centre.pk}/").status_code == 404


def test_the_targets_of_the_unit_stand_above_its_people(centre):
    goal = add_goal(
        title="Warga sehat",
        level="objective",
        years=(2026, 2029),
        unit=centre.health,
        by=None,
        on=TODAY,
    )
    for name, value in (("Imunisasi", "95"), ("Kunjungan ibu hamil", "20"), ("Rumah sehat", "")):
        one = add_key_indicator(
            goal=goal, name=name, unit_of_measure="persen", polarity="maximise", by=None, on=TODAY
        )
        ninety = Decimal(90)
        set_key_target(
            indicator=one, year=2026, target_min=ninety, target_max=ninety, by=None, on=TODAY
        )
        for day, figure in ((date(2025, 12, 31), "0"), (TODAY, value)) if value else ():
            record_key_value(
                indicator=one,
                kind="realisation",
                measured_on=day,
                value=Decimal(figure),
                source="Laporan bulanan",
                by=None,
                on=TODAY,
            )
    rina = enter(centre.rina)

    for path in (f"/pantau/{centre.health.pk}/", f"/pantau/{centre.health.pk}/cetak/"):
        shown = rina.get(path).text
        assert "1 dari 3; 1 tertinggal, 1 belum diukur" in shown
        assert shown.count("Kunjungan ibu hamil") == 1
        assert "Imunisasi" not in shown


def test_what_the_unit_needs_to_learn_stands_there_with_its_reasons(centre):
    rina, page = enter(centre.rina), f"/pantau/{centre.health.pk}/"
    card = f'href="/kebutuhan-pelatihan/{centre.health.pk}/"'
    assert card not in rina.get(page).text  # nothing was computed yet
    for place, name in enumerate(("Konseling", "Data", "Bahasa", "Arsip")):
        levels = dict.fromkeys(range(1, 6), name)
        competency = add_competency(
            code=f"T-{place}", name=name, definition=name, levels=levels, by=None, on=TODAY
        )
        one = Demand.objects.create(
            unit=centre.health, competency=competency, score=40 - place, computed_on=TODAY
        )
        DemandReason.objects.create(
            demand=one, source="gap", said=f"{name}: 2 dari 3 di bawah standar.", strength=1
        )

    shown, sheet = rina.get(page).text, rina.get(f"{page}cetak/").text

    assert card in shown
    assert "Kesenjangan kompetensi: Konseling: 2 dari 3 di bawah standar." in shown
    assert "Arsip" not in shown  # the three that are asked for most
    assert "Konseling, Data, Bahasa (dihitung 12 Oktober 2026)" in sheet
    assert "Konseling" not in enter(centre.budi).get(f"/pantau/{centre.centre.pk}/").text


def test_an_office_sees_all_and_a_unit_admin_his_unit(centre):
    viewer, admin = a_member("Gita", a_unit("Badan")), a_member("Uli", a_unit("Biro"))
    a_role(viewer, "personnel_viewer")
    a_role(admin, "unit_admin", centre.centre)
    assert enter(viewer).get(f"/pantau/{centre.health.pk}/").status_code == 200
    assert enter(admin).get(f"/pantau/{centre.centre.pk}/").status_code == 200
    assert enter(admin).get(f"/pantau/{centre.health.pk}/").status_code == 404


def test_three_numbers_and_three_names_on_one_page(centre):
    page = enter(centre.rina).get(f"/pantau/{centre.health.pk}/cetak/").text
    assert "Puskesmas Pauh</strong>: 3 dari 3 orang perlu perhatian" in page
    assert "lama tanpa laporan" in page
    assert "Angka laporan per 14.05" in page


def test_a_warning_has_no_link_to_the_page_it_stands_on(centre):
    rina, link = enter(centre.rina), f'<a href="/tim/{centre.sari.pk}/">Lihat laporannya'

    assert link in rina.get(f"/pantau/{centre.centre.pk}/").text
    page = rina.get(f"/tim/{centre.sari.pk}/").text
    assert "Di belakang target" in page
    assert link not in page


def test_on_a_day_off_no_ratio_is_held_against_anybody(centre):
    a_report(centre.sari, done_on=days_ago(1))  # Sunday
    count_days(NOW)
    with time_machine.travel("2026-10-11T10:00:00+07:00", tick=False):
        rina = enter(centre.rina)
        unit, sheet = (
            rina.get(f"/pantau/{centre.health.pk}/{part}").text for part in ("", "cetak/")
        )

    for page in (unit, sheet):
        assert "1 orang tetap melapor" in page
        assert "1 dari 4" not in page
    assert "Libur, 1 melapor" in unit


def test_the_printed_sheet_names_the_agency(centre):
    page = enter(centre.rina).get(f"/pantau/{centre.health.pk}/cetak/").text
    assert '<div class="lead">Kota Uji, Senin, 12 Oktober 2026</div>' in page


def test_a_third_of_a_department_comes_before_an_office_of_one(centre):
    rows = [
        Row(centre.centre, Numbers(), Numbers(), Standing(people=people, warned=warned))
        for people, warned in ((1, 1), (2, 1), (37, 11), (900, 12), (5, 0))
    ]
    named = [(row.standing.people, row.standing.warned) for row in most_in_need(rows)]
    assert named == [(37, 11), (1, 1), (2, 1)]


def test_the_same_queries_for_one_unit_and_for_twenty(centre):
    rina = enter(centre.rina)
    counts = []
    for number in (1, 19):
        for n in range(number):
            unit = a_unit(f"Puskesmas {number}-{n}", centre.health)
            for m in range(3):
                a_report(a_member(f"Pegawai {m}", unit))
        count_days(NOW)
        judge_all(TODAY, NOW)
        with CaptureQueriesContext(connection) as queries:
            page = rina.get(f"/pantau/{centre.health.pk}/")
        counts.append(len(queries))
    assert "dari 64 pegawai" in page.text
    assert counts[0] == counts[1] <= 35


def test_the_limits_are_set_by_the_personnel_office(centre):
    admin = enter(an_admin())
    assert (
        admin.post("/pantau/batas/", {"silent_days": "0", "unverified_days": "4"}).status_code
        == 422
    )
    assert (
        admin.post("/pantau/batas/", {"silent_days": "5", "unverified_days": "4"}).status_code
        == 302
    )
    assert the_limits().silent_days == 5
    assert enter(centre.budi).post("/pantau/batas/", {"silent_days": "2"}).status_code == 404


def test_late_steps_of_action_plans_are_shown_down_to_the_person(centre):
    said = {"result": centre.checks, "by": centre.sari}
    add_step(text="Kunjungan rumah", due_on=days_ago(5), **said)
    add_step(text="Kelas ibu", due_on=TODAY, **said)  # not late yet
    done = add_step(text="Pendataan", due_on=days_ago(9), **said)
    finish_step(step=done, done=True, by=centre.sari, on=TODAY)
    rina = enter(centre.rina)

    assert "1 langkah lewat waktu" in rina.get("/pantau/").text
    assert "1 langkah lewat waktu" in rina.get(f"/pantau/{centre.health.pk}/").text
    unit = rina.get(f"/pantau/{centre.centre.pk}/").text
    assert "Langkah rencana aksi lewat waktu" in unit
    assert "Langkah lewat waktu sejak 7 Oktober 2026: Kunjungan rumah" in unit
    assert "Pendataan" not in unit
    finish_step(
        step=centre.checks.action_steps.get(text="Kunjungan rumah"),
        done=True,
        by=centre.sari,
        on=TODAY,
    )
    assert "lewat waktu" not in rina.get(f"/pantau/{centre.centre.pk}/").text
