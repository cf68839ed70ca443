"""The models of this room."""

from kinerja.records.attachment import Attachment, Blob, PhotoCode
from kinerja.records.event import Event
from kinerja.records.mail import Mail, MailPreference
from kinerja.records.notice import Notice
from kinerja.records.outage import Heartbeat, Outage
from kinerja.records.seal import Seal, Unsealed

__all__ = [
    "Attachment",
    "Blob",
    "Event",
    "Heartbeat",
    "Mail",
    "MailPreference",
    "Notice",
    "Outage",
    "PhotoCode",
    "Seal",
    "Unsealed",
]
