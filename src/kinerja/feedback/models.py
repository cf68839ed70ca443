"""The models of this room."""

from kinerja.feedback.appreciation import Appreciation
from kinerja.feedback.counselling import BehaviourReport, CounsellingRecord
from kinerja.feedback.feedback import Feedback
from kinerja.feedback.guidance import Guidance, GuidanceAction
from kinerja.feedback.guidance_after import CompetencyReview, GuidanceOpinion
from kinerja.feedback.initiative import Initiative, InitiativeFile, Voice
from kinerja.feedback.request import FeedbackRequest
from kinerja.feedback.schedule import FeedbackSchedule
from kinerja.feedback.thread import FeedbackReply

__all__ = [
    "Appreciation",
    "BehaviourReport",
    "CompetencyReview",
    "CounsellingRecord",
    "Feedback",
    "FeedbackReply",
    "FeedbackRequest",
    "FeedbackSchedule",
    "Guidance",
    "GuidanceAction",
    "GuidanceOpinion",
    "Initiative",
    "InitiativeFile",
    "Voice",
]
