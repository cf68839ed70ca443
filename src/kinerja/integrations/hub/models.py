"""The models of this folder."""

from kinerja.integrations.hub.member import Member
from kinerja.integrations.hub.received import Received

__all__ = ["Member", "Received"]
