"""What a phone reads from a printed poster: the squares of the paper, and what they say.

A reader of its own, so that what draws the code is not what proves it. It reads what a poster has:
versions 1 to 6, letters as bytes, nothing torn off, so nothing has to be repaired.
Source: ISO/IEC 18004.
"""

from collections.abc import Iterable
from io import BytesIO
from itertools import chain, pairwise

from pypdf import PdfReader
from pypdf.generic import ContentStream

Squares = list[list[bool]]

# Words of data in each block, by level and version; they are laid down in turns. A poster asks for
# level Q (a quarter may be torn off), and gets H where the text leaves room for it.
Q, H, BYTES = 0b11, 0b10, 0b0100
BLOCKS = {
    Q: {1: [13], 2: [22], 3: [17] * 2, 4: [24] * 2, 5: [15, 15, 16, 16], 6: [19] * 4},
    H: {1: [9], 2: [16], 3: [13] * 2, 4: [9] * 4, 5: [11, 11, 12, 12], 6: [15] * 4},
}
FORMAT_MASK = 0b101010000010010
FINDER, TIMING = 9, 6  # squares from the corner, with the format; the line of the clock
MASKS = (
    lambda y, x: (y + x) % 2,
    lambda y, x: y % 2,
    lambda y, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)


def address_on(poster: bytes) -> str:
    """The text of the code that is drawn on the first page of a PDF."""
    return read_code(squares_of(poster))


def squares_of(poster: bytes) -> Squares:
    """The dark places of the grid in which the squares of the page lie."""
    reader = PdfReader(BytesIO(poster))
    corner, corners = (0.0, 0.0), set()
    for said, act in ContentStream(reader.pages[0].get_contents(), reader).operations:
        if act == b"cm":
            corner = (float(said[4]), -float(said[5]))  # to the right, and down
        elif act == b"f":
            corners.add(corner)
    across, down = (sorted({place[at] for place in corners}) for at in (0, 1))
    step = min(right - left for left, right in pairwise(across))
    side = round((across[-1] - across[0]) / step) + 1
    dark = {(round((y - down[0]) / step), round((x - across[0]) / step)) for x, y in corners}
    return [[(y, x) in dark for x in range(side)] for y in range(side)]


def read_code(code: Squares) -> str:
    """What the squares say. Errors: KeyError, AssertionError for what a poster does not have."""
    side = len(code)
    version = (side - 17) // 4
    spots = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    kind = _number(code[y][x] for y, x in spots) ^ FORMAT_MASK
    mask = MASKS[kind >> 10 & 0b111]
    bits = [code[y][x] ^ (not mask(y, x)) for y, x in _way(side) if not _fixed(version, y, x)]
    words = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    sizes = BLOCKS[kind >> 13][version]
    turns = [[at for at, size in enumerate(sizes) if size > turn] for turn in range(max(sizes))]
    blocks: list[list[int]] = [[] for _ in sizes]
    for at, word in zip(chain.from_iterable(turns), words, strict=False):
        blocks[at].append(word)
    data = [word >> shift & 1 for word in chain.from_iterable(blocks) for shift in range(7, -1, -1)]
    assert _number(data[:4]) == BYTES, "not written in bytes"
    count = _number(data[4:12])
    text = bytes(_number(data[12 + 8 * at : 20 + 8 * at]) for at in range(count))
    return text.decode()


def _way(side: int) -> list[tuple[int, int]]:
    """The places in the order in which they are read: pairs of columns, up and down by turns."""
    found = []
    columns = [*range(side - 1, TIMING, -2), *range(TIMING - 1, 0, -2)]
    for turn, right in enumerate(columns):
        rows = range(side) if turn % 2 else range(side - 1, -1, -1)
        found += [(y, x) for y in rows for x in (right, right - 1)]
    return found


def _fixed(version: int, y: int, x: int) -> bool:
    """Squares that say nothing: they help to find the code."""
    side = 17 + 4 * version
    corner = (y < FINDER and (x < FINDER or x >= side - 8)) or (y >= side - 8 and x < FINDER)
    mark = side - 7  # the middle of the small mark, from version 2 on
    small = version > 1 and abs(y - mark) <= 2 and abs(x - mark) <= 2
    return corner or small or TIMING in (y, x)


def _number(bits: Iterable[int]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
