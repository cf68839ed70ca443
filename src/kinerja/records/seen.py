"""Nobody replaces what he has not read: a form carries a mark of what it was filled from.

For rows that change now and then; the rows of a plan have a `revision` (`planning.revision`).
"""

from hashlib import sha256

from kinerja.rules.refusal import ChangedMeanwhile


def mark_of(*values: object) -> str:
    """Another one for other values; it tells nothing about them."""
    return sha256(repr(values).encode()).hexdigest()[:16]


def check_seen(seen: str, now: str, what: str) -> None:
    """`seen`: the mark that the form was filled from; empty: whatever stands now. `what` begins a
    sentence: "Program ini". Errors: ChangedMeanwhile."""
    if seen and seen != now:
        raise ChangedMeanwhile(
            f"{what} sudah diubah orang lain sejak Anda membukanya. Bandingkan dengan yang"
            " tersimpan di bawah, lalu simpan sekali lagi."
        )
