"""What this room refuses."""

from kinerja.rules.refusal import Refusal


class FileRefused(Refusal):
    """The file is too large, of a kind that is not allowed, damaged or too heavy to read."""


class StorageFull(Refusal):
    """The disk for files has no room."""


class OutageBegan(Refusal):
    """The announced outage has begun, or was noted by the system."""
