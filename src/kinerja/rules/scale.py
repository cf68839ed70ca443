"""Ordered words as a target: "belum – sebagian – lengkap"."""

from collections.abc import Sequence


def scale_gap(scale: Sequence[str], target: str, reached: str) -> int:
    """How many steps what was reached lies above (+) or below (-) the target.

    Words are compared by their place, never turned into a ratio.

    Units: words in, steps out.
    Errors: ValueError for a word that is not on the scale.
    Source: PermenPANRB 6/2022 annex p. 50 (qualitative measures); the scale is a choice of ours.
    Confidence: T that measures may be qualitative, U for scales.

    >>> scale_gap(["belum", "sebagian", "lengkap"], "lengkap", "sebagian")
    -1
    """
    places = list(scale)
    return places.index(reached) - places.index(target)
