"""What this room refuses."""

from kinerja.rules.refusal import Refusal


class CircularUnit(Refusal):
    """A unit cannot stand under itself."""


class CircularSupervision(Refusal):
    """The line of appraisers would come back to the person."""


class SelfSupervision(Refusal):
    """Nobody is his or her own appraiser."""


class PostTaken(Refusal):
    """The leading post has a definitive holder at that time."""


class OverlappingAssignment(Refusal):
    """The person has a definitive post at that time."""


class NotAllowed(Refusal):
    """The act belongs to somebody else."""
