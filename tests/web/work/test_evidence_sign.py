"""What the leader reads beside the evidence, and what the author reads before sending."""

import hashlib
from io import BytesIO

import pytest
from PIL import ExifTags, Image
from tests.web.work.visit import HTMX, enter
from tests.work.make import PDF, a_report, days_ago

from kinerja.work.report import Report


def test_the_leader_reads_who_used_it_before(centre):
    first = a_report(centre.tono, done_on=days_ago(10), files=[("a.pdf", PDF)])
    again = a_report(centre.sari, files=[("b.pdf", PDF)])
    budi = enter(centre.budi)

    queue, part = budi.get("/antrean/"), budi.get(f"/antrean/{again.pk}/buka/", **HTMX)

    words = "Berkas yang sama sudah dipakai oleh Tono pada laporan 2 Oktober 2026."
    assert queue.text.count("Perlu dilihat") == 1
    assert words in part.text
    assert f'href="/laporan/{first.pk}/"' in part.text
    assert words in budi.get(f"/laporan/{again.pk}/").text


def test_of_somebody_whom_the_leader_may_not_see_no_name_is_told(centre):
    a_report(centre.dewi, done_on=days_ago(10), files=[("a.pdf", PDF)])
    again = a_report(centre.sari, files=[("b.pdf", PDF)])

    page = enter(centre.budi).get(f"/laporan/{again.pk}/")

    assert "Berkas yang sama pernah dipakai oleh pegawai lain." in page.text
    assert "Dewi" not in page.text
    assert "laporan 2 Oktober" not in page.text


def test_a_withdrawn_report_is_not_named(centre):
    first = a_report(centre.sari, done_on=days_ago(1), files=[("a.pdf", PDF)])
    again = a_report(centre.sari, files=[("b.pdf", PDF)])
    Report.objects.filter(pk=first.pk).update(state="withdrawn")

    assert "Perlu dilihat" not in enter(centre.budi).get(f"/laporan/{again.pk}/").text


@pytest.mark.parametrize(("taken", "named"), [("2026:10:11", False), ("2026:10:01", True)])
def test_the_cameras_claim_is_shown_and_named_when_it_is_far_off(centre, taken, named):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken} 08:14:00"
    picture = BytesIO()
    Image.new("RGB", (60, 40)).save(picture, "JPEG", exif=exif)
    report = a_report(centre.sari, files=[("a.jpg", picture.getvalue())])
    budi = enter(centre.budi)

    part = budi.get(f"/antrean/{report.pk}/buka/", **HTMX).text

    assert "menurut kamera" in part
    assert "08.14 WIB" in part
    assert "dikirim 12 Oktober 2026" in part
    assert ("Menurut kamera, a.jpg diambil 1 Oktober 2026." in part) is named
    assert ("Perlu dilihat" in budi.get("/antrean/").text) is named


def test_the_author_is_told_before_sending(centre):
    a_report(centre.sari, done_on=days_ago(10), files=[("a.pdf", PDF)])
    address = f"/lapor/berkas/?sha256={hashlib.sha256(PDF).hexdigest()}"

    assert enter(centre.sari).get(address).json() == {
        "hints": ["Berkas ini sudah dipakai pada laporan 2 Oktober 2026. Tetap boleh dikirim."]
    }
    assert enter(centre.tono).get(address).json() == {"hints": []}
    assert enter(centre.sari).get("/lapor/berkas/?sha256=%27&sha256=").json() == {"hints": []}
    assert 'data-reuse="/lapor/berkas/"' in enter(centre.sari).get("/lapor/").text
