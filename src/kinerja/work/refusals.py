"""What this room refuses."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinerja.rules.refusal import Forbidden, Refusal

if TYPE_CHECKING:
    from kinerja.work.report import Report


class NotYours(Forbidden):
    """The act belongs to somebody else."""


class WrongState(Refusal):
    """The report is not in the state that the act needs."""


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


class SampleUnread(Refusal):
    """Of the reports to accept together some were drawn whose evidence was not opened yet."""

    def __init__(self, reports: "Sequence[Report]") -> None:
        names = ", ".join(f"{one.receipt} ({one.person.name})" for one in reports)
        super().__init__(
            f"Sebelum menerima sekaligus, buka dulu laporan yang terundi berikut: {names}."
        )
        self.reports = list(reports)


class WrongDelegate(Refusal):
    """Only somebody of the unit can answer reports in the leader's name."""


class WrongSpan(Refusal):
    """The days are over, in the wrong order, or taken already."""


class TooManyTemplates(Refusal):
    """A person keeps a limited number of templates of recurring work."""


class NameTaken(Refusal):
    """Another template of the person has this name."""


class FactorClosed(Refusal):
    """The factor is solved or closed."""


class WrongDay(Refusal):
    """The day of a follow-up has passed."""


class WrongLimits(Refusal):
    """Limits of warnings are whole days between 1 and 30."""


class WrongPeople(Refusal):
    """An order goes down the line, once to each."""


class UnknownOrder(Refusal):
    """The order is not one of this person's that run."""


class NothingToDraw(Refusal):
    """No accepted report lies in the scope of the sample."""


class BadSheet(Refusal):
    """The file has no rows of reports that can be read, or too many."""
