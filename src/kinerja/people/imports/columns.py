"""What a heading means. It has a leaf (its own words) and perhaps a group above it ("Jabatan" over
"Nama" and "TMT"): equal leaves under different groups are different columns."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kinerja.people.imports.headings import BARE_TMT, GROUPS, LEAVES, OTHER
from kinerja.people.imports.text import key

# Units from the broadest to the narrowest column that a file may have.
UNIT_COLUMNS = (
    "unit_agency",
    "unit_device",
    "unit_parent",
    "unit",
    "unit_division",
    "unit_section",
)

_LEAVES = [(field, re.compile(rf"(?:{'|'.join(forms)})$")) for field, forms in LEAVES]
_GROUPS = [(re.compile(rf"(?:{form})$"), leaves) for form, leaves in GROUPS]

BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
LONGEST = 120  # characters of a heading; longer texts are no headings


@lru_cache(maxsize=8_192)
def leaf_field(text: str) -> str:
    """The field that one heading names by its own words; empty when nobody knows it."""
    for words in heading_words(text):
        for field, form in _LEAVES:
            if form.match(words):
                return field
    return ""


def heading_words(text: str) -> list[str]:
    """The heading in words, then without what stands in brackets, then N I P as one word."""
    if len(text) > LONGEST:
        return []
    if text.isidentifier():
        text = CAMEL.sub(" ", text)
    whole = key(text)
    bare = key(BRACKETS.sub(" ", text))
    words = whole.split()
    spelled = "".join(words) if all(len(word) == 1 for word in words) else ""
    return [word for word in dict.fromkeys((whole, bare, spelled)) if word]


def field_of(texts: Sequence[str]) -> str:
    """The field of a column with these headings from top to bottom; empty when it is unknown.

    >>> field_of(["Jabatan", "Nama"]), field_of(["Nama"]), field_of(["Atasan Langsung", "NIP"])
    ('position', 'name', 'supervisor_nip')
    """
    texts = [text for text in texts if key(text)]
    if not texts:
        return ""
    *groups, leaf = texts
    own = leaf_field(leaf)
    for group in reversed(groups):
        words = key(BRACKETS.sub(" ", group)) or key(group)
        for form, leaves in _GROUPS:
            if form.match(words):
                return leaves.get(own) or leaves.get(key(leaf)) or OTHER
    joined = leaf_field(" ".join(texts)) if groups else ""
    if own in ("nip", "name") and joined == "nip_and_name":
        return own  # two plain columns, one heading above the other
    return joined or own


__all__ = ["BARE_TMT", "OTHER", "UNIT_COLUMNS", "field_of", "leaf_field"]
