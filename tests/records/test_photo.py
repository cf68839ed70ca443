"""Photos lose their marks and keep their picture."""

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import ExifTags, Image
from tests.records.make import BLUE, RED, a_photo, saved

from kinerja.records.photo import clean_photo
from kinerja.records.refusals import FileRefused


def camera(
    taken: str = "2026:03:10 08:15:00", offset: str = "+07:00", turned: int = 1
) -> Image.Exif:
    """The marks of a phone: time, place, device, how it was held."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Telepon Sari"
    exif[ExifTags.Base.Orientation] = turned
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = taken
    detail[ExifTags.Base.OffsetTimeOriginal] = offset
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (0.0, 37.0, 30.0)
    return exif


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def near(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """JPEG changes colours a little."""
    return all(abs(one - two) < 25 for one, two in zip(colour, other, strict=True))


def test_every_mark_is_gone_and_the_time_is_read_before():
    sent = a_photo(exif=camera())
    assert b"Telepon Sari" in sent

    photo = clean_photo(sent)

    assert b"Telepon Sari" not in photo.content
    assert b"Exif" not in photo.content
    assert dict(opened(photo.content).getexif()) == {}
    assert photo.captured_at == datetime(2026, 3, 10, 1, 15, tzinfo=UTC)


def test_a_claim_without_offset_is_the_time_of_the_agency(settings):
    settings.TIME_ZONE = "Asia/Jakarta"

    assert clean_photo(a_photo(exif=camera(offset=""))).captured_at == datetime(
        2026, 3, 10, 1, 15, tzinfo=UTC
    )


@pytest.mark.parametrize("taken", ["", "kemarin", "1980:01:01 00:00:00", "2026:13:40 08:00:00"])
def test_a_claim_that_is_no_time_is_none(taken: str):
    assert clean_photo(a_photo(exif=camera(taken))).captured_at is None


def test_a_photo_held_upright_is_turned():
    sent = a_photo((40, 20), exif=camera(turned=6))  # the camera was turned by a quarter

    picture = opened(clean_photo(sent).content)

    assert picture.size == (20, 40)
    assert near(picture.getpixel((10, 5)), RED)
    assert near(picture.getpixel((10, 35)), BLUE)


def test_a_large_photo_is_made_smaller_and_keeps_its_form():
    picture = opened(clean_photo(a_photo((4000, 1000))).content)

    assert picture.size == (2000, 500)
    assert picture.format == "JPEG"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_a_jpeg_with_the_same_picture(form: str):
    picture = opened(clean_photo(a_photo(form=form)).content)

    assert (picture.format, picture.size) == ("JPEG", (40, 20))
    assert near(picture.getpixel((5, 10)), RED)
    assert near(picture.getpixel((35, 10)), BLUE)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_every_mode_is_opened_and_what_was_transparent_is_white(mode: str):
    form = "JPEG" if mode == "CMYK" else "PNG"
    clear = {"RGBA": (0, 0, 0, 0), "LA": (0, 0)}.get(mode)
    image = Image.new(mode, (10, 10), clear) if clear else Image.new(mode, (10, 10))

    picture = opened(clean_photo(saved(image, form)).content)

    assert picture.mode == "RGB"
    if clear:
        assert near(picture.getpixel((5, 5)), (255, 255, 255))


def test_24_megapixels_are_opened_and_more_are_refused_by_the_header():
    assert opened(clean_photo(saved(Image.new("L", (6000, 4000)), "PNG")).content).size == (
        2000,
        1333,
    )
    with pytest.raises(FileRefused, match=r"Foto ini 25 megapiksel; batasnya 24\."):
        clean_photo(saved(Image.new("L", (6250, 4000)), "PNG"))


def test_a_photo_of_the_widest_mode_fits_the_memory():
    assert opened(clean_photo(saved(Image.new("RGBA", (6000, 4000)), "PNG")).content).size == (
        2000,
        1333,
    )


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused():
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")

    with pytest.raises(FileRefused, match="Foto ini 2500 megapiksel"):
        clean_photo(bomb)


@pytest.mark.parametrize(
    "content",
    [
        a_photo((400, 200))[:900],
        a_photo((400, 200), "PNG")[:400],
        b"\xff\xd8\xff" + bytes(200),
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    ],
    ids=["cut JPEG", "cut PNG", "no JPEG", "no WebP"],
)
def test_a_damaged_photo_is_refused(content: bytes):
    with pytest.raises(FileRefused, match="rusak"):
        clean_photo(content)
