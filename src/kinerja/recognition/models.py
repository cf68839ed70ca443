"""The models of this room."""

from kinerja.recognition.badge import Badge, BadgeRule
from kinerja.recognition.honour import Candidate, Honour

__all__ = ["Badge", "BadgeRule", "Candidate", "Honour"]
