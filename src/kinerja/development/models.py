"""The models of this room."""

from kinerja.development.assessment import CompetencyAssessment, SelfView
from kinerja.development.attendance import Attendance, AttendanceSheet
from kinerja.development.behaviour_change import BehaviourChange
from kinerja.development.competency import Competency, CompetencyLevel
from kinerja.development.demand import CompetencyLink, Demand, DemandReason
from kinerja.development.enrolment import Enrolment
from kinerja.development.learning_plan import LearningPlan, LearningStep, StepFile
from kinerja.development.method import GrowthMethod
from kinerja.development.outside_learning import OutsideLearning
from kinerja.development.reaction import ReactionTally
from kinerja.development.recommendation.recommendation import Proposal, Recommendation
from kinerja.development.session import Session
from kinerja.development.standard import CompetencyStandard
from kinerja.development.training import Training
from kinerja.development.unit_gap import KeptGap

__all__ = [
    "Attendance",
    "AttendanceSheet",
    "BehaviourChange",
    "Competency",
    "CompetencyAssessment",
    "CompetencyLevel",
    "CompetencyLink",
    "CompetencyStandard",
    "Demand",
    "DemandReason",
    "Enrolment",
    "GrowthMethod",
    "KeptGap",
    "LearningPlan",
    "LearningStep",
    "OutsideLearning",
    "Proposal",
    "ReactionTally",
    "Recommendation",
    "SelfView",
    "Session",
    "StepFile",
    "Training",
]
