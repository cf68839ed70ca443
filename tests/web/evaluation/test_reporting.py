"""Pages of the reporting: the appraiser sends what is ready, the authorised official reads it."""

from datetime import date

import time_machine
from tests.evaluation.make import BELOW, IN_WINDOW, Quarter, a_feedback, signed
from tests.people.make import a_person, a_role
from tests.web.evaluation.visit import enter, words

from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.objection import decide_objection, file_objection
from kinerja.evaluation.reporting import ResultsReport
from kinerja.people.person import Person
from kinerja.web.inbox.pending import pending_of

SEND = "/pelaporan/periode/2026-Q3/"
REPORT_BY = date(2026, 11, 26)


def _officials(quarter: Quarter) -> Person:
    surya = a_person("Surya")
    a_role(surya, "authorised_official")
    a_feedback(quarter.town.budi, quarter.town.sari)
    return surya


def _returned(quarter: Quarter) -> None:
    review = signed(quarter.sari, BELOW)
    receive_result(review=review, by=quarter.town.sari, on=IN_WINDOW)
    answer_delivery(review=review, answer="returned", by=quarter.town.sari, on=IN_WINDOW)


def _titles(person: Person, on: date = IN_WINDOW) -> list[tuple[str, int, date | None]]:
    return [(one.title, one.number, one.due_on) for one in pending_of(person, on)]


def test_the_appraiser_sends_what_is_ready_and_the_official_reads_it(quarter: Quarter):
    surya = _officials(quarter)
    _returned(quarter)
    signed(quarter.tono)  # who has not opened it
    budi, official = enter(quarter.town.budi), enter(surya)
    assert ("Hasil penilaian belum Anda laporkan", 1, REPORT_BY) in _titles(quarter.town.budi)

    first = words(budi.get("/pelaporan/"))
    page = words(budi.get(SEND))
    sent = budi.post(SEND)

    assert "Triwulan III 2026 Paling lambat 26 November 2026 1 siap" in first
    assert "Sari Butuh Perbaikan · Ditandatangani dan dikembalikan" in page
    assert "Tono Belum diterima pegawai. Serahkan dulu hasilnya." in page
    assert sent["Location"] == "/pelaporan/"
    report = ResultsReport.objects.get()
    assert not [one for one in _titles(quarter.town.budi) if "laporkan" in one[0]]
    assert _titles(surya) == [("Laporan hasil penilaian belum Anda baca", 1, None)]
    assert "Belum dibaca Budi" in words(official.get("/pelaporan/"))
    url = f"/pelaporan/{report.pk}/"
    assert "Tandai sudah dibaca" not in words(budi.get(url))
    shown = words(official.get(url))
    assert "Sari Butuh Perbaikan · Ditandatangani dan dikembalikan" in shown
    assert official.post(url)["Location"] == url
    assert "Sudah dibaca Surya" in words(budi.get(url))
    assert _titles(surya) == []


def test_a_second_press_leads_to_what_the_first_one_sent(quarter: Quarter):
    _officials(quarter)
    _returned(quarter)
    budi = enter(quarter.town.budi)
    budi.post(SEND)

    again = budi.post(SEND, follow=True)

    report = ResultsReport.objects.get()
    assert again.redirect_chain[-1][0] == f"/pelaporan/{report.pk}/"
    assert "Hasil ini sudah Anda laporkan." in again.text
    assert budi.get(SEND)["Location"] == f"/pelaporan/{report.pk}/"


def test_nothing_ready_is_said_and_changes_nothing(quarter: Quarter):
    _officials(quarter)
    signed(quarter.tono)
    budi = enter(quarter.town.budi)

    page = words(budi.get(SEND))
    said = words(budi.post(SEND, follow=True), first="<body", last="</body>")

    assert "Laporkan semua" not in page
    assert "Belum ada hasil Triwulan III 2026 yang siap dilaporkan." in said
    assert not ResultsReport.objects.exists()


def test_who_reports_nothing_finds_no_page(quarter: Quarter):
    _officials(quarter)
    _returned(quarter)

    assert enter(quarter.town.sari).get(SEND).status_code == 404
    assert enter(quarter.town.rina).post(SEND).status_code == 404
    assert "Belum ada yang dilaporkan" in words(enter(quarter.town.sari).get("/pelaporan/"))


def test_an_open_objection_is_marked_until_it_is_decided(quarter: Quarter):
    surya, sari = _officials(quarter), quarter.town.sari
    review = signed(quarter.sari, BELOW)
    receive_result(review=review, by=sari, on=IN_WINDOW)
    objection = file_objection(review=review, reason="Agustus.", by=sari, on=IN_WINDOW)
    with time_machine.travel("2026-10-19T10:00:00+07:00", tick=False):
        waiting = words(enter(quarter.town.budi).get(SEND))
    with time_machine.travel("2026-11-27T10:00:00+07:00", tick=False):
        late = words(enter(quarter.town.budi).get("/pelaporan/"))
        enter(quarter.town.budi).post(SEND)
        url = f"/pelaporan/{ResultsReport.objects.get().pk}/"
        before = words(enter(surya).get(url))
        decide_objection(
            objection=objection, reason="Tetap.", by=quarter.town.rina, on=date(2026, 11, 27)
        )
        after = words(enter(surya).get(url))

    assert "Sari Menunggu jawaban atau keputusan sampai 14 Oktober 2026" in waiting
    assert "Lewat batas" in late
    assert "Sari Butuh Perbaikan Keberatan terbuka" in before
    assert "Sari Butuh Perbaikan Hasil tetap" in after
