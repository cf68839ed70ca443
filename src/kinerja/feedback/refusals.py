"""What this room refuses."""

from kinerja.rules.refusal import Refusal
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong

__all__ = [
    "Closed",
    "Incomplete",
    "NotScheduled",
    "NotYours",
    "NoteMissing",
    "Stays",
    "TextTooLong",
    "TooMany",
]


class Closed(Refusal):
    """The conversation was ended."""


class NotScheduled(Refusal):
    """No scheduled feedback was agreed on with this leader."""


class Stays(Refusal):
    """The purpose cannot be changed to the disadvantage of who received it."""


class TooMany(Refusal):
    """More questions wait for an answer than one person may ask at a time."""


class Incomplete(Refusal):
    """Something that the form asks for is missing; the message names it."""
