"""Files for tests, made on the spot."""

import zipfile
from io import BytesIO

from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def a_photo(
    size: tuple[int, int] = (40, 20), form: str = "JPEG", exif: Image.Exif | None = None
) -> bytes:
    """The left half red, the right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return saved(image, form, exif)


def saved(image: Image.Image, form: str, exif: Image.Exif | None = None) -> bytes:
    content = BytesIO()
    image.save(content, form, **({"exif": exif} if exif else {}))
    return content.getvalue()


def a_pdf(text: str = "laporan") -> bytes:
    return b"%PDF-1.7\n" + text.encode() + b"\n%%EOF\n"


def an_archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP whose bytes do not depend on the clock: they stand in the names of tests."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, entry in entries.items():
            archive.writestr(zipfile.ZipInfo(name), entry, compression)
    return content.getvalue()


def a_workbook(**more: bytes) -> bytes:
    """The outline of an XLSX; `more` are further entries, with __ for / and _dot_ for a dot."""
    entries = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
    }
    named = {name.replace("__", "/").replace("_dot_", "."): entry for name, entry in more.items()}
    return an_archive(entries | named)
