"""What an XLSX says besides its values: hidden rows and the first day of its calendar."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
FLAT = re.compile(rb"\bht=[\"']0(?:\.0+)?[\"']")  # a row of no height is hidden as well

# The part of the old epoch that a workbook of the Macintosh kind starts later.
TRUE = {"1", "true"}


def structure(content: bytes) -> tuple[bool, dict[str, set[int]]]:
    """Whether the calendar starts in 1904, and the hidden rows (0-based) of each sheet."""
    hidden: dict[str, set[int]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = next(n for n in archive.namelist() if n.lower().endswith("xl/workbook.xml"))
        root = ElementTree.fromstring(archive.read(book))  # noqa: S314 - in the limited child
        since_1904 = any(
            element.get("date1904", "").lower() in TRUE
            for element in root
            if _local(element.tag) == "workbookPr"
        )
        targets = _relations(archive, book)
        for name, relation in _sheets(root):
            part = targets.get(relation, "")
            if part in archive.namelist():
                hidden[name] = hidden_rows(archive.read(part))
    return since_1904, hidden


def hidden_rows(sheet: bytes) -> set[int]:
    """The 0-based rows of one sheet's XML that are hidden."""
    found: set[int] = set()
    number = 0
    for match in ROW.finditer(sheet):
        marks = match.group(1)
        given = NUMBER.search(marks)
        number = int(given.group(1)) if given else number + 1
        if HIDDEN.search(marks) or FLAT.search(marks):
            found.add(number - 1)
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _sheets(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Name and relation of each sheet."""
    for element in root.iter():
        if _local(element.tag) == "sheet":
            relation = next((v for k, v in element.items() if _local(k) == "id"), "")
            yield element.get("name", ""), relation


def _relations(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """Where each relation of the workbook leads inside the archive."""
    folder, file = posixpath.split(book)
    try:
        text = archive.read(f"{folder}/_rels/{file}.rels")
    except KeyError:
        return {}
    found = {}
    for element in ElementTree.fromstring(text):  # noqa: S314 - in the limited child
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[element.get("Id", "")] = posixpath.normpath(path)
    return found
