"""The models of this room."""

from kinerja.records.attachment import Attachment, Blob
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.records.seal import Seal, Unsealed

__all__ = ["Attachment", "Blob", "Event", "Notice", "Seal", "Unsealed"]
