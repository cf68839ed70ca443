"""An agency's two colours, made readable on light and on dark paper.

What is pressed and read must keep its contrast whatever colour was chosen: it is darkened for light
pages and lightened for dark ones until it can be read (WCAG 2.2 AA), and its tint is mixed from the
result.
"""

from hashlib import sha256

from kinerja.people.agency import Agency

Rgb = tuple[int, int, int]

LEAST_CONTRAST = 4.6  # of text on its ground; the norm asks 4.5
PAPER, INK = (243, 238, 228), (0, 0, 0)  # --sunken of kinerja.css: the darkest light ground
NIGHT, CHALK = (40, 38, 34), (255, 255, 255)  # the same in the dark: the lightest dark ground
TINT_LIGHT, TINT_DARK = 0.10, 0.16  # how much of the colour its tint holds


def rgb(colour: str) -> Rgb:
    """#0b5a60 as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def text(colour: Rgb) -> str:
    """The other way round."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 (black) to 1 (white); WCAG 2.2."""
    parts = [value / 255 for value in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """1 (the same) to 21 (black on white); WCAG 2.2.

    >>> round(contrast((0, 0, 0), (255, 255, 255)))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of `one`, the rest of `other`."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Rgb, ground: Rgb, towards: Rgb, tint: float) -> tuple[Rgb, Rgb]:
    """The colour, moved as little as needed to be read on the ground and on its own tint; and
    that tint."""
    for step in range(101):
        moved = mix(towards, colour, step / 100)
        tinted = mix(moved, ground, tint)
        if min(contrast(moved, ground), contrast(moved, tinted)) >= LEAST_CONTRAST:
            break
    return moved, tinted


def style_sheet(agency: Agency) -> str:
    """Custom properties for the tokens of kinerja.css; empty without own colours."""
    lines = []
    for name, colour in (("brand", agency.accent), ("brand-heed", agency.attention)):
        if not colour:
            continue
        on_light, tint_light = readable(rgb(colour), PAPER, INK, TINT_LIGHT)
        on_dark, tint_dark = readable(rgb(colour), NIGHT, CHALK, TINT_DARK)
        lines += [
            f"--{name}:{text(on_light)}",
            f"--{name}-tint:{text(tint_light)}",
            f"--{name}-dark:{text(on_dark)}",
            f"--{name}-dark-tint:{text(tint_dark)}",
        ]
    return f":root{{{';'.join(lines)}}}\n" if lines else ""


def style_version(agency: Agency) -> str:
    """Changes with the colours; empty without own colours."""
    sheet = style_sheet(agency)
    return sha256(sheet.encode()).hexdigest()[:12] if sheet else ""
