"""Evidence that was used before is found across people and days, and nobody is accused."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageEnhance
from tests.people.make import an_agency
from tests.work.make import NOW, PDF, TODAY, a_centre, a_photo, a_report, days_ago

from kinerja.jobs.demo.photos import draw_photo
from kinerja.people.agency import Agency
from kinerja.records.attachment import Blob, PhotoCode
from kinerja.records.event import Event
from kinerja.records.photo_parser import picture_code
from kinerja.work.correction import correct_report, withdraw_report
from kinerja.work.evidence import Evidence
from kinerja.work.evidence_match import NEAR, EvidenceMatch, used_before
from kinerja.work.filing import Filing, file_reports
from kinerja.work.refusals import FilesRefused
from kinerja.work.report import Report

TOPICS = ("posyandu", "puskesmas", "kunjungan", "kelas", "halte", "wisata", "loket")
PLANTED = 84  # different pictures, twelve of each topic


def _picture(number: int = 1) -> bytes:
    return draw_photo("posyandu", number, Random(number))


def _opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def _jpeg(image: Image.Image, quality: int = 85) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _resized(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2))


def _cropped(image: Image.Image) -> Image.Image:
    """5 % of each side length, from all around."""
    x, y = round(image.width * 0.025), round(image.height * 0.025)
    return image.crop((x, y, image.width - x, image.height - y))


CHANGES: dict[str, tuple[Callable[[Image.Image], Image.Image], float]] = {
    # what was done -> how, and the least share that must be found
    "recompressed": (lambda image: _opened(_jpeg(image, 40)), 0.99),
    "resized": (_resized, 0.99),
    "brighter": (lambda image: ImageEnhance.Brightness(image).enhance(1.2), 0.8),
    "darker": (lambda image: ImageEnhance.Brightness(image).enhance(0.8), 0.99),
    "cropped 5 %": (_cropped, 0.5),
}
MOST_FALSE = 0.005  # of pairs of different pictures


def test_hits_and_false_alarms_on_planted_pictures():
    random = Random(7)
    images = [
        _opened(draw_photo(topic, number, random))
        for topic in TOPICS
        for number in range(PLANTED // len(TOPICS))
    ]
    codes = [_code(image) for image in images]

    found = {}
    for name, (change, _) in CHANGES.items():
        hits = sum(
            (_code(change(image)) ^ code).bit_count() <= NEAR
            for image, code in zip(images, codes, strict=True)
        )
        found[name] = hits / PLANTED
    pairs = list(combinations(codes, 2))
    false = sum((one ^ other).bit_count() <= NEAR for one, other in pairs) / len(pairs)
    figures = ", ".join(f"{name} {share:.1%}" for name, share in found.items())
    print(f"\n{PLANTED} foto: {figures}; salah {false:.2%} dari {len(pairs)} pasang")  # noqa: T201

    assert all(found[name] >= least for name, (_, least) in CHANGES.items()), figures
    assert false <= MOST_FALSE


def _code(image: Image.Image) -> int:
    code = picture_code(image)
    assert code is not None
    return code


def test_a_picture_of_nothing_has_no_code():
    assert picture_code(Image.new("RGB", (600, 400), "#2a6638")) is None


@pytest.mark.django_db
class TestMatches:
    def test_the_same_file_of_another_person(self):
        centre = a_centre()
        first = a_report(centre.tono, done_on=days_ago(3), files=[("a.pdf", PDF)])
        again = a_report(centre.sari, files=[("lain.pdf", PDF)])

        match = EvidenceMatch.objects.get()

        assert (match.evidence, match.earlier) == (again.evidence.get(), first.evidence.get())
        assert (match.kind, match.distance, match.same_person) == ("exact", 0, False)

    def test_ones_own_photo_made_smaller(self):
        centre = a_centre()
        a_report(centre.sari, done_on=days_ago(10), files=[("a.jpg", _picture())])
        a_report(centre.sari, files=[("b.jpg", _jpeg(_resized(_opened(_picture())), 60))])

        match = EvidenceMatch.objects.get()

        assert (match.kind, match.same_person) == ("similar", True)
        assert 0 <= match.distance <= NEAR

    def test_different_photos_and_plain_ones_do_not_match(self):
        centre = a_centre()
        a_report(centre.sari, files=[("a.jpg", _picture(1)), ("flat.png", a_photo())])
        a_report(centre.tono, files=[("b.jpg", draw_photo("wisata", 2, Random(5)))])
        a_report(centre.tono, files=[("flat.png", a_photo(colour="#808080"))])

        assert not EvidenceMatch.objects.exists()
        assert PhotoCode.objects.count() == 2

    def test_two_files_of_one_report_and_a_withdrawn_report_do_not_count(self):
        centre = a_centre()
        wrong = a_report(centre.sari, files=[("a.pdf", PDF), ("b.pdf", PDF)])
        withdraw_report(report=wrong, by=centre.sari)
        a_report(centre.sari, files=[("a.pdf", PDF)])

        assert not EvidenceMatch.objects.exists()

    def test_a_correction_is_compared_too(self):
        centre = a_centre()
        a_report(centre.tono, files=[("a.pdf", PDF)])
        report = a_report(centre.sari)

        correct_report(
            report=report, version=1, text="Dua", by=centre.sari, at=NOW, files=[("c.pdf", PDF)]
        )

        assert EvidenceMatch.objects.get().evidence.report_id == report.pk

    def test_three_earlier_ones_are_kept_at_most(self):
        centre = a_centre()
        for number in range(6):
            a_report(centre.sari, done_on=days_ago(number), files=[("a.pdf", PDF)])

        last = Evidence.objects.latest("pk")
        assert last.matches.count() == 3
        assert EvidenceMatch.objects.count() == 0 + 1 + 2 + 3 + 3 + 3

    def test_in_bulk_as_one_by_one_with_the_same_number_of_queries(self):
        centre = a_centre()
        counts = []
        for size in (4, 40):
            filings = [
                Filing(
                    *(centre.sari if n % 2 else centre.tono, f"{size} {n}", uuid4(), NOW, TODAY),
                    files=[("a.pdf", PDF)],
                )
                for n in range(size)
            ]
            with CaptureQueriesContext(connection) as queries:
                file_reports(filings)
            counts.append(len(queries))
            assert EvidenceMatch.objects.count() == 0 + 1 + 2 + 3 * (Report.objects.count() - 3)
        # the first time the content itself is stored: two statements in a savepoint, and their look
        assert counts[1] <= counts[0]

    def test_nobody_is_punished(self):
        centre = a_centre()
        a_report(centre.tono, files=[("a.pdf", PDF)])
        report = a_report(centre.sari, files=[("a.pdf", PDF)])

        assert report.state == "filed"
        assert {event.name for event in Event.objects.all()} == {"report.filed"}

    def test_the_index_of_bands_finds_what_is_near(self):
        """Seven flipped bits, spread as badly as can be: two, two, two and one in a band."""
        centre = a_centre()
        a_report(centre.tono, files=[("a.jpg", _picture())])
        code = PhotoCode.objects.get().bits
        far = code ^ 0b11 ^ (0b11 << 16) ^ (0b11 << 32) ^ (1 << 48)
        Blob.objects.create(sha256="f" * 64, size=1, media_type="image/jpeg")
        PhotoCode.of(Blob.objects.get(pk="f" * 64), far).save(force_insert=True)
        evidence = Evidence.objects.get()
        evidence.attachment.blob_id = "f" * 64
        evidence.attachment.save()

        a_report(centre.sari, files=[("a.jpg", _jpeg(_opened(_picture()), 95))])

        match = EvidenceMatch.objects.get(evidence__report__person=centre.sari)
        assert match.kind == "similar"
        assert 6 <= match.distance <= NEAR

    def test_used_before_tells_only_of_ones_own(self):
        centre = a_centre()
        a_report(centre.tono, done_on=days_ago(9), files=[("a.pdf", PDF)])
        a_report(centre.sari, done_on=days_ago(4), files=[("a.pdf", PDF)])
        original = Evidence.objects.first().attachment.original_sha256

        assert used_before(centre.sari, [original]) == [days_ago(4)]
        assert used_before(centre.budi, [original]) == []
        assert used_before(centre.sari, ["0" * 64]) == []


@pytest.mark.django_db
class TestRoom:
    def test_what_would_not_fit_is_refused_in_words_and_nothing_is_kept(self):
        an_agency()
        Agency.objects.update(storage_megabytes=10)
        centre = a_centre()
        big = PDF + b"%" * (6 * 1024 * 1024)
        a_report(centre.sari, files=[("a.pdf", big)])

        with pytest.raises(FilesRefused, match="terpakai 6 dari 10 MB"):
            a_report(centre.sari, files=[("b.pdf", big + b"x")])
        with pytest.raises(FilesRefused):
            file_reports([Filing(centre.sari, "x", uuid4(), NOW, TODAY, files=[("c.pdf", big)])])
        report = a_report(centre.sari)
        with pytest.raises(FilesRefused):
            correct_report(
                report=report,
                version=1,
                text="Dua",
                by=centre.sari,
                at=NOW,
                files=[("d.pdf", big)],
            )

        assert Evidence.objects.count() == 1
        assert Report.objects.get(pk=report.pk).version == 1
        a_report(centre.tono, files=[("e.pdf", big)])  # everybody has room of one's own

    def test_a_report_without_files_asks_nothing(self):
        centre = a_centre()
        with CaptureQueriesContext(connection) as queries:
            a_report(centre.sari, result=centre.checks, quantity=Decimal(3))

        assert not [one for one in queries.captured_queries if "records_blob" in one["sql"]]
