"""Files of reports: handed out only after the check, and never opened as pages."""

from io import BytesIO

from PIL import Image
from tests.web.work.visit import enter
from tests.work.make import PDF, a_photo, a_report

from kinerja.records.attachment import Attachment


def _addresses(report):
    return [f"/laporan/{report.pk}/berkas/{one.pk}/" for one in report.evidence.all()]


def test_a_photo_is_shown_and_a_document_is_saved(centre):
    report = a_report(centre.sari, files=[("foto.png", a_photo()), ('dáftar "1".pdf', PDF)])
    photo, document = _addresses(report)
    client = enter(centre.budi)

    shown, saved = client.get(photo), client.get(document)

    assert (shown.headers["Content-Type"], saved.headers["Content-Type"]) == (
        "image/jpeg",
        "application/pdf",
    )
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(saved.streaming_content) == PDF
    with Image.open(BytesIO(b"".join(shown.streaming_content))) as image:
        assert (image.format, image.size) == ("JPEG", (60, 40))
    for response in (shown, saved):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_the_small_picture(centre):
    report = a_report(centre.sari, files=[("foto.png", a_photo(800, 400)), ("a.pdf", PDF)])
    photo, document = _addresses(report)
    client = enter(centre.sari)

    small = client.get(f"{photo}kecil/")

    with Image.open(BytesIO(b"".join(small.streaming_content))) as image:
        assert (image.format, image.size) == ("WEBP", (320, 160))
    assert small.headers["Content-Type"] == "image/webp"
    assert client.get(f"{document}kecil/").status_code == 404


def test_what_the_browser_has_is_not_sent_again(centre):
    report = a_report(centre.sari, files=[("foto.png", a_photo())])
    (photo,) = _addresses(report)
    client = enter(centre.sari)
    etag = client.get(photo).headers["ETag"]

    again = client.get(photo, headers={"If-None-Match": etag})

    assert etag == f'"{Attachment.objects.get().blob_id}"'
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(photo, headers={"If-None-Match": '"other"'}).status_code == 200
    stranger = enter(centre.tono).get(photo, headers={"If-None-Match": etag})
    assert stranger.status_code == 404


def test_a_file_is_found_only_under_its_own_report(centre):
    one = a_report(centre.sari, files=[("a.pdf", PDF)])
    other = a_report(centre.sari)

    wrong = f"/laporan/{other.pk}/berkas/{one.evidence.get().pk}/"

    assert enter(centre.sari).get(wrong).status_code == 404


def test_a_file_is_not_for_strangers_to_the_site(client, centre):
    report = a_report(centre.sari, files=[("a.pdf", PDF)])

    response = client.get(_addresses(report)[0])

    assert response.status_code == 302
    assert response.url.startswith("/akun/masuk/")


def test_a_file_that_is_gone_from_the_folder_is_not_found_and_told_to_the_operator(centre, caplog):
    report = a_report(centre.sari, files=[("foto.png", a_photo()), ("a.pdf", PDF)])
    photo, document = _addresses(report)
    for one in report.evidence.all():
        one.attachment.blob.path.unlink()
    client = enter(centre.sari)

    for address in (photo, f"{photo}kecil/", document):
        caplog.clear()
        assert client.get(address).status_code == 404
        assert "A stored file is missing" in caplog.text
