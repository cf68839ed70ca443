"""The guides are written in a small part of Markdown; this turns it into safe HTML.

Headings, paragraphs, lists with one level below, tables, quotes, pictures; bold, italic, code,
links.
Everything that is not one of these is text and is escaped, so that a guide cannot bring a script.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r"(#{1,4}) +(.+)")
ITEM = re.compile(r"( *)(?:[-*]|\d+\.) +(.*)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
INLINE = re.compile(
    r"`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)", re.DOTALL
)
NARROW = 2  # columns that a phone shows beside each other
Link = Callable[[str], str]  # the target of a link as it is written -> its address; "" for none


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it, up to the next heading."""

    level: int
    title: str
    anchor: str
    html: SafeString
    text: str  # without any mark, for the search


def parts(source: str, link: Link, picture: Link) -> list[Part]:
    """The parts of a guide in their order; the first is its title with the introduction."""
    found: list[Part] = []
    title, level, lines = "", 1, list[str]()
    for line in [*source.splitlines(), "# "]:
        heading = HEADING.fullmatch(line.rstrip())
        if heading is None and line != "# ":
            lines.append(line)
            continue
        if title:
            html = mark_safe("".join(_blocks(lines, link, picture)))  # noqa: S308 - escaped
            text = plain("\n".join(lines))
            found.append(Part(level, plain(title), anchor_of(title), html, text))
        if heading is not None:
            level, title, lines = len(heading[1]), heading[2], []
    return found


def anchor_of(title: str) -> str:
    """As the forges write it: small letters, hyphens, nothing else."""
    return "-".join(re.sub(r"[^\w\s-]", "", plain(title).lower()).split())


def plain(text: str) -> str:
    """The words alone."""
    text = PICTURE.sub(r"\1", text)
    text = INLINE.sub(lambda m: next(part for part in m.groups() if part is not None), text)
    return re.sub(r"^[ >|#*-]+|[|]", " ", text, flags=re.MULTILINE).strip()


def inline(text: str, link: Link) -> str:
    """One piece of text with its marks, escaped."""
    out, end = list[str](), 0
    for found in INLINE.finditer(text):
        out.append(escape(text[end : found.start()]))
        out.append(_marked(found, link))
        end = found.end()
    return "".join([*out, escape(text[end:])])


def _marked(found: re.Match[str], link: Link) -> str:
    code, strong, italic, label, target = found.groups()
    if code is not None:
        return f"<code>{escape(code)}</code>"
    if strong is not None:
        return f"<strong>{inline(strong, link)}</strong>"
    if italic is not None:
        return f"<em>{inline(italic, link)}</em>"
    address = link(target)
    words = inline(label, link)
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _blocks(lines: list[str], link: Link, picture: Link) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip():
            at = end
            continue
        if line.startswith("|"):
            end = _until(lines, at, lambda one: not one.startswith("|"))
            yield _table(lines[at:end], link)
        elif ITEM.fullmatch(line):
            end = _until(lines, at, lambda one: not one.strip() or not _goes_on(one))
            yield _list(lines[at:end], link)
        elif line.startswith(">"):
            end = _until(lines, at, lambda one: not one.startswith(">"))
            words = " ".join(one.lstrip("> ") for one in lines[at:end])
            yield f"<blockquote><p>{inline(words, link)}</p></blockquote>"
        elif shown := PICTURE.fullmatch(line.strip()):
            yield (
                f'<figure><img src="{escape(picture(shown[2]))}" alt="{escape(shown[1])}"'
                ' loading="lazy"></figure>'
            )
        else:
            end = _until(lines, at, lambda one: not one.strip() or _begins(one))
            yield f"<p>{inline(' '.join(one.strip() for one in lines[at:end]), link)}</p>"
        at = end


def _until(lines: list[str], at: int, ends: Callable[[str], bool]) -> int:
    return next((n for n in range(at + 1, len(lines)) if ends(lines[n])), len(lines))


def _begins(line: str) -> bool:
    return line.startswith(("|", ">")) or ITEM.fullmatch(line) is not None


def _goes_on(line: str) -> bool:
    return line.startswith(" ") or ITEM.fullmatch(line) is not None


def _list(lines: list[str], link: Link) -> str:
    """One list; lines that stand further in belong to the item above, as text or as a list."""
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        item = ITEM.fullmatch(line)
        if item is not None and not item[1]:
            items.append((item[2], []))
        elif items:
            items[-1][1].append(line.strip())
    ordered = lines[0].lstrip()[:1].isdigit()
    shown = []
    for words, below in items:
        text = [words, *(one for one in below if not ITEM.fullmatch(one))]
        inner = [one for one in below if ITEM.fullmatch(one)]
        nested = _list(inner, link) if inner else ""
        shown.append(f"<li>{inline(' '.join(text), link)}{nested}</li>")
    name = "ol" if ordered else "ul"
    return f"<{name}>{''.join(shown)}</{name}>"


def _cells(row: Sequence[str], labels: Sequence[str], link: Link) -> str:
    """A row has its name in the first cell; on a phone each of the others names its column."""
    first, *others = (inline(cell, link) for cell in row)
    told = "".join(
        f'<td data-label="{label}">{cell}</td>'
        for label, cell in zip(labels[1:], others, strict=False)
    )
    return f'<th scope="row">{first}</th>{told}'


def _table(lines: list[str], link: Link) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, *body = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    top = "".join(f'<th scope="col">{inline(cell, link)}</th>' for cell in head)
    labels = [escape(plain(cell)) for cell in head]
    rest = "".join(f"<tr>{_cells(row, labels, link)}</tr>" for row in body)
    name = escape(plain(", ".join(head)))
    kind = "table cards" if len(head) > NARROW else "table"
    return (
        f'<div class="{kind}" role="region" aria-label="{name}" tabindex="0"><table>'
        f'<caption class="unseen">{name}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{rest}</tbody></table></div>"
    )
