"""The guides of the house, read from the files that the documentation is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.templatetags.static import static
from django.urls import reverse

from kinerja.web.help.markdown import Part, parts

PACKAGE = Path(__file__).resolve().parents[2]
CONTENTS = "README"  # who reads what
QUESTIONS = "tanya-jawab"
PICTURES = "kinerja/help"
ROW = re.compile(r"\| ([^|]+?) \| (.+) \|")
NAMED = re.compile(r"\]\(([\w-]+)\.md")


@dataclass(frozen=True)
class Guide:
    """One guide: its name in the address, and its parts."""

    name: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        return self.parts[0].title

    @property
    def sections(self) -> tuple[Part, ...]:
        return self.parts[1:]

    @property
    def url(self) -> str:
        return reverse("help_guide", args=[self.name])

    def has(self, anchor: str) -> bool:
        return not anchor or any(part.anchor == anchor for part in self.sections)


def folder() -> Path:
    """Beside the package in a checkout, inside it where it was installed from a wheel."""
    inside = PACKAGE / "guides"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "docs" / "panduan"


@lru_cache(maxsize=1)
def guides() -> Mapping[str, Guide]:
    """All guides by name, without the table of contents."""
    found = {}
    for file in sorted(folder().glob("*.md")):
        if file.stem != CONTENTS:
            content = parts(file.read_text(encoding="utf-8"), _address, _picture)
            found[file.stem] = Guide(file.stem, tuple(content))
    return found


@lru_cache(maxsize=1)
def readers() -> Mapping[str, tuple[str, ...]]:
    """Who reads which guides, as the table of contents says it: label -> names."""
    rows = {}
    for line in (folder() / f"{CONTENTS}.md").read_text(encoding="utf-8").splitlines():
        row = ROW.fullmatch(line.strip())
        if row is not None and (names := NAMED.findall(row[2])):
            rows[row[1]] = tuple(dict.fromkeys(names))
    return rows


def _address(target: str) -> str:
    """Links between guides become addresses here; those into the rest of the docs are words."""
    path, _, anchor = target.partition("#")
    name = PurePosixPath(path)
    if target.startswith("/"):
        return target
    if name.suffix != ".md" or len(name.parts) != 1:
        return ""
    return reverse("help_guide", args=[name.stem]) + (f"#{anchor}" if anchor else "")


def _picture(target: str) -> str:
    return static(f"{PICTURES}/{PurePosixPath(target).name}")
