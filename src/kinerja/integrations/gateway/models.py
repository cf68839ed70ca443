"""The models of this room."""

from kinerja.integrations.gateway.channel import Channel
from kinerja.integrations.gateway.message import Message

__all__ = ["Channel", "Message"]
