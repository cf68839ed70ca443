"""Opens and re-encodes one photo: runs in the limited child process (see `records.sandbox`)."""

import json
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from math import cos, pi

from PIL import ExifTags, Image, ImageOps

from kinerja.records.refusals import FileRefused

MAX_MEGAPIXELS = 24
LONGEST_SIDE = 2_000  # pixels
QUALITY = 82

# The code of a picture: the signs of its 64 coarsest waves (pHash). It survives re-encoding,
# another size and other light; pictures that differ in few signs look alike.
GRID = 32  # pixels of the small grey picture
WAVES = 8
FLAT = 4.0  # grey levels of spread under which a picture shows nothing that could be compared

Image.MAX_IMAGE_PIXELS = None  # the size is checked below, with a reason that people understand


def run(payload: bytes) -> bytes:
    """One line of JSON (taken, offset: as the camera wrote them; code), then the photo as JPEG.

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
        claim: dict[str, str | int | None] = {
            "taken": str(detail.get(ExifTags.Base.DateTimeOriginal, "")),
            "offset": str(detail.get(ExifTags.Base.OffsetTimeOriginal, "")),
        }
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        image = _opaque(ImageOps.exif_transpose(image))
        claim["code"] = picture_code(image)
        picture = BytesIO()
        image.save(picture, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefused("Foto ini rusak dan tidak dapat dibuka. Ambil foto yang lain.") from error
    return json.dumps(claim).encode() + b"\n" + picture.getvalue()


def picture_code(image: Image.Image) -> int | None:
    """64 bits that tell how the picture looks; None where it shows next to nothing."""
    grey = image.convert("L").resize((GRID, GRID), Image.Resampling.BOX)
    points = list(grey.tobytes())
    mean = sum(points) / len(points)
    if sum((point - mean) ** 2 for point in points) / len(points) < FLAT**2:
        return None
    waves = _waves()
    rows = [points[start : start + GRID] for start in range(0, GRID * GRID, GRID)]
    across = [[_times(row, wave) for wave in waves] for row in rows]
    down = [_times(column, wave) for wave in waves for column in zip(*across, strict=True)]
    middle = sorted(down)[len(down) // 2]
    code = 0
    for strength in down:
        code = code << 1 | (strength > middle)
    return code


@cache
def _waves() -> list[list[float]]:
    return [
        [cos((2 * place + 1) * wave * pi / (2 * GRID)) for place in range(GRID)]
        for wave in range(WAVES)
    ]


def _times(values: Sequence[float], wave: Sequence[float]) -> float:
    return sum(value * part for value, part in zip(values, wave, strict=True))


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
