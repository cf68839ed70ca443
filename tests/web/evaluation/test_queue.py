"""The list of whom one has to rate."""

from datetime import date

import time_machine
from tests.evaluation.make import IN_WINDOW, rated, signed
from tests.people.make import a_member
from tests.web.evaluation.visit import enter, words
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.self_report import report_realisation


def test_everybody_to_rate_with_the_state_and_the_phase(quarter):
    signed(quarter.sari)

    page = words(enter(quarter.town.budi).get("/penilaian/"))

    sari, tono = (person.assignments.get().position.title for person in _both(quarter))
    assert page == (
        "Bantuan Penilaian Pegawai yang Anda nilai, per periode."
        " Tahap: penilaian Triwulan III 2026 , tutup 15 Oktober 2026, 1 dari 2 selesai"
        f" T Tono {tono} Menunggu realisasi S Sari {sari} Selesai"
    )


def _both(quarter):
    return quarter.town.sari, quarter.town.tono


def test_each_state_leads_to_its_page(quarter):
    client = enter(quarter.town.budi)
    assert _links(client, quarter) == ["/penilaian/{sari}/", "/penilaian/{tono}/"]

    rated(quarter.sari)
    assert _links(client, quarter)[0] == "/penilaian/{sari}/tanda-tangan/"

    signed(quarter.sari)
    assert _links(client, quarter) == ["/penilaian/{tono}/", "/hasil/{sari}/"]


def test_who_is_ready_comes_first_and_alone_is_marked(quarter):
    report_realisation(
        review=quarter.tono,
        realisations={quarter.tonos.pk: "Arsip 2025 tertata."},
        by=quarter.town.tono,
        on=IN_WINDOW,
    )

    lines = enter(quarter.town.budi).get("/penilaian/").context["lines"]

    assert [(line.name, line.words, line.tone) for line in lines] == [
        ("Tono", "Realisasi masuk", "heed"),
        ("Sari", "Menunggu realisasi", ""),
    ]


def test_who_of_the_team_cannot_be_rated_yet_is_named_with_the_cause(quarter):
    a_member("Nia", quarter.town.centre)

    page = words(enter(quarter.town.budi).get("/penilaian/"))
    with time_machine.travel("2026-10-16T10:00:00+07:00"):
        over = words(enter(quarter.town.budi).get("/penilaian/"))

    assert page.endswith(
        "1 orang belum dapat dinilai N Nia Belum memiliki SKP Lihat rencana mereka di Rencana masuk"
    )
    assert "Nia" not in over


def _links(client, quarter) -> list[str]:
    names = {str(quarter.sari.pk): "{sari}", str(quarter.tono.pk): "{tono}"}
    lines = client.get("/penilaian/").context["lines"]
    return ["/".join(names.get(part, part) for part in line.url.split("/")) for line in lines]


def test_who_rates_nobody_is_told_what_comes(quarter):
    page = words(enter(quarter.town.sari).get("/penilaian/"))

    assert page == (
        "Bantuan Penilaian Pegawai yang Anda nilai, per periode. Belum ada penilaian untuk Anda"
        " Begitu bagian kepegawaian membuka sebuah periode, pegawai yang Anda nilai muncul di sini."
        " Lihat tim"
    )


def test_another_period_is_one_tab_away(quarter):
    year = open_period(code="2026-S2", by=None, opens_on=date(2026, 10, 1))
    open_reviews(period=year, on=IN_WINDOW, by=None)
    signed(quarter.sari)
    client = enter(quarter.town.budi)

    newest, asked = client.get("/penilaian/"), client.get("/penilaian/?periode=2026-Q3")

    assert newest.context["period"].code == "2026-S2"
    assert [tab.label for tab in newest.context["tabs"]] == [
        "Semester II 2026",
        "Triwulan III 2026",
    ]
    assert asked.context["period"].code == "2026-Q3"
    assert client.get("/penilaian/?periode=2020-Q1").context["period"].code == "2026-S2"
    assert "bukan hasil evaluasi menurut peraturan" in words(newest)


def test_after_the_window_it_says_who_goes_on(quarter):
    with time_machine.travel("2026-10-16T10:00:00+07:00"):
        page = words(enter(quarter.town.budi).get("/penilaian/"))

    assert "Penilaian sudah ditutup" in page


def test_the_queries_do_not_grow_with_the_team(quarter, django_assert_max_num_queries):
    client = enter(quarter.town.budi)
    client.get("/penilaian/")
    with django_assert_max_num_queries(13) as few:
        client.get("/penilaian/")
    for number in range(10):
        a_result(a_set_plan(a_member(f"Pegawai {number}", quarter.town.centre)), 1, "Arsip")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)

    with django_assert_max_num_queries(len(few)):
        assert len(client.get("/penilaian/").context["lines"]) == 12
