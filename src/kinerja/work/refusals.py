"""What this room refuses."""

from collections.abc import Sequence

from kinerja.rules.refusal import Forbidden, Refusal


class NotYours(Forbidden):
    """The act belongs to somebody else."""


class WrongState(Refusal):
    """The report is not in the state that the act needs."""


class ChangedMeanwhile(Refusal):
    """The report was changed since it was read, by its author in another window."""


class PeriodFrozen(Refusal):
    """The evaluation that rests on the day of the work is signed."""


class FutureWork(Refusal):
    """Work that is still to come cannot be reported."""


class TextMissing(Refusal):
    """A report says in words what was done."""


class TextTooLong(Refusal):
    """More words than one entry holds."""


class BadQuantity(Refusal):
    """The number is negative, too large, too fine, or counts for nothing."""


class FilesRefused(Refusal):
    """One or more of the files cannot be kept; `reasons` has one sentence a file, with its name."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class UnknownResult(Refusal):
    """The plan item is not in a plan of the person that is in force on that day."""


class NoPost(Refusal):
    """The person held no definitive post on that day."""


class NothingToRepeat(Refusal):
    """There is no earlier report."""


class NoteMissing(Refusal):
    """An answer that gives work back, and feedback, need words."""
