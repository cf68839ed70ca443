"""What changed between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kinerja.rules.label import Labelled

_PIECE = re.compile(r"\s+|\S+")


class Change(Labelled):
    """What happened to a piece of text."""

    SAME = "same", "Tetap"
    GONE = "gone", "Dihapus"
    NEW = "new", "Ditambahkan"


@dataclass(frozen=True)
class Piece:
    """Some words with the white space around them."""

    change: Change
    text: str


def word_changes(old: str, new: str) -> list[Piece]:
    """The second text with what was taken out of the first, in reading order.

    Without the pieces that are gone it is the new text, without the new ones the old text.

    Units: words, with their spaces.
    Errors: none.
    Source: our design, not law.
    Confidence: O.

    >>> [(one.change.value, one.text) for one in word_changes("Bus tiap 30 menit", "Bus tiap jam")]
    [('same', 'Bus tiap '), ('gone', '30 menit'), ('new', 'jam')]
    """
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    found: list[Piece] = []
    for what, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            found.append(_piece(Change.SAME, before[first:last]))
            continue
        if last > first:
            found.append(_piece(Change.GONE, before[first:last]))
        if end > start:
            found.append(_piece(Change.NEW, after[start:end]))
    return found


def _piece(change: Change, words: Sequence[str]) -> Piece:
    return Piece(change, "".join(words))
