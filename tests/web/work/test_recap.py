"""The recap of a month: who counts, who is left out and why, the sheet."""

from datetime import datetime
from io import BytesIO

import pytest
import python_calamine
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from tests.people.make import a_member, a_person, a_role, an_admin, an_assignment, head_post
from tests.web.work.visit import enter
from tests.work.make import NOW, TODAY, a_report, days_ago

from kinerja.documents.recap import recap_pdf
from kinerja.jobs.tasks import make_recap
from kinerja.people.assignment import end_service
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.people.person import set_status
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.web.work import recap as pages
from kinerja.work import recap_file
from kinerja.work.recap import recap_of
from kinerja.work.recap_file import RecapFile, TooManyFiles, ask_recap, forget_recaps


def numbers(recap):
    return [
        (line.unit.name, line.kind.value, line.people, line.planned, line.silent, line.reports)
        for line in recap.lines
    ]


def test_by_unit_and_kind_without_those_who_are_left_out(centre):
    a_report(centre.sari)
    a_report(centre.sari, done_on=days_ago(20))  # September
    pppk = a_person("Wira", kind="pppk")
    an_assignment(pppk, a_member("Lama", centre.centre).assignments.get().position)
    end_service(person=centre.tono, on=days_ago(5), by=None, reason="Pensiun")
    first, last = TODAY.replace(day=1), TODAY.replace(day=31)
    note_leaves(leaves=[NewLeave(pppk, "long", first, last)], by=None, on=TODAY)

    recap = recap_of(centre.health, TODAY)

    assert numbers(recap) == [
        ("Dinas Kesehatan", "pns", 1, 0, 1, 0),
        ("Puskesmas Pauh", "pns", 3, 1, 2, 1),
    ]
    told = [(one.person.name, one.reason, one.since, one.until) for one in recap.excluded]
    assert told == [
        ("Tono", "Berhenti/pensiun", centre.tono.status_since or told[0][2], None),
        ("Wira", "Cuti sebulan penuh", first, last),
    ]


def test_who_moved_away_is_named(centre):
    seat = centre.tono.assignments.get()
    seat.ends_on = days_ago(3)
    seat.save()
    an_assignment(
        centre.tono, head_post(centre.dewi.assignments.get().position.unit), starts_on=days_ago(2)
    )

    (moved,) = recap_of(centre.centre, TODAY).excluded

    assert (moved.person, moved.reason, moved.since) == (
        centre.tono,
        "Pindah dari unit ini",
        days_ago(3),
    )


def test_the_page_and_its_scope(centre):
    a_report(centre.sari)
    rina = enter(centre.rina)
    page = rina.get("/rekap/").text
    assert "Rekap Oktober 2026" in page
    assert "Puskesmas Pauh" in page
    other = centre.dewi.assignments.get().position.unit
    assert rina.get(f"/rekap/?unit={other.pk}").status_code == 404
    assert "Rekap September 2026" in rina.get("/rekap/?bulan=2026-09").text
    assert "Belum ada unit" in enter(centre.sari).get("/rekap/").text
    assert enter(centre.sari).get("/rekap/xlsx/").status_code == 404


def test_the_totals_come_first_and_a_long_list_in_parts(centre, monkeypatch):
    monkeypatch.setattr(pages, "LINES", 1)
    rina = enter(centre.rina)

    first, second = rina.get("/rekap/").text, rina.get("/rekap/?mulai=1").text

    assert first.index("Jumlah <span") < first.index("Dinas Kesehatan <span")
    assert "Puskesmas Pauh <span" not in first
    assert "Puskesmas Pauh <span" in second
    assert 'data-label="Pegawai"><strong>4</strong>' in second  # of all, not of the part
    assert "mulai=1" in first
    assert "mulai=0" in second
    for nonsense in ("9", "-1", "x"):
        assert "Dinas Kesehatan <span" in rina.get(f"/rekap/?mulai={nonsense}").text


def test_of_the_people_left_out_the_page_names_some(centre, monkeypatch):
    monkeypatch.setattr(pages, "NAMED", 1)
    for person in (centre.sari, centre.tono):
        set_status(person=person, status="suspended", since=days_ago(3), by=None)

    page = enter(centre.rina).get("/rekap/").text

    assert "Diberhentikan sementara: 2 orang" in page
    assert "Di sini 1 dari 2 orang" in page


def test_the_sheet_keeps_texts_as_texts(centre):
    centre.centre.name = "=1+1"
    centre.centre.save()
    a_report(centre.sari)
    answer = enter(centre.rina).get("/rekap/xlsx/")
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_name("Rekap").to_python()
    assert rows[2] == ["=1+1", "PNS", 3.0, 1.0, 1.0, 0.0, 0.0, 1.0, 2.0]
    assert rows[3] == ["Jumlah", "", 4.0, 1.0, 1.0, 0.0, 0.0, 1.0, 3.0]


def test_each_line_says_who_set_it_when_and_why(centre):
    ani = an_admin()
    set_status(
        person=centre.tono,
        status="suspended",
        since=days_ago(9),
        by=ani,
        reason="Hukuman disiplin, SK 12/2026",
    )
    centre.tono.name = "Tono W"  # a later edit by somebody else is not what set it
    centre.tono.save()

    (one,) = recap_of(centre.centre, TODAY).excluded

    assert (one.reason, one.since) == ("Diberhentikan sementara", days_ago(9))
    assert (one.by, one.words) == ("Ani Admin", "Hukuman disiplin, SK 12/2026")
    assert one.noted_on == Event.objects.get(name="person.status_set").at.date()
    page = enter(centre.rina).get("/rekap/").text
    assert "Hukuman disiplin, SK 12/2026" in page
    assert "Diberhentikan sementara: 1 orang" in page


def test_an_old_month_stays_as_it_was(centre):
    set_status(person=centre.tono, status="suspended", since=days_ago(40), by=None)
    set_status(person=centre.tono, status="active", since=days_ago(8), by=None)  # 4 October

    assert recap_of(centre.centre, TODAY).excluded == []
    (one,) = recap_of(centre.centre, days_ago(30)).excluded
    assert (one.person, one.since) == (centre.tono, days_ago(40))


def test_who_set_a_leave(centre):
    ani = an_admin()
    first, last = TODAY.replace(day=1), TODAY.replace(day=31)
    leave = NewLeave(centre.tono, "long", first, last, letter="850/77")
    note_leaves(leaves=[leave], by=ani, on=TODAY)

    (one,) = recap_of(centre.centre, TODAY).excluded

    assert (one.reason, one.by, one.words) == ("Cuti sebulan penuh", "Ani Admin", "850/77")


def test_the_number_of_queries_does_not_grow(centre, django_assert_num_queries):
    for count in (1, 6):
        for _ in range(count):
            member = a_member("Anggota", centre.centre)
            set_status(person=member, status="suspended", since=days_ago(3), by=None)
        with django_assert_num_queries(7):
            recap_of(centre.health, TODAY)


def test_a_short_one_is_a_paper_at_once(centre):
    centre.centre.name = "#evil[x] = Puskesmas"
    centre.centre.save()
    answer = enter(centre.rina).get("/rekap/pdf/?bulan=2026-10")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(f'"rekap-2026-10-{centre.health.pk}.pdf"')
    paper = PdfReader(BytesIO(answer.content))
    assert paper.metadata.title == "Rekap Oktober 2026: Dinas Kesehatan"
    root = paper.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("id", True)
    words = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    assert "#evil[x] = Puskesmas PNS 3 1 0 0 0 0 3" in words
    assert "Jumlah 4 1 0 0 0 0 4" in words
    assert "Halaman 1 dari 1" in words
    assert "Dikecualikan dari hitungan" in words
    assert enter(centre.sari).get("/rekap/pdf/").status_code == 404


def test_the_same_recap_is_the_same_paper(centre):
    at = datetime(2026, 10, 12, 9, tzinfo=NOW.tzinfo)
    found = recap_of(centre.health, TODAY)
    assert recap_pdf(found, agency="Kota", at=at) == recap_pdf(found, agency="Kota", at=at)


@pytest.fixture
def long(monkeypatch):
    monkeypatch.setattr(pages, "MADE_AT_ONCE", 2)


@pytest.mark.usefixtures("long")
def test_a_long_one_is_made_by_the_worker_with_its_progress(centre):
    rina = enter(centre.rina)
    assert "Susun PDF" in rina.get("/rekap/").text
    assert rina.get("/rekap/pdf/").headers["Location"].startswith("/rekap/?unit=")
    said = {"unit": centre.health.pk, "bulan": "2026-10", "bentuk": "pdf"}

    place = rina.post("/rekap/susun/", said).headers["Location"]
    file = RecapFile.objects.get()
    assert place == f"/rekap/berkas/{file.pk}/"
    assert rina.post("/rekap/susun/", said).headers["Location"] == place  # asked twice: one file
    assert "Menunggu giliran" in rina.get(place).text
    assert rina.get(f"{place}unduh/").headers["Location"] == place
    job = ProcrastinateJob.objects.values_list("task_name", "args").first()
    assert job == ("work.make_recap", {"file_id": file.pk})

    make_recap(file.pk)
    make_recap(file.pk)

    assert "Siap diunduh" in rina.get(place, headers={"HX-Request": "true"}).text
    assert rina.get(f"{place}unduh/").content.startswith(b"%PDF-1.7")
    assert "PDF: siap diunduh" in rina.get("/rekap/").text
    notice = Notice.objects.get(person=centre.rina)
    assert (notice.text, notice.url) == ("Rekap PDF Dinas Kesehatan siap diunduh.", place)
    names = Event.objects.filter(name__startswith="recap.").order_by("pk")
    assert [(one.name, one.by) for one in names] == [
        ("recap.asked", centre.rina),
        ("recap.made", None),
    ]


def test_the_file_belongs_to_the_one_who_asked_and_still_may(centre):
    role = a_role(centre.dewi, Role.Name.UNIT_ADMIN, centre.health)
    file = ask_recap(unit=centre.centre, month=TODAY, form="xlsx", by=centre.dewi, at=NOW)
    make_recap(file.pk)
    dewi, place = enter(centre.dewi), f"/rekap/berkas/{file.pk}/unduh/"
    assert dewi.get(place).status_code == 200
    assert enter(centre.rina).get(place).status_code == 404
    role.ends_on = days_ago(1)
    role.save()
    assert dewi.get(place).status_code == 404


def test_no_more_than_three_at_a_time_and_none_for_long(centre):
    for month in (7, 8, 9):
        day = TODAY.replace(month=month)
        ask_recap(unit=centre.health, month=day, form="pdf", by=centre.rina, at=NOW)
    with pytest.raises(TooManyFiles):
        ask_recap(unit=centre.health, month=TODAY, form="pdf", by=centre.rina, at=NOW)

    assert forget_recaps(before=NOW) == 0
    assert forget_recaps(before=NOW.replace(year=2027)) == 3


def test_what_cannot_be_made_says_so(centre, monkeypatch):
    file = ask_recap(unit=centre.centre, month=TODAY, form="pdf", by=centre.rina, at=NOW)
    monkeypatch.setattr(recap_file.RecapContent.objects, "create", None)  # the disk is full, say
    with pytest.raises(TypeError):
        make_recap(file.pk)
    page = enter(centre.rina).get(f"/rekap/berkas/{file.pk}/").text
    assert "Tidak berhasil" in page
