"""Opens and re-encodes one photo: runs in the limited child process (see `records.sandbox`)."""

import json
from io import BytesIO

from PIL import ExifTags, Image, ImageOps

from kinerja.records.refusals import FileRefused

MAX_MEGAPIXELS = 24
LONGEST_SIDE = 2_000  # pixels
QUALITY = 82

Image.MAX_IMAGE_PIXELS = None  # the size is checked below, with a reason that people understand


def run(payload: bytes) -> bytes:
    """One line of JSON (taken, offset: as the camera wrote them), then the photo as JPEG.

    Errors: FileRefused with the reason.
    """
    try:
        image: Image.Image = Image.open(BytesIO(payload), formats=["JPEG", "PNG", "WEBP"])
        width, height = image.size  # from the header: nothing is decoded yet
        if width * height > MAX_MEGAPIXELS * 1_000_000:
            raise FileRefused(
                f"Foto ini {width * height / 1_000_000:.0f} megapiksel; batasnya "
                f"{MAX_MEGAPIXELS}. Perkecil dahulu."
            )
        exif = image.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        claim = {
            "taken": str(detail.get(ExifTags.Base.DateTimeOriginal, "")),
            "offset": str(detail.get(ExifTags.Base.OffsetTimeOriginal, "")),
        }
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        image = _opaque(ImageOps.exif_transpose(image))
        picture = BytesIO()
        image.save(picture, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefused("Foto ini rusak dan tidak dapat dibuka. Ambil foto yang lain.") from error
    return json.dumps(claim).encode() + b"\n" + picture.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """The picture in plain colours, on white where it was transparent, without its marks."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        plain = Image.new("RGB", image.size, "white")
        plain.paste(image, mask=image.getchannel("A"))
        return plain
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain
