"""The pages of trainings: from the catalogue to the certificate."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.development.make import a_level, a_service
from tests.development.make_training import NOW, Office, a_session, a_training, enrolled
from tests.people.make import an_agency
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import PDF

from kinerja.development.attendance import Attendance
from kinerja.development.enrolment import Enrolment
from kinerja.development.outside_learning import OutsideLearning
from kinerja.development.session import Session
from kinerja.development.training import Training

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    an_agency()
    with time_machine.travel(NOW, tick=False):
        yield Office()


def test_the_officer_takes_the_start_catalogue_and_plans_a_session(office):
    lala = enter(office.lala)
    assert "Katalog masih kosong" in words(lala.get("/pelatihan/katalog/"))
    lala.post("/pelatihan/katalog/awal/", {"codes": ["TR-003"], "form": "classical"})
    training = Training.objects.get()
    days = {"starts_on": "2026-10-12", "ends_on": "2026-10-13", "place": "Aula", "quota": "1"}
    enrol = {"enrol_from": "2026-10-05", "enrol_until": "2026-10-09", "parts_a_day": "1"}

    wrong = lala.post(f"/pelatihan/{training.pk}/sesi/baru/", days | enrol | {"quota": "501"})
    planned = lala.post(f"/pelatihan/{training.pk}/sesi/baru/", days | enrol, follow=True)

    assert (wrong.status_code, Session.objects.count()) == (422, 1)
    assert "Tempat tersisa 1 dari 1" in words(planned)
    assert "Lama Belum diketahui" in words(planned)


def test_the_calendar_puts_first_what_fits_and_tells_of_places():
    service = a_service()
    with time_machine.travel(NOW, tick=False):
        a_level(service.sari, "KJS", 1)
        team = a_training("Kerja tim", competencies=["KJS"])
        fits, full = a_session(team, starts_on=date(2026, 10, 13)), a_session(quota=1)
        past = {"starts_on": date(2026, 9, 8), "ends_on": date(2026, 9, 9)}
        asked = {"enrol_from": date(2026, 9, 1), "enrol_until": date(2026, 9, 4)}
        over = a_session(team, **past, **asked)
        enrolled(full, service.tono)

        sari = enter(service.sari).get("/pelatihan/")
        tono = enter(service.tono).get("/pelatihan/")

    assert "Cocok untuk Anda" in words(sari)
    assert [one.session for one in sari.context["fitting"]] == [fits]
    assert [one.pk for one in sari.context["page"]] == [full.pk, fits.pk]
    assert over.pk not in [one.pk for one in tono.context["page"]]
    assert "Cocok untuk Anda" not in words(tono)  # nobody looked at his competencies yet
    assert "Diterima Penuh" in words(tono)
    assert "Pendaftaran dibuka" in words(tono)


def test_asked_answered_decided_on_three_pages(office):
    session = a_session()
    page = f"/pelatihan/sesi/{session.pk}/"
    sari, budi, lala = (enter(one) for one in (office.sari, office.budi, office.lala))

    asked = sari.post(f"{page}daftar/", {"reason": "Loket"}, follow=True)
    assert "Menunggu atasan" in words(asked)
    assert "Loket" in words(budi.get("/pelatihan/persetujuan/"))
    one = Enrolment.objects.get()
    refused = budi.post(
        f"/pelatihan/pendaftaran/{one.pk}/jawab/", {"jawaban": "tidak"}, follow=True
    )
    assert "Tulis alasannya" in words(refused, "<body", "</body>")
    budi.post(f"/pelatihan/pendaftaran/{one.pk}/jawab/", {"jawaban": "ya"})
    assert "Sari" in words(lala.get(f"{page}peserta/"))
    lala.post(f"/pelatihan/pendaftaran/{one.pk}/putuskan/", {"jawaban": "ya"})

    assert "Diterima" in words(sari.get("/pelatihan/saya/"))
    again = sari.post(f"{page}daftar/", {})
    assert mistakes(again) == ["Sari sudah terdaftar di sesi ini."]


def test_attendance_scores_settling_and_the_certificate_that_anybody_can_check(office, client):
    session = a_session(
        a_training(hours_jp=Decimal("7.5"), provider="BKPSDM"),
        starts_on=date(2026, 10, 5),
        ends_on=date(2026, 10, 5),
    )
    sari, tono = enrolled(session, office.sari, office.tono)
    page, lala = f"/pelatihan/sesi/{session.pk}/", enter(office.lala)
    assert f'href="{page}hadir/"' in lala.get(f"{page}hasil/").content.decode()
    assert "Lanjut ke hasil" not in words(lala.get(f"{page}hadir/"))
    lala.post(f"{page}hadir/?hari=2026-10-05&bagian=1", {"present": [sari.pk]})
    assert Attendance.objects.get().enrolment == sari
    assert "Lanjut ke hasil" in words(lala.get(f"{page}hadir/"))

    wrong = lala.post(f"{page}hasil/", {f"p{sari.pk}-before": "x", f"p{tono.pk}-after": "101"})
    assert wrong.status_code == 422
    lala.post(f"{page}hasil/", {f"p{sari.pk}-before": "40", f"p{sari.pk}-after": "82,5"})
    lala.post(f"{page}tetapkan/")

    there = words(lala.get(f"{page}hadir/"))
    assert "5 Okt ✓" in there
    assert "daftar hadir tidak berubah lagi. Sari Hadir Tono Tidak hadir" in there
    sari.refresh_from_db()
    assert (sari.after, sari.passed, sari.hours_jp) == (Decimal("82.5"), True, Decimal("7.5"))
    client_of = enter(office.sari)
    paper = client_of.get(f"/pelatihan/pendaftaran/{sari.pk}/sertifikat/")
    text = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert [part in text for part in ("Sari", "7,5 JP", f"/sertifikat/{sari.token}/")] == [True] * 3
    checked = client.get(f"/sertifikat/{sari.token}/")
    assert "Nama Sari Pelatihan Bahasa Inggris dasar" in words(checked)
    unknown = client.get("/sertifikat/00000000-0000-4000-8000-000000000000/")
    assert unknown.status_code == 404
    gone = enter(office.tono).get(f"/pelatihan/pendaftaran/{tono.pk}/sertifikat/")
    assert gone.status_code == 404


def test_the_form_of_participants_is_answered_once(office):
    session = a_session(starts_on=date(2026, 10, 2), ends_on=date(2026, 10, 3))
    (one,) = enrolled(session, office.sari)
    sari, page = enter(office.sari), f"/pelatihan/pendaftaran/{one.pk}/tanggapan/"
    assert "Bagaimana pelatihannya?" in words(sari.get("/pelatihan/saya/"))

    partly = sari.post(page, {"use": "4"})
    sari.post(page, dict.fromkeys(("content", "trainer", "service", "use"), "4"))

    assert mistakes(partly)[0] == "Materi sesuai dengan pekerjaan saya belum dijawab."
    assert session.reactions.count() == 4
    assert "Formulir tidak dibuka" in words(sari.get(page))


def test_learning_elsewhere_is_noted_checked_and_counted(office):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sari, lala = enter(office.sari), enter(office.lala)
    said = {"title": "Seminar gizi", "form": "non_classical", "provider": "Kemenkes"}
    said |= {"done_on": "2026-09-01", "hours_jp": "8,5"}
    empty = sari.post("/jp/catat/", said)
    proof = SimpleUploadedFile("bukti.pdf", PDF, "application/pdf")
    sari.post("/jp/catat/", said | {"file": proof})
    one = OutsideLearning.objects.get()

    assert mistakes(empty) == ["Sertifikat atau bukti lain belum dipilih."]
    assert "Seminar gizi" in words(lala.get("/jp/periksa/"))
    assert lala.get(f"/jp/{one.pk}/bukti/").status_code == 200
    lala.post(f"/jp/{one.pk}/putuskan/", {"jawaban": "ya"})
    assert "8,5 dari sedikitnya 20 JP Kurang 11,5 JP" in words(sari.get("/jp/"))


def test_who_is_short_stands_on_a_page_and_in_a_sheet(office):
    session = a_session(ends_on=date(2026, 9, 2), starts_on=date(2026, 9, 1), settled_on=NOW.date())
    enrolled(session, office.sari, passed=True, hours_jp=Decimal(20))
    budi = enter(office.budi)

    page = words(budi.get(f"/jp/pegawai/?kurang=1&unit={office.centre.pk}"))
    sheet = budi.get("/jp/pegawai/unduh/?tahun=2026")

    assert "PNS mencapai minimum 1 orang" in page
    assert [name in page for name in ("Sari", "Tono", "Dewi")] == [False, True, True]
    rows = list(load_workbook(BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("Nama", "JP", "Kurang dari minimum"),
        ("Budi", 0, 20),
        ("Dewi", 0, 20),
        ("Sari", 20, 0),
        ("Tono", 0, 20),
    ]


def test_old_hours_are_looked_at_row_by_row_and_stored_once(office):
    from django.core.files.uploadedfile import SimpleUploadedFile

    lines = [
        "NIP;Nama kegiatan;Penyelenggara;Tanggal selesai;JP",
        f"{office.sari.nip};Diklat arsip;ANRI;30-06-2025;12,5",
        f"{office.tono.nip};=1+1;ANRI;30-06-2025;0",
        "199001012015011999;Diklat arsip;ANRI;30-06-2025;3",
        f"{office.tono.nip};Diklat arsip;ANRI;31-12-2026;3",
        f"{office.tono.nip};Diklat arsip;;30-06-2025;3",
    ]
    lala = enter(office.lala)
    for _ in range(2):
        file = SimpleUploadedFile("jp.csv", "\n".join(lines).encode(), "text/csv")
        preview = lala.post("/jp/impor/", {"file": file})
        told = [row.outcome.value for row in preview.context["preview"].rows]
        rows = preview.context["form"].initial["rows"]
        lala.post("/jp/impor/simpan/", {"rows": rows})

    assert told == ["known", "bad_hours", "unknown", "bad_date", "missing"]
    one = OutsideLearning.objects.get()
    assert (one.person, one.hours_jp, one.state) == (office.sari, Decimal("12.5"), "confirmed")
    wrong = SimpleUploadedFile("jp.csv", b"Nama;JP\nSari;3", "text/csv")
    assert "Tabel JP tidak ditemukan" in mistakes(lala.post("/jp/impor/", {"file": wrong}))[0]


def test_what_changed_is_asked_of_participant_and_leader_three_months_later(office):
    session = a_session(
        starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 20), settled_on=date(2026, 6, 21)
    )
    (one,) = enrolled(session, office.sari, passed=True)
    page = f"/pelatihan/pendaftaran/{one.pk}/perubahan/"
    budi = enter(office.budi)
    assert "Apa yang berubah setelah pelatihan?" in words(budi.get("/pelatihan/persetujuan/"))

    budi.post(page, {"level": "4", "example": "Di loket"})
    enter(office.sari).post(page, {"level": "3"})

    assert dict(one.changes.values_list("side", "level")) == {"leader": 4, "self": 3}
    assert "Apa yang berubah" not in words(budi.get("/pelatihan/persetujuan/"))


def test_the_effect_says_that_it_cannot_be_told_from_few(office):
    training = a_training()
    page, lala = f"/pelatihan/{training.pk}/dampak/", enter(office.lala)
    assert "Belum ada hasil" in words(lala.get(page))
    past = {"starts_on": date(2026, 9, 8), "ends_on": date(2026, 9, 9)}
    enrolled(a_session(training, settled_on=date(2026, 9, 10), **past), office.sari)

    shown = words(lala.get(page))

    assert "Tidak dapat disimpulkan" in shown
    assert "Angkanya tidak ditampilkan" in shown
    assert enter(office.sari).get(page).status_code == 403
