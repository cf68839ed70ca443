"""The leader's queue: one answer a row, the ticked ones together, undo."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member
from tests.web.work.visit import HTMX, enter
from tests.work.make import NOW, PDF, TODAY, a_photo, a_report, days_ago, opened

from kinerja.people.assignment import Assignment
from kinerja.records.event import Event
from kinerja.work.correction import correct_report
from kinerja.work.reading import Reading, drawn
from kinerja.work.report import Report
from kinerja.work.verification import Verification, answer_report


def _said(**fields):
    return {"verdict": "accept", "version": 1} | fields


def test_the_queue_lists_what_waits_oldest_first(centre):
    new = a_report(centre.sari, "Baru <i>")
    old = a_report(centre.tono, "Lama", done_on=days_ago(4), files=[("foto.png", a_photo())])
    a_report(centre.dewi)

    response = enter(centre.budi).get("/antrean/")

    assert [report for report, _ in response.context["rows"]] == [old, new]
    assert response.context["waiting"] == 2
    assert "Baru &lt;i&gt;" in response.text
    assert "dicatat 2 hari kerja kemudian" in response.text
    assert f"/laporan/{old.pk}/berkas/{old.evidence.get().pk}/kecil/" in response.text


def test_accepting_without_javascript_and_undoing_it(centre):
    report = a_report(centre.sari)
    client = enter(centre.budi)

    response = client.post(f"/antrean/{report.pk}/", _said())

    assert (response.status_code, response.url) == (302, f"/antrean/?dijawab={report.pk}")
    assert Report.objects.get().state == "noted"
    page = client.get(response.url)
    assert page.context["answered"] == [report]
    assert f"Laporan Sari ({report.receipt}) diterima." in page.text
    undone = client.post("/antrean/batal/", {"report": [f"{report.pk}:1"]})
    assert undone.url == "/antrean/"
    assert Report.objects.get().state == "filed"


@pytest.mark.parametrize(("verdict", "state"), [("ask", "asked"), ("return", "returned")])
def test_giving_back_with_words(centre, verdict, state):
    report = a_report(centre.sari)

    enter(centre.budi).post(f"/antrean/{report.pk}/", _said(verdict=verdict, note="Berapa orang?"))

    assert Report.objects.get().state == state
    assert Verification.objects.get().note == "Berapa orang?"


def test_htmx_gets_the_row_and_the_number_that_is_left(centre):
    report = a_report(centre.sari)
    a_report(centre.tono)

    response = enter(centre.budi).post(f"/antrean/{report.pk}/", _said(), **HTMX)

    assert response.status_code == 200
    assert "<html" not in response.text
    assert f'id="laporan-{report.pk}"' in response.text
    assert "1 laporan menunggu jawaban Anda" in response.text
    assert 'hx-swap-oob="true"' in response.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("verdict", ["ask", "return"])
def test_without_words_the_row_says_so_and_nothing_happens(centre, headers, verdict):
    report = a_report(centre.sari)
    a_report(centre.tono)

    response = enter(centre.budi).post(
        f"/antrean/{report.pk}/", _said(verdict=verdict, note=" "), **headers
    )

    assert response.status_code == 422
    assert "Tulis apa yang ditanyakan atau perlu diperbaiki." in response.text
    assert ("<html" in response.text) is not bool(headers)
    assert Report.objects.get(pk=report.pk).state == "filed"
    assert not Verification.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_the_second_of_two_different_answers_is_told_kindly(centre, headers):
    report = a_report(centre.sari)
    answer_report(report=report, verdict="return", by=centre.budi, at=NOW, note="Kurang.")

    response = enter(centre.budi).post(f"/antrean/{report.pk}/", _said(), **headers)

    assert response.status_code == 422
    assert f"Laporan {report.receipt} sudah dikembalikan." in response.text
    assert Report.objects.get().state == "returned"
    assert Verification.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_was_corrected_meanwhile_is_read_again_first(centre, headers):
    report = a_report(centre.sari, "Satu")
    correct_report(report=report, version=1, text="Dua", by=centre.sari, at=NOW)
    client = enter(centre.budi)

    response = client.post(f"/antrean/{report.pk}/", _said(), **headers)

    assert response.status_code == 422
    assert "baru saja diperbaiki penulisnya" in response.text
    assert "Dua" in response.text
    assert 'name="version" value="2"' in response.text
    assert not Verification.objects.exists()
    client.post(f"/antrean/{report.pk}/", _said(version=2))
    assert Report.objects.get().state == "noted"


@pytest.mark.parametrize(
    ("who", "status"),
    [("sari", 403), ("rina", 403), ("tono", 404), ("dewi", 404)],
    ids=["the author", "the leader's leader", "a colleague", "elsewhere"],
)
def test_only_the_leader_answers(centre, who, status):
    report = a_report(centre.sari)

    response = enter(getattr(centre, who)).post(f"/antrean/{report.pk}/", _said())

    assert response.status_code == status
    assert Report.objects.get().state == "filed"
    assert [event.name for event in Event.objects.all()] == ["report.filed"]


def test_a_former_leader_answers_no_more(centre):
    report = a_report(centre.sari)
    Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))

    response = enter(centre.budi).post(f"/antrean/{report.pk}/", _said())

    assert response.status_code == 404
    assert enter(centre.budi).get("/antrean/").context["rows"] == []
    assert Report.objects.get().state == "filed"


def test_extra_fields_of_an_answer_change_nothing_else(centre):
    report = a_report(centre.sari, "Satu")

    enter(centre.budi).post(
        f"/antrean/{report.pk}/", _said(text="Lain", quantity="99", person=centre.tono.pk)
    )

    stored = Report.objects.get()
    assert (stored.text, stored.quantity, stored.person) == ("Satu", None, centre.sari)


# --- The ticked ones


def test_the_ticked_ones_are_accepted_together(centre):
    one, two, three = (a_report(centre.sari, done_on=days_ago(n)) for n in range(3))
    opened(centre.budi, one, three)
    client = enter(centre.budi)

    response = client.post(
        "/antrean/terima/", {"report": [f"{one.pk}:1", f"{three.pk}:1"]}, follow=True
    )

    assert set(Report.objects.accepted()) == {one, three}
    assert set(response.context["answered"]) == {one, three}
    assert [report for report, _ in response.context["rows"]] == [two]


@pytest.mark.parametrize("given", [[], ["x"], ["1"], ["1:2:3"], ["a:b"]])
def test_a_selection_that_is_empty_or_cannot_be_read_is_said(centre, given):
    a_report(centre.sari)

    response = enter(centre.budi).post("/antrean/terima/", {"report": given})

    assert response.status_code == 422
    assert Report.objects.get().state == "filed"


def test_one_that_was_answered_meanwhile_stops_all_and_the_ticks_stay(centre):
    one, two = a_report(centre.sari), a_report(centre.tono)
    answer_report(report=one, verdict="return", by=centre.budi, at=NOW, note="Kurang.")

    response = enter(centre.budi).post(
        "/antrean/terima/", {"report": [f"{one.pk}:1", f"{two.pk}:1"]}
    )

    assert response.status_code == 422
    assert "sudah dikembalikan" in response.text
    assert "Belum ada yang diterima." in response.text
    assert response.context["ticked"] == {one.pk, two.pk}
    assert Report.objects.get(pk=two.pk).state == "filed"


def test_reports_of_other_teams_cannot_be_ticked(centre):
    mine, other = a_report(centre.sari), a_report(centre.dewi)
    sent = {"report": [f"{mine.pk}:1", f"{other.pk}:1"]}
    client = enter(centre.budi)

    assert client.post("/antrean/terima/", sent).status_code == 404
    assert client.post("/antrean/batal/", sent).status_code == 404

    assert set(Report.objects.values_list("state", flat=True)) == {"filed"}


def test_all_are_ticked_by_a_link(centre):
    reports = {a_report(centre.sari).pk for _ in range(3)}
    client = enter(centre.budi)

    assert client.get("/antrean/").context["ticked"] == set()
    assert client.get("/antrean/?pilih=semua").context["ticked"] == reports


@pytest.mark.parametrize("path", ["/antrean/terima/", "/antrean/batal/", "/antrean/{pk}/"])
def test_asking_for_an_act_by_address_leads_to_the_queue(centre, path):
    report = a_report(centre.sari)

    response = enter(centre.budi).get(path.format(pk=report.pk))

    assert (response.status_code, response.url) == (302, "/antrean/")
    assert Report.objects.get().state == "filed"


@pytest.mark.parametrize("given", ["x", "1,x", "9" * 30, ",,", "²"])
def test_an_undo_address_that_cannot_be_read_shows_nothing(centre, given):
    assert enter(centre.budi).get("/antrean/", {"dijawab": given}).context["answered"] == []


def test_only_ones_own_standing_answers_can_be_undone_on_the_page(centre):
    report = a_report(centre.sari)
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    address = f"/antrean/?dijawab={report.pk}"

    assert enter(centre.budi).get(address).context["answered"] == [report]
    assert enter(centre.rina).get(address).context["answered"] == []
    Report.objects.update(state="frozen")
    assert enter(centre.budi).get(address).context["answered"] == []


def test_more_than_forty_are_counted(centre):
    for number in range(43):
        a_report(centre.sari, done_on=days_ago(number))

    response = enter(centre.budi).get("/antrean/")

    assert (len(response.context["rows"]), response.context["more"]) == (40, 3)
    assert "43 laporan menunggu jawaban Anda" in response.text


def test_an_empty_queue_has_a_next_step(centre):
    assert "Tidak ada yang menunggu" in enter(centre.budi).get("/antrean/").text


def test_queries_for_forty_do_not_grow(centre):
    client = enter(centre.budi)
    counts = []
    for number in (2, 38):
        for n in range(number):
            member = a_member(f"Pegawai {n}", centre.centre)
            a_report(member, files=[("foto.png", a_photo()), ("a.pdf", PDF)])
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/antrean/")
        counts.append(len(queries))

    assert len(response.context["rows"]) == 40
    assert counts[0] == counts[1] <= 12


# --- The sample


def test_the_ticked_ones_wait_until_the_drawn_one_was_opened(centre):
    reports = [a_report(centre.sari, files=[("foto.png", a_photo())]) for _ in range(10)]
    (drawn_one,) = drawn(reports, TODAY)
    sent = {"report": [f"{one.pk}:1" for one in reports]}
    client = enter(centre.budi)

    refused = client.post("/antrean/terima/", sent)

    assert refused.status_code == 422
    assert refused.context["unread"] == [drawn_one]
    assert refused.context["ticked"] == {one.pk for one in reports}
    assert f'data-opens="laporan-{drawn_one.pk}"' in refused.text
    assert not Verification.objects.exists()
    assert client.get(f"/antrean/{drawn_one.pk}/buka/", **HTMX).status_code == 200
    assert client.post("/antrean/terima/", sent).status_code == 302
    assert Report.objects.accepted().count() == 10


@pytest.mark.parametrize("way", ["in place", "its page", "its photo"])
def test_opening_is_noted_by_the_server(centre, way):
    report = a_report(centre.sari, files=[("foto.png", a_photo())])
    photo = f"/laporan/{report.pk}/berkas/{report.evidence.get().pk}/"
    address, headers = {
        "in place": (f"/antrean/{report.pk}/buka/", HTMX),
        "its page": (f"/laporan/{report.pk}/", {}),
        "its photo": (photo, {}),
    }[way]
    client = enter(centre.budi)
    client.get("/antrean/")
    client.get(f"{photo}kecil/")
    assert not Reading.objects.exists()  # the list and its small pictures are no opening

    for _ in range(2):
        client.get(address, **headers)

    assert [(one.report, one.version, one.by) for one in Reading.objects.all()] == [
        (report, 1, centre.budi)
    ]


@pytest.mark.parametrize("who", ["sari", "rina"], ids=["the author", "the leader's leader"])
def test_others_who_open_it_leave_no_reading(centre, who):
    report = a_report(centre.sari)

    response = enter(getattr(centre, who)).get(f"/antrean/{report.pk}/buka/", **HTMX)

    assert response.status_code == 200
    assert not Reading.objects.exists()


def test_opening_in_place_is_a_part_and_a_link_without_htmx(centre):
    report = a_report(centre.sari, files=[("foto.png", a_photo()), ("a.pdf", PDF)])
    client = enter(centre.budi)

    part = client.get(f"/antrean/{report.pk}/buka/", **HTMX)

    assert "<html" not in part.text
    assert part.text.count("<figure>") == 2
    assert client.get(f"/antrean/{report.pk}/buka/").url == f"/laporan/{report.pk}/"
    assert enter(centre.tono).get(f"/antrean/{report.pk}/buka/", **HTMX).status_code == 404


def test_undoing_a_row_brings_it_back_in_place(centre):
    report = a_report(centre.sari)
    client = enter(centre.budi)
    client.post(f"/antrean/{report.pk}/", _said(), **HTMX)

    response = client.post("/antrean/batal/", {"report": [f"{report.pk}:1"]}, **HTMX)

    assert "data-waiting" in response.text
    assert "1 laporan menunggu jawaban Anda" in response.text
    assert Report.objects.get().state == "filed"
