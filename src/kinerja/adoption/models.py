"""The models of this room."""

from kinerja.adoption.announcement import (
    Announcement,
    AnnouncementFile,
    AnnouncementVersion,
    Reading,
)
from kinerja.adoption.coaching import Coaching, CoachingGuest
from kinerja.adoption.help_feedback import HelpFeedback
from kinerja.adoption.practice.practised import Practised
from kinerja.adoption.practice.trainee import Trainee
from kinerja.adoption.pulse import Pulse, PulsePart
from kinerja.adoption.pulse_tally import PulseTally
from kinerja.adoption.suggestion import Suggestion
from kinerja.adoption.system_review import ReviewItem, SystemReview
from kinerja.adoption.tour import Tour
from kinerja.adoption.usage import UnitUsage

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "AnnouncementVersion",
    "Coaching",
    "CoachingGuest",
    "HelpFeedback",
    "Practised",
    "Pulse",
    "PulsePart",
    "PulseTally",
    "Reading",
    "ReviewItem",
    "Suggestion",
    "SystemReview",
    "Tour",
    "Trainee",
    "UnitUsage",
]
