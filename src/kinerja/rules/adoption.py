"""How far a unit uses the system, where it is stuck first, and how it stood around a coaching.

All of it is about the system and the help around it, never about a person: no number of this file
may enter an evaluation. The limits are the agency's own, no regulation asks for them.
"""

from collections.abc import Mapping
from fractions import Fraction

from kinerja.rules.label import Labelled

ENOUGH_PERCENT = 80  # of a stage; our setting, not law (U)
SMALLEST_GROUP = 5  # people; below it a share would be a person (U)


class Stage(Labelled):
    """The steps by which a unit comes along, each resting on the one before."""

    SIGNED_IN = "signed_in", "Masuk dalam 14 hari"
    PLANNED = "planned", "SKP ditetapkan"
    REPORTED = "reported", "Melapor dalam 7 hari kerja"
    CHECKED = "checked", "Laporan diperiksa tepat waktu"
    EVALUATED = "evaluated", "Penilaian ditandatangani"


Done = Mapping[Stage, tuple[int, int]]  # how many of how many


def lack(done: Done) -> int:
    """What is missing on average over the stages that have anything to count, in thousandths.

    A stage with nothing to count (no window is open, everybody on leave) is left out, never zero.

    Units: people or reports in, thousandths (0 to 1000) out, rounded down.
    Errors: ValueError if a part is negative or larger than its whole.
    Source: none; our setting, not law.
    Confidence: U.

    >>> lack({Stage.SIGNED_IN: (8, 10), Stage.PLANNED: (4, 10), Stage.EVALUATED: (0, 0)})
    400
    """
    missing = [1 - _share(part, of) for part, of in _counted(done).values()]
    return int(sum(missing) * 1000 / len(missing)) if missing else 0


def first_gap(done: Done, enough: int = ENOUGH_PERCENT) -> Stage | None:
    """The first stage, in their order, that fewer than enough have reached; None: all are enough.

    Later stages rest on it, so that help begins there.

    Units: people or reports, per cent.
    Errors: ValueError if a part is negative or larger than its whole.
    Source: none; our setting, not law.
    Confidence: U.

    >>> first_gap({Stage.SIGNED_IN: (9, 10), Stage.PLANNED: (9, 10), Stage.REPORTED: (3, 10)}).label
    'Melapor dalam 7 hari kerja'
    >>> first_gap({Stage.SIGNED_IN: (8, 10)}) is None
    True
    """
    counted = _counted(done)
    for stage in Stage:
        if stage in counted and _share(*counted[stage]) * 100 < enough:
            return stage
    return None


def whole_percent(part: int, of: int, smallest: int = SMALLEST_GROUP) -> int | None:
    """The share in whole per cent, rounded down; None of a group too small for one.

    Units: people or reports, per cent.
    Errors: ValueError if the part is negative or larger than the whole.
    Source: none; practice of official statistics (smallest cell 5).
    Confidence: U.

    >>> whole_percent(8, 12), whole_percent(3, 4), whole_percent(0, 0)
    (66, None, None)
    """
    share = _share(part, of)
    return int(share * 100) if of >= smallest else None


def gained(
    before: tuple[int, int], after: tuple[int, int], smallest: int = SMALLEST_GROUP
) -> int | None:
    """Points of per cent between two counts; None where one of the groups is too small to say.

    It says what was before and what after, not that one caused the other.

    Units: people or reports in, points of per cent out.
    Errors: ValueError if a part is negative or larger than its whole.
    Source: none; design.
    Confidence: U.

    >>> gained((3, 10), (9, 12)), gained((1, 4), (4, 4))
    (45, None)
    """
    first, last = whole_percent(*before, smallest), whole_percent(*after, smallest)
    return None if first is None or last is None else last - first


def _counted(done: Done) -> dict[Stage, tuple[int, int]]:
    return {stage: (part, of) for stage, (part, of) in done.items() if of or _share(part, of)}


def _share(part: int, of: int) -> Fraction:
    if not 0 <= part <= of:
        raise ValueError("a part is between nothing and the whole")
    return Fraction(part, of) if of else Fraction(0)
