"""A tree drawn on the server: nodes in, places of boxes and lines of an SVG out.

The layers stand beside each other, the top at the left; children stand under each other in their
order and their parent in the middle beside them. Second parents are dashed lines. All lengths are
pixels, so that text and targets keep their size.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 232, 98  # of a box
ACROSS, DOWN = 44, 12  # between boxes
EDGE = 6  # around everything, for the ring of the focus
LINE_LETTERS = 26  # of a line of the title in a box
LINES = 2
HEAD_LETTERS = 32  # above the title, in small print


@dataclass(frozen=True)
class Leaf:
    """What is drawn of one node. `key` is its own, `also_under` are keys of further parents."""

    key: str
    title: str
    head: str  # above the title: level and owner
    foot: str  # below it: how far it has come
    url: str
    parent: str = ""  # empty: at the top
    also_under: tuple[str, ...] = ()
    tone: str = ""  # good, heed, none, person
    warning: str = ""  # in a word
    share: int | None = None  # percent that a bar shows, at most 100
    hidden: int = 0  # nodes below it that are not drawn


@dataclass(frozen=True)
class Box:
    """One node in its place."""

    leaf: Leaf
    x: int
    y: int
    head: str  # as much of it as fits
    lines: tuple[str, ...]
    bar: int  # width of the filled part

    @property
    def spoken(self) -> str:
        """Everything about the node in one sentence, for the title and for those who listen."""
        parts = (self.leaf.head, self.leaf.title, self.leaf.foot, self.leaf.warning)
        more = f"{self.leaf.hidden} lagi di bawahnya" if self.leaf.hidden else ""
        return ". ".join(part for part in (*parts, more) if part)


@dataclass(frozen=True)
class Edge:
    """A line from the right side of a parent to the left side of its child."""

    path: str
    second: bool


@dataclass(frozen=True)
class Drawing:
    """All boxes and lines, and the size that they need."""

    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]


def draw_tree(title: str, leaves: Sequence[Leaf]) -> Drawing:
    """The drawing of the nodes; every one stands once, under its first parent.

    A parent stands before its children in `leaves`; one that is not among them is left out.
    """
    by_key = {leaf.key: leaf for leaf in leaves}
    below: dict[str, list[str]] = {}
    depth: dict[str, int] = {}
    for leaf in leaves:
        parent = leaf.parent if leaf.parent in depth else ""
        depth[leaf.key] = depth[parent] + 1 if parent else 0
        below.setdefault(parent, []).append(leaf.key)
    rows = _rows(below)
    boxes = {
        key: Box(
            leaf=by_key[key],
            x=EDGE + depth[key] * (WIDTH + ACROSS),
            y=EDGE + round(row * (HEIGHT + DOWN)),
            head=_cut(by_key[key].head, HEAD_LETTERS - (4 if by_key[key].hidden else 0)),
            lines=in_lines(by_key[key].title),
            bar=round((WIDTH - 24) * min(by_key[key].share or 0, 100) / 100),
        )
        for key, row in rows.items()
    }
    ordered = tuple(boxes[leaf.key] for leaf in leaves)
    return Drawing(
        title=title,
        width=max((box.x for box in ordered), default=0) + WIDTH + EDGE,
        height=max((box.y for box in ordered), default=0) + HEIGHT + EDGE,
        boxes=ordered,
        edges=tuple(_edges(boxes)),
    )


def _rows(below: Mapping[str, list[str]]) -> dict[str, float]:
    """The row of each node: leaves from top to bottom, parents in the middle of their children."""
    rows: dict[str, float] = {}
    free = 0
    stack = [(key, False) for key in reversed(below.get("", []))]
    while stack:
        key, ready = stack.pop()
        children = below.get(key, [])
        if not children:
            rows[key] = free
            free += 1
        elif ready:
            rows[key] = (rows[children[0]] + rows[children[-1]]) / 2
        else:
            stack.append((key, True))
            stack += [(child, False) for child in reversed(children)]
    return rows


def _edges(boxes: Mapping[str, Box]) -> Iterable[Edge]:
    for box in boxes.values():
        if box.leaf.parent in boxes:
            yield Edge(_curve(boxes[box.leaf.parent], box), second=False)
        for other in box.leaf.also_under:
            if other in boxes:
                yield Edge(_curve(boxes[other], box), second=True)


def _curve(parent: Box, child: Box) -> str:
    x, y = parent.x + WIDTH, parent.y + HEIGHT // 2
    to_x, to_y = child.x, child.y + HEIGHT // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


def in_lines(text: str, letters: int = LINE_LETTERS, most: int = LINES) -> tuple[str, ...]:
    """The text in at most so many lines; what does not fit ends in an ellipsis.

    >>> in_lines("Derajat kesehatan warga meningkat", 18)
    ('Derajat kesehatan', 'warga meningkat')
    >>> in_lines("Kesejahteraan masyarakat pesisir", 10)
    ('Kesejahte…', 'masyaraka…')
    """
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= letters:
            line += f" {words.pop(0)}"
        if words and len(lines) == most - 1:
            line += " …" if len(line) + 2 <= letters else "…"
        lines.append(_cut(line, letters))
    return tuple(lines)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
