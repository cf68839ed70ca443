"""Pictures that stand for evidence; drawn, and marked as examples."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 720)
PER_TOPIC = 3
COLOURS = {
    "posyandu": ("#dfeee8", "#2f7d6b"),
    "puskesmas": ("#e3edf3", "#2c6a8c"),
    "kunjungan": ("#f1eadf", "#8a6a2f"),
    "kelas": ("#eef0df", "#6d7a2c"),
    "halte": ("#e8e6f1", "#57508c"),
    "wisata": ("#dff0f3", "#1f7c8a"),
    "loket": ("#f0e6e3", "#8c4f3c"),
}


def draw_photos(random: Random) -> dict[str, list[tuple[str, bytes]]]:
    """A few files (name, JPEG) for each topic."""
    return {
        topic: [(f"{topic}-{n}.jpg", draw_photo(topic, n, random)) for n in range(1, PER_TOPIC + 1)]
        for topic in COLOURS
    }


def draw_photo(topic: str, number: int, random: Random) -> bytes:
    """One picture of a topic as JPEG; every call draws another one."""
    ground, ink = COLOURS[topic]
    image = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(image)
    horizon = random.randint(380, 460)
    draw.rectangle((0, horizon, SIZE[0], SIZE[1]), fill=_mix(ground, ink, 0.25))
    for _ in range(random.randint(4, 7)):  # people, as simple shapes
        x, height = random.randint(60, SIZE[0] - 120), random.randint(120, 220)
        tone = _mix(ground, ink, random.uniform(0.5, 0.95))
        draw.rounded_rectangle(
            (x, horizon + 60 - height // 2, x + 64, horizon + 150), 28, fill=tone
        )
        draw.ellipse(
            (x + 8, horizon + 4 - height // 2, x + 56, horizon + 52 - height // 2), fill=tone
        )
    font = ImageFont.load_default(40)
    draw.text((40, 40), f"{topic.capitalize()} {number}", fill=ink, font=font)
    draw.text((40, SIZE[1] - 80), "data contoh", fill=ink, font=ImageFont.load_default(28))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _mix(one: str, other: str, share: float) -> tuple[int, int, int]:
    """A colour between two; `share` of the second."""
    first, second = (
        tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5)) for colour in (one, other)
    )
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
