"""The team page, and the reports of one member."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member
from tests.web.work.visit import HTMX, enter
from tests.work.make import TODAY, a_report, a_set_plan, days_ago

from kinerja.people.agency import Holiday
from kinerja.people.assignment import Assignment
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.work.report import Report


def test_one_line_a_person(centre):
    a_report(centre.sari)
    a_report(centre.tono, "Arsip <b>", done_on=days_ago(3))
    a_set_plan(centre.tono, state="draft")

    response = enter(centre.budi).get("/tim/")

    assert [one.person for one in response.context["members"]] == [centre.tono, centre.sari]
    assert (response.context["reported"], response.context["waiting"]) == (1, 2)
    for words in ("Belum lapor", "Sudah lapor", "SKP konsep", "Arsip &lt;b&gt;", "1 menunggu"):
        assert words in response.text


def test_who_leads_nobody_has_a_next_step(centre):
    assert "Belum ada yang Anda pimpin" in enter(centre.sari).get("/tim/").text


@pytest.mark.parametrize(
    ("day", "off"), [("2026-10-12", False), ("2026-10-11", True), ("2026-10-13", True)]
)
def test_a_day_off_is_said(centre, day, off):
    Holiday.objects.create(date="2026-10-13", name="Hari jadi kota", kind="local")

    with time_machine.travel(f"{day}T10:00:00+07:00", tick=False):
        response = enter(centre.budi).get("/tim/")

    assert response.context["day_off"] is off
    assert ("Belum lapor" in response.text) is not off
    assert ("0 dari 2 sudah lapor" in response.text) is not off


def test_htmx_gets_the_list_alone(centre):
    response = enter(centre.budi).get("/tim/", **HTMX)

    assert "<html" not in response.text
    assert 'id="anggota"' in response.text


def test_the_reports_of_a_member(centre):
    report = a_report(centre.sari)
    a_report(centre.tono)

    response = enter(centre.budi).get(f"/tim/{centre.sari.pk}/")

    assert response.context["page"].rows == [report]


@pytest.mark.parametrize("who", ["tono", "dewi", "budi"])
def test_others_are_not_there(centre, who):
    if who == "budi":
        Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))
    client = enter(getattr(centre, who))

    assert client.get(f"/tim/{centre.sari.pk}/").status_code == 404
    assert client.get("/tim/999999/").status_code == 404


def test_twelve_queries_for_forty(centre):
    client = enter(centre.budi)
    counts = []
    for number in (2, 38):
        for n in range(number):
            member = a_member(f"Pegawai {n}", centre.centre)
            a_set_plan(member)
            a_report(member)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/tim/")
        counts.append(len(queries))

    assert len(response.context["members"]) == 42
    assert counts[0] == counts[1] <= 12


def test_who_is_on_leave_is_not_silent(centre):
    note_leaves(leaves=[NewLeave(centre.tono, "sick", TODAY, TODAY)], by=None, on=TODAY)

    response = enter(centre.budi).get("/tim/")

    lines = {one.person: one for one in response.context["members"]}
    assert (lines[centre.tono].absence, lines[centre.tono].is_silent) == ("Cuti", False)
    assert (lines[centre.sari].absence, lines[centre.sari].is_silent) == ("", True)
    assert "Cuti sakit" not in response.content.decode()  # the kind is not the leader's to read
    assert response.context["day_off"] is False


def test_a_line_says_the_week_and_the_plan(centre):
    a_report(centre.sari, result=centre.checks, done_on=days_ago(3))  # Friday of last week
    a_report(centre.sari, result=centre.checks)
    Report.objects.filter(done_on=days_ago(3)).update(state="noted")

    page = enter(centre.budi).get("/tim/").text

    assert "Minggu ini 1 laporan · 1 dari 2 hasil kerja berjalan" in page


def test_who_is_on_leave_does_not_lack_a_report(centre):
    for name in ("Ayu", "Bayu", "Citra"):
        a_member(name, centre.centre)
    away = [NewLeave(one, "annual", TODAY, TODAY) for one in (centre.tono, centre.sari)]
    note_leaves(leaves=away, by=None, on=TODAY)
    budi = enter(centre.budi)

    assert "0 dari 3 sudah lapor, 2 cuti" in budi.get("/tim/").text
    assert "0 dari 3 sudah lapor, 2 cuti" in budi.get("/tim/angka/").text
    a_report(centre.sari)  # all the same: then she counts as one of those who report
    assert "1 dari 4 sudah lapor, 1 cuti" in budi.get("/tim/").text
    assert "1 dari 4 sudah lapor, 1 cuti" in budi.get("/tim/angka/").text
